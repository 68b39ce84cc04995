"""Anniversaries: once a year, how long and how many hours two people have talked (I12, S66)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import choosing, courses, people, prompts, rhythms, scripts, totals, tributes, windows
from bot.kinds import Kind
from bot.replies import Done, Opens, Reply
from bot.totals import Span
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED = "I12"
OPEN = timedelta(days=28)


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Tell both of the day, and set the next one; an ended relationship has none."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.state not in choosing.LIVE:
        return
    courses.anniversary(tx, relationship, now)
    years = int(alarm.occasion.rpartition(":")[2])
    mentee, mentor = people.pair(tx, relationship)
    for person in (mentee, mentor):
        prompts.plan(
            tx,
            ASKED,
            person,
            alarm.occasion,
            _morning(relationship, years, person, mentee),
            now,
            relationship=relationship,
            about={"years": years},
            expires_at=now + OPEN,
        )


def _morning(relationship: Relationship, years: int, person: Person, mentee: Person) -> datetime:
    """Give the start of the day in the person's own zone; the date is the mentee's."""
    began_at = relationship.begun_at or relationship.created_at
    began_on = windows.local_day(began_at, mentee.zone)
    return windows.at_local(rhythms.add_months(began_on, 12 * years), time(0), person.zone)


def _total(tx: Session, prompt: Prompt) -> totals.Total:
    """Give all held sessions up to the day it was said."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    zone = tx.get_one(Person, relationship.mentee_id).zone
    until = windows.local_day(prompt.sent_at, zone) if prompt.sent_at else None
    return totals.of(totals.held(tx, relationship, Span(None, until)))


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard: it goes on, they have talked, and both are there unless one side carries on."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    there = _other_is_there(tx, prompt) or relationship.state == "carried_on"
    return relationship.state in choosing.LIVE and there and bool(_total(tx, prompt).minutes)


def _other_is_there(tx: Session, prompt: Prompt) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    person = tx.get_one(Person, prompt.person_id)
    return people.other(tx, relationship, person).deactivated_at is None


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    years, minutes = prompt.about["years"], _total(tx, prompt).minutes
    return {
        "years": str(years),
        "span": totals.years(years),
        "hours": totals.hours(minutes),
        "time": totals.time(minutes),
    }


def _script(tx: Session, prompt: Prompt) -> str:
    plain = prompt.about["years"] > 1 and totals.is_plain(_total(tx, prompt).minutes)
    return ASKED if plain else "I12_said"


def _shown(tx: Session, prompt: Prompt) -> Sequence[str]:
    """Give the buttons: nobody is there to write to when one side carries on alone."""
    buttons = [button.id for button in scripts.script(ASKED).buttons]
    return buttons if _other_is_there(tx, prompt) else buttons[1:]


def _say(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(tributes.ANNIVERSARY, str(prompt.relationship_id))


def _nice(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("nice")


KINDS = {
    ASKED: Kind(
        guard=_stands,
        words=_words,
        script=_script,
        only=_shown,
        taps={"say_something": _say, "nice": _nice},
    )
}
ALARMS = {"anniversary": ring}
