"""A year of Maya and Leo, put in place row by row; every word says who may read it."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, SQLModel

from store.advice import Advice, Step, Update
from store.changes import Change
from store.goals import Goal, GoalChange
from store.lines import Line
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from store.trades import Note, Trade
from tests.life import Life
from tests.pairs import pair

HELD_ON = ((1, 12), (2, 9), (4, 13), (6, 8), (8, 10), (10, 12))
SHARED = (
    "goal-first", "goal-reworded", "goal-opened-up", "advice-shared", "step-shared",
    "update-shared", "note-released-by-maya", "note-released-by-leo", "line-thanks",
    "line-learned", "change-told",
)  # fmt: skip
MAYAS = (
    "goal-private", "goal-while-private", "advice-private", "step-private", "update-private",
    "note-kept-by-maya", "change-untold",
)  # fmt: skip
LEOS = ("note-kept-by-leo",)


def day(month: int, number: int, hour: int = 14) -> datetime:
    """Give an instant of the year."""
    return datetime(2027, month, number, hour, tzinfo=UTC)


def year(life: Life) -> Relationship:
    """Give a pair with a year behind them, all on one day in December."""
    relationship = pair(life)
    life.run(lambda tx: _fill(tx, tx.get_one(Relationship, relationship.id)))
    life.now = day(12, 14, 10)
    return relationship


def _fill(tx: Session, row: Relationship) -> None:
    row.begun_at = row.created_at = day(1, 5)
    meetings = [
        Meeting(
            relationship_id=row.id,
            number=number,
            state=HELD,
            target_on=date(2027, *on),
            starts_at=day(*on),
            settled_at=day(*on),
        )
        for number, on in enumerate(HELD_ON, start=1)
    ]
    _keep(tx, *meetings)
    _goals(tx, row)
    _follow_through(tx, row, meetings[0])
    _trades(tx, row, meetings)
    _keep(
        tx,
        Line(relationship_id=row.id, author_id=row.mentee_id, kind="thanks",
             text="line-thanks", sent_at=day(11, 2)),
        Line(relationship_id=row.id, author_id=row.mentor_id, kind="learned",
             text="line-learned", sent_at=day(11, 3)),
        Line(relationship_id=row.id, author_id=row.mentor_id, text="line-ordinary",
             sent_at=day(11, 4)),
        Change(relationship_id=row.id, person_id=row.mentee_id, kind="role",
               line="change-told", told=True, changed_at=day(7, 1)),
        Change(relationship_id=row.id, person_id=row.mentee_id, kind="role",
               line="change-untold", changed_at=day(7, 2)),
    )  # fmt: skip


def _keep(tx: Session, *rows: SQLModel) -> None:
    for row in rows:
        tx.add(row)
        tx.flush()


def _goals(tx: Session, row: Relationship) -> None:
    """A goal that was reworded and closed, a private one, and one that was private first."""
    histories: dict[str, list[tuple[str, str | None]]] = {
        "goal-reworded": [("added", "goal-first"), ("reworded", "goal-reworded"),
                          ("closed", None)],
        "goal-private": [("added_private", "goal-private")],
        "goal-opened-up": [("added_private", "goal-while-private"),
                           ("reworded", "goal-opened-up"), ("shared", None)],
    }  # fmt: skip
    for position, (text, changes) in enumerate(histories.items()):
        goal = Goal(
            relationship_id=row.id,
            author_id=row.mentee_id,
            text=text,
            private=text == "goal-private",
            position=position,
            created_at=day(1, 20),
            closed_at=day(5, 20) if changes[-1][0] == "closed" else None,
            closed_as="reached" if changes[-1][0] == "closed" else None,
        )
        _keep(tx, goal)
        for number, (change, words) in enumerate(changes):
            at = day(1, 20) + timedelta(days=60 * number)
            _keep(tx, GoalChange(goal_id=goal.id, change=change, text=words, changed_at=at))


def _follow_through(tx: Session, row: Relationship, meeting: Meeting) -> None:
    for who, shared in (("shared", True), ("private", False)):
        noted = Advice(relationship_id=row.id, session_id=meeting.id, text=f"advice-{who}",
                       shared=shared, noted_at=day(1, 12))  # fmt: skip
        _keep(tx, noted)
        step = Step(relationship_id=row.id, session_id=meeting.id, advice_id=noted.id,
                    moment="we meet" if shared else None, text=f"step-{who}", shared=shared,
                    state="tried", planned_at=day(1, 12), closed_at=day(2, 1))  # fmt: skip
        _keep(tx, step)
        _keep(tx, Update(relationship_id=row.id, step_id=step.id, status="tried_it",
                         text=f"update-{who}", written_at=day(2, 1),
                         shared_at=day(2, 2) if shared else None))  # fmt: skip


def _trades(tx: Session, row: Relationship, meetings: list[Meeting]) -> None:
    """A round that opened to both, and one in which both notes stayed with their authors."""
    for meeting, kept in zip(meetings[:2], ("released", "kept"), strict=True):
        at = meeting.starts_at or meeting.target_on
        assert isinstance(at, datetime)
        opened = at + timedelta(days=2) if kept == "released" else None
        trade = Trade(relationship_id=row.id, session_id=meeting.id, opens_at=at,
                      closes_at=at + timedelta(days=7), released_at=opened,
                      closed_at=at + timedelta(days=7))  # fmt: skip
        _keep(tx, trade)
        for author_id in (row.mentee_id, row.mentor_id):
            name = tx.get_one(Person, author_id).name.split()[0].lower()
            _keep(tx, Note(trade_id=trade.id, author_id=author_id,
                           value=f"note-{kept}-by-{name}", written_at=at,
                           released="value" if opened else None))  # fmt: skip
