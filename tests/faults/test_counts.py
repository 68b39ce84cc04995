"""The counting counts: what is doubled, lost or astray is found in the records and the rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from sqlmodel import Session, select

from playground import messages
from playground.clock import Clock
from playground.server import Playground
from store.database import Database
from store.people import Person
from store.prompts import PLANNED, SENT, Prompt
from store.relationships import Relationship
from store.sessions import Topic
from tests.faults.companies import Asked, seed, staffed
from tests.faults.counts import Tally, tally
from tests.faults.crowds import LINE, Given
from tests.faults.fleets import ROOT
from tests.faults.storms import TUESDAY
from tests.rings import RING


@dataclass
class Port:
    """A company of one pair, three prompts asked of them, and nothing posted yet."""

    slack: Playground
    database: Database
    asked: list[Asked]

    def post(self, asked: Asked) -> None:
        """Post what carries a prompt, and let the bot know where it stands."""
        here = self.slack.here
        channel, ts = here.dm(here.records.people[asked.slack_id]).id, here.stamp()
        metadata = {"event_payload": {"prompt_id": asked.prompt_id}}
        message = messages.by_bot(here, "Hello", None) | {"ts": ts, "metadata": metadata}
        here.records.keep_message(channel, message)

        def mark(tx: Session) -> None:
            row = tx.get_one(Prompt, asked.prompt_id)
            row.state, row.channel, row.ts = SENT, channel, ts

        self.database.run(mark)

    def count(self, given: Given | None = None) -> Tally:
        """Count, an hour later."""
        records, now = self.slack.here.records, TUESDAY + timedelta(hours=1)
        return self.database.run(lambda tx: tally(tx, records, self.asked, given or Given(), now))


@pytest.fixture
def port(tmp_path: Path) -> Iterator[Port]:
    """Give one, all its prompts posted."""
    company = staffed(1)
    slack = Playground(ROOT / "manifest.yml", Clock(TUESDAY, running=False), company)
    url = f"sqlite:///{tmp_path}/bot.sqlite"
    asked = seed(url, company, TUESDAY, Random(1), 1)  # noqa: S311 - nobody's secret
    database = Database(url, RING)
    made = Port(slack, database, asked)
    for each in asked:
        made.post(each)
    yield made
    database.close()


def test_what_was_posted_once_is_well(port: Port) -> None:
    counted = port.count()
    assert (counted.planned, counted.posted, counted.wrong) == (3, 3, {})


def test_a_doubled_post_is_counted(port: Port) -> None:
    port.post(port.asked[0])
    assert port.count().wrong == {"posted twice": [port.asked[0].prompt_id]}


def test_a_post_that_is_not_there_is_lost_whatever_the_bot_says(port: Port) -> None:
    port.slack.here.records.messages.clear()
    assert set(port.count().lost) == {each.prompt_id for each in port.asked}


def test_a_message_the_bot_does_not_know_of_is_astray(port: Port) -> None:
    lost = port.asked[1].prompt_id

    def forget(tx: Session) -> None:
        tx.get_one(Prompt, lost).ts = None

    port.database.run(forget)
    assert port.count().wrong == {"astray": [lost]}


def test_what_is_due_and_was_never_sent_is_lost(port: Port) -> None:
    def plan(tx: Session) -> None:
        person = tx.exec(select(Person)).first()
        assert person is not None
        tx.add(
            Prompt(
                id="late",
                workspace_id=person.workspace_id,
                person_id=person.id,
                kind="K4",
                occasion="one",
                state=PLANNED,
                due_at=TUESDAY,
                planned_at=TUESDAY,
            )
        )

    port.database.run(plan)
    assert port.count().wrong == {"lost": ["late"]}


def test_an_answer_that_was_not_kept_is_lost(port: Port) -> None:
    given = Given(taps={port.asked[0].prompt_id}, said={"D1:1.0"})
    assert port.count(given).wrong == {"answers lost": sorted(given.all)}


def test_words_that_were_kept_twice_are_counted(port: Port) -> None:
    def keep(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        for number in (0, 1):
            words = f"Line one{LINE}{number}"
            tx.add(Topic(relationship_id=relationship.id, text=words, added_at=TUESDAY))

    port.database.run(keep)
    counted = port.count(Given(lines={"Line one"}))
    assert (counted.stored, counted.wrong) == (1, {"stored twice": ["Line one"]})
