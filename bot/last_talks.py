"""Last talks: whoever leaves may have one more session first, and only they know it is the last."""

from datetime import datetime, time, timedelta

from sqlmodel import Session

from bot import alarms, endings, errands, partings, people, prompts, sessions, windows
from bot.kinds import Kind
from store.alarms import Alarm
from store.people import Person
from store.relationships import Relationship
from store.sessions import BOOKED

TOPIC = "last_talk"
WAITS = timedelta(days=28)
HELD, LATE = "last_talk_held", "last_talk_late"
ONE_DAY, EARLY = timedelta(days=1), time(6)


def wish(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Make the next session the last, in this person's eyes alone; ask again after 28 days."""
    if wished(tx, relationship, person):
        return
    people.chose(tx, relationship, person.id, TOPIC, "yes", now)
    relationship.last_talk_for_id = relationship.last_talk_for_id or person.id
    occasion = f"{relationship.id}:{person.id}:{now.isoformat()}"
    alarms.set_for(tx, LATE, relationship, occasion, now + WAITS)
    errands.refresh_home(tx, person, now)


def unwish(tx: Session, relationship: Relationship, person: Person, now: datetime) -> None:
    """Let the next session be one like any other again."""
    if not wished(tx, relationship, person):
        return
    people.chose(tx, relationship, person.id, TOPIC, "no", now)
    tx.flush()
    other = people.other(tx, relationship, person)
    relationship.last_talk_for_id = other.id if wished(tx, relationship, other) else None
    errands.refresh_home(tx, person, now)


def wished(tx: Session, relationship: Relationship, person: Person) -> bool:
    """Say whether the next session is this person's last."""
    return people.chosen(tx, relationship, person.id, TOPIC) == "yes"


def ring_held(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Leave the rest of the day for the wrap-up, and end on the next (set for each session)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if relationship.last_talk_for_id is None:
        return
    if not alarm.occasion.endswith(":over"):
        zone = people.pair(tx, relationship)[0].zone
        on = windows.local_day(now, zone) + ONE_DAY
        due = windows.at_local(on, EARLY, zone)
        alarms.set_for(tx, HELD, relationship, f"{alarm.occasion}:over", due)
        return
    _end(tx, relationship, now)


def _end(tx: Session, relationship: Relationship, now: datetime) -> None:
    pair = people.pair(tx, relationship)
    leavers = [each for each in pair if wished(tx, relationship, each)]
    endings.end(tx, relationship, now)
    for each in pair:
        if len(leavers) == 2:
            partings.tell(tx, relationship, each, "H9_both", now)
        elif each not in leavers:
            partings.tell(tx, relationship, each, "H9", now)
        else:
            occasion = f"{relationship.id}:{now.isoformat()}"
            prompts.plan(tx, "last_talk_over", each, occasion, now, now, relationship=relationship)


def ring_late(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask who wanted a last talk once again when none was held in time (H8)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    person = tx.get_one(Person, alarm.occasion.split(":")[1])
    if not wished(tx, relationship, person) or relationship.state not in sessions.MEETING:
        return
    session = sessions.current(tx, relationship)
    at = session.starts_at if session and session.state == BOOKED else None
    if at is not None and at > now and not alarm.occasion.endswith(":booked"):
        occasion = f"{alarm.occasion}:booked"
        alarms.set_for(tx, LATE, relationship, occasion, at + timedelta(days=7))
        return
    prompts.plan(tx, "H8", person, alarm.occasion, now, now, relationship=relationship)


KINDS = {"last_talk_over": Kind()}
ALARMS = {HELD: ring_held, LATE: ring_late}
