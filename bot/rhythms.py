"""How often two people meet: agreeing on it, changing it, and what date comes next."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from bot.timers import DEFAULTS, Timers


class Every(StrEnum):
    """How often, fullest first; THREE_WEEKS is a sprint's, TWICE_A_YEAR is for keeping in touch."""

    THREE_WEEKS = "three_weeks"
    MONTH = "month"
    TWO_MONTHS = "two_months"
    THREE_MONTHS = "three_months"
    TWICE_A_YEAR = "twice_a_year"

    @property
    def lightness(self) -> int:
        """Give the place in the order, 0 for the fullest."""
        return list(Every).index(self)


LAST_BEFORE_END = timedelta(days=7)
MONTHS = {Every.MONTH: 1, Every.TWO_MONTHS: 2, Every.THREE_MONTHS: 3, Every.TWICE_A_YEAR: 6}
# A month between two talks is four weeks, so that they keep to a day of the week (PRODUCT 2.8).
WEEKS = {Every.MONTH: 4, Every.TWO_MONTHS: 8, Every.THREE_MONTHS: 12, Every.TWICE_A_YEAR: 26}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, how long and until when; with a sprint while its date isn't passed."""

    every: Every
    minutes: int
    until_on: date
    sprint_until_on: date | None = None


# What one person answers has the same four facts as what two agree on.
Wish = Rhythm


class State(StrEnum):
    """How firmly a rhythm stands (PRODUCT 2.4)."""

    AGREED = "agreed"
    PROVISIONAL = "provisional"
    TRIAL = "trial"


class Effect(StrEnum):
    """When a proposed change begins."""

    NOW = "now"
    NEEDS_OTHER = "needs_other"


@dataclass(frozen=True, slots=True)
class Agreement:
    """The rhythm to start with, how firm it is, and the fields the two answers differ in."""

    rhythm: Rhythm
    state: State
    differs: frozenset[str] = frozenset()


def lighter(a: Wish, b: Wish) -> Rhythm:
    """Give the less demanding answer field by field; a sprint only when both want one."""
    sprints = (a.sprint_until_on, b.sprint_until_on)
    return Rhythm(
        every=max(a.every, b.every, key=lambda every: every.lightness),
        minutes=min(a.minutes, b.minutes),
        until_on=min(a.until_on, b.until_on),
        sprint_until_on=min(filter(None, sprints)) if all(sprints) else None,
    )


def agree(a: Wish | None, b: Wish | None, default: Rhythm) -> Agreement:
    """Combine two private answers, None for no answer in time (PRODUCT 2.4).

    A sprint only one ticked is left out and makes nothing provisional: it can be proposed at any
    time, and its absence is the lighter answer. A lone answer stands where it asks no more than
    the default.
    """
    if a is None or b is None:
        start = lighter(a or b or default, default)
        return Agreement(replace(start, sprint_until_on=None), State.PROVISIONAL)
    start = lighter(a, b)
    differs = frozenset(
        name for name in ("every", "minutes", "until_on") if getattr(a, name) != getattr(b, name)
    )
    if abs(a.every.lightness - b.every.lightness) > 1:
        middle = list(Every)[(a.every.lightness + b.every.lightness) // 2]
        return Agreement(replace(start, every=middle), State.TRIAL, differs)
    return Agreement(start, State.PROVISIONAL if differs else State.AGREED, differs)


def change(current: Rhythm, proposal: Rhythm) -> Effect:
    """Say when a proposal begins: at once when no part asks for more, else with the other's yes."""
    as_light = lighter(proposal, current) == proposal
    return Effect.NOW if as_light else Effect.NEEDS_OTHER


LIGHTEST = Every.THREE_MONTHS


def one_step_lighter(rhythm: Rhythm, today: date) -> Rhythm | None:
    """Give the next less demanding rhythm: without its sprint, else less often; None for the last.

    Twice a year is for keeping in touch, never a rhythm of sessions.
    """
    if rhythm.sprint_until_on is not None and rhythm.sprint_until_on >= today:
        return replace(rhythm, sprint_until_on=None)
    if rhythm.every.lightness >= LIGHTEST.lightness:
        return None
    every = list(Every)[rhythm.every.lightness + 1]
    return replace(rhythm, every=every, sprint_until_on=None)


def add_months(day: date, months: int) -> date:
    """Give the same day some months later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_target(
    held_on: date,
    session_number: int,
    rhythm: Rhythm,
    second_after_days: int = DEFAULTS.second_session_days,
    sprint_every_days: int = DEFAULTS.sprint_every_days,
) -> date:
    """Give the date around which to meet after session `session_number`, held on a local date.

    Three weeks on while that is inside a sprint; four weeks after the first; then the rhythm,
    in whole weeks.
    """
    in_sprint = held_on + timedelta(days=sprint_every_days)
    if rhythm.every is Every.THREE_WEEKS:
        return in_sprint
    if rhythm.sprint_until_on and in_sprint <= rhythm.sprint_until_on:
        return in_sprint
    if session_number == 1:
        return held_on + timedelta(days=second_after_days)
    return held_on + timedelta(weeks=WEEKS[rhythm.every])


@dataclass(frozen=True, slots=True)
class Ladder:
    """Days past the target on which each prompt is due, None for one that doesn't come."""

    m2: int
    m3: int
    h1: int
    h2: int | None
    paused: int | None
    ordinary: int | None


def past_target_ladder(every: Every, sprint: bool, timers: Timers = DEFAULTS) -> Ladder:
    """Give the quiet ladder of PRODUCT 2.4; a sprint's goes back to the ordinary rhythm."""
    if sprint:
        return Ladder(
            m2=0,
            m3=timers.sprint_quiet_mentor_days,
            h1=timers.sprint_quiet_both_days,
            h2=None,
            paused=None,
            ordinary=timers.sprint_quiet_back_days,
        )
    rare = every.lightness >= Every.THREE_MONTHS.lightness
    extra = timers.quiet_three_monthly_extra_days if rare else 0
    return Ladder(
        m2=0,
        m3=timers.quiet_mentor_days + extra,
        h1=timers.quiet_both_days + extra,
        h2=timers.quiet_notice_days + extra,
        paused=timers.quiet_pause_days + extra,
        ordinary=None,
    )


def end_of_term(start_on: date, until: int | date) -> date:
    """Give the end date chosen as a number of months or as a date."""
    return until if isinstance(until, date) else add_months(start_on, until)


def in_round(
    target_on: date, ends_on: date, after_on: date, today: date, timers: Timers = DEFAULTS
) -> date | None:
    """Give a target no later than the round's end: a week before it when it would come after.

    None when that is gone, or sooner after the session of `after_on` than anybody's rhythm.
    """
    if target_on <= ends_on:
        return target_on
    last_on = ends_on - LAST_BEFORE_END
    gap = timedelta(days=timers.sprint_every_days)
    return last_on if last_on >= max(after_on + gap, today) else None


def before_end(target_on: date, ends_on: date, today: date) -> date | None:
    """Give a target somebody put off: inside the round, a week from now at the soonest.

    None when less than a week of the round is left.
    """
    if target_on <= ends_on:
        return target_on
    soonest_on = today + LAST_BEFORE_END
    return max(ends_on - LAST_BEFORE_END, soonest_on) if soonest_on <= ends_on else None


def closing_opens(start_on: date, ends_on: date, timers: Timers = DEFAULTS) -> date:
    """Give the day the closing opens: six weeks before the end, in a short term half-way."""
    usual_on = ends_on - timedelta(days=timers.closing_days_before)
    return max(usual_on, mid_point(start_on, ends_on))


def renewal_due(opened_on: date, ends_on: date, timers: Timers = DEFAULTS) -> date:
    """Give the day by which answers are wanted: 14 before the end, or half-way in a short closing.

    Day 351 of 365 (PRODUCT 2.8).
    """
    left = (ends_on - opened_on).days
    return ends_on - timedelta(days=min(timers.renewal_days_before, max(left // 2, 0)))


def mid_point(start_on: date, ends_on: date) -> date:
    """Give the day half-way through a term."""
    return start_on + (ends_on - start_on) // 2
