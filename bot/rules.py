"""Rules: what each person ticked, and what two lists come to, as lines that can be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot import people, scripts
from store import rhythms as kept
from store.people import Person
from store.relationships import Relationship
from store.rhythms import RulesWish

BOTH_TICK = ("rules", "not_for")
EACH_SAYS = ("reach", "reply")
USUAL: Mapping[str, Any] = {
    "rules": ["between_us", "notice", "stop_any_time"],
    "reach": "dm",
    "reply": "week",
    "not_for": [],
}


@dataclass(frozen=True)
class Summary:
    """Two lists as one: what holds, and what one alone ticked, without saying who."""

    agreed: Sequence[str]
    to_talk_about: Sequence[str]


def ticked(tx: Session, relationship: Relationship, person: Person) -> RulesWish:
    """Give what a person ticked, or the usual ones that stand in for it."""
    found = kept.rules(tx, relationship.id).get(person.id)
    return found or RulesWish(
        relationship_id=relationship.id,
        person_id=person.id,
        rules=dict(USUAL),
        wished_at=relationship.created_at,
    )


def summary(tx: Session, relationship: Relationship, reader: Person) -> Summary:
    """Give the list as it is shown to a person.

    What both ticked is agreed. How to reach somebody and how soon they answer is theirs to say.
    """
    pair = people.pair(tx, relationship)
    one, other = (ticked(tx, relationship, person).rules for person in pair)
    agreed: list[str] = []
    open_: list[str] = []
    for question in BOTH_TICK:
        for code in codes(question):
            ticks = (code in one[question]) + (code in other[question])
            lines = {2: agreed, 1: open_}.get(ticks)
            if lines is not None:
                lines.append(scripts.script(f"rule_{question}_{code}").text)
    for question in EACH_SAYS:
        said = one.get(question), other.get(question)
        if said[0] == said[1] is not None:
            agreed.append(scripts.script(f"rule_{question}_{said[0]}").text)
            continue
        for person, choice in zip(pair, said, strict=True):
            if choice is not None:
                own = "own_" if person.id == reader.id else "their_"
                entry = scripts.script(f"rule_{own}{question}_{choice}")
                agreed.append(scripts.fill(entry.text, {"name": people.name(person)}))
    return Summary(agreed, open_)


def in_own_words(
    tx: Session, relationship: Relationship, reader: Person
) -> Sequence[tuple[str, str]]:
    """Give what somebody wrote themselves, each with its label; a contact once both agreed.

    One's own contact is always there to be read again.
    """
    lines = []
    for person in people.pair(tx, relationship):
        row, own = ticked(tx, relationship, person), person.id == reader.id
        name = {"name": people.name(person)}
        if row.not_for:
            label = "rules_not_for_own" if own else "rules_not_for_their"
            lines.append((scripts.fill(scripts.script(label).text, name), row.not_for))
        if row.contact and (own or relationship.rules_state == "agreed"):
            label = "rules_contact_own" if own else "rules_contact_their"
            lines.append((scripts.fill(scripts.script(label).text, name), row.contact))
    return lines


def codes(question: str) -> Sequence[str]:
    """Give the codes a question of the form offers, in its order."""
    [found] = [each for each in scripts.form("ground_rules").questions if each.id == question]
    return [code for code, _ in found.choices]
