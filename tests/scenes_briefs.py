"""Scenes before a session: each wording of the mentee's question and of the mentor's brief."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot import bookings
from store.advice import Step, Update
from store.relationships import Relationship
from store.sessions import HELD, of_relationship
from tests.booking import at
from tests.pairs import meeting, pair, step, to_book
from tests.scenes import Scene

THURSDAY, MONDAY = at(4, 15, month=2), at(8, 15, month=2)


def _second(s: Scene) -> None:
    """Let the two have met once, with a second session to come."""
    meeting(s, pair(s))
    to_book(s, s.relationship, date(2027, 2, 4))


def _book(s: Scene, when: datetime) -> None:
    """Give the session to come a time, or another one."""
    relationship_id = s.relationship.id

    def work(tx: Session) -> None:
        relationship = tx.get_one(Relationship, relationship_id)
        rows = of_relationship(tx, relationship.id)
        session = next(row for row in rows if row.state != HELD)
        bookings.book(tx, relationship, session, when, s.person("maya", tx), s.now)

    s.run(work)
    s.settle()


def _goal(s: Scene) -> None:
    view = s.act("maya", "goal_add", s.relationship.id).view
    s.submit("maya", view, goal="Learn to lead a project")


def _told(s: Scene) -> None:
    """Let Maya have tried a suggestion and told Leo of it."""
    relationship_id = s.relationship.id

    def work(tx: Session) -> None:
        done = Step(relationship_id=relationship_id, text="ask", planned_at=s.now, state="done")
        tx.add(done)
        tx.flush()
        tx.add(
            Update(
                relationship_id=relationship_id,
                step_id=done.id,
                status="did_it",
                text="The deck had the answer in it",
                written_at=s.now,
                shared_at=s.now,
            )
        )

    s.run(work)


def _brief(s: Scene, *, topic: bool, tried: bool) -> None:
    """The day before a Thursday session, and again before a Monday one."""
    _second(s)
    if tried:
        _told(s)
    _book(s, THURSDAY)
    s.until("maya", "M4", days=30)
    if topic:
        view = s.tap("maya", "M4", "add_topic").view
        s.submit("maya", view, topic="Should I ask to lead the data move?")
    s.until("leo", "M5", days=5)
    s.tap("leo", "M5", "move_it")
    _book(s, MONDAY)
    s.until("leo", "M5", days=5)
    page: Any = s.tap("leo", "M5", "see_one_pager").view
    s.gallery.viewed(f"one_pager_{'tried' if tried else 'plain'}_leo", page)


def brief_with_all(s: Scene) -> None:
    """Leo's brief with a topic and with what she tried."""
    _brief(s, topic=True, tried=True)


def brief_with_topic(s: Scene) -> None:
    """Leo's brief with a topic alone."""
    _brief(s, topic=True, tried=False)


def brief_with_tried(s: Scene) -> None:
    """Leo's brief with what she tried alone."""
    _brief(s, topic=False, tried=True)


def brief_with_neither(s: Scene) -> None:
    """Leo's brief with nothing to bring."""
    _brief(s, topic=False, tried=False)


def with_a_goal(s: Scene) -> None:
    """M4 where there is a goal and no step."""
    _second(s)
    _goal(s)
    _book(s, THURSDAY)
    s.until("maya", "M4", days=30)
    s.tap("maya", "M4", "looks_good")


def with_a_step(s: Scene) -> None:
    """M4 where there is an open step and no goal."""
    _second(s)
    step(s, s.relationship, "ask for the brief")
    s.submit("maya", s.command("maya", "/mentor-note").view, advice="Ask first", step="ask early")
    _book(s, at(25, 15))
    s.until("maya", "M4", days=30)
    s.tap("maya", "M4", "looks_good")


def with_both(s: Scene) -> None:
    """M4 where there are an open step and a goal, and the one-pager with all its parts."""
    _second(s)
    step(s, s.relationship, "ask for the brief")
    _goal(s)
    view = s.command("maya", "/mentor-note").view
    s.submit("maya", view, advice="Ask for the brief first", share="share")
    view = s.command("leo", "/mentor-note").view
    s.submit("leo", view, promise="Introduce you to Dana")
    view = s.act("leo", "hope", s.relationship.id).view
    s.submit("leo", view, hopes="How newcomers see this place")
    _told(s)
    _book(s, at(25, 15))
    s.until("maya", "M4", days=30)
    s.reply("maya", "M4", "How to say no to a project")
    s.home("maya", "full")
    s.home("leo", "full")
    for handle in ("maya", "leo"):
        page: Any = s.home(handle, "full")
        view = s.act(handle, "one_pager", s.row(page, "one_pager")).view
        s.gallery.viewed(f"one_pager_full_{handle}", view or {})


SCENES = (
    brief_with_all,
    brief_with_topic,
    brief_with_tried,
    brief_with_neither,
    with_a_goal,
    with_a_step,
    with_both,
)
