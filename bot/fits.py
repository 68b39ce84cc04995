"""Fit checks: sixty days in, each says privately, once, whether this is a good fit (H5)."""

from datetime import datetime

from sqlmodel import Session

from bot import agendas, choosing, leaving, organizers, people, prompts
from bot.kinds import Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply
from store.alarms import Alarm
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

ASKED, MOSTLY, NOT_REALLY = "H5", "H5_mostly", "H5_not_really"
# A break holds the question back; a round that is closing has its own.
ASKED_IN = ("setting_up", "active", "paused")
# What goes on the next agenda, for both to read and signed by nobody.
HELPS = {
    "clearer_goals": "clearer_goals",
    "different_rhythm": "different_rhythm",
    "more_honesty": "more_honesty",
}


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask both, each in their own window and without the other's knowing."""
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    if relationship.state not in ASKED_IN:
        return
    for person in people.pair(tx, relationship):
        prompts.plan(tx, ASKED, person, relationship.id, now, now, relationship=relationship)


def _goes_on(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in ASKED_IN


def _answers(value: str, next_kind: str | None = None) -> Tap:
    """Give the tap that keeps an answer for its person alone, and asks on."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship, person = _pair(tx, prompt)
        if relationship.state not in choosing.LIVE:
            return Done("passed")
        people.chose(tx, relationship, person.id, "fit", value, now)
        if next_kind is not None:
            occasion = relationship.id
            prompts.say(tx, person, next_kind, occasion, now, relationship=relationship)
        return Done(value)

    return tap


def _pair(tx: Session, prompt: Prompt) -> tuple[Relationship, Person]:
    person = tx.get_one(Person, prompt.person_id)
    return people.theirs(tx, person, prompt.relationship_id), person


def _suggests(kind: str, outcome: str) -> Tap:
    """Give the tap that puts an item on the next agenda, unsigned."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        relationship, _ = _pair(tx, prompt)
        if relationship.state not in choosing.LIVE:
            return Done("passed")
        agendas.add(tx, relationship, kind, None, now)
        return Done(outcome)

    return tap


def _opens_line(tx: Session, prompt: Prompt) -> Opens:
    return Opens("agenda_line", str(prompt.relationship_id))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def suggest(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Put a line on the next agenda, signed by nobody in what is kept, too."""
    relationship = choosing.live(tx, person, row_id)
    agendas.add(tx, relationship, "suggestion", None, now, text=answers["line"])
    prompts.close(tx, (MOSTLY,), relationship, person, "something_else", now)
    return Done()


def _leave(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship, person = _pair(tx, prompt)
    prompts.answer(tx, prompt, "leave_kindly", now)
    return leaving.begin(tx, person, relationship, now)


KINDS = {
    ASKED: Kind(
        guard=_goes_on,
        taps={
            "yes": _answers("yes"),
            "mostly": _answers("mostly", MOSTLY),
            "not_really": _answers("not_really", NOT_REALLY),
        },
    ),
    MOSTLY: Kind(
        taps={
            **{button: _suggests(kind, button) for button, kind in HELPS.items()},
            "something_else": lambda tx, prompt, now: _opens_line(tx, prompt),
        },
        form=_opens_line,
    ),
    NOT_REALLY: Kind(
        words=organizers.words,
        only=organizers.buttons(NOT_REALLY),
        taps={
            "talk_it_over": _suggests("how_it_works", "talk_it_over"),
            "ask_organizer": organizers.tap,
            "leave_kindly": _leave,
        },
    ),
}
FORMS = {"agenda_line": Form(page=_page, submit=suggest)}
ALARMS = {"fit_check": ring}
