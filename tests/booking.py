"""A pair on its way: set up, offered, booked and met, so that a test begins where it matters."""

from datetime import UTC, datetime
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import col, select

from bot import invites, sessions
from bot.errors import Correctable
from bot.views import messages
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.sessions import HELD, Meeting, of_relationship
from tests.life import Life


def pair(life: Life) -> None:
    """Let Maya and Leo both say yes."""
    view = life.command("maya", "/mentor", "leo").view
    life.submit("maya", view, role="mentee")
    if "A7" not in life.kinds("leo"):
        until(life, "leo", "A7")
    life.tap("leo", "A7", "yes")


def meeting(life: Life) -> Meeting:
    """Give the newest session."""
    found: Meeting = life.run(lambda tx: of_relationship(tx, life.relationship.id)[-1])
    return found


def at(day: int, hour: int, minute: int = 0, month: int = 1, year: int = 2027) -> datetime:
    """Give a UTC instant in short."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def stamp(when: datetime) -> int:
    """Give an instant as a picker sends it."""
    return int(when.timestamp())


def offer(life: Life, *times: datetime, **more: Any) -> None:
    """Let Maya offer Leo times by command."""
    view = life.command("maya", "/mentor-book").view
    fields = dict(zip(("first", "second", "third"), map(stamp, times), strict=False))
    life.submit("maya", view, **fields, **more)


def book(life: Life, when: datetime) -> None:
    """Let Maya offer one time and Leo take it on the next working day."""
    offer(life, when)
    until(life, "leo", "offered_times")
    life.tap("leo", "offered_times", "time#0")


def until(life: Life, handle: str, kind: str, days: int = 8) -> None:
    """Turn the clock until somebody has an open message of a kind."""
    for _ in range(days * 24):
        if _is_open(life, handle, kind):
            return
        life.turn(hours=1)
    raise AssertionError(f"{handle} got no {kind}; got {life.kinds(handle)}")


def _is_open(life: Life, handle: str, kind: str) -> bool:
    person = life.person(handle)
    query = select(Prompt).where(
        Prompt.person_id == person.id, Prompt.kind == kind, Prompt.state == SENT
    )
    return life.run(lambda tx: tx.exec(query).first()) is not None


def held(life: Life, when: datetime) -> Meeting:
    """Set the current session down as held at a time, without anything said of it."""

    def hold(tx: Any) -> str:
        relationship = tx.get_one(Relationship, life.relationship.id)
        session = of_relationship(tx, relationship.id)[-1]
        session.state, session.starts_at, session.settled_at = HELD, when, life.now
        following = sessions.next_cycle(tx, relationship, session, life.now)
        assert following is not None
        return following.id

    session_id = life.run(hold)
    found: Meeting = life.run(lambda tx: tx.get_one(Meeting, session_id))
    return found


def texts(life: Life, handle: str, kind: str) -> list[str]:
    """Give what each message of a kind said to somebody."""
    return [m.body["text"] for m in life.sent if m.person == handle and kind in m.kinds]


def labels(life: Life, handle: str, kind: str) -> list[str]:
    """Give the labels of the buttons under the newest message of a kind."""
    body = [m.body for m in life.sent if m.person == handle and kind in m.kinds][-1]
    rows = [block for block in body["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row["elements"]]


def calendar_files(life: Life, handle: str) -> list[tuple[str, Any]]:
    """Give each calendar file planned for somebody, as (method, event), oldest first."""
    person = life.person(handle)
    rows = [row for row in life.errands("file") if row.person_id == person.id]
    found = []
    for row in sorted(rows, key=lambda row: row.about["sequence"]):
        about = row.about
        _, content = life.run(
            lambda tx, about=about: invites.file(
                tx, about["session"], person, about["sequence"], about["cancelled"], life.now
            )
        )
        calendar = Calendar.from_ical(content)
        found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    return found


def refused(life: Life, view: Any, handle: str = "maya", **answers: Any) -> tuple[str, str | None]:
    """Send a form that must come back; give its sentence and field."""
    with pytest.raises(Correctable) as wrong:
        life.submit(handle, view, **answers)
    return wrong.value.sentence, wrong.value.field


def drawn(life: Life, prompt_id: str) -> str:
    """Give what a message says now."""

    def draw(tx: Any) -> str:
        return str(messages.draw(tx, [tx.get_one(Prompt, prompt_id)], life.now)["text"])

    said: str = life.run(draw)
    return said


def meeting_id(life: Life, tx: Any) -> str:
    """Give the id of the newest session inside a unit of work."""
    return str(tx.exec(select(Meeting).order_by(col(Meeting.number))).all()[-1].id)
