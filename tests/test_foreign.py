"""Another workspace's ids, in all that Slack can send: nothing there is shown or changed."""

import json
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import select as core_select
from sqlmodel import Session, SQLModel

from bot import catalogue, permissions
from bot.permissions import Rule
from store.people import Person
from store.prompts import Prompt
from store.purges import owned
from store.relationships import Relationship
from store.sessions import Meeting
from tests import databases, test_policy
from tests.life import Life
from tests.served import Served, begin

HERE, THERE = "T1", "T2"
WRITTEN = [f'"{word}' for word in ("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9")]
NAMES = ("Leo Doe", "Maya Doe", "Olga", "Harbor")
STAMPS = ("1700000000.000001", "DT1UMAYA", "Dmaya")


@cache
def _made() -> tuple[Path, dict[Any, str]]:
    """Give the folder of two people with a row of each kind between them, and those rows' ids."""
    folder = databases.lasting("foreign")
    with databases.opened(folder) as database:
        ids = test_policy._gather(Life(database))
    return folder, ids


def about(rule: Rule | None = None) -> set[str]:
    """Give the ids of the first workspace that a verb is most likely to take for its own."""
    ids = _made()[1]
    tables = (Relationship, Person, Prompt, rule.row if rule else Meeting)
    return {ids[table] for table in tables if table in ids}


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    databases.copy(_made()[0], tmp_path)
    async with begin(tmp_path) as served:
        for team in (HERE, THERE):
            await served.install(team)
        await served.bot.heart.turn()
        yield served


def rows(tx: Session) -> dict[str, list[str]]:
    """Give every row of the first workspace."""
    which = owned(HERE)
    return {
        table.name: sorted(
            str(row) for row in tx.execute(core_select(table).where(which[table.name])).mappings()
        )
        for table in SQLModel.metadata.sorted_tables
        if table.name in which
    }


class Stranger:
    """Somebody of the second workspace who sends what they like, in Slack's own name."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.told: list[str] = []

    async def send(self, payload: dict[str, Any]) -> None:
        """Let a payload in as if it had come by a socket."""
        number = next(self.served.numbers)
        full = {"team_id": THERE, "team": {"id": THERE}, "user": {"id": "UMAYA"},
                "user_id": "UMAYA", "trigger_id": f"7.{number}", **payload}  # fmt: skip
        if "command" in full or "event" in full:
            full = {key: part for key, part in full.items() if key not in ("user", "team")}
        answer = await self.served.bot.door.let_in(AsyncBoltRequest(mode="socket_mode", body=full))
        assert answer.status in (200, 503), payload
        self.told.append(answer.body)

    async def click(self, action_id: str, value: str) -> None:
        """Tap a button."""
        action = {"type": "button", "action_id": action_id, "value": value, "block_id": "b"}
        await self.send({"type": "block_actions", "actions": [action]})

    async def submit(self, name: str, row_id: str) -> None:
        """Send in a form, its fields filled with somebody of the first workspace."""
        chosen = {"a": {"selected_user": "ULEO"}, "b": {"value": "ULEO"}}
        state = {"values": {key: {"x": part} for key, part in chosen.items()}}
        number = str(next(self.served.numbers))
        view = {"id": "V1", "type": "modal", "state": state, "hash": number, "blocks": [],
                "callback_id": f"form:{name}", "private_metadata": row_id}  # fmt: skip
        await self.send({"type": "view_submission", "view": view})

    async def event(self, event: dict[str, Any]) -> None:
        """Let something happen."""
        number = next(self.served.numbers)
        await self.send({"type": "event_callback", "event_id": f"Ev7{number}", "event": event})


@pytest.fixture
async def stranger(served: Served) -> AsyncIterator[Stranger]:
    """Give a stranger; afterwards the first workspace must be as it was, and unknown to them."""
    before = await served.database.read(rows)
    asked = len([of for of, _, _ in served.slack.calls if of == HERE])
    stranger = Stranger(served)
    yield stranger
    await served.bot.heart.turn()
    assert len([of for of, _, _ in served.slack.calls if of == HERE]) == asked
    after = await served.database.read(rows)
    assert {name for name, found in before.items() if after[name] != found} <= {"receipt"}
    shown = [json.dumps(given) for of, _, given in served.slack.calls if of == THERE]
    everything = "\n".join([*stranger.told, *shown])
    for words in (*WRITTEN, *NAMES):
        assert words not in everything


async def test_no_button_of_home_or_a_page_reaches_another_workspaces_rows(
    stranger: Stranger,
) -> None:
    for name in catalogue.ACTS:
        for row_id in about(permissions.ACTS[name]):
            await stranger.click(f"act:{name}", row_id)


async def test_no_form_reaches_another_workspaces_rows(stranger: Stranger) -> None:
    for name in catalogue.FORMS:
        for row_id in about(permissions.FORMS[name]):
            await stranger.submit(name, row_id)


async def test_no_button_under_a_prompt_reaches_another_workspaces_prompts(
    stranger: Stranger,
) -> None:
    buttons = {name for kind in catalogue.KINDS.values() for name in kind.taps}
    for name in buttons:
        for row_id in about():
            await stranger.click(f"tap:{name}", row_id)


async def test_no_command_names_anybody_of_another_workspace(stranger: Stranger) -> None:
    for name in catalogue.COMMANDS:
        for text in ("", "<@ULEO|leo>", "<@UMAYA>", "<@UOLGA>", *about()):
            await stranger.send({"command": name, "text": text})


async def test_no_event_reaches_another_workspaces_people(stranger: Stranger) -> None:
    await stranger.event({"type": "app_home_opened", "user": "UMAYA", "tab": "home"})
    for channel in STAMPS:
        line = {"type": "message", "user": "UMAYA", "channel": channel, "channel_type": "im"}
        for thread in (None, *STAMPS):
            words = {"text": "hello", "ts": f"18.{next(stranger.served.numbers)}"}
            await stranger.event({**line, **words, **({"thread_ts": thread} if thread else {})})
    for slack_id in ("ULEO", "UMAYA"):
        gone = {"id": slack_id, "deleted": True, "profile": {"real_name": "Gone"}}
        await stranger.event({"type": "user_change", "user": gone})
        quiet = {"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 4_000_000_000}
        await stranger.event({"type": "dnd_updated_user", "user": slack_id, "dnd_status": quiet})


async def test_removing_the_app_from_one_workspace_leaves_the_other(stranger: Stranger) -> None:
    await stranger.event({"type": "app_uninstalled"})
    assert await stranger.served.bot.deps.installed.seat(HERE) is not None
    assert await stranger.served.bot.deps.installed.seat(THERE) is None
