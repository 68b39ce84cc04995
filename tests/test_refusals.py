"""Slack won't post to a person: two more tries, then Home alone, until they are heard of again."""

from sqlmodel import Session

from bot import deliveries, gestures, people, refusals
from handlers.payloads import profile
from store import deliveries as queue
from store.prompts import PLANNED, SENT, Prompt
from tests.life import TEAM, ZONES, Life
from tests.pairs import pair, rows
from tests.test_invitations import invite


def refuse(life: Life, error: str = "channel_not_found") -> int:
    """Claim what is due and let Slack refuse it; give how many messages there were."""

    def work(tx: Session) -> int:
        outgoing = deliveries.claim(tx, "test", life.now)
        for message in outgoing:
            refusals.refuse(tx, message.prompt_id, "test", message.attempt, error, life.now)
        return len(outgoing)

    count: int = life.run(work)
    return count


def invited(life: Life) -> Prompt:
    """Give the question to Leo, planned and refused at once."""
    post, life.settle = life.settle, lambda: None  # type: ignore[method-assign]
    invite(life)
    life.settle = post  # type: ignore[method-assign]
    refuse(life)
    return asked(life)


def asked(life: Life) -> Prompt:
    return next(row for row in rows(life, Prompt) if ":" not in row.occasion)


def test_bot_cant_deliver(life: Life) -> None:
    prompt = invited(life)
    tries = 1
    while prompt.state == PLANNED:
        assert prompt.due_at > life.now
        life.now = prompt.due_at
        assert refuse(life) == 1
        prompt, tries = asked(life), tries + 1
    assert tries == 3
    assert (prompt.state, prompt.ts, prompt.sent_on) == (SENT, None, None)
    assert life.person("leo").unreachable_at == life.now
    home = str(life.run(lambda tx: gestures.home(tx, life.who("leo"), life.now)))
    assert "Maya says you two already meet" in home
    assert life.run(lambda tx: queue.count_unreachable(tx, TEAM)) == 1


def test_what_follows_stays_on_home_until_they_are_heard_of(life: Life) -> None:
    def cut_off(tx: Session) -> None:
        life.person("leo", tx).unreachable_at = life.now

    life.run(cut_off)
    invite(life)
    life.turn(days=1)
    assert life.kinds("leo") == []
    life.command("leo", "/mentor")
    assert life.person("leo").unreachable_at is None
    assert life.run(lambda tx: queue.count_unreachable(tx, TEAM)) == 0
    life.turn(days=8)
    assert "A7" in life.kinds("leo")


def test_a_gone_account_is_looked_up(life: Life) -> None:
    life.settle()
    post, life.settle = life.settle, lambda: None  # type: ignore[method-assign]
    invite(life)
    before = len(life.errands("learn"))
    refuse(life, "account_inactive")
    life.settle = post  # type: ignore[method-assign]
    assert len(life.errands("learn")) == before + 1


def test_who_becomes_a_guest_is_treated_as_anyone(life: Life) -> None:
    pair(life)
    user = {"id": "ULEO", "tz": ZONES["leo"], "is_restricted": True, "is_ultra_restricted": True}
    guest = profile({**user, "profile": {"real_name": "Leo Doe"}})
    life.run(lambda tx: people.learn(tx, life.who("leo"), guest, life.now))
    life.act("maya", "leave_please_tell_them", life.relationship.id)
    life.turn(days=1)
    assert "H9" in life.kinds("leo")
    assert life.person("leo").deactivated_at is None
