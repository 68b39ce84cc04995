"""Where each row of PRODUCT 2.4 is shown: an index, held to the tests it names."""

import ast
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent

ROWS: dict[str, tuple[str, ...]] = {
    "Snooze on any prompt": (
        "test_snoozes.test_snooze_on_any_prompt_three_times_then_a_choice_replaces_it",
        "test_snoozes.test_a_snoozed_message_says_so_in_place_and_adds_none",
    ),
    "Session moved": (
        "test_moves.test_moving_counts_as_nothing",
        "test_moves.test_other_times_go_to_the_other_and_one_taken_moves_the_session",
    ),
    "Cancelled by mentee": (
        "test_moves.test_skipping_this_one_tells_the_other_and_asks_again_soon",
        "test_moves.test_the_second_in_a_row_brings_something_smaller_to_that_side_alone",
    ),
    "Cancelled by mentor": (
        "test_moves.test_a_mentor_who_calls_off_offers_times_and_she_has_nothing_to_chase",
        "test_moves.test_the_third_in_a_row_from_the_mentor_is_private",
    ),
    "Didn't happen": (
        "test_wrap_ups.test_not_held_names_nobody",
        "test_wrap_ups.test_we_moved_it_takes_the_new_date_and_asks_then",
        "test_moves.test_a_missed_session_is_mended_with_a_line_and_two_times",
        "test_moves.test_when_the_mentor_didnt_come_he_is_asked_for_times_without_a_fuss",
    ),
    "Two not held in a row": ("test_quiet_spells.test_two_not_held_in_a_row_asks_both_early",),
    "Stories differ": (
        "test_moves.test_differing_stories_are_asked_once_and_of_the_mentee_alone",
        "test_wrap_ups.test_a_no_against_a_promise_is_asked_once",
    ),
    "Past target": (
        "test_quiet_spells.test_past_target_asks_both_tells_both_and_pauses",
        "test_ladders.test_past_target_table",
        "test_quiet_spells."
        "test_in_a_sprint_both_are_asked_at_14_and_the_ordinary_rhythm_is_back_at_21",
    ),
    "Rhythm: equal": (
        "test_agreements_shown.test_equal_answers_set_the_rhythm_and_are_shown_together",
    ),
    "Rhythm: one step apart": (
        "test_agreements_shown.test_different_answers_begin_with_the_lighter_one",
    ),
    "Rhythm: two steps apart": (
        "test_agreements_shown.test_two_steps_apart_offers_the_middle_with_its_own_buttons",
        "test_agreements_shown.test_both_are_asked_again_after_three_sessions",
    ),
    "Rhythm: one silent 5 wd": (
        "test_agreements.test_one_silent_lets_the_other_stand_where_it_asks_no_more_than_the_usual",
    ),
    "Rhythm changed later": (
        "test_rhythm_changes."
        "test_a_lighter_rhythm_holds_at_once_and_the_other_is_told_in_their_window",
        "test_rhythm_changes.test_a_fuller_rhythm_waits_for_the_others_yes",
    ),
    "Sprint": (
        "test_sprints.test_yes_begins_it_for_84_days_and_re_aims_the_next_session",
        "test_sprints.test_it_falls_back_by_itself_and_says_so_once_to_both",
    ),
    "Person pauses everything": (
        "test_away.test_person_pauses_everything_and_nothing_reaches_them",
        "test_quiet.test_each_partner_hears_of_an_absence_in_one_line",
    ),
    "Out of office / DND / holiday": (
        "test_absences.test_out_of_office_is_treated_as_outside_the_window_and_nothing_is_lost",
        "test_absences.test_do_not_disturb_is_treated_as_outside_the_window",
        "test_budget_across.test_a_holiday_where_somebody_lives_is_theirs_alone",
    ),
    "Time zone changes": (
        "test_events_time_zones.test_a_new_zone_moves_what_is_to_be_sent_and_no_booked_session",
    ),
    "Leaves the program": ("test_leaving.test_leaves_the_program",),
    "Leaves a relationship": (
        "test_leaving.test_leaves_a_relationship",
        "test_leaving.test_the_other_is_told_within_one_working_day",
    ),
    "Account deactivated": (
        "test_accounts.test_account_deactivated",
        "test_accounts.test_the_one_who_remains_hears_it_on_the_next_working_morning",
        "test_accounts.test_undone_within_14_days_all_goes_on_silently",
    ),
    "Becomes a guest or leaves the channel": (
        "test_refusals.test_who_becomes_a_guest_is_treated_as_anyone",
    ),
    "Bot can't deliver": (
        "test_refusals.test_bot_cant_deliver",
        "test_refusals.test_what_follows_stays_on_home_until_they_are_heard_of",
    ),
    "Manager line appears": (
        "test_working_lines.test_both_are_asked_in_the_same_words",
        "test_working_lines.test_the_page_says_what_happens_and_asks_nobody",
    ),
    "Someone types their heart out to the bot": (
        "test_hub.test_typing_to_the_bot_brings_the_menu_and_keeps_no_word_of_it",
        "test_hub.test_a_person_please_tells_nobody",
    ),
    "Either reports a note": (
        "test_shown_notes.test_the_organizer_reads_that_one_note_and_not_in_the_message",
    ),
    "Mentor full": ("test_capacities.test_a_mentee_is_told_there_is_no_room_and_no_number",),
}

# Rows of parts of the product that aren't there yet; each leaves this list with its first test.
NOT_THERE_YET = (
    "Mentor declines a request",
    "Mentor declines after coffee",
    "App removed",
)
EVERY_ROW = 29


@cache
def functions(module: str) -> frozenset[str]:
    """Give the names of the tests in a file."""
    tree = ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_shown_by_tests_that_are_there(row: str) -> None:
    assert ROWS[row]
    for name in ROWS[row]:
        module, _, function = name.partition(".")
        assert function in functions(module), name


def test_every_row_is_shown_or_known_to_be_missing() -> None:
    assert not set(ROWS) & set(NOT_THERE_YET)
    assert len(ROWS) + len(NOT_THERE_YET) == EVERY_ROW
