"""Terms: the rhythm that holds between two people now, and how it is said."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import (
    courses,
    dates,
    errands,
    people,
    prompts,
    rhythms,
    scripts,
    sessions,
    timers,
    windows,
)
from bot.rhythms import Every, Rhythm
from bot.timers import Timers
from store.people import Person
from store.relationships import Relationship
from store.sessions import TO_BOOK

# The states of relationship.rhythm_state beside those of rhythms.State.
UNASKED, ASKED_AGAIN = "default", "asked_again"
BY_MONTHS = {months: every for every, months in rhythms.MONTHS.items()}


def begins_on(tx: Session, relationship: Relationship) -> date:
    """Give the mentee's local date of the second yes, day 0 of the term (PRODUCT 2.8)."""
    mentee, _ = people.pair(tx, relationship)
    began_at = relationship.begun_at or relationship.created_at
    return relationship.starts_on or windows.local_day(began_at, mentee.zone)


def usual(tx: Session, relationship: Relationship) -> Rhythm:
    """Give the rhythm that stands in when nobody says anything (PRODUCT 2.5)."""
    waits: Timers = timers.of(tx)
    until_on = rhythms.end_of_term(begins_on(tx, relationship), waits.term_months)
    return Rhythm(BY_MONTHS[waits.rhythm_months], waits.session_minutes, until_on)


def present(tx: Session, relationship: Relationship) -> Rhythm:
    """Give the rhythm that holds now, the usual one while nothing is settled."""
    if relationship.ends_on is None:
        return usual(tx, relationship)
    return Rhythm(
        Every(relationship.every),
        relationship.minutes,
        relationship.ends_on,
        relationship.sprint_until_on,
    )


def hold(
    tx: Session, relationship: Relationship, rhythm: Rhythm, state: str, now: datetime
) -> None:
    """Let a rhythm hold from now on; a session still to be booked follows it.

    One that was made shorter by itself stays so (M10).
    """
    session = sessions.current(tx, relationship)
    if session is not None and session.state == TO_BOOK:
        same = session.minutes == relationship.minutes
        session.minutes = rhythm.minutes if same else session.minutes
    relationship.starts_on = begins_on(tx, relationship)
    relationship.every, relationship.minutes = rhythm.every.value, rhythm.minutes
    relationship.ends_on, relationship.sprint_until_on = rhythm.until_on, rhythm.sprint_until_on
    relationship.rhythm_state = state
    tx.add(relationship)
    tx.flush()
    sessions.retarget(tx, relationship, now)
    courses.chart(tx, relationship, now)
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


def provisional(relationship: Relationship) -> bool:
    """Say whether the rhythm holds only until the two have talked."""
    return relationship.rhythm_state in (UNASKED, rhythms.State.PROVISIONAL)


def sprint_end(tx: Session, first_on: date) -> date:
    """Give the last day of a sprint that begins on a day."""
    return first_on + timedelta(days=timers.of(tx).sprint_days)


def every_words(every: Every) -> str:
    """Give "every 2 months"."""
    return scripts.script(f"rhythm_{every.value}").text


def words(rhythm: Rhythm, reader: Person) -> dict[str, str]:
    """Give what fills {rhythm}, {minutes} and {date} in a sentence to a person."""
    return {
        "rhythm": every_words(rhythm.every),
        "minutes": str(rhythm.minutes),
        "date": dates.full(rhythm.until_on, reader.locale),
    }


def sides(wishes: Sequence[Rhythm], fields: frozenset[str], reader: Person) -> tuple[str, ...]:
    """Say two answers by the fields they differ in, the fuller first, so nobody is named by it."""
    name = "_".join(each for each in ("every", "minutes", "until_on") if each in fields)
    entry = scripts.script(f"side_{name}").text
    ordered = sorted(wishes, key=lambda wish: (wish.every.lightness, -wish.minutes))
    return tuple(scripts.fill(entry, words(wish, reader)) for wish in ordered)


def line(tx: Session, relationship: Relationship, reader: Person) -> str:
    """Give the sentence of the present rhythm, for Home and `/mentor-rhythm`."""
    names = people.names(tx, relationship, reader)
    filled = {**names, **words(present(tx, relationship), reader)}
    return scripts.fill(scripts.script("rhythm_now").text, filled)


def code(rhythm: Rhythm) -> dict[str, str]:
    """Give a rhythm as codes and dates, to keep with a prompt."""
    sprint = rhythm.sprint_until_on
    return {
        "every": rhythm.every.value,
        "minutes": str(rhythm.minutes),
        "until_on": rhythm.until_on.isoformat(),
        **({"sprint_until_on": sprint.isoformat()} if sprint else {}),
    }


def decode(codes: Mapping[str, str]) -> Rhythm:
    """Give back the rhythm that `code` wrote."""
    until_on = date.fromisoformat(codes["until_on"])
    rhythm = Rhythm(Every(codes["every"]), int(codes["minutes"]), until_on)
    sprint = codes.get("sprint_until_on")
    return replace(rhythm, sprint_until_on=date.fromisoformat(sprint)) if sprint else rhythm


def tell(
    tx: Session,
    kind: str,
    relationship: Relationship,
    person: Person,
    rhythm: Rhythm,
    now: datetime,
    *,
    expires_at: datetime | None = None,
) -> None:
    """Plan to tell somebody of a rhythm, or to ask about it, in their window."""
    occasion = f"{relationship.id}:{now.isoformat()}"
    about = {"rhythm": code(rhythm)}
    prompts.plan(
        tx,
        kind,
        person,
        occasion,
        now,
        now,
        relationship=relationship,
        about=about,
        expires_at=expires_at,
    )
