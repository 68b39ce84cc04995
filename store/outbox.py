"""The queue of what goes out: whose turn it is and what is due there (DESIGN 2.2)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as core
from sqlalchemy import Select, bindparam
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from store import gates
from store.alarms import Alarm
from store.among import among
from store.database import go_beside
from store.errands import Errand
from store.gates import Gate
from store.people import Person
from store.prompts import PLANNED, SENDING, SENT, Prompt
from store.types import Instant
from store.workspaces import Workspace

# Answers to a tap go before what the bot says of its own accord.
LANES = (True, False)


def ready(tx: Session, now: datetime, limit: int) -> list[tuple[str, Gate | None, list[bool]]]:
    """Give the open workspaces with a prompt due, longest unserved first.

    Each with its gate and the lanes in which something is due.

    The first thing a unit of work does, and beside others: a long one would lose to each short one.
    """
    go_beside(tx)
    found = tx.execute(READY, {"now": now, "most": limit})
    return [
        (row[0], row[1], [lane for lane in LANES if row[2 + LANES.index(lane)]]) for row in found
    ]


def heads(tx: Session, workspace_id: str, now: datetime, limit: int, *, direct: bool) -> list[Any]:
    """Give the first prompts due in a workspace with their people, locked against other processes.

    Whom a message is on its way to now, or another process is writing to, is left for later.
    """
    given = {"workspace": workspace_id, "direct": direct, "now": now, "most": limit}
    return [row.Prompt for row in tx.execute(HEADS, given)]


def in_flight(tx: Session, person_ids: Collection[str]) -> set[str]:
    """Give those of these people that a message is on its way to."""
    return set(tx.execute(IN_FLIGHT, {"people": person_ids}).scalars())


def due_errands(tx: Session, now: datetime, limit: int) -> list[Errand]:
    """Give the errands due in each open workspace, locked, those of unsent messages left out.

    One that would change what another is changing now waits for it. The first thing a unit of
    work does, as `ready` is.
    """
    go_beside(tx)
    rows: list[Errand] = []
    for workspace_id in tx.execute(READY_ERRANDS, {"now": now, "most": limit}).scalars().all():
        if len(rows) < limit:
            given = {"workspace": workspace_id, "now": now, "most": limit - len(rows)}
            rows += tx.execute(ERRANDS, given).scalars().all()
    return rows


def is_due(tx: Session, now: datetime) -> bool:
    """Say in one look whether there is anything to claim, ring or lapse."""
    return bool(tx.execute(IS_DUE, {"now": now}).scalar_one())


def next_due(tx: Session, now: datetime) -> datetime | None:
    """Give the earliest instant at which something planned can be done, whatever it is."""
    shut = gates.shut(tx, now)
    found = [*tx.execute(NEXT_ALARM).scalars().all()]
    for workspace_id, *dues in tx.execute(NEXT_DUE).all():
        opens = shut.get(workspace_id)
        found += [max(due, opens) if opens else due for due in dues if due is not None]
    return min((at for at in found if at is not None), default=None)


_now: Any = bindparam("now", type_=Instant)
_most: Any = bindparam("most")


def _open() -> Any:
    return col(Gate.until).is_(None) | (col(Gate.until) <= _now)


def _is_over(column: Any, *where: Any) -> Any:
    """Give the condition that the earliest of some instants has come.

    Not that there is one such row: PostgreSQL, which knows nothing of how columns hang together,
    would expect to meet one soon and read a table from its beginning to its end.
    """
    some = core.select(col(column)).where(*where, col(column).is_not(None))  # none sorts first
    return some.order_by(col(column)).limit(1).scalar_subquery() <= _now


def _planned(direct: Any) -> Any:
    return (Prompt.state == PLANNED) & (col(Prompt.direct) == direct)


def _heads() -> Select[Any, Any]:
    # As a set: with `exists` PostgreSQL compares each prompt due with all that are on their way.
    here, other = col(Prompt.workspace_id) == bindparam("workspace"), aliased(Prompt)
    on_its_way = core.select(col(other.person_id)).where(
        col(other.workspace_id) == bindparam("workspace"), col(other.state) == SENDING
    )
    order = (col(Prompt.due_at), col(Prompt.planned_at), col(Prompt.place), col(Prompt.id))
    return (
        core.select(Prompt, Person)
        .join(Person, col(Person.id) == col(Prompt.person_id))
        .where(here, _planned(bindparam("direct")), col(Prompt.due_at) <= _now)
        .where(col(Prompt.person_id).not_in(on_its_way))
        .order_by(*order)
        .limit(_most)
        .with_for_update(skip_locked=True, key_share=True, of=(Prompt, Person))
    )


def _ready(waits: Any, *columns: Any) -> Select[Any]:
    return (
        core.select(col(Workspace.id), *columns)
        .select_from(Workspace)
        .outerjoin(Gate, col(Gate.workspace_id) == col(Workspace.id))
        .where(_open(), waits)
        .order_by(col(Gate.served_at).is_not(None), col(Gate.served_at), col(Workspace.id))
        .limit(_most)
    )


def _planned_errands() -> Select[Any]:
    """Select the errands still to be run, those of unsent messages left out."""
    return (
        select(Errand.id)
        .outerjoin(Prompt, col(Prompt.id) == col(Errand.prompt_id))
        .where(
            Errand.state == PLANNED, col(Errand.prompt_id).is_(None) | col(Prompt.ts).is_not(None)
        )
    )


def _errands() -> Select[Any]:
    other = aliased(Errand)
    same = select(other.id).where(
        other.person_id == Errand.person_id,
        other.kind == Errand.kind,
        other.key == Errand.key,
        col(other.state) == SENDING,
    )
    return (
        _planned_errands()
        .with_only_columns(Errand)
        .where(col(Errand.workspace_id) == bindparam("workspace"), col(Errand.due_at) <= _now)
        .where(~same.exists())
        .order_by(col(Errand.due_at), col(Errand.id))
        .limit(_most)
        .with_for_update(skip_locked=True, of=Errand)
    )


def _waits() -> list[Any]:
    """Give for each lane the condition that something is due in it."""
    here = col(Prompt.workspace_id) == col(Workspace.id)
    return [_is_over(Prompt.due_at, here, _planned(lane)) for lane in LANES]


def _runs() -> Any:
    here = col(Errand.workspace_id) == col(Workspace.id)
    earliest = _planned_errands().with_only_columns(col(Errand.due_at)).where(here)
    return earliest.order_by(col(Errand.due_at)).limit(1).scalar_subquery() <= _now


def _is_due() -> Select[Any]:
    rings = _is_over(Alarm.due_at, col(Alarm.rung_at).is_(None))
    lapses = _is_over(Prompt.expires_at, col(Prompt.state) == SENT)
    goes_out = (
        select(Workspace.id)
        .outerjoin(Gate, col(Gate.workspace_id) == col(Workspace.id))
        .where(_open(), or_(*_waits(), _runs()))
    )
    return select(or_(rings, lapses, goes_out.exists()))


def _next_due() -> Select[Any]:
    here = col(Prompt.workspace_id) == col(Workspace.id)
    prompt = select(func.min(Prompt.due_at)).where(here, Prompt.state == PLANNED)
    errand = (
        _planned_errands()
        .where(col(Errand.workspace_id) == col(Workspace.id))
        .with_only_columns(func.min(Errand.due_at))
    )
    return core.select(col(Workspace.id), prompt.scalar_subquery(), errand.scalar_subquery())


# Built once: they are asked at every turn of the clock, and building one takes longer than asking.
READY, READY_ERRANDS = _ready(or_(*_waits()), Gate, *_waits()), _ready(_runs())
HEADS, ERRANDS, IS_DUE, NEXT_DUE = _heads(), _errands(), _is_due(), _next_due()
IN_FLIGHT = core.select(col(Prompt.person_id))
IN_FLIGHT = IN_FLIGHT.where(among(Prompt.person_id, "people"), col(Prompt.state) == SENDING)
NEXT_ALARM = select(func.min(Alarm.due_at)).where(col(Alarm.rung_at).is_(None))
