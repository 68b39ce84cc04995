"""Quiet: how often the bot writes to a person, being away, and asking when nobody answers (H12)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot import breaks, budgets, dates, errands, people, prompts, quiet_spells, scripts, windows
from bot.budgets import Frequency
from bot.choosing import LIVE
from bot.errors import Correctable
from bot.kinds import Act, Answers, Form, Kind, Page, Tap
from bot.replies import Done, Opens, Reply, Shows, View
from bot.views import quiet as views
from store import deliveries, relationships
from store.people import Person
from store.prompts import Prompt

LONGEST_AWAY = timedelta(days=366)


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show how often the bot writes, with a button for each choice."""
    people.own(person, row_id)
    return Shows(_page(tx, person, now))


def _page(tx: Session, person: Person, now: datetime) -> View:
    mentee = deliveries.is_mentee(tx, person.id)
    words = {each: said(each, mentee=mentee) for each in Frequency}
    return views.page(person, words, away(person, now))


def said(frequency: Frequency, *, mentee: bool) -> str:
    """Give a frequency in words."""
    cap = budgets.weekly_cap(frequency, mentee=mentee, essential=True)
    return scripts.fill(scripts.script(f"frequency_{frequency}").text, {"cap": cap})


def away(person: Person, now: datetime) -> str | None:
    """Give the sentence that says until when the person is away, None when they are here."""
    if person.away_until is None or person.away_until <= windows.local_day(now, person.zone):
        return None
    date_words = dates.full(person.away_until, person.locale)
    return scripts.fill(scripts.script("home_away").text, {"date": date_words})


def _writes(frequency: Frequency) -> Act:
    """Give the button that chooses how often to write."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        people.own(person, row_id)
        _choose(tx, person, frequency, now)
        return Shows(_page(tx, person, now), instead=True)

    return act


def _choose(tx: Session, person: Person, frequency: Frequency, now: datetime) -> None:
    person.frequency = frequency.value
    errands.refresh_home(tx, person, now)


def _answers(outcome: str, frequency: Frequency) -> Tap:
    """Give the tap that answers whether the bot writes too much."""

    def tap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
        _choose(tx, tx.get_one(Person, prompt.person_id), frequency, now)
        return Done(outcome)

    return tap


def _away_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    here = away(person, now) is None
    return Page(initial={"until_on": None if here else str(person.away_until)})


def leave(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Let everything wait until a date, and tell each person's partner in one line (2.4)."""
    people.own(person, row_id)
    on = _read(answers["until_on"])
    today = windows.local_day(now, person.zone)
    if on <= today:
        raise Correctable(scripts.error("away_past"), "until_on")
    if on > today + LONGEST_AWAY:
        raise Correctable(scripts.error("date_too_far"), "until_on")
    if on != person.away_until:
        _be_away(tx, person, on, now)
        for relationship in relationships.of_person(tx, person.id, LIVE):
            prompts.plan(
                tx,
                "away_other",
                people.other(tx, relationship, person),
                f"{relationship.id}:{person.id}:{now.isoformat()}",
                now,
                now,
                relationship=relationship,
                about={"until": on.isoformat()},
            )
    errands.refresh_home(tx, person, now)
    return Shows(_page(tx, person, now), instead=True)


def _be_away(tx: Session, person: Person, until: date | None, now: datetime) -> None:
    """Be away until a date, or not any more; past a target such days don't count (2.4)."""
    live = relationships.of_person(tx, person.id, LIVE)
    before = [quiet_spells.days_off(tx, relationship, now) for relationship in live]
    person.away_until = until
    for relationship, days in zip(live, before, strict=True):
        more = quiet_spells.days_off(tx, relationship, now) - days
        quiet_spells.stand_still(tx, relationship, more, now)


def _read(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise Correctable(scripts.error("not_a_date"), "until_on") from wrong


def come_home(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """End being away today: what waited comes in the next window, merged into one message."""
    people.own(person, row_id)
    _be_away(tx, person, None, now)
    breaks.let_go_of(tx, person, now)
    errands.refresh_home(tx, person, now)
    return Shows(_page(tx, person, now), instead=True)


def _still_away(tx: Session, prompt: Prompt, now: datetime) -> bool:
    person = tx.get_one(Person, prompt.person_id)
    other = _other(tx, prompt, person)
    same = str(other.away_until) == prompt.about["until"]
    return same and away(other, now) is not None


def _other(tx: Session, prompt: Prompt, person: Person) -> Person:
    relationship = tx.get_one(relationships.Relationship, prompt.relationship_id)
    return people.other(tx, relationship, person)


def _until(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    person = tx.get_one(Person, prompt.person_id)
    return {"date": dates.full(date.fromisoformat(prompt.about["until"]), person.locale)}


def _too_much(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard of H12: still unanswered, and nothing chosen since."""
    person = tx.get_one(Person, prompt.person_id)
    silent = person.unanswered >= budgets.HALF_AFTER
    return silent and person.frequency == Frequency.ALL


KINDS = {
    "away_other": Kind(guard=_still_away, words=_until),
    "H12": Kind(
        guard=_too_much,
        taps={
            "half_as_often": _answers("half_as_often", Frequency.HALF),
            "home_tab_only": _answers("home_tab_only", Frequency.HOME),
            "its_fine": _answers("its_fine", Frequency.ALL),
        },
    ),
}
FORMS = {"away": Form(page=_away_page, submit=leave)}
ACTS = {
    "quieter": show,
    "write_all": _writes(Frequency.ALL),
    "write_half": _writes(Frequency.HALF),
    "write_home": _writes(Frequency.HOME),
    "away": lambda tx, person, row_id, now: Opens("away", person.id),
    "here_again": come_home,
}
