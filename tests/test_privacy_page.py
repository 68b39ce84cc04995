"""docs/privacy.md names every column there is, and none that isn't: why, who sees it, how long."""

import re
from collections import Counter
from pathlib import Path

from bot.timers import DEFAULTS
from store.tables import metadata

PAGE = Path(__file__).parent.parent / "docs" / "privacy.md"
TABLE = re.compile(r"^## .+: `(\w+)`$", re.MULTILINE)


def told() -> dict[str, list[list[str]]]:
    """Give the rows of cells the page has for each table."""
    _, *parts = TABLE.split(PAGE.read_text(encoding="utf-8"))
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return {
        name: [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in text.splitlines()
            if line.startswith("| `")
        ]
        for name, text in sections.items()
    }


def test_every_table_is_named_and_no_other() -> None:
    assert told().keys() == metadata.tables.keys()


def test_every_column_is_named_once() -> None:
    for name, rows in told().items():
        named = Counter(column for row in rows for column in re.findall(r"`(\w+)`", row[0]))
        assert named == Counter(column.name for column in metadata.tables[name].columns), name


def test_each_says_why_who_sees_it_and_how_long() -> None:
    for name, rows in told().items():
        for row in rows:
            assert len(row) == 4, (name, row)
            assert all(row), (name, row)


def test_the_page_tells_the_usual_times() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"{DEFAULTS.ended_tidied_days} days after a pair's end" in page
    assert f"{DEFAULTS.retention_months} months after the pair's end" in page
    assert f"after {DEFAULTS.removal_days} days" in page
