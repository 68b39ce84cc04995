"""What a simulation comes to: sessions, prompts, messages a week, states at the end."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from statistics import mean, median

from rich.console import Console
from rich.table import Table

MOST_FAULTS = 10
# What only brings word of the other; PRODUCT 2.6's load counts the prompts.
PASSED_ON = frozenset(
    {
        "asked_for_times", "away_other", "booked", "booked_elsewhere", "cancelled", "H3_other",
        "H3_other_open", "M9_other", "moved", "not_this_month", "note_relayed", "offered_times",
        "resumed", "rhythm_changed", "rhythm_kept", "rhythm_proposed", "shorter_session",
        "times_declined", "times_offered", "times_suggested", "update_reply_relayed",
    }
)  # fmt: skip


@dataclass
class Report:
    """Figures of one simulation, in messages.

    `asked_mentees`: to each mentee with a prompt of the bot's own in it; `told_mentees`: those
    that only pass on what the other did. `weekly`: all of each person's, week by week.
    """

    relationships: int
    months: int
    sessions: Mapping[str, int]
    prompts: Counter[str]
    asked_mentees: Sequence[int]
    asked_mentors: Sequence[int]
    told_mentees: Sequence[int]
    told_mentors: Sequence[int]
    weekly: Sequence[int]
    states: Counter[str]
    hours: float
    faults: Sequence[str] = field(default_factory=list)

    @property
    def held(self) -> float:
        """Give the mean number of held sessions of a relationship."""
        return mean(self.sessions.values()) if self.sessions else 0.0


def by_week(days: Iterable[date], first_on: date, weeks: int) -> list[int]:
    """Give how many of the days fall into each of so many weeks from a Monday on."""
    monday = first_on - timedelta(days=first_on.weekday())
    counted = Counter((day - monday).days // 7 for day in days)
    return [counted[week] for week in range(weeks)]


def high(numbers: Sequence[int], share: float) -> int:
    """Give the number that so large a share of them doesn't exceed; 0 for none."""
    ordered = sorted(numbers)
    return ordered[ceil(share * len(ordered)) - 1] if ordered else 0


def say(report: Report, console: Console) -> None:
    """Print the report."""
    console.print(
        f"{report.relationships} relationships, {report.months} months: "
        f"{sum(report.sessions.values())} sessions held ({report.held:.1f} each), "
        f"{report.hours:.0f} hours."
    )
    console.print(_messages(report))
    console.print(_counts("Relationships at the end", report.states))
    console.print(_counts("Prompts by kind", report.prompts))
    if report.faults:
        console.print(f"[red]{len(report.faults)} times a rule was broken:[/]")
        for fault in report.faults[:MOST_FAULTS]:
            console.print(f"  {fault}", markup=False)
    else:
        console.print("[green]No rule was broken.[/]")


def _messages(report: Report) -> Table:
    table = Table("Messages", "median", "95 %", "most")
    rows = (
        ("with a prompt, to a mentee", report.asked_mentees),
        ("with a prompt, to a mentor", report.asked_mentors),
        ("passed on, to a mentee", report.told_mentees),
        ("passed on, to a mentor", report.told_mentors),
        ("of either, to a person in a week", report.weekly),
    )
    for name, numbers in rows:
        middle = f"{median(numbers):.0f}" if numbers else "0"
        most = max(numbers, default=0)
        table.add_row(name, middle, str(high(numbers, 0.95)), str(most))
    return table


def _counts(title: str, counted: Counter[str]) -> Table:
    table = Table("", "", title=title, show_header=False)
    for name, number in counted.most_common():
        table.add_row(name, str(number))
    return table
