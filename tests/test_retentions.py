"""Retention: what was kept long enough goes by itself, silently, and nothing a day before."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session, SQLModel, select

from bot import endings, retentions
from bot.timers import Timers
from handlers.deps import Deps
from store.advice import Promise
from store.cards import Card
from store.errands import Errand
from store.goals import Goal
from store.memories import Memory
from store.people import Person
from store.prompts import ANSWERED, Draft, Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from store.visions import Decision, Vision
from tests import databases
from tests.life import TEAM, Life
from tests.pairs import booked, meeting, pair, rows
from tests.test_archives import written
from tests.test_erasures import erase


def over(life: Life) -> Relationship:
    """Let a pair with all sorts of things end today."""
    written(life)
    row = life.relationship
    life.run(lambda tx: endings.end(tx, tx.get_one(Relationship, row.id), life.now))
    life.settle()
    return row


def tidy(life: Life, at: datetime, **timers: int) -> int:
    """Tidy until nothing is left to do at an instant; give how often it took."""

    def once(tx: Session) -> bool:
        tx.info["timers"] = Timers(**timers)
        return retentions.tidy(tx, at)

    for count in range(1, 40):
        if not life.run(once):
            return count
    raise AssertionError("it never ends")


def test_a_pair_goes_two_years_after_its_end_and_not_a_day_before(life: Life) -> None:
    over(life)
    on = life.now.date()
    day_before = datetime.combine(date(on.year + 2, on.month, on.day), life.now.timetz())
    tidy(life, day_before)
    assert rows(life, Promise)
    tidy(life, day_before + timedelta(days=1))
    for table in (Relationship, Meeting, Promise, Goal, Prompt):
        assert rows(life, table) == []


def test_the_setting_says_how_long(life: Life) -> None:
    over(life)
    tidy(life, life.now + timedelta(days=80), retention_months=3)
    assert rows(life, Relationship)
    tidy(life, life.now + timedelta(days=100), retention_months=3)
    assert rows(life, Relationship) == []


def test_a_pair_that_goes_on_is_kept_however_old(life: Life) -> None:
    written(life)
    assert tidy(life, life.now + timedelta(days=4000)) > 0
    assert rows(life, Relationship)
    assert rows(life, Promise)
    assert {row.path for row in rows(life, Card)} == {"card of maya", "card of leo"}


def test_cards_of_somebody_in_no_pair_go_and_those_of_one_in_a_pair_stay(life: Life) -> None:
    over(life)
    kept = Card(person_id=life.person("ines").id, path="card of ines", written_at=life.now)
    brought = Memory(person_id=life.person("maya").id, origin="x", thing="y", place="p",
                     said="{}", made_at=life.now, kept_at=life.now)  # fmt: skip
    life.run(lambda tx: tx.add_all([kept, brought]))
    pair(life, mentee="ines", mentor="leo")
    tidy(life, life.now + timedelta(days=800))
    assert {row.path for row in rows(life, Card)} == {"card of leo", "card of ines"}
    for table in (Vision, Decision, Memory):
        assert rows(life, table) == []


def test_what_somebody_in_no_pair_wrote_lately_stays(life: Life) -> None:
    card = Card(person_id=life.person("ines").id, path="new", written_at=life.now)
    life.run(lambda tx: tx.add(card))
    tidy(life, life.now + timedelta(days=700))
    assert rows(life, Card)


def test_an_answer_begun_long_ago_and_a_call_given_up_go(life: Life) -> None:
    written(life)
    maya = life.person("maya")
    failed = Errand(workspace_id=TEAM, person_id=maya.id, kind="home", state="failed",
                    due_at=life.now)  # fmt: skip
    said = Prompt(workspace_id=TEAM, person_id=maya.id, kind="K4", occasion="x", state=ANSWERED,
                  due_at=life.now, planned_at=life.now)  # fmt: skip
    life.run(lambda tx: tx.add_all([failed, said]))
    tidy(life, life.now + timedelta(days=29))
    assert [row.state for row in rows(life, Errand) if row.state == "failed"]
    tidy(life, life.now + timedelta(days=31))
    assert not [row.state for row in rows(life, Errand) if row.state == "failed"]
    assert rows(life, Draft)
    tidy(life, life.now + timedelta(days=800))
    assert rows(life, Draft) == []
    assert not [row for row in rows(life, Prompt) if row.kind == "K4"]


def test_a_name_stays_a_week_for_the_other_to_be_told(life: Life) -> None:
    written(life)
    maya = life.person("maya").id
    erase(life, "maya")
    tidy(life, life.now + timedelta(days=6))
    assert life.run(lambda tx: tx.get_one(Person, maya).name) == "Maya Doe"
    tidy(life, life.now + timedelta(days=8))
    assert life.run(lambda tx: tx.get_one(Person, maya).name) == ""


def test_whoever_deleted_all_and_is_in_no_pair_goes_whole(life: Life) -> None:
    ines = life.person("ines").id
    erase(life, "ines")
    tidy(life, life.now + timedelta(days=8))
    assert life.run(lambda tx: tx.get(Person, ines)) is None


def test_it_goes_in_small_batches_and_tells_nobody(life: Life) -> None:
    ended: dict[str, Any] = {"state": "ended", "open_pair": None, "ended_at": life.now}
    for _ in range(45):
        row = pair(life, mentee="maya", mentor="ines")
        meeting(life, row)
        booked(life, row, life.now, number=2)
        life.run(lambda tx, row=row: tx.get_one(Relationship, row.id).sqlmodel_update(ended))
    before = len(life.sent)
    life.run(lambda tx: retentions.tidy(tx, life.now + timedelta(days=800)))
    assert len(rows(life, Relationship)) == 45 - retentions.SOME
    assert tidy(life, life.now + timedelta(days=800)) > 2
    assert rows(life, Relationship) == []
    life.settle()
    assert len(life.sent) == before


async def test_the_bot_does_it_by_itself_every_hour(tmp_path: Path) -> None:
    with databases.opened(tmp_path) as database:
        life = Life(database)
        over(life)
        later = life.now + timedelta(days=800)
        deps = Deps(database, AsyncWebClient(), clock=lambda: later)
        await deps.retain()
        tables: list[type[SQLModel]] = [Relationship, Promise, Card]
        assert [rows(life, table) for table in tables] == [[], [], []]


def test_after_a_month_of_an_ending_what_the_bot_needed_is_gone_by_the_setting(life: Life) -> None:
    row = over(life)
    life.turn(days=29)
    told = select(Prompt).where(Prompt.relationship_id == row.id)
    assert life.run(lambda tx: tx.exec(told).first()) is not None
    life.turn(days=3)
    left: Any = life.run(lambda tx: tx.exec(told).all())
    assert left == []
