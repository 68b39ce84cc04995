"""Both answers about a rhythm, shown to both together: equal (D5) or different (D6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import agendas, agreements, alarms, people, rhythms, terms, wishes
from bot.kinds import Kind
from bot.replies import Done, Reply
from bot.rhythms import Agreement, Rhythm, State
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship


@dataclass(frozen=True)
class Shown:
    """Two answers, what they come to, and the relationship they are about."""

    relationship: Relationship
    round: str
    answers: Sequence[Rhythm]
    agreement: Agreement


def _shown(tx: Session, prompt: Prompt, *, lock: bool = False) -> Shown:
    relationship = tx.get_one(Relationship, prompt.relationship_id, with_for_update=lock)
    round_ = prompt.about["round"]
    one, other = wishes.of_round(tx, relationship, round_).values()
    agreement = rhythms.agree(one, other, terms.usual(tx, relationship))
    return Shown(relationship, round_, (one, other), agreement)


def _agreed(tx: Session, prompt: Prompt) -> Rhythm:
    """Give the rhythm that both said yes to: in two equal answers, or to a proposal."""
    if "rhythm" in prompt.about:
        return terms.decode(prompt.about["rhythm"])
    return _shown(tx, prompt).agreement.rhythm


def _still_agreed(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return terms.present(tx, relationship) == _agreed(tx, prompt)


def _agreed_words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    return terms.words(_agreed(tx, prompt), tx.get_one(Person, prompt.person_id))


def _agreed_script(tx: Session, prompt: Prompt) -> str:
    return "D5_sprint" if _agreed(tx, prompt).sprint_until_on else "D5"


def _great(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("great")


def _still_different(tx: Session, prompt: Prompt, now: datetime) -> bool:
    shown = _shown(tx, prompt)
    holds = terms.present(tx, shown.relationship) == rhythms.lighter(*shown.answers)
    return holds and terms.provisional(shown.relationship)


def _different_words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    shown, reader = _shown(tx, prompt), tx.get_one(Person, prompt.person_id)
    trial = shown.agreement.state is State.TRIAL
    fields = frozenset({"every"}) if trial else shown.agreement.differs
    a, b = terms.sides(shown.answers, fields, reader)
    return {"a": a, "b": b, "middle": terms.every_words(shown.agreement.rhythm.every)}


def _different_script(tx: Session, prompt: Prompt) -> str:
    return "D6_two_steps" if _shown(tx, prompt).agreement.state is State.TRIAL else "D6"


def _fine(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("fine_for_now")


def try_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Try the middle for three sessions when both say so; neither learns of the other's tap."""
    shown = _shown(tx, prompt, lock=True)
    others_tap = _keep(tx, prompt, shown, "try_it", now)
    if others_tap is None:
        return Done("waiting")
    if others_tap != "try_it":
        return Done("expired")
    relationship = shown.relationship
    terms.hold(tx, relationship, shown.agreement.rhythm, State.TRIAL, now)
    agendas.take_off(tx, relationship, "rhythm", now)
    alarms.cancel(tx, "rhythm_offer", wishes.occasion(relationship, shown.round), now)
    agreements.lapse(tx, relationship, ("D6", "D6_now"), "waiting", now, as_="try_it")
    return Done("try_it")


def talk_first(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the lighter rhythm, which is on the agenda, until they have talked."""
    shown = _shown(tx, prompt, lock=True)
    offered = shown.agreement.state is State.TRIAL
    if offered and _keep(tx, prompt, shown, "lets_talk_first", now) == "try_it":
        agreements.lapse(tx, shown.relationship, ("D6", "D6_now"), "waiting", now)
    return Done("lets_talk_first")


def _keep(tx: Session, prompt: Prompt, shown: Shown, tap: str, now: datetime) -> str | None:
    """Keep this person's tap and give the other's, None while there is none."""
    topic = f"D6:{shown.round}"
    person = tx.get_one(Person, prompt.person_id)
    people.chose(tx, shown.relationship, person.id, topic, tap, now)
    other = people.other(tx, shown.relationship, person)
    return people.chosen(tx, shown.relationship, other.id, topic)


_D5 = Kind(guard=_still_agreed, words=_agreed_words, script=_agreed_script, taps={"great": _great})
_D6 = Kind(
    guard=_still_different,
    words=_different_words,
    script=_different_script,
    taps={"fine_for_now": _fine, "try_it": try_it, "lets_talk_first": talk_first},
)
KINDS = {"D5": _D5, "D5_now": _D5, "D6": _D6, "D6_now": _D6}
