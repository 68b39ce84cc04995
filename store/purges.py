"""Purges: every row that belongs to a workspace, found through the foreign keys, and deleted."""

from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, or_, select
from sqlmodel import Session, SQLModel, col

from store.installations import Removal
from store.people import Person
from store.relationships import Relationship
from store.workspaces import Workspace

SOME = 500
LAST = {"removal", "workspace"}


def some(tx: Session, workspace_id: str, limit: int = SOME) -> int:
    """Delete up to `limit` rows of a workspace, what hangs on others first; 0 when none is left.

    People who are paired with somebody of another workspace stay, and so do those pairs.
    """
    theirs = owned(workspace_id)
    for table in reversed(SQLModel.metadata.sorted_tables):
        which = theirs.get(table.name)
        if which is None or table.name in LAST:
            continue
        keys = tuple(table.primary_key.columns)
        rows = tx.execute(select(*keys).where(which).limit(limit)).all()
        for row in rows:
            one = [key == value for key, value in zip(keys, row, strict=True)]
            tx.execute(delete(table).where(*one))
        if rows:
            return len(rows)
    return 0


def end(tx: Session, workspace_id: str) -> None:
    """Delete the workspace itself, or only that it was removed while somebody of it stays."""
    tx.execute(delete(Removal).where(col(Removal.workspace_id) == workspace_id))
    if not staying(tx, workspace_id):
        tx.execute(delete(Workspace).where(col(Workspace.id) == workspace_id))


def staying(tx: Session, workspace_id: str) -> list[Person]:
    """Give the people of a workspace who are paired with somebody of another one."""
    return list(tx.scalars(select(Person).where(col(Person.id).in_(_staying(workspace_id)))).all())


def _staying(workspace_id: str) -> Any:
    here = select(col(Person.id)).where(col(Person.workspace_id) == workspace_id)
    mentee, mentor = col(Relationship.mentee_id), col(Relationship.mentor_id)
    return (
        select(mentee)
        .where(mentee.in_(here), mentor.not_in(here))
        .union(select(mentor).where(mentor.in_(here), mentee.not_in(here)))
    )


def owned(workspace_id: str) -> dict[str, ColumnElement[bool]]:
    """Give, by table, which rows are a workspace's, themselves or through what they hang on."""
    here = and_(
        col(Person.workspace_id) == workspace_id, col(Person.id).not_in(_staying(workspace_id))
    )
    inside = select(col(Person.id)).where(col(Person.workspace_id) == workspace_id)
    pairs = and_(col(Relationship.mentee_id).in_(inside), col(Relationship.mentor_id).in_(inside))
    found: dict[str, ColumnElement[bool]] = {
        "workspace": col(Workspace.id) == workspace_id,
        "person": here,
        "relationship": pairs,
    }
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in found:
            ways = [_way(key, table, found) for key in table.foreign_keys]
            ways = [way for way in ways if way is not None]
            if ways:
                found[table.name] = or_(*ways)
    return found


def _way(key: Any, table: Table, found: dict[str, ColumnElement[bool]]) -> Any:
    """Say which rows hang on an owned one; a row's person or pair says more than its workspace."""
    parent = key.column.table
    if parent.name == table.name or parent.name not in found:
        return None
    return key.parent.in_(select(key.column).where(found[parent.name]))
