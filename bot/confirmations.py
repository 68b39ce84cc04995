"""Confirmations: did you two meet? Either person's yes counts; nobody is blamed for a no (M6)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    agreements,
    alarms,
    courses,
    dates,
    errands,
    goals,
    hopes,
    look_backs,
    people,
    prompts,
    scripts,
    sessions,
    steps,
    timers,
    trades,
    windows,
    wrap_ups,
)
from bot.errors import Correctable
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply, Says
from bot.windows import Pace
from store import deliveries
from store import sessions as meetings
from store.alarms import Alarm
from store.people import Person
from store.prompts import SENT, Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, NOT_HELD, UNCONFIRMED, Meeting

LATER = timedelta(hours=3)


def confirm(tx: Session, session: Meeting, person: Person, now: datetime) -> None:
    """Take a person's word that they met; the first yes makes the session held (PRODUCT 2.3)."""
    if sessions.held(tx, session, person, now):
        follow(tx, session, now)


def follow(tx: Session, session: Meeting, now: datetime) -> None:
    """Begin all that a held session is followed by: the trade, the next cycle, the check-ins."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    occasion = f"{session.id}:{wrap_ups.stamp(session)}"
    alarms.cancel(tx, "session_unconfirmed", occasion, now)
    trade = trades.open_for(tx, relationship, session, now)
    opens_at = trade.opens_at if trade and trade.opens_at > now else None
    following = sessions.next_cycle(tx, relationship, session, now)
    wrap_ups.follow(tx, relationship, session, following, opens_at, now)
    steps.plan_check_ins(tx, relationship, session, now)
    agreements.after_session(tx, relationship, now)
    courses.after_session(tx, relationship, session, now)
    look_backs.after(tx, relationship, session, now)
    if sessions.count_held(tx, relationship) == 1:
        goals.ask_again(tx, relationship, now)
        hopes.ask_again(tx, relationship, now)
    over_at = now + timedelta(days=timers.of(tx).wrap_up_days)
    alarms.set_for(tx, "wrap_up_over", relationship, session.id, over_at)


def told_by_mentor(tx: Session, relationship: Relationship, mentor: Person, now: datetime) -> None:
    """Take a promise that answers M7 as the mentor's word that they met."""
    for prompt in waiting(tx, "M7", relationship.id, mentor.id):
        if prompt.state == SENT:
            confirm(tx, wrap_ups.asked_session(tx, prompt), mentor, now)


def latest(tx: Session, relationship: Relationship, now: datetime) -> Meeting | None:
    """Give the last session that is over and wasn't called off, confirmed or not."""
    over = [
        row
        for row in meetings.of_relationship(tx, relationship.id)
        if row.state in (BOOKED, HELD, UNCONFIRMED)
        and row.starts_at is not None
        and row.starts_at <= now
    ]
    return over[-1] if over else None


def own(tx: Session, person: Person, session_id: str) -> tuple[Meeting, Relationship]:
    """Give a session to its mentee; Correctable to anybody else."""
    session = tx.get(Meeting, session_id)
    if session is None:
        raise Correctable(scripts.script("gone").text)
    return session, steps.mentees(tx, person, session.relationship_id)


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Say whether the session had that start, is over, and isn't wrapped up yet."""
    session = wrap_ups.asked_session(tx, prompt)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if wrap_ups.stamp(session) != prompt.about["starts"] or relationship.open_pair is None:
        return False
    over = session.state in (BOOKED, HELD) and wrap_ups.end_of(session) <= now
    return over and session.wrapped_at is None


def words(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    """Give the time a session has now, in its reader's zone."""
    session, person = wrap_ups.asked_session(tx, prompt), tx.get_one(Person, prompt.person_id)
    at = session.starts_at
    return {"date": dates.moment(at, person.zone, person.locale) if at else ""}


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    """Give the buttons that still make sense: after a yes there is only the noting."""
    if wrap_ups.asked_session(tx, prompt).mentee_met:
        return ["yes_note_it"]
    buttons = [button.id for button in scripts.script("M6").buttons]
    return buttons if prompts.may_snooze(prompt) else buttons[:-1]


def _met(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Count the session as held at once, whatever becomes of the form (M6)."""
    person = tx.get_one(Person, prompt.person_id)
    session = wrap_ups.asked_session(tx, prompt)
    if session.state not in (BOOKED, HELD):
        return Says(scripts.error("too_late"))
    confirm(tx, session, person, now)
    errands.redraw(tx, person, prompt.lead_id or prompt.id, now)
    return Opens("wrap_up", session.id)


def say_met(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Count a session as held from Home, and open its wrap-up."""
    session, _ = own(tx, person, row_id)
    over = session.starts_at is not None and wrap_ups.end_of(session) <= now
    if session.state not in (BOOKED, HELD) or not over:
        raise Correctable(scripts.error("too_late"))
    confirm(tx, session, person, now)
    return Opens("wrap_up", session.id)


def _moved(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    session = wrap_ups.asked_session(tx, prompt)
    if session.state != BOOKED:
        return Says(scripts.script("stale_click").text)
    return Opens("moved_to", session.id)


def _not_met(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask which it was, before anything is set down; after the mentor's yes ask that once (M14)."""
    person = tx.get_one(Person, prompt.person_id)
    session = wrap_ups.asked_session(tx, prompt)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if session.mentee_met:
        return Says(scripts.script("stale_click").text)
    if session.state == HELD:
        sessions.not_held(tx, session, person, now)
    else:
        session.mentee_met = False
        prompts.say(
            tx,
            person,
            "M6_didnt_happen",
            f"{session.id}:{wrap_ups.stamp(session)}",
            now,
            relationship=relationship,
            about=dict(prompt.about),
        )
    return Done("which")


def _later(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask once more after 3 hours or next morning; from then on along with the next message."""
    person = tx.get_one(Person, prompt.person_id)
    at = now + LATER
    if not windows.window_end(at, people.hours(person)):
        at = windows.next_morning(now, people.hours(person), Pace.SESSION)
    if prompt.snoozes:
        far = now + timedelta(days=timers.of(tx).wrap_up_days)
        others = deliveries.planned_for(tx, person.id, far)
        at = min((row.due_at for row in others if row.due_at > at), default=far)
    prompts.snooze(tx, prompt, at, now)
    return Done("snoozed")


def _conversation(tx: Session, prompt: Prompt) -> Opens | None:
    """Let a thread go on with the wrap-up once its mentee has said yes."""
    session = wrap_ups.asked_session(tx, prompt)
    return Opens("wrap_up", session.id) if session.mentee_met else None


def give_up(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Let a session be unconfirmed that nobody spoke of; it counts as neither (2.3)."""
    session_id, _, starts = alarm.occasion.partition(":")
    session = tx.get_one(Meeting, session_id)
    if session.state != BOOKED or wrap_ups.stamp(session) != starts:
        return
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if session.mentee_met is False:
        sessions.settle(tx, relationship, session, NOT_HELD, now)
    else:
        sessions.settle(tx, relationship, session, UNCONFIRMED, now)
        sessions.next_cycle(tx, relationship, session, now)
    for kind in (*wrap_ups.ASKS, "M7"):
        prompts.close(tx, (kind,), relationship, None, "expired", now)


def end_wrap_up(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Close a wrap-up that stayed empty for a week, and the question about promises."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    for prompt in [
        p for kind in (*wrap_ups.ASKS, "M7") for p in waiting(tx, kind, relationship.id)
    ]:
        if prompt.about.get("session") == alarm.occasion:
            occasion = prompt.about.get("root", prompt.occasion)
            outcome = "yes_empty" if prompt.kind == "M6" else "nothing_this_time"
            prompts.close(tx, (prompt.kind,), relationship, None, outcome, now, occasion=occasion)


KINDS = {
    "M6": Kind(
        guard=_still_asked,
        words=words,
        only=_shown,
        form=_conversation,
        taps={
            "yes_note_it": _met,
            "we_moved_it": _moved,
            "it_didnt_happen": _not_met,
            "later_today": _later,
        },
    ),
}
ACTS = {"met": say_met}
ALARMS = {"session_unconfirmed": give_up, "wrap_up_over": end_wrap_up}
