from dataclasses import fields, replace

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
