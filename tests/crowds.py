"""One person with many relationships, in every state and both roles, all words at their longest."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from bot import alarms, in_touch, prompts
from store.advice import Promise, Step
from store.contacts import Contact
from store.goals import Goal
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Choice, Relationship, pair_key
from store.reviews import Review
from store.sessions import BOOKED, HELD, OFFERED, TO_BOOK, Meeting, Slot
from store.trades import Note, Trade
from tests.life import Life

NAME = "W&<olfeschlegelsteinhausenbergerdorff"
WORDS = "<&> " * 125
ASKED = ("M2", "H1", "I4")
STATES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"state": "setting_up", "rhythm_state": "default", "rules_state": "default"}, TO_BOOK),
    ({"state": "active"}, TO_BOOK),
    ({"state": "active"}, BOOKED),
    ({"state": "active"}, OFFERED),
    ({"state": "active", "sprint_until_on": date(2027, 4, 6)}, TO_BOOK),
    ({"state": "paused", "before": "active", "paused_until_on": date(2027, 3, 1)}, BOOKED),
    ({"state": "closing", "kind": "career"}, TO_BOOK),
    ({"state": "in_touch", "kind": "career"}, BOOKED),
    ({"state": "carried_on", "kind": "career"}, TO_BOOK),
    ({"state": "paused", "before": "closing", "kind": "career"}, BOOKED),
)
GONE = (8, 9)


def gather(life: Life, first: int, count: int) -> None:
    """Give Maya so many relationships more, a mentor and a mentee in turns."""
    for number in range(first, first + count):
        life.arrive(f"other{number}", name=f"{number}{NAME * 2}")
        life.run(lambda tx, number=number: _begin(tx, life, number))


def finish(life: Life, first: int, count: int) -> None:
    """Give Maya so many relationships more that ended, one a month, the last yesterday."""
    for number in range(first, first + count):
        life.arrive(f"past{number}", name=f"{number}{NAME * 2}")
        ended_at = life.now - timedelta(days=1 + 30 * number)

        def work(tx: Session, number: int = number, ended_at: Any = ended_at) -> None:
            maya, other = life.person("maya", tx), life.person(f"past{number}", tx)
            tx.add(_row(maya, other, ended_at, state="ended", ended_at=ended_at, open_pair=None))

        life.run(work)


def _row(
    maya: Person, other: Person, created_at: Any, *, mentors: bool = False, **more: Any
) -> Any:
    mentee, mentor = (other, maya) if mentors else (maya, other)
    filled = {"open_pair": pair_key(maya.id, other.id), "rhythm_state": "provisional",
              "rules_state": "provisional", **more}  # fmt: skip
    return Relationship(
        workspace_id=maya.workspace_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        asked_by_id=maya.id,
        created_at=created_at,
        begun_at=created_at,
        starts_on=date(2026, 2, 1),
        ends_on=date(2027, 2, 20),
        **filled,
    )


def _begin(tx: Session, life: Life, number: int) -> None:
    maya, other = life.person("maya", tx), life.person(f"other{number}", tx)
    columns, meets = STATES[number % len(STATES)]
    if number % len(STATES) in GONE:
        other.deactivated_at = life.now
    created_at = life.now - timedelta(days=300 - number)
    row = _row(maya, other, created_at, mentors=number % 3 == 0, **columns)
    tx.add(row)
    tx.flush()
    row.last_talk_for_id = maya.id if row.state == "active" else None
    _meet(tx, life, row, other, meets)
    _write(tx, life, row, maya, other)
    for kind in ASKED:
        said = prompts.say(tx, maya, kind, row.id, life.now, relationship=row)
        tx.get_one(Prompt, said.id).state = SENT


def _meet(tx: Session, life: Life, row: Relationship, other: Person, meets: str) -> None:
    starts_at = life.now - timedelta(days=30)
    tx.add(Meeting(relationship_id=row.id, number=1, state=HELD, target_on=starts_at.date(),
                   starts_at=starts_at))  # fmt: skip
    booked_at = life.now + timedelta(days=2) if meets == BOOKED else None
    session = Meeting(relationship_id=row.id, number=2, state=meets, starts_at=booked_at,
                      target_on=life.now.date() - timedelta(days=9))  # fmt: skip
    tx.add(session)
    tx.flush()
    if meets == OFFERED:
        tx.add(Slot(session_id=session.id, offered_by_id=other.id,
                    starts_at=life.now + timedelta(days=1)))  # fmt: skip
    if row.state == "in_touch":
        alarms.set_for(tx, in_touch.HELLO_DUE, row, row.id, life.now + timedelta(days=99))


def _write(tx: Session, life: Life, row: Relationship, maya: Person, other: Person) -> None:
    now = life.now
    for each in range(4):
        tx.add(Step(relationship_id=row.id, text=WORDS, planned_at=now, check_on=now.date()))
        tx.add(Promise(relationship_id=row.id, text=WORDS, promised_at=now))
        tx.add(Goal(relationship_id=row.id, author_id=row.mentee_id, text=WORDS, position=each,
                    created_at=now))  # fmt: skip
    for days in (40, 1):
        trade = Trade(relationship_id=row.id, opens_at=now - timedelta(days=days),
                      closes_at=now + timedelta(days=7 - days))  # fmt: skip
        trade.closed_at = trade.closes_at if days > 1 else None
        tx.add(trade)
        tx.flush()
        if days > 1:
            tx.add(Note(trade_id=trade.id, author_id=other.id, value=WORDS, written_at=now,
                        released="as_is"))  # fmt: skip
    tx.add(Review(relationship_id=row.id, round=1, opens_at=now - timedelta(days=1),
                  closes_at=now + timedelta(days=6)))  # fmt: skip
    for person in (maya, other):
        tx.add(Contact(relationship_id=row.id, person_id=person.id, text=WORDS, left_at=now))
        tx.add(Choice(relationship_id=row.id, person_id=person.id, topic="last_talk", value="yes",
                      chosen_at=now))  # fmt: skip
