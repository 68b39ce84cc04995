"""A contact left for a career pair shows only once both have left one (J10)."""

from typing import Any

import pytest

from bot import contacts
from bot.errors import Correctable
from store.contacts import of_relationship
from store.relationships import Relationship
from tests.beginnings import begun
from tests.booking import until
from tests.closing import BOTH, outcomes, sent
from tests.life import Life
from tests.pairs import everything_for, pair

HERS, HIS = "maya at home dot example", "+1 555 0100 leo"


@pytest.fixture
def career(life: Life) -> Life:
    """Give a career pair whose setup has ended, both asked for a contact."""
    found = pair(life, kind="career", rhythm_state="agreed")

    def ask(tx: Any) -> None:
        row = tx.get_one(Relationship, found.id)
        contacts.ask(tx, row, life.now.date(), life.now)

    life.run(ask)
    for handle in BOTH:
        until(life, handle, "J10")
    return life


def leave(life: Life, handle: str, text: str | None) -> None:
    view = life.act(handle, "contact", life.relationship.id).view
    life.submit(handle, view, contact=text)


def seen(life: Life, handle: str) -> str:
    more = life.act(handle, "more", life.relationship.id).view
    return everything_for(life, handle) + str(more)


def test_neither_sees_a_contact_until_both_have_left_one(career: Life) -> None:
    before = seen(career, "leo")
    view = career.tap("maya", "J10", "add_contact").view
    career.submit("maya", view, contact=HERS)
    assert outcomes(career, "maya", "J10") == [("answered", "add_contact")]
    career.turn(days=3)
    assert seen(career, "leo") == before
    assert "It shows once Leo leaves one too" in seen(career, "maya")
    leave(career, "leo", HIS)
    assert HERS in seen(career, "leo")
    assert HIS in seen(career, "maya")


def test_a_contact_taken_back_is_gone_for_both(career: Life) -> None:
    leave(career, "maya", HERS)
    leave(career, "leo", HIS)
    leave(career, "leo", "")
    assert HIS not in seen(career, "maya")
    assert HERS not in seen(career, "leo")
    assert len(career.run(lambda tx: of_relationship(tx, career.relationship.id))) == 1


def test_no_thanks_costs_nothing(career: Life) -> None:
    career.tap("maya", "J10", "no_thanks")
    assert outcomes(career, "maya", "J10") == [("answered", "no_thanks")]
    leave(career, "leo", HIS)
    assert HIS not in seen(career, "maya")


def test_a_reply_in_the_thread_leaves_one(career: Life) -> None:
    career.reply("leo", "J10", HIS)
    left = career.run(lambda tx: of_relationship(tx, career.relationship.id))
    assert [row.text for row in left.values()] == [HIS]


def test_who_has_left_one_is_not_asked_again(career: Life) -> None:
    leave(career, "maya", HERS)

    def again(tx: Any) -> None:
        row = tx.get_one(Relationship, career.relationship.id)
        row.round = 2
        contacts.ask(tx, row, career.now.date(), career.now)

    career.run(again)
    career.turn(days=5)
    assert sent(career, "maya", "J10") == 1
    assert sent(career, "leo", "J10") == 2


@pytest.mark.parametrize(("kind", "asked"), [("workplace", 0), ("career", 1)])
def test_only_career_pairs_are_asked_at_the_end_of_setup(life: Life, kind: str, asked: int) -> None:
    begun(life)

    def turn(tx: Any) -> None:
        tx.get_one(Relationship, life.relationship.id).kind = kind

    life.run(turn)
    life.turn(days=35)
    assert life.relationship.state == "active"
    for handle in BOTH:
        assert len(outcomes(life, handle, "J10")) == asked


def test_a_stranger_leaves_and_sees_nothing(career: Life) -> None:
    view = career.act("maya", "contact", career.relationship.id).view
    with pytest.raises(Correctable, match="somebody else"):
        career.submit("ines", view, contact="x y z")
    with pytest.raises(Correctable, match="somebody else"):
        career.act("ines", "contact", career.relationship.id)
