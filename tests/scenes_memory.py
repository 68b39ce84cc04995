"""Scenes of looking back: Our year, a round's last session and last day, impact, anniversaries."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot import bookings, confirmations, courses, endings, farewells, impacts, lifecycle
from bot.lifecycle import State
from store.advice import Step, Update
from store.lines import Line
from store.relationships import Relationship
from store.sessions import Meeting
from tests.looking import day, year
from tests.pairs import meeting, pair, to_book
from tests.scenes import Scene

LAST_AT = datetime(2027, 12, 21, 14, tzinfo=UTC)


def change(s: Scene, **values: Any) -> None:
    """Put the relationship into a state without the talk that leads there."""

    def work(tx: Any) -> None:
        row = tx.get_one(Relationship, s.relationship.id)
        for name, value in values.items():
            setattr(row, name, value)

    s.run(work)


def say(s: Scene, outcome: str, to: State | None = None) -> None:
    """Let the round end on this day, and wait until the message has lost its buttons."""

    def work(tx: Any) -> None:
        row = tx.get_one(Relationship, s.relationship.id)
        row.state = State.CLOSING
        if to is None:
            endings.end(tx, row, s.now)
        farewells.say(tx, row, outcome, s.now)
        if to is not None:
            lifecycle.move(row, to, s.now)

    s.run(work)
    s.until("maya", "I10")
    s.until("leo", "I10_mentor")


def the_last_session(s: Scene) -> None:
    """A round's last session, the lines after it, and its last day."""
    year(s)
    change(s, state="closing", ends_on=date(2028, 1, 12))
    session = to_book(s, s.relationship, LAST_AT.date(), number=7)

    def book(tx: Any) -> None:
        row, maya = tx.get_one(Relationship, session.relationship_id), s.person("maya", tx)
        bookings.book(tx, row, tx.get_one(Meeting, session.id), LAST_AT, maya, s.now)

    def confirm(tx: Any) -> None:
        maya = s.person("maya", tx)
        confirmations.confirm(tx, tx.get_one(Meeting, session.id), maya, s.now)

    s.run(book)
    s.until("maya", "I7")
    s.until("leo", "I7")
    s.tap("maya", "I7", "open_our_year")
    s.tap("leo", "I7", "ok")
    s.turn_to(LAST_AT + timedelta(hours=1))
    s.run(confirm)
    s.until("maya", "I8")
    s.until("leo", "I9")
    s.submit("maya", s.tap("maya", "I8", "write_thank_you").view, line="You changed how I ask.")
    s.submit("leo", s.tap("leo", "I9", "write_line").view, line="To wait a little longer.")
    s.turn_to(datetime(2028, 1, 12, tzinfo=UTC))
    say(s, "finish_well")
    s.tap("maya", "I10", "save_our_year")
    s.tap("maya", "I10", "delete_my_notes")
    s.tap("leo", "I10_mentor", "take_break")
    s.home("leo", "on_a_break")
    s.act("leo", "end_break", s.person("leo").id)
    s.act("maya", "our_year", s.relationship.id)
    s.act("leo", "our_year", s.relationship.id)
    s.act("leo", "save_year", s.relationship.id)
    s.turn(days=32)


def kept_to_oneself(s: Scene) -> None:
    """The same lines not written."""
    year(s)
    change(s, state="closing", ends_on=date(2027, 12, 31))
    session = meeting(s, s.relationship, 7, state="booked", starts_at=s.now - timedelta(days=1))

    def confirm(tx: Any) -> None:
        maya = s.person("maya", tx)
        confirmations.confirm(tx, tx.get_one(Meeting, session.id), maya, s.now)

    s.run(confirm)
    s.until("maya", "I8")
    s.until("leo", "I9")
    s.tap("maya", "I8", "ive_said_it")
    s.tap("leo", "I9", "keep_it")


def one_talk(s: Scene) -> None:
    """A round of one short talk ends."""
    pair(s)
    meeting(s, s.relationship)
    say(s, "finish_well")
    s.turn(days=32)


def no_talk(s: Scene) -> None:
    """A round without a talk ends."""
    pair(s)
    say(s, "finish_well")
    s.turn(days=32)


def no_talk_and_on(s: Scene) -> None:
    """A round without a talk ends, and they stay in touch."""
    pair(s)
    say(s, "twice_year", State.IN_TOUCH)
    s.turn(days=32)


def impact(s: Scene) -> None:
    """What a mentor's hours did, with and without things tried and lines shared."""
    year(s)
    _told(s)
    _impact(s, "save")
    _told(s, "line", "I was asked to lead the review.")
    _impact(s, "save")
    _told(s, "did_it", "It went well.")
    _impact(s, "thank_them")
    _told(s, "did_it", "It went well.", "did_it", "And again.")
    _impact(s, "thank_them")
    _told(s, "did_it", "")
    _impact(s, "save")
    _told(s, "did_it", "", "did_it", "")
    _impact(s, "save")


def _told(s: Scene, *updates: str) -> None:
    """Leave these updates alone: (status, text) each, sent yesterday."""
    relationship_id = s.relationship.id

    def work(tx: Any) -> None:
        for table in (Update, Step):
            for row in tx.exec(select(table)).all():
                tx.delete(row)
            tx.flush()
        at = s.now - timedelta(days=1)
        for status, text in zip(updates[::2], updates[1::2], strict=True):
            tx.add(Update(relationship_id=relationship_id, status=status, text=text,
                          written_at=at, shared_at=at))  # fmt: skip

    s.run(work)


def _impact(s: Scene, button: str) -> None:
    occasion = s.now.isoformat()
    s.run(lambda tx: impacts.plan(tx, tx.get_one(Relationship, s.relationship.id), occasion, s.now))
    s.until("leo", "F9")
    view = s.tap("leo", "F9", button).view
    if view is not None:
        s.submit("leo", view)
    s.turn(days=40)


def anniversaries(s: Scene) -> None:
    """A year, and another."""
    year(s)
    s.run(lambda tx: courses.anniversary(tx, tx.get_one(Relationship, s.relationship.id), s.now))
    s.until("maya", "I12", days=30)
    s.until("leo", "I12")
    s.submit("maya", s.tap("maya", "I12", "say_something").view, line="To the next one.")
    s.tap("leo", "I12", "nice")
    s.turn(days=330)
    s.until("maya", "I12", days=60)
    s.until("leo", "I12")
    s.tap("maya", "I12", "nice")
    s.submit("leo", s.tap("leo", "I12", "say_something").view, line="And the one after.")


def a_long_year(s: Scene) -> None:
    """A year of many lines, on as many pages as there are."""
    relationship = year(s)

    def work(tx: Any) -> None:
        for number in range(150):
            tx.add(
                Line(
                    relationship_id=relationship.id,
                    author_id=relationship.mentee_id,
                    kind="hello",
                    text=f"Hello number {number + 1}.",
                    sent_at=day(3, 1) + timedelta(hours=number),
                )
            )

    s.run(work)
    for act in ("our_year", "our_year_2", "our_year_3"):
        s.act("maya", act, relationship.id)


SCENES = (
    the_last_session,
    kept_to_oneself,
    one_talk,
    no_talk,
    no_talk_and_on,
    impact,
    anniversaries,
    a_long_year,
)
