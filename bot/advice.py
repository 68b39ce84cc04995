"""Advice: what the mentor suggested, noted by the mentee and shared only where she says so."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, people, scripts, steps
from bot.kinds import Answers, Form, Page
from bot.replies import Opens, Reply, Says
from bot.views import blocks
from store import advice, sessions
from store.advice import Advice, Step
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD, Meeting

QUOTED = 200


def note(
    tx: Session,
    relationship: Relationship,
    session: Meeting | None,
    text: str,
    now: datetime,
    *,
    shared: bool = False,
) -> Advice:
    """Keep one suggestion, for the mentee alone unless shared (S33)."""
    kept = Advice(
        relationship_id=relationship.id,
        session_id=session.id if session else None,
        text=text,
        shared=shared,
        noted_at=now,
    )
    tx.add(kept)
    tx.flush()
    return kept


def try_out(
    tx: Session,
    relationship: Relationship,
    session: Meeting | None,
    moment: str | None,
    step: str | None,
    now: datetime,
    *,
    from_advice: Advice | None = None,
    shared: bool = False,
) -> Step | None:
    """Keep "When {moment}, I will {step}"; a moment alone is kept as the step's words."""
    text = step or moment
    if text is None:
        return None
    return steps.add(
        tx,
        relationship,
        session,
        text,
        now,
        moment=moment if step else None,
        from_advice=from_advice,
        shared=shared,
    )


def visible(tx: Session, relationship: Relationship, reader: Person) -> list[Advice]:
    """Give the advice a person may see: all to the mentee, shared lines to the mentor (4.4)."""
    kept = advice.noted(tx, relationship.id)
    return kept if people.is_mentee(relationship, reader) else [row for row in kept if row.shared]


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open a note for /mentor-note: advice for the mentee, a promise for the mentor."""
    mentees = people.is_mentee(relationship, person)
    return Opens("advice_note" if mentees else "promise", relationship.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = steps.mentees(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person), initial={"share": "only_me"})


def keep(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep advice and the step that comes of it, if any; the same advice twice is one."""
    relationship = steps.mentees(tx, person, row_id)
    shared = answers["share"] == "share"
    held = [row for row in sessions.of_relationship(tx, relationship.id) if row.state == HELD]
    session = held[-1] if held else None
    text, step = answers["advice"], answers["step"]
    noted = advice.noted(tx, relationship.id)
    kept = noted[-1] if noted and noted[-1].text == text else None
    if kept is None:
        kept = note(tx, relationship, session, text, now, shared=shared)
    kept.shared = shared
    planned = [row for row in advice.steps(tx, relationship.id) if row.advice_id == kept.id]
    if (step or answers["moment"]) not in [row.text for row in planned]:
        try_out(tx, relationship, None, answers["moment"], step, now, from_advice=kept)
    names = people.names(tx, relationship, person)
    words = scripts.script("advice_noted_shared" if shared else "advice_noted").text
    return Says(scripts.fill(words, {**names, "advice": blocks.cut(text, QUOTED)}))


FORMS = {"advice_note": Form(page=_page, submit=keep)}
ACTS = {"note": choosing.by_act(begin)}
COMMANDS = {"/mentor-note": choosing.by_command("note", begin)}
