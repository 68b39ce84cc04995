"""What a unit of work has read ahead for many at once; whoever asks for one of them costs no query.

Rows are the session's own, so what has changed since shows; new ones are added as they come.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session


def keep(tx: Session, what: str, found: Mapping[str, Any]) -> None:
    """Keep something by the id of whose it is, for the rest of the unit of work."""
    tx.info.setdefault("known", {}).setdefault(what, {}).update(found)


def of(tx: Session, what: str, row_id: str | None) -> Any:
    """Give what was read ahead for an id, None when nothing was."""
    known = tx.info.get("known")
    return known.get(what, {}).get(row_id) if known else None


def is_kept(tx: Session) -> bool:
    """Say whether anything was read ahead."""
    return "known" in tx.info


def join(tx: Session, prompt: Any) -> None:
    """Let a new prompt join what was read ahead of its person and its relationship."""
    have = tx.info["known"]
    _, planned = have.get("planned", {}).get(prompt.person_id, (None, []))
    planned.append(prompt)
    have.get("waiting", {}).get(prompt.relationship_id, []).append(prompt)


def forget(tx: Session) -> None:
    """Ask anew from here on."""
    tx.info.pop("known", None)


def sort(ids: Iterable[str], rows: Iterable[Any], key: str) -> dict[str, list[Any]]:
    """Give rows by one of their columns, an empty list for an id that has none."""
    found: dict[str, list[Any]] = {each: [] for each in ids}
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
