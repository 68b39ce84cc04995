"""Second Coffee's command line: builds everything and starts it; the one reader of the clock."""

import asyncio
import contextlib
import signal
import webbrowser
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot import ticks, timelines
from bot.windows import Hours, at_local, is_working_day
from handlers import checks, lasting, logs
from handlers.bots import Bot, build
from handlers.clocks import SteadyClock
from handlers.limits import DEMO
from handlers.settings import Settings
from handlers.workspaces import Refused
from operations.backing_up import backup
from operations.copying import copy_database
from operations.environment import console, settings_of_environment
from operations.keys import new_key
from operations.manifests import MANIFEST, manifest
from operations.rotation import rotate_keys
from playground.clock import Clock
from playground.companion import Entry
from playground.server import Playground
from simulation.command import simulate
from store import keys, revisions
from store.database import Database

HOST = "127.0.0.1"

cli = typer.Typer(add_completion=False, no_args_is_help=True, help=__doc__)
cli.command()(simulate)
cli.command()(new_key)
cli.command()(rotate_keys)
cli.command()(copy_database)
cli.command()(backup)
cli.command()(manifest)


def wall_clock() -> datetime:
    """Give the present instant, in UTC."""
    return datetime.now(UTC)


class Companion:
    """The bot's side of the clock that it shares with the playground."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def next_due(self) -> datetime | None:
        """Give the next instant at which the bot has something due."""
        return await self.bot.deps.database.read(
            lambda tx: ticks.next_due(tx, self.bot.deps.clock())
        )

    async def settle(self) -> None:
        """Do all that is due now."""
        await self.bot.heart.turn()

    async def timeline(self) -> list[Entry]:
        """Give what happened and what is due."""
        deps = self.bot.deps
        assert deps.identity is not None  # noqa: S101 - asked only of a running bot
        here = deps.identity.workspace_id
        told = await deps.database.read(lambda tx: timelines.told(tx, here, deps.clock()))
        return [Entry(m.at, m.slack_id, m.title, m.kind, m.done, m.channel, m.ts) for m in told]


def demo_start(real: datetime) -> datetime:
    """Give the Tuesday on which the demo begins: both people's windows are open then."""
    maya, leo = Hours("Europe/London"), Hours("America/New_York")
    day = real.date() + timedelta(days=(1 - real.weekday()) % 7)
    while not (is_working_day(day, maya) and is_working_day(day, leo)):
        day += timedelta(days=7)
    return at_local(day, time(14, 35), maya.zone)


@asynccontextmanager
async def demo_workspace(
    folder: Path, port: int, clock: Clock, database_url: str = ""
) -> AsyncIterator[Playground]:
    """Run the playground with the unchanged bot beside it; a folder remembers both."""
    playground = Playground(MANIFEST, clock, folder=folder)
    await playground.start(HOST, port)
    settings = Settings(
        slack_bot_token=playground.bot_token,
        slack_app_token=playground.app_token,
        slack_api_url=playground.api_url,
        database_url=database_url or f"sqlite:///{folder / 'second-coffee.sqlite'}",
        encryption_keys=keys.of_file(folder / "key"),
        organizer=playground.organizer,
    )
    try:
        async with build(settings, clock.now, DEMO) as bot:
            playground.companion = Companion(bot)
            try:
                yield playground
            finally:
                await playground.playing.stop()
    finally:
        await playground.stop()


def ending() -> asyncio.Event:
    """Give what is set by Ctrl-C, or by whoever runs the bot and ends it."""
    asked = asyncio.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)

    def end() -> None:
        asked.set()
        for number in numbers:  # whoever asks again doesn't want to wait
            asyncio.get_running_loop().remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in numbers:
        asyncio.get_running_loop().add_signal_handler(number, end)
    return asked


@cli.command()
def demo(
    port: Annotated[int, typer.Option(envvar="PORT", help="0 for any free port")] = 8765,
    browser: Annotated[str, typer.Option(envvar="BROWSER", help="none: open nothing")] = "",
    folder: Annotated[Path, typer.Option(help="where the demo remembers")] = Path("demo-data"),
) -> None:
    """Try the bot in a Slack on this machine, with a clock you can turn."""

    async def run() -> None:
        asked = ending()
        clock = Clock(demo_start(wall_clock()), running=True)
        async with demo_workspace(folder, port, clock) as playground:
            console.print(f"Second Coffee is open at [bold]{playground.url}[/] (Ctrl-C ends it)")
            if browser != "none":
                webbrowser.open(playground.url)
            await asked.wait()
            console.print("Closing. Start again, and all is where you left it.")

    logs.set_up("WARNING")
    _run(run())


@cli.command()
def run() -> None:
    """Run the bot in your Slack workspace."""

    async def serve(settings: Settings, asked: asyncio.Event, up: asyncio.Event) -> None:
        async with build(settings, SteadyClock(wall_clock, monotonic)) as bot:
            lasting.keep()
            up.set()
            who = bot.deps.identity
            at = f"{settings.host}:{bot.serving[0].port}" if bot.serving else ""
            where = who.workspace if who else f"every workspace that installs it at {at}"
            console.print(f"Second Coffee is listening in {where}.")
            await asked.wait()

    async def live(settings: Settings) -> None:
        asked, up = ending(), asyncio.Event()
        serving = asyncio.create_task(serve(settings, asked, up))
        ended = asyncio.create_task(asked.wait())
        await asyncio.wait({serving, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not up.is_set() and not serving.done():  # it still waits for Slack or the database
            serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving

    settings = settings_of_environment()
    if missing := settings.missing():
        console.print(f"[red]{missing}[/]")
        raise typer.Exit(2)
    _run(live(settings))


@cli.command()
def check() -> None:
    """Say in plain lines what is missing or wrong; exit 1 when something is."""
    settings = settings_of_environment()
    findings = asyncio.run(checks.look(settings, MANIFEST, wall_clock))
    for finding in findings:
        console.print(("[green]ok[/]  " if finding.ok else "[red]no[/]  ") + finding.sentence)
    raise typer.Exit(0 if all(finding.ok for finding in findings) else 1)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest tables."""
    database = Database(settings_of_environment().database_url)
    try:
        revisions.migrate(database)
    except SQLAlchemyError as wrong:
        console.print(f"[red]The database can't be opened ({type(wrong).__name__}).[/]")
        raise typer.Exit(1) from wrong
    finally:
        database.close()
    console.print("The database is up to date.")


def _run(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends; a refusal is one sentence and exit 1."""
    try:
        asyncio.run(work)
    except (Refused, revisions.Behind, keys.Shut, OSError) as wrong:
        console.print(f"[red]{wrong}[/]")
        raise typer.Exit(1) from wrong
    except SQLAlchemyError as wrong:
        console.print(f"[red]The database can't be used ({type(wrong).__name__}).[/]")
        raise typer.Exit(1) from wrong


def main() -> None:
    """Run the command line."""
    cli()


if __name__ == "__main__":
    main()
