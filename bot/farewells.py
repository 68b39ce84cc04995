"""Farewells: what two people gave each other in a round, said on its last day (PRODUCT I10)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import courses, errands, people, prompts, scripts, totals, windows
from bot.kinds import Kind
from bot.lifecycle import State
from bot.replies import Reply, Says
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

KINDS_OF_FAREWELL = ("I10", "I10_mentor")
OPEN_DAYS = timedelta(days=30)


def say(tx: Session, relationship: Relationship, outcome: str, now: datetime) -> None:
    """Say to both what the round was: called on its end date, once it is settled what follows.

    After endings.end, which closes what is planned; before the dates of another round are set.
    """
    mentee, mentor = people.pair(tx, relationship)
    today = windows.local_day(now, mentee.zone)
    since = relationship.starts_on if relationship.round > 1 else None
    total = totals.of(totals.held(tx, relationship, totals.Span(since, today)))
    about = {
        "since": since.isoformat() if since else None,
        "until": today.isoformat(),
        "outcome": outcome,
        "talks": total.talks,
        "minutes": total.minutes,
    }
    for kind, person in zip(KINDS_OF_FAREWELL, (mentee, mentor), strict=True):
        if person.deactivated_at is None:
            prompts.plan(
                tx,
                kind,
                person,
                f"{courses.of_round(relationship)}:{today}",
                now,
                now,
                relationship=relationship,
                about=about,
                expires_at=now + OPEN_DAYS,
            )


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    count, minutes = prompt.about["talks"], prompt.about["minutes"]
    return {
        "sessions": str(count),
        "hours": totals.hours(minutes),
        "talks": totals.talks(count),
        "time": totals.time(minutes),
    }


def _script(tx: Session, prompt: Prompt) -> str:
    """Say it in the words that fit: nobody is told of no talks and no hours."""
    count, minutes = prompt.about["talks"], prompt.about["minutes"]
    if not count:
        relationship = tx.get_one(Relationship, prompt.relationship_id)
        return _variant(prompt, "quiet" if relationship.state == State.ENDED else "quiet_on")
    return prompt.kind if count > 1 and totals.is_plain(minutes) else _variant(prompt, "said")


def _variant(prompt: Prompt, name: str) -> str:
    return f"{prompt.kind}_{name}"


def _take_break(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Let nobody new name this person for now; Home ends it."""
    person = tx.get_one(Person, prompt.person_id)
    person.takes_break = True
    errands.refresh_home(tx, person, now)
    return Says(scripts.script("I10_mentor").results["take_break"])


KINDS = {
    kind: Kind(words=_words, script=_script, taps={"take_break": _take_break})
    for kind in KINDS_OF_FAREWELL
}
