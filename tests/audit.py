"""`make audit`: the installed set against the published advisories, where those can be reached."""

import json
import subprocess
import sys
from typing import Any

from rich.console import Console

console = Console()


def audit() -> int:
    """Say what is known to be vulnerable; 1 when something is, 0 when nobody can be asked."""
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--skip-editable"),
            *("--format", "json", "--progress-spinner", "off"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        console.print("pip-audit gave no answer: its advisories can't be reached from here.")
        return 0
    known = [each for each in found if "skip_reason" not in each]
    for each in known:
        for hole in each["vulns"]:
            fixed = ", ".join(hole["fix_versions"]) or "no version yet"
            where = f"[red]{each['name']} {each['version']}[/]"
            console.print(f"{where}: {hole['id']}, fixed in {fixed}")
    console.print(
        f"{len(known)} packages held against the advisories."
        if known
        else "No package could be held against the advisories: they can't be reached from here."
    )
    return int(any(each["vulns"] for each in known))


if __name__ == "__main__":
    sys.exit(audit())
