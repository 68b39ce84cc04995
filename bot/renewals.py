"""Renewals: what each of two people would like after a round, and what it comes to (PRODUCT I6)."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from bot import people
from store import relationships
from store.people import Person
from store.relationships import Relationship


class Plan(StrEnum):
    """What may follow a round, from light to full."""

    FINISH_WELL = "finish_well"
    TWICE_YEAR = "twice_year"
    ANOTHER_YEAR = "another_year"

    @property
    def fullness(self) -> int:
        """Give the place in the order, 0 for the lightest."""
        return list(Plan).index(self)


NOT_SURE = "not_sure"
ANSWERS = (*Plan, NOT_SURE)


def usual(kind: str) -> Plan:
    """Give what follows when nobody says anything (S51)."""
    return Plan.TWICE_YEAR if kind == "career" else Plan.FINISH_WELL


def outcome(kind: str, one: str | None, other: str | None) -> Plan:
    """Give what two private answers come to, None for one that is missing (I6).

    The lighter of the two; silence counts as the kind's usual ending.
    """
    given = [_counts_as(answer) for answer in (one, other) if answer is not None]
    sides = given if len(given) == 2 else [*given, usual(kind)]
    return min(sides, key=lambda plan: plan.fullness)


def _counts_as(answer: str) -> Plan:
    return Plan.TWICE_YEAR if answer == NOT_SURE else Plan(answer)


def both_chose(one: str | None, other: str | None) -> bool:
    """Say whether two people chose the same; not to be sure is no choice."""
    return one is not None and one == other != NOT_SURE


def topic(relationship: Relationship) -> str:
    """Give the topic under which the present round's answers are kept."""
    return f"renewal:{relationship.round}"


def given(tx: Session, relationship: Relationship) -> Mapping[str, str]:
    """Give the answers that are in, by person id; for the bot's eyes until both are."""
    return {
        choice.person_id: choice.value
        for choice in relationships.choices(tx, relationship.id)
        if choice.topic == topic(relationship)
    }


def own(tx: Session, relationship: Relationship, person: Person) -> str | None:
    """Give a person's own answer, None while there is none."""
    return given(tx, relationship).get(person.id)


def keep(
    tx: Session, relationship: Relationship, person: Person, answer: str, now: datetime
) -> None:
    """Keep an answer in place of the person's earlier one."""
    people.chose(tx, relationship, person.id, topic(relationship), answer, now)
    tx.flush()


def forget(tx: Session, relationship: Relationship) -> None:
    """Let the round's answers go: they will be asked for anew."""
    for choice in relationships.choices(tx, relationship.id):
        if choice.topic == topic(relationship):
            tx.delete(choice)
    tx.flush()


def sides(tx: Session, relationship: Relationship) -> tuple[str | None, str | None]:
    """Give the mentee's and the mentor's answer."""
    answers = given(tx, relationship)
    return answers.get(relationship.mentee_id), answers.get(relationship.mentor_id)


def planned(tx: Session, relationship: Relationship) -> Plan:
    """Give what the round comes to as things stand."""
    return outcome(relationship.kind, *sides(tx, relationship))
