"""Pulses: one tap now and then, for one's own eyes, and help when it is low twice (H6, H7)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    agendas,
    choosing,
    courses,
    leaving,
    organizers,
    people,
    prompts,
    rhythm_changes,
    timers,
    windows,
)
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from bot.windows import Pace
from store import pulses, trades
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.pulses import Pulse
from store.relationships import Relationship

ASKED, HELP = "H6", "H7"
VALUES = ("not_at_all", "little", "fairly", "very")
LOW = ("not_at_all", "little")
# A round that is closing has questions of its own.
HELPED_IN = ("setting_up", "active", "paused")


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask each the morning after a session, in the message of its trade where there is one."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.state not in choosing.LIVE:
        return
    session_id = alarm.occasion
    trade = trades.of_session(tx, session_id)
    for person in people.pair(tx, relationship):
        morning = windows.next_morning(now, people.hours(person), Pace.SESSION)
        due = trade.opens_at if trade and trade.opens_at > now else morning
        prompts.plan(
            tx,
            ASKED,
            person,
            session_id,
            due,
            now,
            relationship=relationship,
            about={"session": session_id},
            expires_at=due + timedelta(days=timers.of(tx).feedback_close_days),
        )


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in choosing.LIVE


def _says(value: str) -> Tap:
    """Give the tap that keeps a pulse for its person alone; low twice in a row brings help."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship, person = _pair(tx, prompt)
        if relationship.state not in choosing.LIVE:
            return Done("passed")
        pulse = Pulse(
            relationship_id=relationship.id,
            session_id=prompt.about["session"],
            person_id=person.id,
            round=relationship.round,
            value=value,
            tapped_at=now,
        )
        tx.add(pulse)
        tx.flush()
        if low_twice(tx, relationship, person) and relationship.state in HELPED_IN:
            occasion = courses.of_round(relationship)
            prompts.say(tx, person, HELP, occasion, now, relationship=relationship)
        return Done(value)

    return tap


def low_twice(tx: Session, relationship: Relationship, person: Person) -> bool:
    """Say whether a person's last two pulses of this round were both low."""
    rows = pulses.of_person(tx, relationship.id, person.id)
    values = [row.value for row in rows if row.round == relationship.round]
    return len(values) > 1 and all(value in LOW for value in values[-2:])


def _pair(tx: Session, prompt: Prompt) -> tuple[Relationship, Person]:
    person = tx.get_one(Person, prompt.person_id)
    return people.theirs(tx, person, prompt.relationship_id), person


def _opens_agenda(tx: Session, prompt: Prompt) -> Opens:
    return Opens("new_agenda", str(prompt.relationship_id))


def _rhythm(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship, person = _pair(tx, prompt)
    return rhythm_changes.open_form(tx, person, relationship, now)


def _leave(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship, person = _pair(tx, prompt)
    prompts.answer(tx, prompt, "leave_kindly", now)
    return leaving.begin(tx, person, relationship, now)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def renew(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Put what would make the next talk worth it on its agenda, signed by nobody."""
    relationship = choosing.live(tx, person, row_id)
    agendas.add(tx, relationship, "suggestion", None, now, text=answers["line"])
    prompts.close(tx, (HELP,), relationship, person, "new_agenda", now)
    return Done()


KINDS = {
    ASKED: Kind(
        guard=_goes_on,
        taps={
            **{value: _says(value) for value in VALUES},
            "skip": lambda tx, prompt, now: Done("skip"),
        },
    ),
    HELP: Kind(
        words=organizers.words,
        only=organizers.buttons(HELP),
        form=_opens_agenda,
        taps={
            "new_agenda": lambda tx, prompt, now: _opens_agenda(tx, prompt),
            "change_rhythm": _rhythm,
            "ask_organizer": organizers.tap,
            "leave_kindly": _leave,
            "its_fine": lambda tx, prompt, now: Done("its_fine"),
        },
    ),
}
FORMS = {"new_agenda": Form(page=_page, submit=renew)}
ALARMS = {"pulse": ring}
