"""Rounds: /mentor-feedback, what two people have traded so far, and asking for a round (S37)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    choosing,
    dates,
    people,
    prompts,
    readings,
    scripts,
    timers,
    trade_notes,
    trades,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.releases import ASKABLE, FORM
from bot.replies import Opens, Reply, Shows
from bot.views import trades as views
from store import trades as store
from store.people import Person
from store.relationships import Relationship
from store.trades import Trade


def feedback(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open the form of the round that is open, else what was traded so far."""
    trade = store.present(tx, relationship.id)
    if trade is not None and trade_notes.takes_words(trade, now):
        return Opens(FORM, trade.id)
    return so_far(tx, person, relationship, now)


def so_far(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show what was traded so far, newest first, and what there is to do."""
    present = store.present(tx, relationship.id)
    listed = _listed(tx, person, relationship)
    names = dict(people.names(tx, relationship, person))
    said = "notes" if listed else "notes_none"
    taps = []
    if present is not None and trade_notes.takes_words(present, now):
        taps.append("write_mine")
    elif present is not None:
        said = "notes_coming"
        opens_on = windows.local_day(present.opens_at, person.zone)
        names["date"] = dates.day(opens_on, person.locale)
    elif relationship.state in ASKABLE:
        taps.append("ask_for_feedback")
    if people.chosen(tx, relationship, person.id, "trades") == "second":
        taps.append("after_each_session")
    words = scripts.script(said).text
    return Shows(views.rounds(relationship.id, words, listed, taps, names))


def _listed(tx: Session, person: Person, relationship: Relationship) -> list[tuple[str, str]]:
    """Give the closed rounds with something for this person to read, newest first."""
    listed = []
    for trade in reversed(store.of_relationship(tx, relationship.id)):
        if trade.closed_at is None:
            continue
        if readings.received(tx, trade, relationship, person):
            listed.append((trade.id, readings.heading(tx, trade, relationship, person)))
        elif readings.written(tx, trade, person):
            own = scripts.fill(
                scripts.script("trade_own").text, people.names(tx, relationship, person)
            )
            listed.append((trade.id, f"{own} {readings.day(tx, trade, person)}"))
    return listed


def _form(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = people.theirs(tx, person, row_id)
    _check(tx, person, relationship)
    return Page(params=people.names(tx, relationship, person))


def _check(tx: Session, person: Person, relationship: Relationship) -> None:
    """Raise Correctable when no round can be asked for now."""
    if relationship.state not in ASKABLE:
        raise Correctable(scripts.script("gone").text)
    if store.present(tx, relationship.id) is not None:
        names = people.names(tx, relationship, person)
        raise Correctable(scripts.fill(scripts.script("trade_pending").text, names), "about")


def request(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Open a round outside a session; the other is asked in their window, and time runs then."""
    relationship = people.theirs(tx, person, row_id)
    tx.get(Relationship, relationship.id, with_for_update=True)
    _check(tx, person, relationship)
    days = timedelta(days=timers.of(tx).feedback_close_days)
    other = people.other(tx, relationship, person)
    asked_at = prompts.window(other, "feedback_on_request", now)
    trade = Trade(
        relationship_id=relationship.id,
        asked_by_id=person.id,
        about=answers["about"],
        opens_at=now,
        closes_at=asked_at + days,
    )
    tx.add(trade)
    tx.flush()
    trades.ask(tx, "feedback_on_request", trade, relationship, other, now)
    trades.watch(tx, trade, relationship, asked_at)
    return Opens(FORM, trade.id)


def ask(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the form that asks for a round."""
    return Opens("ask_for_feedback", row_id)


def each_session(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Go back from every second session to each one, as far as this person is concerned."""
    people.chose(tx, relationship, person.id, "trades", "each", now)
    return so_far(tx, person, relationship, now)


FORMS = {"ask_for_feedback": Form(page=_form, submit=request)}
ACTS = {
    "feedback": choosing.by_act(feedback),
    "notes": choosing.by_act(so_far),
    "note_write_mine": choosing.by_act(feedback),
    "note_ask_for_feedback": ask,
    "note_after_each_session": choosing.by_act(each_session),
}
COMMANDS = {"/mentor-feedback": choosing.by_command("feedback", feedback)}
