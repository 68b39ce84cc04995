"""A pair on the day both said yes, by the bot's own verbs, and what a person has been asked."""

from typing import Any

from sqlmodel import Session, col, select

from bot import agendas, people, sessions
from store.goals import Goal
from store.prompts import PLANNED, SENT, Prompt
from store.relationships import Relationship
from store.sessions import Topic
from tests.life import Life


def begun(life: Life, mentee: str = "maya", mentor: str = "leo") -> None:
    """Let two people say yes; the mentor is the one who has just tapped it."""
    view = life.command(mentee, "/mentor", mentor).view
    life.submit(mentee, view, role="mentee")
    life.tap(mentor, "A7", "yes")


def set_up_from(life: Life, handle: str) -> None:
    """Let somebody tap "Set it up" under the message they got."""
    kinds = [kind for kind in life.kinds(handle) if kind.startswith("B11")]
    life.tap(handle, kinds[-1], "set_it_up")


def answer_card(life: Life, handle: str, kind: str) -> None:
    """Answer one setup card in the shortest way there is."""
    if kind == "C1":
        life.tap(handle, "C1", "tell_them_in_person")
    elif kind == "D1":
        view = life.tap(handle, "D1", "write_goals").view
        life.submit(handle, view, first="Learn to lead", second="Be known")
    elif kind == "D3":
        view = life.tap(handle, "D3", "write_line").view
        life.submit(handle, view, hopes="How newcomers see this place")
    elif kind == "D4":
        life.submit(handle, life.tap(handle, "D4", "answer").view)
    else:
        life.tap(handle, "D7", "use_usual_ones")


def prompts_of(life: Life, handle: str, kind: str) -> list[Prompt]:
    """Give every prompt of a kind that somebody was or will be sent."""
    person = life.person(handle)
    rows: list[Prompt] = life.run(
        lambda tx: tx.exec(
            select(Prompt)
            .where(Prompt.person_id == person.id, Prompt.kind == kind)
            .order_by(col(Prompt.planned_at), col(Prompt.due_at))
        ).all()
    )
    return rows


def waiting(life: Life, handle: str) -> list[str]:
    """Give the kinds somebody was sent and has not answered."""
    person = life.person(handle)
    rows = life.run(
        lambda tx: tx.exec(
            select(Prompt).where(Prompt.person_id == person.id, Prompt.state == SENT)
        ).all()
    )
    return sorted(row.kind for row in rows)


def planned(life: Life, handle: str) -> list[str]:
    """Give the kinds somebody is still to be sent."""
    person = life.person(handle)
    rows = life.run(
        lambda tx: tx.exec(
            select(Prompt).where(Prompt.person_id == person.id, Prompt.state == PLANNED)
        ).all()
    )
    return sorted(row.kind for row in rows)


def agenda(life: Life, handle: str) -> list[str]:
    """Give the first agenda as somebody may read it."""

    def read(tx: Session) -> list[str]:
        relationship = tx.get_one(Relationship, life.relationship.id)
        meeting = sessions.current(tx, relationship)
        assert meeting is not None
        return [item.words for item in agendas.items(tx, meeting, life.person(handle, tx))]

    found: list[str] = life.run(read)
    return found


def topics(life: Life) -> list[str]:
    """Give the kinds of all agenda items there are."""
    rows = life.run(lambda tx: tx.exec(select(Topic).order_by(col(Topic.added_at))).all())
    return [row.kind for row in rows]


def goals_of(life: Life) -> list[Goal]:
    """Give all goals in their order."""
    rows: list[Goal] = life.run(
        lambda tx: tx.exec(select(Goal).order_by(col(Goal.position), col(Goal.created_at))).all()
    )
    return rows


def does(life: Life, verb: Any, **more: Any) -> Any:
    """Run a verb that takes the newest relationship and the instant."""
    return life.run(
        lambda tx: verb(tx, tx.get_one(Relationship, life.relationship.id), life.now, **more)
    )


def chosen(life: Life, handle: str, topic: str) -> str | None:
    """Give what somebody chose about a topic."""
    found: str | None = life.run(
        lambda tx: people.chosen(
            tx, tx.get_one(Relationship, life.relationship.id), life.person(handle, tx).id, topic
        )
    )
    return found
