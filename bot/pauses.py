"""Pauses: two people take a break from sessions, and come back by one tap (H3, H4)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    bookings_made,
    breaks,
    choosing,
    dates,
    errands,
    lifecycle,
    people,
    prompts,
    rhythm_changes,
    scripts,
    sessions,
    setup,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.lifecycle import State
from bot.replies import Done, Opens, Picks, Reply, Says, Shows
from bot.views import pauses as views
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, TO_BOOK

MAY_PAUSE = ("setting_up", "active", "paused")
DAYS = {"2_weeks": 14, "month": 30, "3_months": 90}
LATER = "ill_come_back"


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Ask until when to pause, or offer to come back from a pause that holds."""
    if relationship.state == "paused":
        return Shows(views.paused(relationship, _words(tx, relationship, person)))
    return Opens("pause", relationship.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = _theirs(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person), initial={"until": "month"})


def _theirs(tx: Session, person: Person, row_id: str) -> Relationship:
    """Give a relationship that can be paused, locked; Correctable for any other."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    if relationship.state not in MAY_PAUSE:
        raise Correctable(scripts.script("gone").text)
    return relationship


def submit(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Pause for as long as was chosen; a session that is booked stays unless they move it."""
    relationship = _theirs(tx, person, row_id)
    if relationship.state == "paused":
        raise Correctable(scripts.error("paused"), "until")
    if answers["until"] not in (*DAYS, LATER):
        raise Correctable(scripts.error("pick_one"), "until")
    pause(tx, relationship, person, answers["until"], now)
    words = _words(tx, relationship, person)
    session = sessions.current(tx, relationship)
    if session is None or session.state != BOOKED or session.starts_at is None:
        return Says(scripts.fill(scripts.script("paused").text, words))
    when = dates.moment(session.starts_at, person.zone, person.locale)
    return Shows(views.kept(relationship, {**words, "when": when}))


def pause(
    tx: Session, relationship: Relationship, person: Person, until: str, now: datetime
) -> None:
    """Begin a break and tell the other, who hears a date and no reason."""
    today = windows.local_day(now, person.zone)
    days = DAYS.get(until, timers.of(tx).pause_days)
    lifecycle.move(relationship, State.PAUSED, now)
    prompts.close(tx, sessions.BOOKING, relationship, None, "paused", now)
    _until(tx, relationship, today + timedelta(days=days), now)
    other = people.other(tx, relationship, person)
    told = "H3_other_open" if until == LATER else "H3_other"
    about = {"until": str(relationship.paused_until_on)}
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(tx, told, other, occasion, now, now, relationship=relationship, about=about)


def _until(tx: Session, relationship: Relationship, on: date, now: datetime) -> None:
    """Let a break last until a date, and ask both then, once (H4)."""
    relationship.paused_until_on = on
    for prompt in waiting(tx, "H4", relationship.id):
        if prompt.state == PLANNED:
            prompt.state = DROPPED
    for person in people.pair(tx, relationship):
        due = windows.at_local(on, windows.MORNING[0], person.zone)
        occasion = f"{relationship.id}:{now.isoformat()}"
        about = {"until": on.isoformat()}
        prompts.plan(tx, "H4", person, occasion, due, now, relationship=relationship, about=about)
        errands.refresh_home(tx, person, now)


def resume(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """End a break: what waited is due again, a date to book is two weeks off or more."""
    if relationship.state != "paused":
        return
    lifecycle.move(relationship, State(relationship.before or State.ACTIVE), now)
    prompts.close(tx, ("H3_other", "H3_other_open"), relationship, None, "passed", now)
    prompts.close(tx, ("H4",), relationship, None, "passed", now)
    breaks.let_go(tx, relationship, now)
    if relationship.state == "setting_up":
        # Its alarm may have rung unheard during the break.
        ends_at = max(setup.defaults_at(tx, relationship), now)
        occasion = f"{relationship.id}:{now.isoformat()}"
        alarms.set_for(tx, "setup_settles", relationship, occasion, ends_at)
    session = sessions.current(tx, relationship)
    mentee, _ = people.pair(tx, relationship)
    if session is not None and session.state == TO_BOOK:
        today = windows.local_day(now, mentee.zone)
        soon = today + timedelta(days=timers.of(tx).book_first_days_before)
        sessions.aim(tx, session, max(session.target_on, soon), now)
    other = people.other(tx, relationship, person)
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(tx, "resumed", other, occasion, now, now, relationship=relationship)
    for each in (person, other):
        errands.refresh_home(tx, each, now)


def come_back(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """End a break now; a second tap, or the other's, finds it ended."""
    relationship = _theirs(tx, person, relationship.id)
    resume(tx, relationship, person, now)
    return Shows(views.back(relationship, _words(tx, relationship, person)), instead=True)


def _still_paused(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    same = str(relationship.paused_until_on) == prompt.about["until"]
    return relationship.state == "paused" and same


def _back_to(outcome: str, verb: choosing.Verb) -> Tap:
    """Give the tap that ends the break and goes on with a verb."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        person = tx.get_one(Person, prompt.person_id)
        relationship = _theirs(tx, person, str(prompt.relationship_id))
        prompts.answer(tx, prompt, outcome, now)
        resume(tx, relationship, person, now)
        return verb(tx, person, relationship, now)

    return tap


def _stay(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask again in 90 days; the other's question stays open until then."""
    person = tx.get_one(Person, prompt.person_id)
    relationship = _theirs(tx, person, str(prompt.relationship_id))
    if relationship.state != "paused":
        return Done("passed")
    today = windows.local_day(now, person.zone)
    days = timers.of(tx).pause_days
    _until(tx, relationship, max(_end(relationship), today + timedelta(days=days)), now)
    prompt.about = {**prompt.about, "stays": str(relationship.paused_until_on)}
    return Done("stay_paused")


def _end(relationship: Relationship) -> date:
    return relationship.paused_until_on or date.min


def _date(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    on = date.fromisoformat(prompt.about.get("stays") or prompt.about["until"])
    return {"date": dates.full(on, tx.get_one(Person, prompt.person_id).locale)}


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    return ["book_time", "change_rhythm", "stay_paused"]


def _words(tx: Session, relationship: Relationship, person: Person) -> dict[str, str]:
    until = relationship.paused_until_on
    return {
        **people.names(tx, relationship, person),
        "date": dates.full(until, person.locale) if until else "",
    }


def open_from_home(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Pause one relationship, or everything when the row is the person's own."""
    if row_id == person.id:
        return Opens("away", person.id)
    return choosing.by_act(begin)(tx, person, row_id, now)


def command(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
    """Pause with one person; somebody who has several may also be away from all of them."""
    reply = choosing.by_command("pause", begin, MAY_PAUSE)(tx, person, other, now)
    if isinstance(reply, Picks):
        return Picks(reply.act, [*reply.options, (person.id, "Everyone")])
    return reply


KINDS = {
    "H3_other": Kind(guard=_still_paused, words=_date),
    "H3_other_open": Kind(guard=_still_paused),
    "H4": Kind(
        guard=_still_paused,
        words=_date,
        only=_shown,
        taps={
            "book_time": _back_to("book_time", bookings_made.open_booking),
            "change_rhythm": _back_to("change_rhythm", rhythm_changes.open_form),
            "stay_paused": _stay,
        },
    ),
}
FORMS = {"pause": Form(page=_page, submit=submit)}
ACTS = {"pause": open_from_home, "come_back": choosing.by_act(come_back)}
COMMANDS = {"/mentor-pause": command}
