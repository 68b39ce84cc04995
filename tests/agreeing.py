"""A pair who are both asked which rhythm suits them, and what each of them is shown."""

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from bot import agendas, agreements, gestures, prompts
from bot.views import messages
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life


def begin(life: Life, mentor: str = "leo") -> None:
    """Let Maya and somebody be a pair who are both asked which rhythm suits them."""

    def work(tx: Session) -> None:
        maya, other = life.person("maya", tx), life.person(mentor, tx)
        relationship = Relationship(
            workspace_id=maya.workspace_id,
            mentee_id=maya.id,
            mentor_id=other.id,
            asked_by_id=maya.id,
            state="setting_up",
            created_at=life.now,
            begun_at=life.now,
        )
        tx.add(relationship)
        tx.flush()
        meeting = Meeting(
            relationship_id=relationship.id, number=1, target_on=date(2027, 1, 26), minutes=45
        )
        tx.add(meeting)
        for person in (maya, other):
            occasion = relationship.id
            prompts.say(tx, person, "D4", occasion, life.now, relationship=relationship)

    life.run(work)
    life.settle()


def answer(life: Life, handle: str, kind: str = "D4", **answers: Any) -> gestures.Answer:
    form = life.tap(handle, kind, "answer").view
    return life.submit(handle, form, **answers)


def default_at_ten_days(life: Life) -> None:
    relationship_id = life.relationship.id
    life.run(lambda tx: agreements.default(tx, tx.get_one(Relationship, relationship_id), life.now))
    life.settle()


def said(life: Life, handle: str, kind: str) -> str:
    """Give the words of the newest message of a kind, as it was posted."""
    found = [m for m in life.sent if m.person == handle and kind in m.kinds]
    return str(found[-1].body["text"])


def outcome(life: Life, handle: str, kind: str) -> str | None:
    """Give what became of the newest prompt of a kind."""
    person = life.person(handle)
    query = select(Prompt).where(Prompt.kind == kind, Prompt.person_id == person.id)
    found = life.run(lambda tx: list(tx.exec(query.order_by(col(Prompt.planned_at))).all()))
    result: str | None = found[-1].outcome
    return result


def drawn(life: Life, handle: str, kind: str) -> str:
    """Give the newest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        query = select(Prompt).where(Prompt.kind == kind, Prompt.person_id == person.id)
        row = tx.exec(query.order_by(col(Prompt.planned_at))).all()[-1]
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def agenda(life: Life) -> list[str]:
    def work(tx: Session) -> list[str]:
        meeting = tx.exec(select(Meeting)).all()[-1]
        return [item.kind for item in agendas.items(tx, meeting, life.person("maya", tx))]

    found: list[str] = life.run(work)
    return found
