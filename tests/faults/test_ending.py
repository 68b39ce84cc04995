"""The very command, asked to end while it posts: what is in flight arrives and is known."""

import asyncio
import signal
import sys
from pathlib import Path
from random import Random

from sqlmodel import Session, select

import app
from playground import faults
from playground.clock import Clock
from playground.faults import Fault
from playground.server import Playground
from store.database import Database
from store.prompts import PLANNED, SENDING, SENT, Prompt
from tests.faults.companies import HELP, seed, staffed
from tests.faults.counts import places
from tests.faults.fleets import ROOT
from tests.rings import KEYS, RING

PAIRS, SECONDS = 6, 1.5


async def test_what_is_in_flight_when_it_is_asked_to_end_is_finished(tmp_path: Path) -> None:
    clock = Clock(app.wall_clock(), running=True)
    slack = Playground(ROOT / "manifest.yml", clock, staffed(PAIRS))
    url, random = f"sqlite:///{tmp_path}/bot.sqlite", Random(1)  # noqa: S311 - nobody's secret
    asked = seed(url, slack.here.records.company, clock.now(), random, 3600)
    helped = {each.prompt_id for each in asked if each.kind == HELP}
    posting = asyncio.Event()

    def hold(method: str) -> Fault | None:
        if method != "chat.postMessage":
            return None
        posting.set()
        return faults.late(SECONDS)

    slack.here.faults.injector = hold
    await slack.start()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "app.py"),
        "run",
        cwd=tmp_path,
        env={
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": url,
            "ENCRYPTION_KEYS": KEYS,
            "PYTHONPATH": str(ROOT),
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        await asyncio.wait_for(posting.wait(), 60)
        await asyncio.sleep(SECONDS / 3)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await slack.stop()
    stands = {prompt_id for ids in places(slack.here.records).values() for prompt_id in ids}
    database = Database(url, RING)
    try:
        states = database.run(_states)
    finally:
        database.close()
    assert {states[prompt_id] for prompt_id in stands} <= {SENT}
    assert {states[prompt_id] for prompt_id in helped - stands} <= {PLANNED}
    assert SENDING not in states.values()


def _states(tx: Session) -> dict[str, str]:
    return dict(tx.exec(select(Prompt.id, Prompt.state)).all())
