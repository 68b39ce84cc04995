"""docs/deploying.md and what it speaks of: its `sh` blocks are run as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from handlers.settings import Settings
from simulation.lives import live
from store import copies
from store.database import Database
from store.keys import Ring
from tests import servers

HOME = Path(__file__).parent.parent
GUIDE = (HOME / "docs" / "deploying.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


class Machine:
    """A folder in which nothing is but what the guide has put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = ("moved", "restored")
        self.moved, self.restored = (
            servers.address(servers.copy_of("template0", name)) for name in names
        )
        tools = (Path(sys.executable).parent, servers.server().bin_path, "/usr/bin", "/bin")
        self.environment = {
            "PATH": os.pathsep.join(map(str, tools)),
            "HOME": str(folder),
            "POSTGRES": self.moved,
            "RESTORED": self.restored,
        }

    def run(self, block: str) -> str:
        """Run a block as a shell would that stops at the first mistake; all it printed."""
        done = subprocess.run(
            ["sh", "-eu", "-c", block],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def held(self, url: str) -> dict[str, int]:
        """Give how many rows of each table a database holds."""
        database = Database(url)
        counts: dict[str, int] = database.look(
            lambda tx: {
                table.name: len(tx.execute(table.select()).all()) for table in copies.plain()
            }
        )
        database.close()
        return counts


def test_the_guide_is_followed_to_the_letter(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    begin, rotate, *rest = BLOCKS
    machine.run(begin)
    here = f"sqlite:///{tmp_path}/second-coffee.sqlite"
    [key] = re.findall("ENCRYPTION_KEYS=(.*)", (tmp_path / ".env").read_text())
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0
    database = Database(here, Ring.read(key))
    live(database, 1, 1, Random(1), "happy", lambda: None)  # noqa: S311
    database.close()
    before = machine.held(here)
    assert before["prompt"]
    assert "counted just now" in machine.run(rotate)
    assert key not in (tmp_path / ".env").read_text()
    said = {block: machine.run(block) for block in in_order(rest)}
    assert any("rows were copied and compared" in words for words in said.values())
    # Rotation leaves a second seal, or takes the first away: that is no row of anybody's.
    for url in (here, machine.moved, machine.restored, f"sqlite:///{tmp_path}/back-again.sqlite"):
        assert {**machine.held(url), "seal": 0} == {**before, "seal": 0}


def in_order(blocks: list[str]) -> list[str]:
    """Give the blocks as they are lived: a dump of PostgreSQL comes after moving there."""
    return sorted(blocks, key=lambda block: "pg_dump" in block)


def test_the_guide_has_blocks_to_run() -> None:
    assert len(BLOCKS) >= 7
    for command in ("new-key", "migrate", "backup", "copy-database", "rotate-keys"):
        assert any(f"second-coffee {command}" in block for block in BLOCKS), command


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((HOME / "compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_compose_sets_only_what_is_a_setting_and_opens_no_port_to_the_world() -> None:
    services = compose()["services"]
    for name in ("bot", "migrate"):
        assert {key.lower() for key in services[name]["environment"]} <= set(
            Settings.__dataclass_fields__
        )
    assert services["bot"]["ports"] == ["127.0.0.1:3000:3000"]
    assert "ports" not in services["database"]


def test_the_image_is_built_from_every_package_and_is_not_root() -> None:
    text = (HOME / "Dockerfile").read_text(encoding="utf-8")
    packages = {path.parent.name for path in HOME.glob("*/__init__.py")} - {"tests", "benchmarks"}
    for package in packages:
        assert f"COPY {package} ./{package}" in text
        assert f"!{package}\n" in (HOME / ".dockerignore").read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2]
    assert "\nUSER coffee\n" in last
    assert "/healthz" in last


def test_the_service_is_one_that_systemd_reads(tmp_path: Path) -> None:
    unit = (HOME / "deploy" / "second-coffee.service").read_text(encoding="utf-8")
    try:
        (tmp_path / "second-coffee.service").write_text(
            unit.replace("/opt/second-coffee/bin/second-coffee", "/bin/true")
        )
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / "second-coffee.service")],
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        pytest.skip("there is no systemd here")
    assert (done.returncode, done.stderr) == (0, "")


def test_every_action_of_the_checks_is_pinned_and_may_nothing() -> None:
    workflow = yaml.safe_load(
        (HOME / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    )
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "a@" + "0" * 40))
