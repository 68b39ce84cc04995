"""Living so many relationships for so many months, and counting what came of them."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlmodel import Session, select

from bot import rhythms, windows
from playground.phrases import Pen, read
from playground.tempers import TEMPERS, Temper
from simulation import reports
from simulation.offices import Member, Office
from simulation.reports import Report, by_week
from simulation.worlds import Message
from store.database import Database
from store.relationships import Relationship
from store.sessions import HELD, Meeting
from store.types import ids_from

FIRST_AT = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
ZONES = ("Europe/London", "America/New_York", "Europe/Berlin", "America/Chicago", "Asia/Kolkata")
# Who does all that they are asked to, on the day and as it is meant.
HAPPY = "happy"
KNOWN = {**TEMPERS, HAPPY: Temper(acts=1, first=1, fills=1, wanders=0)}
MIXED = {"diligent": 60, "forgetful": 25, "silent": 10, "leaving": 5}
START_DAYS = 28
SHARED_MENTOR, BOTH_ROLES = 5, 7


@dataclass(frozen=True)
class Couple:
    """Two people and the day on which the mentee asks the mentor."""

    mentee: str
    mentor: str
    begins_at: datetime


def live(
    database: Database,
    relationships: int,
    months: int,
    random: Random,
    tempers: str,
    passed: Callable[[], None],
) -> Report:
    """Live them all on an empty database; `passed` is called as each month goes by."""
    with ids_from(Random(random.getrandbits(64))):  # noqa: S311 - nobody's secret
        return _lived(Office(database, FIRST_AT), relationships, months, random, tempers, passed)


def _lived(
    office: Office,
    relationships: int,
    months: int,
    random: Random,
    tempers: str,
    passed: Callable[[], None],
) -> Report:
    couples = _couples(office, relationships, random, tempers)
    leaving = _leaving(office, couples)
    for end_at in _ends(couples[-1].begins_at, months):
        for couple in [each for each in couples if office.now <= each.begins_at < end_at]:
            _reach(office, couple.begins_at, leaving)
            office.command(couple.mentee, "/mentor", couple.mentor)
        _reach(office, end_at, leaving)
        passed()
    return _report(office, couples, months)


def _couples(office: Office, number: int, random: Random, tempers: str) -> list[Couple]:
    """Bring people together: most in one pair, some mentors in two, some people in both roles."""
    couples: list[Couple] = []
    stock = read()
    for n in range(number):
        step = timedelta(days=START_DAYS * n / number) if number > 1 else timedelta()
        pair = [f"mentee{n}", f"mentor{n}"]
        if couples and n % SHARED_MENTOR == SHARED_MENTOR - 1:
            pair[1] = couples[-1].mentor
        if couples and n % BOTH_ROLES == BOTH_ROLES - 1:
            pair[0] = couples[-2].mentor
        for handle in pair:
            if handle not in office.members:
                temper = tempers if tempers in KNOWN else _temper(random)
                own = Random(random.getrandbits(64))  # noqa: S311 - nobody's secret
                zone = random.choice(ZONES)
                office.join(Member(handle, zone, KNOWN[temper], own, Pen(own, stock)))
        couples.append(Couple(pair[0], pair[1], FIRST_AT + step))
    return couples


def _temper(random: Random) -> str:
    return random.choices([*MIXED], [*MIXED.values()])[0]


def _leaving(office: Office, couples: list[Couple]) -> list[tuple[datetime, str]]:
    """Give when who closes their account."""
    found: list[tuple[datetime, str]] = []
    for couple in couples:
        for handle in (couple.mentee, couple.mentor):
            months = office.members[handle].temper.leaves
            if months is not None and handle not in [who for _, who in found]:
                found.append((couple.begins_at + timedelta(days=30 * months), handle))
    return sorted(found)


def _ends(last_begins_at: datetime, months: int) -> list[datetime]:
    """Give the end of each month of the last couple's time; the first begins with the first's."""
    day = last_begins_at.date()
    return [last_begins_at + (rhythms.add_months(day, month + 1) - day) for month in range(months)]


def _reach(office: Office, until: datetime, leaving: list[tuple[datetime, str]]) -> None:
    while leaving and leaving[0][0] <= until:
        at, handle = leaving.pop(0)
        office.live(max(at, office.now))
        office.leave(handle)
    office.live(until)


def _report(office: Office, couples: list[Couple], months: int) -> Report:
    ends_at = {
        handle: couple.begins_at
        + (rhythms.add_months(couple.begins_at.date(), months) - couple.begins_at.date())
        for couple in couples
        for handle in (couple.mentee, couple.mentor)
    }
    own = [message for message in office.messages if message.at < ends_at[message.person]]
    asked, told = _days(office, [m for m in own if not m.direct])
    roles = Counter(handle for each in couples for handle in (each.mentee, each.mentor))
    single = [handle for handle, number in roles.items() if number == 1]
    mentees = [each for each in single if each.startswith("mentee")]
    mentors = [each for each in single if each.startswith("mentor")]
    weeks = months * 31 // 7
    meetings, states = office.run(_outcomes)
    return Report(
        relationships=len(couples),
        months=months,
        sessions=Counter(row for row, _ in meetings),
        prompts=Counter(kind for message in own for kind in message.kinds),
        asked_mentees=[len(asked[each]) for each in mentees],
        asked_mentors=[len(asked[each]) for each in mentors],
        told_mentees=[len(told[each]) for each in mentees],
        told_mentors=[len(told[each]) for each in mentors],
        weekly=[
            number
            for each in office.members
            for number in by_week([*asked[each], *told[each]], FIRST_AT.date(), weeks)
        ],
        states=Counter(states),
        hours=sum(minutes for _, minutes in meetings) / 60,
        faults=office.rules.faults,
    )


Days = defaultdict[str, list[date]]


def _days(office: Office, messages: list[Message]) -> tuple[Days, Days]:
    """Give the days of each person's messages: those that ask, and those that only pass on."""
    asked, told = Days(list), Days(list)
    for message in messages:
        day = windows.local_day(message.at, office.members[message.person].zone)
        passed_on = all(kind in reports.PASSED_ON for kind in message.kinds)
        (told if passed_on else asked)[message.person].append(day)
    return asked, told


def _outcomes(tx: Session) -> tuple[list[tuple[str, int]], list[str]]:
    """Give relationship and minutes of each held session, and the state of each relationship."""
    held = tx.exec(select(Meeting).where(Meeting.state == HELD)).all()
    states = [row.state for row in tx.exec(select(Relationship)).all()]
    return [(row.relationship_id, row.minutes) for row in held], states
