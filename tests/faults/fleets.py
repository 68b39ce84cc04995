"""The bot's processes: started, killed, ended, and started again at once whatever they died of."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import app
from playground.clock import Clock

ROOT = Path(app.__file__).parent
ENTRY = "tests.faults.process"
END_SECONDS = 20
END = {"-": "killed", "0": "ended"}


class Fleet:
    """The processes of one bot. What they write goes to `log`, what they are told to `control`.

    `ends`: how they ended, and how many did not when asked to.
    """

    def __init__(self, folder: Path, random: Random) -> None:
        self.log = folder / "processes.log"
        self.control = folder / "control.json"
        self.ends: Counter[str] = Counter()
        self._random = random
        self._right, self._jump, self._pages = 0.0, 0.0, 0
        self._running: set[int] = set()
        self._over = False

    def right_by(self, clock: Clock) -> None:
        """Let their clock, when it is right, go with this one."""
        self._right = (clock.now() - app.wall_clock()).total_seconds()
        self.tell()

    def tell(self, *, jump: float | None = None, pages: int | None = None) -> None:
        """Let their clock be wrong by so many seconds, and the disk be full at so many pages."""
        self._jump = self._jump if jump is None else jump
        self._pages = self._pages if pages is None else pages
        new = self.control.with_suffix(".new")
        new.write_text(json.dumps({"ahead": self._right + self._jump, "pages": self._pages}))
        new.replace(self.control)

    def clock(self) -> datetime:
        """Give what they take for the present instant."""
        return app.wall_clock() + timedelta(seconds=self._right + self._jump)

    async def start(self, count: int, environ: Mapping[str, str]) -> None:
        """Start so many, each to be started again when it ends."""
        with self.log.open("ab") as log:
            self._nurse = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                ENTRY,
                str(self.control),
                cwd=self.log.parent,
                env={**os.environ, **environ, "PYTHONPATH": str(ROOT)},
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        for _ in range(count):
            self._ask()
        self._listening = asyncio.create_task(self._listen())

    def send(self, number: signal.Signals, count: int) -> None:
        """Send a signal to some of them at one moment."""
        for pid in self._random.sample(sorted(self._running), min(count, len(self._running))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    async def stop(self) -> None:
        """Ask all to end, and wait for it; what does not end in time is killed and counted."""
        self._over = True
        self.send(signal.SIGTERM, len(self._running))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(END_SECONDS):
                while self._running:  # noqa: ASYNC110 - the listener changes it
                    await asyncio.sleep(0.05)
        self.ends["did not end"] += len(self._running)
        assert self._nurse.stdin is not None
        self._nurse.stdin.close()
        await self._nurse.wait()
        await self._listening

    async def _listen(self) -> None:
        assert self._nurse.stdout is not None
        async for line in self._nurse.stdout:
            match line.decode().split():
                case "began", pid:
                    self._running.add(int(pid))
                case "ended", pid, code:
                    self._running.discard(int(pid))
                    self.ends[END.get(code[:1], "by itself")] += 1
                    if not self._over:
                        self._ask()

    def _ask(self) -> None:
        assert self._nurse.stdin is not None
        self._nurse.stdin.write(b"\n")


@asynccontextmanager
async def launch(fleet: Fleet, count: int, environ: Mapping[str, str]) -> AsyncIterator[Fleet]:
    """Run so many processes; none is left at the end."""
    await fleet.start(count, environ)
    try:
        yield fleet
    finally:
        await fleet.stop()
