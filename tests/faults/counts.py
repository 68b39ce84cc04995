"""Counting what was said, in Slack's records, and what was kept, in the bot's rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from playground.records import Records
from store.advice import Advice
from store.prompts import DROPPED, PLANNED, Prompt
from store.pulses import Pulse
from store.sessions import Topic
from tests.faults.companies import PULSE, Asked
from tests.faults.crowds import LINE, OWN_LINE, Given

Place = tuple[str, str]


@dataclass(frozen=True)
class Tally:
    """What there is and, named one by one, what there is not to be.

    `astray`: posted, and the bot does not know where it stands. `given`: acknowledged answers.
    """

    planned: int
    posted: int
    given: int
    stored: int
    twice: Sequence[str]
    lost: Sequence[str]
    astray: Sequence[str]
    stored_twice: Sequence[str]
    answers_lost: Sequence[str]

    @property
    def wrong(self) -> dict[str, Sequence[str]]:
        """What is to be empty and is not."""
        found = {
            "posted twice": self.twice,
            "lost": self.lost,
            "astray": self.astray,
            "stored twice": self.stored_twice,
            "answers lost": self.answers_lost,
        }
        return {name: each for name, each in found.items() if each}


def tally(
    tx: Session, records: Records, asked: Iterable[Asked], given: Given, now: datetime
) -> Tally:
    """Count everything; what was due before `now`, on the bot's own clock, must be out."""
    rows = {row.id: row for row in tx.exec(select(Prompt)).all()}
    stands = places(records, rows)
    carried = Counter(prompt_id for ids in stands.values() for prompt_id in ids)
    expected = {each.prompt_id for each in asked}
    expected |= {row.id for row in rows.values() if _is_to_be_out(row, now)}
    rides = {row.id for row in rows.values() if row.drawn == "line" and carried[str(row.lead_id)]}
    said = expected & (carried.keys() | rides)
    kept = Counter(_kept(tx, rows.values()))
    return Tally(
        planned=len(expected),
        posted=len(said),
        given=len(given.all),
        stored=len(given.all & kept.keys()),
        twice=sorted(each for each, times in carried.items() if times > 1),
        lost=sorted(expected - said),
        astray=sorted(each for each in said if _is_astray(rows[each], stands)),
        stored_twice=sorted(each for each, times in kept.items() if times > 1),
        answers_lost=sorted(given.all - kept.keys()),
    )


def places(records: Records, known: Iterable[str] = ()) -> dict[Place, set[str]]:
    """Give the prompts that each message of the bot's carries, in its metadata or as a block."""
    found: dict[Place, set[str]] = {}
    known = set(known)
    for channel, kept in records.messages.items():
        for ts, message in kept.items():
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            ids = {str(payload["prompt_id"])} if "prompt_id" in payload else set()
            ids |= {block.get("block_id") for block in message.get("blocks", ())} & known
            if ids and message["user"] == records.company.bot_user_id:
                found[channel, ts] = ids
    return found


def _is_to_be_out(row: Prompt, now: datetime) -> bool:
    """Say whether a prompt is neither for later nor dropped because its reason had passed."""
    return row.state != DROPPED and not (row.state == PLANNED and row.due_at > now)


def _is_astray(row: Prompt, stands: dict[Place, set[str]]) -> bool:
    return row.lead_id is None and row.id not in stands.get((str(row.channel), str(row.ts)), ())


def _kept(tx: Session, rows: Iterable[Prompt]) -> Iterator[str]:
    """Give every answer that is kept, named as the crowd names what it gave."""
    pulses = {(row.about["session"], row.person_id): row.id for row in rows if row.kind == PULSE}
    for pulse in tx.exec(select(Pulse)).all():
        yield pulses[pulse.session_id, pulse.person_id]
    for topic in tx.exec(select(Topic)).all():
        yield (topic.text or "").rpartition(LINE)[0]
    for note in tx.exec(select(Advice)).all():
        yield note.text
    for row in rows:
        if row.kind == OWN_LINE:
            yield row.occasion
