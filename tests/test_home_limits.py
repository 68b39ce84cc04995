"""Home with many relationships: Slack takes it, and it costs no more than with one."""

import re
import sys
import time
from typing import Any

from bot import timers
from bot.choosing import LIVE
from playground.kit import checks
from store import relationships
from tests.crowds import finish, gather
from tests.life import Life
from tests.test_home import counted, home, words
from tests.test_hub import buttons

MONTHS = timers.DEFAULTS.reopen_months


def fill(life: Life) -> None:
    """Give Maya all that Home may have to say at once."""
    gather(life, 0, 10)
    finish(life, 0, 16)

    def work(tx: Any) -> None:
        maya = life.person("maya", tx)
        maya.capacity, maya.takes_break = 3, True
        maya.away_until = life.now.date().replace(month=3)

    life.run(work)


def test_ten_relationships_in_every_state_fit_on_one_home(life: Life) -> None:
    fill(life)
    view = home(life, "maya")
    assert checks.view(dict(view), "home") == []
    assert len(view["blocks"]) < 100
    assert words(view).count("\n*") == 10
    assert "act:more_people" not in buttons(view)


def test_every_page_behind_a_full_home_fits_too(life: Life) -> None:
    fill(life)
    gather(life, 10, 15)
    pages = [life.act("maya", "more_people", "10").view, life.act("maya", "earlier", "3").view]
    maya = life.person("maya")
    rows = life.run(lambda tx: relationships.of_person(tx, maya.id, LIVE))
    pages += [life.act("maya", "more", row.id).view for row in rows]
    for page in pages:
        assert page is not None
        assert checks.view(dict(page), "modal") == []
    assert len(home(life, "maya")["blocks"]) < 100


def test_more_relationships_take_no_more_queries(life: Life) -> None:
    counts = []
    for first, count in ((0, 1), (1, 9), (10, 20)):
        gather(life, first, count)
        home(life, "maya")
        with counted(life) as seen:
            home(life, "maya")
        began = time.perf_counter()
        home(life, "maya")
        took = (time.perf_counter() - began) * 1000
        counts.append(len(seen))
        sys.stdout.write(f"Home of {first + count}: {len(seen)} queries, {took:.0f} ms\n")
    assert max(counts) - min(counts) <= 1
    assert counts[0] <= 30


def test_earlier_relationships_take_no_more_queries(life: Life) -> None:
    gather(life, 0, 2)
    finish(life, 0, 1)
    home(life, "maya")
    with counted(life) as one:
        home(life, "maya")
    finish(life, 1, 15)
    with counted(life) as same:
        home(life, "maya")
    assert len(one) == len(same)


def test_three_of_this_year_are_shown_and_the_rest_behind_more(life: Life) -> None:
    finish(life, 0, 16)
    view = home(life, "maya")
    said = words(view)
    assert "Earlier" in said
    assert len(re.findall(r"^With \d", said, re.MULTILINE)) == 3
    assert "13 more from before" in said
    assert buttons(view).count("act:save_year") == 3
    page = life.act("maya", "earlier", "3").view
    assert len(re.findall(r"^With \d", words(page), re.MULTILINE)) == 13
    again = [each for each in buttons(page) if each == "act:reopen"]
    assert len(again) == MONTHS - 3 + 1
