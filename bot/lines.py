"""Lines passed on: what one person wrote for the other, sent in exactly the words they saw."""

from datetime import datetime

from sqlmodel import Session

from bot import people, prompts
from bot.kinds import Kind
from store.lines import Line
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship


def relay(
    tx: Session,
    relationship: Relationship,
    author: Person,
    text: str,
    now: datetime,
    *,
    kind: str = "line",
) -> None:
    """Pass a line on to the other of the two, in their window; `kind` says what it is."""
    line = Line(
        relationship_id=relationship.id, author_id=author.id, kind=kind, text=text, sent_at=now
    )
    tx.add(line)
    tx.flush()
    other = people.other(tx, relationship, author)
    prompts.plan(
        tx,
        "note_relayed",
        other,
        line.id,
        now,
        now,
        relationship=relationship,
        about={"line": line.id},
    )


def _words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    line = tx.get(Line, prompt.about["line"])
    return {"line": line.text if line else ""}


def _kept(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get(Line, prompt.about["line"]) is not None


KINDS = {"note_relayed": Kind(guard=_kept, words=_words)}
