"""Lives lived in advance: the same seed gives the same lives, rules are held, figures add up."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest
from rich.console import Console
from typer.testing import CliRunner

from app import cli
from simulation import reports
from simulation.lives import live
from simulation.reports import Report
from tests import databases


def lived(folder: Path, people: str, *, relationships: int, months: int, seed: int = 1) -> Report:
    random = Random(seed)  # noqa: S311
    return live(databases.emptied(), relationships, months, random, people, lambda: None)


def test_people_who_do_what_they_are_asked_meet_and_no_rule_is_broken(tmp_path: Path) -> None:
    report = lived(tmp_path, "happy", relationships=1, months=4)
    assert report.faults == []
    assert list(report.sessions.values()) == [3]
    assert report.states == {"active": 1}
    assert report.prompts["M6"] == 3
    assert report.hours == 3 * 45 / 60


def test_a_happy_year_at_the_usual_rhythm_has_the_load_of_the_product(tmp_path: Path) -> None:
    """PRODUCT 2.6: 8 sessions, about 53 messages to the mentee and 36 to the mentor."""
    report = lived(tmp_path, "happy", relationships=1, months=12)
    assert report.faults == []
    assert list(report.sessions.values()) == [8]
    assert report.hours == 6
    [mentee], [mentor] = report.asked_mentees, report.asked_mentors
    assert 48 <= mentee <= 58
    assert 32 <= mentor <= 40


def test_mixed_people_in_one_and_two_pairs_break_no_rule(tmp_path: Path) -> None:
    report = lived(tmp_path, "mixed", relationships=7, months=3, seed=4)
    assert report.faults == []
    assert report.relationships == 7
    assert sum(report.states.values()) == 7
    assert max(report.weekly) <= 3


def test_a_seed_tells_the_lives(tmp_path: Path) -> None:
    one, again = (
        lived(tmp_path / name, "diligent", relationships=1, months=1) for name in _folders(tmp_path)
    )
    assert (one.prompts, one.asked_mentees) == (again.prompts, again.asked_mentees)


def _folders(tmp_path: Path) -> list[str]:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    return ["a", "b"]


def test_weeks_are_counted_from_the_monday_of_the_first_day() -> None:
    days = [date(2027, 1, 12), date(2027, 1, 17), date(2027, 1, 18), date(2027, 2, 28)]
    assert reports.by_week(days, date(2027, 1, 12), 3) == [2, 1, 0]


@pytest.mark.parametrize(
    ("numbers", "share", "found"),
    [([], 0.95, 0), ([3], 0.95, 3), ([1, 2, 3, 4], 0.5, 2), (list(range(101)), 0.95, 95)],
)
def test_high_is_what_so_many_do_not_exceed(numbers: list[int], share: float, found: int) -> None:
    assert reports.high(numbers, share) == found


def test_a_broken_rule_is_told_and_ends_with_an_error() -> None:
    console = Console(record=True, width=100)
    counts = ([3], [2], [1], [1], [1])
    figures = Report(1, 1, {"r": 1}, Counter(M1=2), *counts, Counter(active=1), 0.75, ["no"])
    reports.say(figures, console)
    said = console.export_text()
    assert "1 times a rule was broken" in said
    assert "M1" in said


def test_the_command_lives_a_month_and_says_so() -> None:
    answer = CliRunner().invoke(cli, ["simulate", "--relationships", "1", "--months", "1"])
    assert answer.exit_code == 0
    assert "No rule was broken" in answer.output


def test_the_command_refuses_people_it_does_not_know() -> None:
    answer = CliRunner().invoke(cli, ["simulate", "--people", "lazy"])
    assert answer.exit_code == 2
    assert "Choose one of" in answer.output
