"""The app removed: everything stops at once, tokens go, and after thirty days the data (2.4)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import SQLModel, select

from store.alarms import ASIDE, Alarm
from store.installations import Installation, Removal
from store.people import Person
from store.prompts import PARKED, PLANNED, Prompt
from store.relationships import Relationship
from store.workspaces import Workspace
from tests.served import Served, begin

GONE = {"type": "app_uninstalled"}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with begin(tmp_path) as served:
        for team in ("T1", "T2"):
            await served.install(team)
            await served.pair(team)
        yield served


def heard(served: Served, team: str) -> int:
    """Give how many calls a workspace's Slack has had."""
    return sum(of == team for of, _, _ in served.slack.calls)


async def removed(served: Served) -> set[str]:
    """Give the workspaces that the app was removed from."""
    rows = await served.database.read(lambda tx: tx.exec(select(Removal.workspace_id)).all())
    return set(rows)


async def test_nothing_more_happens_there_and_elsewhere_all_goes_on(served: Served) -> None:
    assert (await served.event(GONE, "T1")).status == 200
    before = {team: heard(served, team) for team in ("T1", "T2")}
    await served.turn(days=8)
    assert heard(served, "T1") == before["T1"]
    assert heard(served, "T2") > before["T2"]


async def test_its_tokens_are_deleted_at_once(served: Served) -> None:
    await served.event(GONE, "T1")
    rows = await served.database.read(lambda tx: tx.exec(select(Installation.workspace_id)).all())
    assert list(rows) == ["T2"]
    answer = await served.command("UMAYA", "/mentor", team="T1")
    assert "isn't installed here" in answer.json["text"]


async def test_its_timers_are_put_aside(served: Served) -> None:
    await served.event(GONE, "T1")
    rows = await served.database.read(lambda tx: tx.exec(select(Alarm)).all())
    places = await served.database.read(lambda tx: tx.exec(select(Relationship)).all())
    of = {row.id: row.workspace_id for row in places}
    assert {of[row.relationship_id] for row in rows if row.rung_at == ASIDE} == {"T1"}
    assert "T1" not in {of[row.relationship_id] for row in rows if row.rung_at is None}


async def test_installing_it_again_brings_all_back(served: Served) -> None:
    planned = select(Prompt.id).where(Prompt.workspace_id == "T1", Prompt.state == PLANNED)
    waiting = await served.database.read(lambda tx: tx.exec(planned).all())
    await served.event(GONE, "T1")
    await served.turn(days=2)
    assert waiting == await served.database.read(lambda tx: tx.exec(planned).all())
    await served.install("T1")
    assert await removed(served) == set()
    before = heard(served, "T1")
    await served.turn(days=8)
    assert heard(served, "T1") > before
    asides = await served.database.read(
        lambda tx: tx.exec(select(Alarm).where(Alarm.rung_at == ASIDE)).all()
    )
    assert asides == []


async def test_a_revoked_token_of_the_bots_counts_and_a_persons_does_not(served: Served) -> None:
    await served.event({"type": "tokens_revoked", "tokens": {"oauth": ["UMAYA"]}}, "T1")
    await served.event({"type": "tokens_revoked", "tokens": {}}, "T1")
    assert await removed(served) == set()
    await served.event({"type": "tokens_revoked", "tokens": {"bot": ["UBOTT1"]}}, "T1")
    assert await removed(served) == {"T1"}


async def test_news_from_before_it_was_installed_again_is_too_late(served: Served) -> None:
    told = int(served.clock[0].timestamp())
    await served.event(GONE, "T1", event_time=told)
    served.clock[0] += timedelta(minutes=5)
    await served.install("T1")
    await served.event(GONE, "T1", event_time=told)
    assert await removed(served) == set()


async def test_a_removal_in_the_instant_it_was_installed_counts(served: Served) -> None:
    served.clock[0] += timedelta(microseconds=700_000)
    await served.install("T1")
    await served.event(GONE, "T1", event_time=int(served.clock[0].timestamp()))
    assert await removed(served) == {"T1"}


async def test_the_same_news_twice_changes_nothing_more(served: Served) -> None:
    for _ in range(2):
        await served.event(GONE, "T1", event_id="Ev-once")
        await served.event({"type": "tokens_revoked", "tokens": {"bot": ["U"]}}, "T1")
    assert await removed(served) == {"T1"}


async def test_a_removal_nobody_tells_of_is_found_by_asking(served: Served) -> None:
    await served.bot.upkeep.look()
    served.slack.revoke("T1", "account_inactive")
    await served.bot.upkeep.look()
    assert await removed(served) == set()
    served.clock[0] += timedelta(hours=7)
    await served.bot.upkeep.look()
    assert await removed(served) == {"T1"}


@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "invalid_auth"])
async def test_a_slack_that_is_unwell_removes_nothing(served: Served, error: str) -> None:
    served.slack.revoke("T1", error)
    served.clock[0] += timedelta(hours=7)
    await served.bot.upkeep.look()
    assert await removed(served) == set()


async def everything(served: Served) -> dict[str, int]:
    """Give how many rows every table has."""

    def count(tx):  # type: ignore[no-untyped-def]
        names = [table.name for table in SQLModel.metadata.sorted_tables]
        query = 'SELECT count(*) FROM "{}"'
        return {
            name: tx.connection().execute(text(query.format(name))).scalar_one() for name in names
        }

    return await served.database.read(count)


async def test_after_thirty_days_its_data_is_gone_and_nobody_elses(served: Served) -> None:
    await served.event(GONE, "T1")
    served.clock[0] += timedelta(days=29, hours=23)
    await served.bot.upkeep.look()
    assert (await everything(served))["person"] == 6
    served.clock[0] += timedelta(hours=2)
    await served.bot.upkeep.look()
    for table in (Person, Prompt, Relationship):
        rows = await served.database.read(lambda tx, t=table: tx.exec(select(t)).all())  # type: ignore[misc]
        assert {row.workspace_id for row in rows} == {"T2"}
    assert await served.database.read(lambda tx: tx.get(Workspace, "T1")) is None
    assert await removed(served) == set()
    before = heard(served, "T2")
    await served.turn(days=8)
    assert heard(served, "T2") > before


async def test_who_installs_it_after_that_begins_anew(served: Served) -> None:
    await served.event(GONE, "T1")
    served.clock[0] += timedelta(days=31)
    await served.bot.upkeep.look()
    await served.install("T1")
    await served.pair("T1")


async def test_what_a_dead_token_kept_from_being_said_is_said_with_the_next(
    served: Served,
) -> None:
    served.slack.revoke("T1")
    for _ in range(4):
        await served.turn(days=1)
    parked = select(Prompt.id).where(Prompt.state == PARKED)
    assert await served.database.read(lambda tx: tx.exec(parked).all()) == []
    await served.install("T1")
    before = len(served.slack.asked("chat.postMessage", "T1"))
    for _ in range(4):
        await served.turn(days=1)
    assert len(served.slack.asked("chat.postMessage", "T1")) > before
