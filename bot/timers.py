"""How long the bot waits before each thing it does (PRODUCT 2.5), and the settings to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Self, cast

from sqlmodel import Session

PREFIX = "SECOND_COFFEE_TIMER_"
LONGEST = 3650
CHOICES = {"rhythm_months": (1, 2, 3), "session_minutes": (30, 45, 60)}
RISING = (
    ("request_reminder_working_days", "request_lapse_working_days"),
    (
        "setup_first_reminder_working_days",
        "setup_second_reminder_working_days",
        "setup_provisional_working_days",
    ),
    ("book_last_days_before", "book_again_days_before", "book_first_days_before"),
    ("quiet_mentor_days", "quiet_both_days", "quiet_notice_days", "quiet_pause_days"),
    ("sprint_quiet_mentor_days", "sprint_quiet_both_days", "sprint_quiet_back_days"),
    ("feedback_nudge_days", "feedback_close_days"),
    ("renewal_days_before", "closing_days_before"),
)


@dataclass(frozen=True, slots=True)
class Timers:
    """Every waiting time of PRODUCT 2.4 and 2.5; a name ends in what it counts."""

    # One-year rounds are usual, and gains are largest at a year or more.
    term_months: int = 12
    # Busy mentors set the default; monthly is one tap away.
    rhythm_months: int = 2
    # Long enough for one topic and what became of the last one.
    session_minutes: int = 45
    # A sprint is for something a person is in the middle of.
    sprint_every_days: int = 21
    # A sprint ends by itself after twelve weeks.
    sprint_days: int = 84
    # The will to meet is strongest right after the second yes.
    first_session_days: int = 14
    # Early closure is the common failure; two talks in the first month guard against it.
    second_session_days: int = 28
    # One reminder, before silence starts to hurt.
    request_reminder_working_days: int = 4
    # Weeks without an answer are what people complain of.
    request_lapse_working_days: int = 7
    # Enough to compare, few enough to mean each.
    open_requests: int = 3
    # Clear expectations mark good pairs.
    setup_first_reminder_working_days: int = 3
    # The last word on setup before the usual answers stand in.
    setup_second_reminder_working_days: int = 7
    # Forms must not delay the talk.
    setup_provisional_working_days: int = 10
    # One working week.
    rhythm_answer_working_days: int = 5
    # Two weeks is how full a mentor's calendar tends to be.
    book_first_days_before: int = 14
    # Weekly reminders help, more frequent ones help less.
    book_again_days_before: int = 7
    # The target date itself is the last time the mentee alone is asked.
    book_last_days_before: int = 0
    # A reminder with something to do in it does better than a bare one.
    topic_working_days_before: int = 2
    # Late enough to carry the topic, early enough to be read.
    brief_working_days_before: int = 1
    # Noted while it is fresh.
    met_minutes: int = 15
    # After a working week nobody remembers to say.
    unconfirmed_working_days: int = 5
    # The good of a session is written down within a week or not at all.
    wrap_up_days: int = 7
    # A new date is easiest while the old one is still in mind.
    rebook_working_days: int = 2
    # One nudge, half-way through the week the trade is open.
    feedback_nudge_days: int = 3
    # Long enough to wait for the other, short enough to remember the session.
    feedback_close_days: int = 7
    # After this many skips the trade comes every second session.
    feedback_skips: int = 2
    # Progress that is looked at and written down is made more often.
    step_check_in_days: int = 14
    # A sprint's steps are shorter.
    step_check_in_sprint_days: int = 7
    # Thanks keep helpers helping; more than one message a week doesn't.
    update_every_days: int = 7
    # The mentor's promises get the same single reminder as the mentee's steps.
    promise_reminder_days: int = 7
    # A grace period before a pair is taken as settled.
    fit_check_days: int = 60
    # The fit check waits for this session when it comes later.
    fit_check_session: int = 2
    # The first pulse comes once there is something to feel.
    pulse_first_session: int = 2
    # The second shows whether it moved.
    pulse_second_session: int = 4
    # After that, often enough to notice a change.
    pulse_every_sessions: int = 3
    # A review needs something to look back on.
    mid_point_session: int = 3
    # The mentor may make the first move once; both sides' initiative matters.
    quiet_mentor_days: int = 14
    # Relationships fade rather than end, so both are asked.
    quiet_both_days: int = 28
    # Nobody is surprised by a pause.
    quiet_notice_days: int = 42
    # A pause is gentler than an end.
    quiet_pause_days: int = 49
    # A three-monthly pair is used to longer gaps.
    quiet_three_monthly_extra_days: int = 7
    # A sprint's gaps are short, so its ladder is too.
    sprint_quiet_mentor_days: int = 7
    # Both are asked while the sprint can still be saved.
    sprint_quiet_both_days: int = 14
    # Then the ordinary rhythm takes over, instead of a pause.
    sprint_quiet_back_days: int = 21
    # Thick and thin: a busy quarter isn't an end.
    pause_days: int = 90
    # The last question before a pause becomes an end.
    pause_answer_days: int = 14
    # An ending can be taken back for a year.
    reopen_months: int = 12
    # Accounts are switched off by mistake too; undone in this time, nothing happened.
    account_undo_days: int = 14
    # Time to take one's own words along when the app is removed.
    removal_days: int = 30
    # An ending is still fresh for a month; then what only the bot needed of it goes.
    ended_tidied_days: int = 30
    # Long enough to look back or begin anew, not for ever.
    retention_months: int = 24
    # Room for one last booked session.
    closing_days_before: int = 42
    # Time to talk about it.
    renewal_days_before: int = 14
    # Kept light: twice a year.
    in_touch_months: int = 6
    # The path is for thinking, not for homework.
    path_comment_days: int = 14
    # For those who chose to be asked at all.
    lone_wolf_months: int = 3
    # As above, and it concerns more people.
    bridge_months: int = 6

    def __post_init__(self) -> None:
        """Raise ValueError when steps that follow each other are out of order."""
        for names in RISING:
            for first, second in pairwise(names):
                if getattr(self, first) >= getattr(self, second):
                    raise ValueError(
                        f"{PREFIX}{first.upper()} must be less than {PREFIX}{second.upper()}."
                    )

    @classmethod
    def read(cls, overrides: Mapping[str, str]) -> Self:
        """Build from settings; other variables are ignored, ValueError says which one is wrong."""
        defaults = {field.name: int(str(field.default)) for field in fields(cls)}
        changed = {}
        for setting, text in overrides.items():
            if setting.startswith(PREFIX):
                name = setting.removeprefix(PREFIX).lower()
                if name not in defaults:
                    raise ValueError(f"{setting} is not a timer; the names are in .env.example.")
                changed[name] = _number(setting, text, defaults[name])
        return cls(**changed)


def _number(setting: str, text: str, default: int) -> int:
    """Give a setting's whole number; ValueError with a sentence when it can't be used."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
    choices = CHOICES.get(setting.removeprefix(PREFIX).lower())
    if choices and number not in choices:
        raise ValueError(f"{setting} must be one of {', '.join(map(str, choices))}, not {text!r}.")
    least = min(default, 1)
    if not least <= number <= LONGEST:
        raise ValueError(
            f"{setting} must be a whole number from {least} to {LONGEST}, not {text!r}."
        )
    return number


DEFAULTS = Timers()


def of(tx: Session) -> Timers:
    """Give the waiting times this unit of work runs under."""
    return cast(Timers, tx.info.get("timers", DEFAULTS))
