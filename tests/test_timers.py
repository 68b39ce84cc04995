import re
from dataclasses import fields, replace
from pathlib import Path

import pytest

from bot.timers import DEFAULTS, PREFIX, Timers


def test_without_settings_every_timer_is_the_usual_one() -> None:
    assert Timers.read({}) == DEFAULTS == Timers()


def test_a_setting_changes_its_timer_and_no_other() -> None:
    read = Timers.read({"SECOND_COFFEE_TIMER_PROMISE_REMINDER_DAYS": " 10 "})
    assert read == replace(DEFAULTS, promise_reminder_days=10)


def test_other_variables_are_left_alone() -> None:
    assert Timers.read({"PATH": "/bin", "DATABASE_URL": "sqlite://"}) == DEFAULTS


def test_every_timer_can_be_set_to_its_own_default() -> None:
    settings = {
        PREFIX + field.name.upper(): str(getattr(DEFAULTS, field.name)) for field in fields(Timers)
    }
    assert Timers.read(settings) == DEFAULTS


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("COFFEE_BREAK", "3", "COFFEE_BREAK is not a timer; the names are in .env.example."),
        ("PAUSE_DAYS", "soon", "PAUSE_DAYS must be a whole number from 1 to 3650, not 'soon'."),
        ("PAUSE_DAYS", "", "PAUSE_DAYS must be a whole number from 1 to 3650, not ''."),
        ("PAUSE_DAYS", "0", "PAUSE_DAYS must be a whole number from 1 to 3650, not '0'."),
        ("PAUSE_DAYS", "-3", "PAUSE_DAYS must be a whole number from 1 to 3650, not '-3'."),
        ("PAUSE_DAYS", "1.5", "PAUSE_DAYS must be a whole number from 1 to 3650, not '1.5'."),
        ("PAUSE_DAYS", "٣", "PAUSE_DAYS must be a whole number from 1 to 3650, not '٣'."),
        ("PAUSE_DAYS", "9" * 7, "PAUSE_DAYS must be a whole number from 1 to 3650, not '9999999'."),
        ("BOOK_LAST_DAYS_BEFORE", "-1", "from 0 to 3650, not '-1'."),
        ("RHYTHM_MONTHS", "4", "RHYTHM_MONTHS must be one of 1, 2, 3, not '4'."),
        ("SESSION_MINUTES", "50", "SESSION_MINUTES must be one of 30, 45, 60, not '50'."),
        (
            "QUIET_BOTH_DAYS",
            "60",
            "SECOND_COFFEE_TIMER_QUIET_BOTH_DAYS must be less than "
            "SECOND_COFFEE_TIMER_QUIET_NOTICE_DAYS.",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_a_sentence(
    name: str, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match="SECOND_COFFEE_TIMER_") as wrong:
        Timers.read({PREFIX + name: text})
    assert sentence in str(wrong.value)


# PRODUCT 2.5 row by row, and what 2.4 adds: what each counts, and its usual value.
ROWS: dict[str, dict[str, int]] = {
    "Relationship length": {"term_months": 12},
    "Rhythm": {"rhythm_months": 2, "sprint_every_days": 21, "sprint_days": 84},
    "Session length": {"session_minutes": 45},
    "First session": {"first_session_days": 14},
    "Second session": {"second_session_days": 28},
    "Mentor's reply to a request": {
        "request_reminder_working_days": 4,
        "request_lapse_working_days": 7,
    },
    "Open requests per mentee": {"open_requests": 3},
    "Setup": {
        "setup_first_reminder_working_days": 3,
        "setup_second_reminder_working_days": 7,
        "setup_provisional_working_days": 10,
    },
    "Rhythm answer window": {"rhythm_answer_working_days": 5},
    "Book prompt": {
        "book_first_days_before": 14,
        "book_again_days_before": 7,
        "book_last_days_before": 0,
    },
    "Topic prompt": {"topic_working_days_before": 2, "brief_working_days_before": 1},
    "Did you meet?": {"met_minutes": 15, "unconfirmed_working_days": 5, "wrap_up_days": 7},
    "Feedback opens / closes": {"feedback_close_days": 7, "feedback_nudge_days": 3},
    "Feedback cadence": {"feedback_skips": 2},
    "Step check-in": {"step_check_in_days": 14, "step_check_in_sprint_days": 7},
    "Updates to the mentor": {"update_every_days": 7},
    "Promise reminder": {"promise_reminder_days": 7},
    "Fit check": {"fit_check_days": 60, "fit_check_session": 2},
    "Pulse": {"pulse_first_session": 2, "pulse_second_session": 4, "pulse_every_sessions": 3},
    "Mid-point": {"mid_point_session": 3},
    "Mentor's first-move prompt; quiet ladder past target": {
        "quiet_mentor_days": 14,
        "quiet_both_days": 28,
        "quiet_notice_days": 42,
        "quiet_pause_days": 49,
        "quiet_three_monthly_extra_days": 7,
        "sprint_quiet_mentor_days": 7,
        "sprint_quiet_both_days": 14,
        "sprint_quiet_back_days": 21,
    },
    "Pause → end": {"pause_days": 90, "pause_answer_days": 14, "reopen_months": 12},
    "Closing starts": {"closing_days_before": 42},
    "Renewal answers due": {"renewal_days_before": 14},
    "Keep in touch": {"in_touch_months": 6},
    "Path comment prompt": {"path_comment_days": 14},
    "Lone-wolf and bridge prompts": {"lone_wolf_months": 3, "bridge_months": 6},
    "2.4 Cancelled": {"rebook_working_days": 2},
    "2.4 Account deactivated": {"account_undo_days": 14},
    "2.3 ENDED": {"ended_tidied_days": 30, "retention_months": 24},
    "2.4 App removed": {"removal_days": 30},
}
# What waits for a part of the product that isn't there yet.
NOT_READ_YET = {
    "open_requests",
    "removal_days",
    "path_comment_days",
    "lone_wolf_months",
    "bridge_months",
}


def test_every_row_of_the_timings_is_there_with_its_usual_value() -> None:
    usual = {name: value for row in ROWS.values() for name, value in row.items()}
    assert {name: getattr(DEFAULTS, name) for name in usual} == usual


def test_every_timer_belongs_to_a_row_and_says_why() -> None:
    assert {field.name for field in fields(Timers)} == {n for row in ROWS.values() for n in row}
    lines = Path("bot/timers.py").read_text(encoding="utf-8").splitlines()
    for field in fields(Timers):
        [at] = [n for n, line in enumerate(lines) if line.startswith(f"    {field.name}: int = ")]
        assert lines[at - 1].lstrip().startswith("# "), f"{field.name} has no reason"


def test_every_timer_is_read_somewhere() -> None:
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("bot", "handlers")
        for file in Path(folder).rglob("*.py")
        if file.name != "timers.py"
    )
    read = set(re.findall(r"\.([a-z_]+)\b", code))
    assert {field.name for field in fields(Timers)} - read <= NOT_READ_YET
