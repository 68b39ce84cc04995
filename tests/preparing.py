"""A pair before their second session, and what each of them is sent and shown."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import briefs
from bot.views import messages
from store.advice import Step, Update
from store.goals import Goal
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting, Topic
from tests.life import Life

NEXT_THURSDAY = datetime(2027, 1, 21, 15, 0, tzinfo=UTC)


def keep(life: Life, *rows: Any) -> None:
    life.run(lambda tx: [tx.add(row) for row in rows])


def met_once(life: Life) -> None:
    """Let Maya and Leo be after their first session, with a second one to book."""
    maya, leo = life.person("maya"), life.person("leo")
    relationship = Relationship(
        workspace_id=maya.workspace_id,
        mentee_id=maya.id,
        mentor_id=leo.id,
        asked_by_id=maya.id,
        state="active",
        hope="How newcomers see this place",
        created_at=life.now,
        begun_at=life.now,
    )
    keep(life, relationship)
    target_on = date(2027, 1, 21)
    last_at = life.now - timedelta(days=20)
    first = Meeting(
        relationship_id=relationship.id,
        number=1,
        state=HELD,
        target_on=target_on,
        starts_at=last_at,
        settled_at=last_at,
    )
    keep(life, first, Meeting(relationship_id=relationship.id, number=2, target_on=target_on))


def forget_the_first(life: Life) -> None:
    """Let the session to come be their first."""
    life.run(lambda tx: tx.delete(tx.exec(select(Meeting).where(Meeting.number == 1)).one()))


def meeting(life: Life) -> Meeting:
    found: Meeting = life.run(
        lambda tx: max(tx.exec(select(Meeting)).all(), key=lambda row: row.number)
    )
    return found


def book(life: Life, starts_at: datetime) -> None:
    """Give the session to come a time, or another one."""
    session_id = meeting(life).id

    def work(tx: Session) -> None:
        session = tx.get_one(Meeting, session_id)
        session.state, session.starts_at = BOOKED, starts_at
        relationship = tx.get_one(Relationship, session.relationship_id)
        briefs.plan(tx, relationship, session, life.now)

    life.run(work)
    life.settle()


def goal(life: Life, text: str, **more: Any) -> str:
    row = Goal(
        relationship_id=life.relationship.id,
        author_id=life.person("maya").id,
        text=text,
        created_at=life.now,
        **more,
    )
    keep(life, row)
    return row.id


def step(life: Life, text: str, **more: Any) -> Step:
    row = Step(relationship_id=life.relationship.id, text=text, planned_at=life.now, **more)
    keep(life, row)
    return row


def told(life: Life, text: str, status: str = "did_it", *, shared: bool = True) -> None:
    """Let Maya write what came of a step, and share it or not."""
    row = step(life, text, state="done")
    keep(
        life,
        Update(
            relationship_id=life.relationship.id,
            step_id=row.id,
            status=status,
            text=f"Told: {text}",
            written_at=life.now,
            shared_at=life.now if shared else None,
        ),
    )


def got(life: Life, handle: str, kind: str) -> list[datetime]:
    return [m.at for m in life.sent if m.person == handle and kind in m.kinds]


def said(life: Life, handle: str, kind: str) -> str:
    found = [m for m in life.sent if m.person == handle and kind in m.kinds]
    return str(found[-1].body["text"]).split("\n")[0]


def drawn(life: Life, handle: str, kind: str) -> str:
    """Give the newest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        rows = tx.exec(select(Prompt).where(Prompt.kind == kind)).all()
        row = max((r for r in rows if r.person_id == person.id), key=lambda r: r.planned_at)
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def agenda(life: Life) -> list[tuple[str | None, str | None]]:
    rows = life.run(lambda tx: tx.exec(select(Topic).where(Topic.kind == "topic")).all())
    return [(row.text, row.goal_id) for row in rows]


def page(life: Life, handle: str) -> str:
    return json.dumps(life.act(handle, "one_pager", meeting(life).id).view, ensure_ascii=False)


def drawn_first(life: Life, handle: str, kind: str) -> str:
    """Give the oldest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        rows = tx.exec(select(Prompt).where(Prompt.kind == kind)).all()
        row = min((r for r in rows if r.person_id == person.id), key=lambda r: r.planned_at)
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text
