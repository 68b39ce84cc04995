"""One page before a session: what its reader may see, and nothing that is not shared."""

import json

import pytest
from sqlmodel import select

from bot.errors import Correctable
from store.advice import Advice, Promise
from store.cards import Card
from store.prompts import Prompt
from store.relationships import Choice
from tests.life import Life
from tests.preparing import (
    NEXT_THURSDAY,
    book,
    drawn,
    forget_the_first,
    goal,
    keep,
    meeting,
    met_once,
    page,
    step,
    told,
)


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya and Leo after their first session, with a second one to book."""
    met_once(life)
    return life


def fill(life: Life) -> None:
    """Give the pair something of everything, shared and not."""
    relationship_id, now = life.relationship.id, life.now
    for handle in ("maya", "leo"):
        person = life.person(handle)
        keep(
            life,
            Card(person_id=person.id, path=f"{handle} <path>", written_at=now),
            Choice(
                relationship_id=relationship_id,
                person_id=person.id,
                topic="C1",
                value="fill_in_my_card",
                chosen_at=now,
            ),
        )
    goal(life, "Learn to lead")
    goal(life, "Leave this team", private=True)
    goal(life, "An old goal", closed_at=now)
    told(life, "a shared deed")
    told(life, "a kept deed", shared=False)
    step(life, "a shared plan", shared=True, moment="it is Monday")
    step(life, "a kept plan")
    keep(
        life,
        Advice(relationship_id=relationship_id, text="Ask early", shared=True, noted_at=now),
        Advice(relationship_id=relationship_id, text="Rest more", noted_at=now),
        Promise(relationship_id=relationship_id, text="Send the deck", promised_at=now),
        Promise(relationship_id=relationship_id, text="Old deed", promised_at=now, kept_at=now),
    )


SHARED = [
    "Learn to lead", "Told: a shared deed", "When it is Monday, I will a shared plan",
    "Ask early", "How newcomers see this place",
]  # fmt: skip
MENTEES = ["Leave this team", "a kept plan", "Rest more", "leo <path>"]
MENTORS = ["Send the deck", "maya <path>"]
NOBODYS = ["An old goal", "Told: a kept deed", "Old deed"]


@pytest.mark.parametrize(
    ("handle", "seen", "unseen"),
    [
        ("leo", SHARED + MENTORS, MENTEES + NOBODYS),
        ("maya", SHARED + MENTEES, MENTORS + NOBODYS),
    ],
)
def test_the_page_has_what_its_reader_may_see_and_no_more(
    pair: Life, handle: str, seen: list[str], unseen: list[str]
) -> None:
    fill(pair)
    book(pair, NEXT_THURSDAY)
    text = page(pair, handle)
    assert [words for words in seen if words not in text] == []
    assert [words for words in unseen if words in text] == []


def test_a_topic_for_a_private_goal_comes_to_the_mentor_without_it(pair: Life) -> None:
    private = goal(pair, "Leave this team", private=True)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.submit(
        "maya", pair.tap("maya", "M4", "add_topic").view, topic="How to say no", goal=private
    )
    assert "How to say no (for the goal: Leave this team)" in page(pair, "maya")
    assert "How to say no" in page(pair, "leo")
    assert "Leave this team" not in page(pair, "leo")
    pair.turn(days=1, hours=1)
    assert "Leave this team" not in json.dumps([dict(m.body) for m in pair.sent])


def test_the_first_agenda_has_what_the_mentor_hopes_to_learn(pair: Life) -> None:
    forget_the_first(pair)
    book(pair, NEXT_THURSDAY)
    assert "What Leo hopes to learn: How newcomers see this place" in page(pair, "maya")


def test_the_page_is_opened_from_the_message_and_that_is_its_answer(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    view = pair.tap("leo", "M5", "see_one_pager").view
    assert view is not None
    assert view["title"]["text"] == "You and Maya"
    assert "You've seen the one-pager." in drawn(pair, "leo", "M5")


def test_an_emptied_page_still_has_something_to_say(pair: Life) -> None:
    view = pair.act("maya", "one_pager", meeting(pair).id).view
    assert view is not None
    assert view["blocks"]


def test_a_stranger_sees_no_page(pair: Life) -> None:
    with pytest.raises(Correctable, match="belongs to somebody else"):
        page(pair, "ines")
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.act("leo", "one_pager", "no such row")


def test_no_words_are_kept_beside_a_prompt(pair: Life) -> None:
    fill(pair)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    pair.turn(days=1, hours=1)
    rows = pair.run(lambda tx: tx.exec(select(Prompt)).all())
    kept = json.dumps([[row.about, row.occasion] for row in rows if row.kind in ("M4", "M5")])
    assert "say no" not in kept
    assert "Learn to lead" not in kept
