"""Processes of the same bot as `second-coffee run`, with shorter times and a clock that is wrong.

Each line on standard input starts one, forked from this program, which has imported all there is:
a process killed is replaced at once. `began PID` and `ended PID CODE` go to standard output. When
the input ends, all are killed. With REAL=1 in the environment nothing is shortened.

The argument names a file of JSON: `ahead`, seconds that their clock is ahead of the machine's, and
`pages`, how big their SQLite file may grow (0: as it likes). It is read again each time.
"""

import asyncio
import json
import logging
import os
import select
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

from sqlalchemy import Engine, event

import app
from handlers import lasting, logs
from handlers.bots import build
from handlers.clocks import SteadyClock
from handlers.limits import Limits
from handlers.settings import Settings

SHORT = Limits(
    call_seconds=1.5,
    ending_seconds=4,
    lease=timedelta(seconds=8),
    settling=timedelta(seconds=10),
    pace=6000,
    tick_seconds=1,
    reconcile_seconds=1,
)
POLL_SECONDS = 0.05
CONTROL = Path(sys.argv[-1])


def control(name: str) -> float:
    """Give one number of the file."""
    return float(json.loads(CONTROL.read_text())[name])


def clock() -> datetime:
    """Give the instant that this machine takes for the present one."""
    return app.wall_clock() + timedelta(seconds=control("ahead"))


def fill(connection: Any, *_: Any) -> None:
    """Let the disk under a SQLite connection be as full as it is just now."""
    if type(connection).__module__.startswith("sqlite3"):
        connection.execute(f"PRAGMA max_page_count={control('pages') or 2**30:.0f}")


async def serve() -> None:
    """Run until it is asked to end."""
    asked = app.ending()
    limits = Limits() if os.environ.get("REAL") else SHORT
    async with build(Settings.read(os.environ), SteadyClock(clock, monotonic), limits):
        lasting.keep()
        await asked.wait()


def run() -> NoReturn:
    """Be one of the processes."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    try:
        asyncio.run(serve())
    except Exception as error:
        logging.exception("ended by %s", type(error).__name__)
        os._exit(1)
    os._exit(0)


def look_after() -> None:
    """Start processes as they are asked for, and tell of each that ended."""
    running: set[int] = set()
    while True:
        if select.select([0], [], [], POLL_SECONDS)[0]:
            asked = os.read(0, 1024)
            if not asked:
                break
            for _ in range(asked.count(b"\n")):
                pid = os.fork()
                if pid == 0:
                    run()
                running.add(pid)
                tell(f"began {pid}")
        while running and (ended := os.waitpid(-1, os.WNOHANG))[0]:
            running.discard(ended[0])
            tell(f"ended {ended[0]} {os.waitstatus_to_exitcode(ended[1])}")
    for pid in running:
        os.kill(pid, signal.SIGKILL)


def tell(line: str) -> None:
    """Write a line for who asked."""
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    logs.set_up("WARNING")
    event.listen(Engine, "checkout", fill)
    look_after()
