"""What a person can put right, and what is said about it."""


class Correctable(Exception):
    """A mistake a person can put right: the field it stands at (or None) and what to do."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotYet(Exception):
    """What came in is about something still on its way: to be delivered once more."""
