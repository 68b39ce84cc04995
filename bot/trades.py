"""Trades: when a round opens, for both at one minute, after a session or on request (3.4)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import alarms, openings, people, prompts, releases, timers
from bot.reactions import private_reminders
from bot.windows import Pace
from store import sessions, trades
from store.people import Person
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from store.trades import Trade

__all__ = ["open_for", "private_reminders"]


def open_for(
    tx: Session, relationship: Relationship, session: Meeting, now: datetime
) -> Trade | None:
    """Open the round of a held session for both at one minute, next working morning (3.4).

    None when this session has none: every second one after "Less often" (2.5). A round that is
    still open takes this session's place.
    """
    tx.get(Relationship, relationship.id, with_for_update=True)
    found = trades.of_session(tx, session.id)
    if found is not None:
        return found
    if relationship.state not in releases.ASKABLE or _rests(tx, relationship, session):
        return None
    present = trades.present(tx, relationship.id)
    if present is not None and present.release_at is None:
        return present
    opens_at = openings.morning(tx, relationship, now, Pace.SESSION)
    trade = Trade(
        relationship_id=relationship.id,
        session_id=session.id,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=timers.of(tx).feedback_close_days),
    )
    tx.add(trade)
    tx.flush()
    mentee, mentor = people.pair(tx, relationship)
    for person, opener in ((mentee, "G7"), (mentor, "G8")):
        kinds = ["G1"] if trades.was_said(tx, "G1", person.id) else [opener, "G1"]
        for kind in kinds:
            ask(tx, kind, trade, relationship, person, now)
    watch(tx, trade, relationship, opens_at)
    return trade


def ask(
    tx: Session,
    kind: str,
    trade: Trade,
    relationship: Relationship,
    person: Person,
    now: datetime,
) -> datetime:
    """Plan one prompt of a round at its opening; give when it is due."""
    planned = prompts.plan(
        tx,
        kind,
        person,
        trade.id,
        trade.opens_at,
        now,
        relationship=relationship,
        about={"trade": trade.id},
        expires_at=trade.closes_at,
    )
    return planned.due_at


def watch(tx: Session, trade: Trade, relationship: Relationship, begins: datetime) -> None:
    """Set the two changes that come by themselves: the nudge and the close."""
    nudges_at = begins + timedelta(days=timers.of(tx).feedback_nudge_days)
    alarms.set_for(tx, "trade_nudges", relationship, trade.id, nudges_at)
    alarms.set_for(tx, "trade_closes", relationship, trade.id, trade.closes_at)


def _rests(tx: Session, relationship: Relationship, session: Meeting) -> bool:
    """Say whether a session goes without, because the one before had its round."""
    pair = (relationship.mentee_id, relationship.mentor_id)
    if all(people.chosen(tx, relationship, each, "trades") != "second" for each in pair):
        return False
    held = [
        meeting
        for meeting in sessions.of_relationship(tx, relationship.id)
        if meeting.number < session.number and meeting.state == HELD
    ]
    return bool(held) and trades.of_session(tx, held[-1].id) is not None
