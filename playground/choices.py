"""What a scripted person does with what is drawn: which button, which option. Knows no bot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from playground.payloads import Payload
from playground.tempers import Temper

# Where neither the first nor the primary one is what a content person takes: how labels begin, with
# weights; of one message or field, those named here share the choice.
LIKED = {
    "add a topic": 3, "looks good": 1, "very": 4, "fairly": 1, "yes": 1, "same": 1,
    "add it": 1, "nothing this time": 1,
    "another year": 1, "still me": 1, "it's fine": 1, "keep as it is": 1, "keep going": 1,
    "did it": 4, "tried it": 4, "not yet": 1, "went another way": 1, "lovely to hear": 3,
    "tell me when we meet": 1, "write a line": 2, "share with": 2, "only me": 1,
    "we're in touch": 1, "close with thanks": 1, "video call": 1,
}  # fmt: skip
# What one taps for a reason of one's own, never because it is there.
UNPROMPTED = ("move it", "call it off", "none of", "i'd put", "write to me less")


def buttons(blocks: Iterable[Payload]) -> list[Payload]:
    """The drawn buttons that ask something of the app; a link asks nothing."""
    found: list[Payload] = []
    for block in blocks:
        found += block.get("elements", ())
        found += [block["accessory"]] if "accessory" in block else []
    return [each for each in found if each.get("type") == "button" and not each.get("url")]


@dataclass(frozen=True)
class Question:
    """A row of buttons, with the words since the row before."""

    words: str
    block_id: str
    buttons: list[Payload]

    @property
    def key(self) -> str:
        """What stays the same when the message is drawn again."""
        return " ".join(f"{each['action_id']}={each.get('value', '')}" for each in self.buttons)


def questions(blocks: Iterable[Payload]) -> list[Question]:
    """What a message or page asks, from the top."""
    found: list[Question] = []
    words: list[str] = []
    for block in blocks:
        words.append(str(block.get("text", {}).get("text", "")))
        if row := buttons([block]):
            found.append(Question("\n".join(words), block.get("block_id", ""), row))
            words = []
    return found


def label(drawn: Payload) -> str:
    """The words on a button or option."""
    return str(drawn["text"]["text"])


def choose(found: Sequence[Payload], temper: Temper, random: Random) -> Payload | None:
    """The button somebody of that temper taps, or None where all can wait."""
    safe = [each for each in found if temper.breaks or each.get("style") != "danger"]
    if not safe:
        return None
    if random.random() >= temper.first:
        return random.choice(safe)
    return favourite(safe, random)


def favourite(found: Sequence[Payload], random: Random) -> Payload | None:
    """What a content person taps: the liked one, else the primary, else the first; or nothing."""
    calm = [each for each in found if each.get("style") != "danger"]
    if one := _liked(calm, random):
        return one
    main = [each for each in calm if each.get("style") == "primary"]
    asked = [each for each in calm if not label(each).casefold().startswith(UNPROMPTED)]
    return next(iter(main + asked), None)


def option(element: Payload, temper: Temper, random: Random) -> str:
    """The value of one option of a menu or of radio buttons."""
    options = element["options"]
    if random.random() >= temper.first:
        return str(random.choice(options)["value"])
    liked = _liked(options, random)
    return str((liked or element.get("initial_option") or options[0])["value"])


def options(block: Payload, temper: Temper, random: Random) -> list[str]:
    """The values of the boxes somebody ticks: those ticked before, else as few as will do."""
    element = block["element"]
    found = [str(each["value"]) for each in element["options"]]
    if random.random() >= temper.first:
        return random.sample(found, random.randint(0, len(found)))
    if "initial_options" in element:
        return [str(each["value"]) for each in element["initial_options"]]
    shares = block["label"]["text"].casefold().startswith("share")
    if not block.get("optional") or (shares and random.random() < 0.6):
        return found[:1]
    return []


def _liked(found: Sequence[Payload], random: Random) -> Payload | None:
    weighed = [(each, _weight(label(each).casefold())) for each in found]
    weights = [weight for _, weight in weighed]
    return random.choices([each for each, _ in weighed], weights)[0] if any(weights) else None


def _weight(words: str) -> int:
    return next((weight for begins, weight in LIKED.items() if words.startswith(begins)), 0)
