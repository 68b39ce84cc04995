"""Pauses: two people take a break from sessions, and come back by one tap (H3)."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    breaks,
    choosing,
    dates,
    errands,
    ladders,
    lifecycle,
    people,
    prompts,
    scripts,
    sessions,
    setup,
    timers,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.lifecycle import State
from bot.replies import Opens, Picks, Reply, Says, Shows
from bot.views import pauses as views
from store.people import Person
from store.prompts import DROPPED, PLANNED, Prompt, waiting
from store.relationships import Relationship
from store.sessions import BOOKED, TO_BOOK

MAY_PAUSE = ("setting_up", "active", "paused")
# A pair without sessions to plan hears why there is nothing to pause.
NO_BREAK = {
    "closing": "no_break_in_closing",
    "in_touch": "no_break_now",
    "carried_on": "no_break_now",
}
# Something lighter, offered to whoever called off several in a row: a pause answers it.
OFFERED_TO_ONE = ("M10", "M13")
ASKED_BACK = ("H4", "H4_last")
LAST_ASK, OVER = "break_asks_last", "break_over"
DAYS = {"2_weeks": 14, "month": 30, "3_months": 90}
LATER = "ill_come_back"


def begin(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Ask until when to pause, or offer to come back from a pause that holds."""
    if (entry := NO_BREAK.get(relationship.state)) is not None:
        names = people.names(tx, relationship, person)
        return Says(scripts.fill(scripts.script(entry).text, names))
    other = people.other(tx, relationship, person)
    if relationship.stopped_at is not None and other.deactivated_at is not None:
        return Says(scripts.error("deactivated", other=people.name(other)))
    if relationship.state == "paused":
        return Shows(views.paused(relationship, _words(tx, relationship, person)))
    return Opens("pause", relationship.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = theirs(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person), initial={"until": "month"})


def theirs(tx: Session, person: Person, row_id: str) -> Relationship:
    """Give a relationship that can be paused, locked; Correctable for any other."""
    relationship = people.theirs(tx, person, row_id)
    tx.refresh(relationship, with_for_update=True)
    other = people.other(tx, relationship, person)
    if relationship.stopped_at is not None and other.deactivated_at is not None:
        raise Correctable(scripts.error("deactivated", other=people.name(other)))
    if relationship.state not in MAY_PAUSE:
        entry = NO_BREAK.get(relationship.state, "gone")
        names = people.names(tx, relationship, person)
        raise Correctable(scripts.fill(scripts.script(entry).text, names))
    return relationship


def submit(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Pause for as long as was chosen; a session that is booked stays unless they move it."""
    relationship = theirs(tx, person, row_id)
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
    prompts.close(tx, OFFERED_TO_ONE, relationship, person, "paused", now)
    today = windows.local_day(now, person.zone)
    days = DAYS.get(until, timers.of(tx).pause_days)
    _begin(tx, relationship, today + timedelta(days=days), now, chosen=until != LATER)
    _tell(tx, relationship, people.other(tx, relationship, person), until != LATER, now)


def rest(
    tx: Session, relationship: Relationship, now: datetime, person: Person | None = None
) -> None:
    """Begin a break that was announced (H2), because of silence or of a person's yes.

    Whoever has read of it sees it there; one who hasn't yet is told.
    """
    mentee, _ = people.pair(tx, relationship)
    on = windows.local_day(now, mentee.zone) + timedelta(days=timers.of(tx).pause_days)
    unread = [row for row in waiting(tx, "H2", relationship.id) if row.sent_at is None]
    _begin(tx, relationship, on, now, chosen=False)
    for row in unread:
        _tell(tx, relationship, tx.get_one(Person, row.person_id), False, now)


def _tell(
    tx: Session, relationship: Relationship, person: Person, dated: bool, now: datetime
) -> None:
    told = "H3_other" if dated else "H3_other_open"
    about = {"until": str(relationship.paused_until_on)}
    occasion = f"{relationship.id}:{now.isoformat()}"
    prompts.plan(tx, told, person, occasion, now, now, relationship=relationship, about=about)


def _begin(
    tx: Session, relationship: Relationship, on: date, now: datetime, *, chosen: bool
) -> None:
    """Let the break hold: what asked for a date closes, and says until when it lasts."""
    mentee, _ = people.pair(tx, relationship)
    lifecycle.move(relationship, State.PAUSED, now)
    prompts.close(tx, sessions.BOOKING, relationship, None, "paused", now)
    today = windows.local_day(now, mentee.zone)
    for row in waiting(tx, ladders.QUIET, relationship.id):
        said = {"until": on.isoformat()} if row.kind == "H1" else {"on": today.isoformat()}
        row.about = {**row.about, **said}
    prompts.close(tx, ("H1", "H1_lighter"), relationship, None, "pause_us", now)
    prompts.close(tx, ("H2",), relationship, None, "expired", now)
    last_until(tx, relationship, on, now, chosen=chosen)


def last_until(
    tx: Session, relationship: Relationship, on: date, now: datetime, *, chosen: bool
) -> None:
    """Let a break last until a date: a chosen one asks both then, once (H4).

    The last question comes 90 days after that, or on a date that nobody chose (PRODUCT 2.3).
    """
    relationship.paused_until_on = on
    for prompt in waiting(tx, ASKED_BACK, relationship.id):
        if prompt.state == PLANNED:
            prompt.state = DROPPED
    alarms.drop(tx, (OVER,), relationship, now)
    for person in people.pair(tx, relationship):
        if chosen:
            due = windows.at_local(on, windows.MORNING[0], person.zone)
            occasion, about = f"{relationship.id}:{now.isoformat()}", {"until": on.isoformat()}
            prompts.plan(
                tx, "H4", person, occasion, due, now, relationship=relationship, about=about
            )
        errands.refresh_home(tx, person, now)
    mentee, _ = people.pair(tx, relationship)
    last_on = on + timedelta(days=timers.of(tx).pause_days) if chosen else on
    due = windows.at_local(last_on, time(0), mentee.zone)
    alarms.renew(tx, LAST_ASK, relationship, relationship.id, due, now)


def resume(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """End a break: what waited is due again, a date to book is two weeks off or more."""
    if relationship.state != "paused":
        return
    lifecycle.move(relationship, State(relationship.before or State.ACTIVE), now)
    prompts.close(tx, ("H3_other", "H3_other_open"), relationship, None, "passed", now)
    prompts.close(tx, ASKED_BACK, relationship, None, "passed", now)
    alarms.drop(tx, (LAST_ASK, OVER), relationship, now)
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
    relationship = theirs(tx, person, relationship.id)
    resume(tx, relationship, person, now)
    return Shows(views.back(relationship, _words(tx, relationship, person)), instead=True)


def still_paused(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard of what is said of one break: it still holds, until the same date."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    same = str(relationship.paused_until_on) == prompt.about["until"]
    return relationship.state == "paused" and same


def _date(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    on = date.fromisoformat(prompt.about["until"])
    return {"date": dates.full(on, tx.get_one(Person, prompt.person_id).locale)}


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
    states = (*MAY_PAUSE, *NO_BREAK)
    reply = choosing.by_command("pause", begin, states)(tx, person, other, now)
    if isinstance(reply, Picks):
        return Picks(reply.act, [*reply.options, (person.id, "Everyone")])
    return reply


KINDS = {
    "H3_other": Kind(guard=still_paused, words=_date),
    "H3_other_open": Kind(guard=still_paused),
}
FORMS = {"pause": Form(page=_page, submit=submit)}
ACTS = {"pause": open_from_home, "come_back": choosing.by_act(come_back)}
COMMANDS = {"/mentor-pause": command}
