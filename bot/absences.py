"""Absences as Slack tells of them: an out-of-office status, notifications put off (PRODUCT 2.6)."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from bot import breaks, errands
from bot import people as persons
from bot.people import Profile, Status, Who
from store import people
from store.people import Person

# What Slack itself offers to choose from: on holiday, and out sick.
OUT = frozenset({":palm_tree:", ":face_with_thermometer:"})
SAYS_OUT = re.compile(
    r"""\bOOO\b
    |(?i:\bout\ of\ (?:the\ )?office\b)
    |(?i:\b(?:on|out\ on|away\ on)\ (?:my\ |a\ )?
        (?:vacation|holidays?|leave|pto|sabbatical|honeymoon)\b)
    |(?i:\b(?:annual|parental|maternity|paternity|family|sick|medical|bereavement)\ leave\b)
    |(?i:^\s*(?:vacationing|(?:out|off|home)\ sick|sick\ day|day\ off|pto)\b)""",
    re.VERBOSE,
)
NOT_OUT = re.compile(r"(?i)\b(?:back from|not|until my|before my)\b")
LONGEST = timedelta(days=366)
ASKED_AGAIN = timedelta(days=1)
# What has no end is taken as over some hours after Slack should have been asked again.
TRUSTED = ASKED_AGAIN + timedelta(hours=6)


def learn(tx: Session, who: Who, profile: Profile, now: datetime) -> None:
    """Keep what Slack says of a person, and until when they are out of the office."""
    persons.learn(tx, who, profile, now)
    person = people.find(tx, who.workspace_id, who.slack_id)
    if person is None or profile.status is None:
        return
    before = _closed_until(person)
    ends = out_until(profile.status, now)
    person.busy_until = _trusted(tx, person, "learn", ends, now) if ends else None
    _open_again(tx, person, before, now)


def mute(tx: Session, who: Who, silences: Iterable[tuple[int, int]], now: datetime) -> None:
    """Keep until when a person's notifications are off.

    `silences` are spans of epoch seconds. One that is still to come, such as each night's, is left
    to the window.
    """
    person = people.find(tx, who.workspace_id, who.slack_id)
    if person is None:
        return
    before = _closed_until(person)
    ends = max((end for start, end in silences if start <= now.timestamp() < end), default=None)
    person.muted_until = _trusted(tx, person, "mute", ends, now) if ends else None
    _open_again(tx, person, before, now)


def out_until(status: Status, now: datetime) -> float | None:
    """Give the epoch second until which a status says out of office, None when it doesn't.

    Infinity when the status has no end.
    """
    says = SAYS_OUT.search(status.text) and not NOT_OUT.search(status.text)
    if status.emoji not in OUT and not says:
        return None
    ends = status.ends or float("inf")
    return ends if ends > now.timestamp() else None


def _trusted(tx: Session, person: Person, errand: str, ends: float, now: datetime) -> datetime:
    """Give the instant of an end; Slack is asked again each day until then.

    An event may be lost, and what has no end is believed for a day.
    """
    if ends > (now + ASKED_AGAIN).timestamp():
        errands.plan(tx, person, errand, now, key="again", due=now + ASKED_AGAIN)
    if ends > (now + LONGEST).timestamp():
        return now + TRUSTED
    return datetime.fromtimestamp(ends, UTC)


def _closed_until(person: Person) -> datetime | None:
    return persons.hours_now(person).closed_until


def _open_again(tx: Session, person: Person, before: datetime | None, now: datetime) -> None:
    """Let what waited be due again when somebody is back sooner than they said."""
    after = _closed_until(person)
    if before is not None and before > now and (after is None or after < before):
        breaks.let_go_of(tx, person, now)
