"""Errands planned: calls to Slack that follow a commit and may safely be repeated."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from store import errands
from store.errands import Errand
from store.people import Person
from store.prompts import Prompt


def plan(
    tx: Session,
    person: Person,
    kind: str,
    now: datetime,
    *,
    key: str = "",
    prompt_id: str | None = None,
    about: dict[str, Any] | None = None,
    due: datetime | None = None,
) -> None:
    """Plan one errand, for now or for later; an equal one still waiting is enough."""
    if errands.planned(tx, person.id, kind, key) is None:
        tx.add(
            Errand(
                workspace_id=person.workspace_id,
                person_id=person.id,
                kind=kind,
                key=key,
                prompt_id=prompt_id,
                about=about or {},
                due_at=due or now,
            )
        )
        tx.flush()


def waits(tx: Session, person: Person, kind: str, key: str) -> bool:
    """Say whether an errand is still to be run."""
    return errands.planned(tx, person.id, kind, key) is not None


def redraw(tx: Session, person: Person, lead_id: str, now: datetime) -> None:
    """Plan to draw a message again from what its prompts have become.

    A prompt that was kept on Home has no message.
    """
    lead = tx.get(Prompt, lead_id)
    if lead is not None and lead.sent_at is not None and lead.ts is None:
        return
    plan(tx, person, "redraw", now, key=lead_id, prompt_id=lead_id)


def refresh_home(tx: Session, person: Person, now: datetime) -> None:
    """Plan to publish a person's Home again, if they have ever opened it."""
    if person.home_opened_at is not None:
        plan(tx, person, "home", now)
