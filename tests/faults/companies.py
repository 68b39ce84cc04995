"""A company of many pairs in the playground, and what is due for them in the bot's database."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from sqlmodel import Session

from bot import people, prompts
from bot.people import Profile, Who
from handlers.deps import Identity
from handlers.workspaces import keep
from playground import companies
from playground.companies import Company
from playground.people import Person
from store import revisions
from store.database import Database
from store.people import Person as Row
from store.relationships import Relationship, pair_key
from store.sessions import HELD, Meeting
from tests.rings import RING

PULSE, HELP = "H6", "H7"
ZONES = ("Europe/London", "Europe/London", "America/New_York")


@dataclass(frozen=True)
class Asked:
    """One prompt that was planned before the storm, and for whom."""

    prompt_id: str
    kind: str
    slack_id: str


def staffed(pairs: int) -> Company:
    """Give a company of so many mentees and as many mentors, two thirds of them in London."""
    return replace(companies.read(), people=tuple(_person(n) for n in range(2 * pairs)))


def _person(n: int) -> Person:
    role = ("mentee", "mentor")[n % 2]
    zone = ZONES[n // 2 % len(ZONES)]
    handle = f"{role}{n // 2}"
    return Person(
        f"U0P{n:06}", handle, f"{role.capitalize()} {n // 2}", "", role, zone, "en-GB", "777777"
    )


def seed(url: str, company: Company, now: datetime, random: Random, seconds: float) -> list[Asked]:
    """Plan a pulse for everybody within so many seconds, and help for each mentee at once."""
    database = Database(url, RING)
    revisions.migrate(database)
    try:
        return database.run(lambda tx: _seed(tx, company, now, random, seconds))
    finally:
        database.close()


def _seed(
    tx: Session, company: Company, now: datetime, random: Random, seconds: float
) -> list[Asked]:
    identity = Identity(company.team_id, company.name, company.bot_user_id, company.bot_id)
    keep(tx, identity, "", now)
    asked: list[Asked] = []
    for mentee, mentor in zip(company.people[::2], company.people[1::2], strict=True):
        rows = _meet(tx, company, mentee, now), _meet(tx, company, mentor, now)
        relationship, meeting = _pair(tx, *rows, now)
        for row in rows:
            due = now + timedelta(seconds=random.uniform(0, seconds))
            about = {"session": meeting.id}
            prompt = prompts.plan(
                tx, PULSE, row, meeting.id, due, now, relationship=relationship, about=about
            )
            asked.append(Asked(prompt.id, PULSE, row.slack_id))
        prompt = prompts.say(tx, rows[0], HELP, "round:1", now, relationship=relationship)
        asked.append(Asked(prompt.id, HELP, mentee.id))
    return asked


def _meet(tx: Session, company: Company, person: Person, now: datetime) -> Row:
    who = Who(company.team_id, person.id, person.handle)
    row = people.meet(tx, who, now)
    profile = Profile(person.real_name, person.tz, person.locale, is_bot=False, deleted=False)
    people.learn(tx, who, profile, now)
    return row


def _pair(tx: Session, mentee: Row, mentor: Row, now: datetime) -> tuple[Relationship, Meeting]:
    relationship = Relationship(
        workspace_id=mentee.workspace_id,
        mentee_id=mentee.id,
        mentor_id=mentor.id,
        asked_by_id=mentee.id,
        open_pair=pair_key(mentee.id, mentor.id),
        state="active",
        created_at=now - timedelta(days=20),
        begun_at=now - timedelta(days=20),
        starts_on=now.date(),
        ends_on=date(now.year + 1, now.month, 1),
    )
    tx.add(relationship)
    tx.flush()
    held_at = now - timedelta(days=1)
    meeting = Meeting(
        relationship_id=relationship.id,
        number=1,
        state=HELD,
        target_on=held_at.date(),
        starts_at=held_at,
    )
    tx.add(meeting)
    tx.flush()
    return relationship, meeting
