"""A day holds one message: what is due before a session's prompt waits for it."""

from datetime import date

from tests.beginnings import answer_card, begun, set_up_from
from tests.life import Life


def answer_all(life: Life) -> None:
    """Let both answer every setup card on the first day."""
    for handle, second in (("maya", "D1"), ("leo", "D3")):
        set_up_from(life, handle)
        for kind in ("C1", second, "D4", "D7"):
            life.settle()
            answer_card(life, handle, kind)
    life.settle()


def messages_on(life: Life, handle: str, day: date) -> list[list[str]]:
    """Give the kinds of each message somebody got on a day."""
    return [m.kinds for m in life.sent if m.person == handle and m.at.date() == day]


def test_what_was_agreed_waits_some_minutes_and_comes_with_the_invite(life: Life) -> None:
    begun(life)
    answer_all(life)
    today = life.now.date()
    life.turn(days=1)
    [message] = messages_on(life, "maya", date(today.year, today.month, today.day + 1))
    assert sorted(message) == ["D5", "D8", "M1"]
