"""People as the bot meets them: their calendar hours, their names, and who the other one is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot import alarms, errands, scripts
from bot.errors import Correctable
from bot.windows import Hours
from store import people, relationships, workspaces
from store.people import Person
from store.relationships import Relationship
from store.workspaces import Workspace

# Which relationships an account that is switched off or on means something to.
TOUCHED = ("invited", "setting_up", "active", "paused", "closing", "in_touch", "carried_on")


@dataclass(frozen=True)
class Who:
    """Somebody as Slack names them: team id, user id, and the handle where it comes along."""

    workspace_id: str
    slack_id: str
    handle: str = ""


@dataclass(frozen=True)
class Status:
    """What an account says beside its name, and the epoch second at which it goes, 0 for never."""

    emoji: str
    text: str
    ends: int


@dataclass(frozen=True)
class Profile:
    """What Slack says of an account; its status is read and never kept."""

    name: str
    zone: str
    locale: str
    is_bot: bool
    deleted: bool
    status: Status | None = None


def meet(tx: Session, who: Who, now: datetime) -> Person:
    """Give the person behind a Slack id; a new one is looked up in Slack soon after."""
    person = people.find(tx, who.workspace_id, who.slack_id)
    if person is None:
        if workspaces.find(tx, who.workspace_id) is None:
            tx.add(Workspace(id=who.workspace_id))
            tx.flush()
        called = who.handle.partition(".")[0].capitalize()
        person = Person(workspace_id=who.workspace_id, slack_id=who.slack_id, name=called)
        tx.add(person)
        tx.flush()
    if person.learned_at is None:
        errands.plan(tx, person, "learn", now)
    return person


def learn(tx: Session, who: Who, profile: Profile, now: datetime) -> None:
    """Keep what Slack says of a person; a new zone moves only what is still to be sent."""
    person = people.find(tx, who.workspace_id, who.slack_id)
    if person is None:
        return
    known = (person.name, person.zone, person.locale)
    person.name, person.zone, person.locale = profile.name, profile.zone, profile.locale
    if known != (person.name, person.zone, person.locale):
        errands.refresh_home(tx, person, now)
    person.is_bot, person.learned_at = profile.is_bot, now
    if profile.deleted != (person.deactivated_at is not None):
        person.deactivated_at = now if profile.deleted else None
        for relationship in relationships.of_person(tx, person.id, TOUCHED):
            occasion = f"{relationship.id}:{person.id}:{now.isoformat()}"
            alarms.set_for(tx, "account_changed", relationship, occasion, now)


def hours(person: Person) -> Hours:
    """Give the calendar by which things are planned for a person."""
    return Hours(zone=person.zone, away_until=person.away_until)


def hours_now(person: Person) -> Hours:
    """Give the calendar by which a person may be written to: Slack's word of the moment counts.

    Only sending asks this one: what is planned ahead mustn't hang on a status of today (2.6).
    """
    closed = [at for at in (person.busy_until, person.muted_until) if at is not None]
    return replace(hours(person), closed_until=max(closed, default=None))


def name(person: Person) -> str:
    """Give what the bot calls a person: their first name, or their mention until it is known."""
    return person.name.split()[0] if person.name.split() else "your colleague"


def full_name(person: Person) -> str:
    """Give a person's whole name, for somebody who is to know them by it."""
    return person.name.strip() or name(person)


def place(tx: Session, person: Person) -> str:
    """Give the name of a person's workspace, for somebody of another one."""
    found = workspaces.find(tx, person.workspace_id)
    return (found.name if found else "") or scripts.script("another_slack").text


def apart(tx: Session, relationship: Relationship) -> bool:
    """Say whether the two are in two workspaces, where neither can mention the other."""
    mentee, mentor = pair(tx, relationship)
    return mentee.workspace_id != mentor.workspace_id


def pair(tx: Session, relationship: Relationship) -> tuple[Person, Person]:
    """Give the mentee and the mentor of a relationship."""
    mentee = tx.get_one(Person, relationship.mentee_id)
    return mentee, tx.get_one(Person, relationship.mentor_id)


def other(tx: Session, relationship: Relationship, person: Person) -> Person:
    """Give the other of the two."""
    mentee, mentor = pair(tx, relationship)
    return mentor if person.id == mentee.id else mentee


def names(tx: Session, relationship: Relationship, person: Person) -> Mapping[str, str]:
    """Give the names a sentence to this person may use."""
    mentee, mentor = pair(tx, relationship)
    other_one = mentor if person.id == mentee.id else mentee
    return {
        "mentee": name(mentee),
        "mentor": name(mentor),
        "other": name(other_one),
        "name": name(other_one),
        "first": name(person),
    }


def theirs(tx: Session, person: Person, relationship_id: str | None) -> Relationship:
    """Give a relationship that the person is one of the two in; Correctable for any other."""
    relationship = tx.get(Relationship, relationship_id) if relationship_id else None
    if relationship is None or person.id not in (relationship.mentee_id, relationship.mentor_id):
        raise Correctable(scripts.script("not_yours").text)
    return relationship


def own(person: Person, row_id: str) -> None:
    """Raise Correctable where a row that stands for a person is somebody else's."""
    if row_id != person.id:
        raise Correctable(scripts.script("not_yours").text)


def is_mentee(relationship: Relationship, person: Person) -> bool:
    """Say whether the person is the mentee of the two."""
    return relationship.mentee_id == person.id


def chose(
    tx: Session, relationship: Relationship, person_id: str, topic: str, value: str, now: datetime
) -> None:
    """Keep what a person chose about a topic; a later answer of the same person replaces it."""
    kept = relationships.choice(tx, relationship.id, person_id, topic)
    if kept is None:
        kept = relationships.Choice(
            relationship_id=relationship.id,
            person_id=person_id,
            topic=topic,
            value=value,
            chosen_at=now,
        )
    kept.value, kept.chosen_at = value, now
    tx.add(kept)


def chosen(tx: Session, relationship: Relationship, person_id: str, topic: str) -> str | None:
    """Give what a person chose about a topic, or None."""
    kept = relationships.choice(tx, relationship.id, person_id, topic)
    return kept.value if kept else None
