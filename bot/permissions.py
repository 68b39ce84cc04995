"""Permissions: one rule for each act and form, said as data; bot/policy.py holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import SQLModel

from store.advice import Promise, Step, Update
from store.changes import Change
from store.codes import Code
from store.goals import Goal
from store.lines import Line
from store.memories import Memory
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.reviews import Review
from store.sessions import Meeting, Slot
from store.thanks import Thanks
from store.trades import Trade
from store.visions import Decision


class Part(StrEnum):
    """Which of the two a verb is for."""

    EITHER = "either"
    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True)
class Rule:
    """Who may do something with the row whose id a button or a form carries.

    `row`: its table, None where the id stands for nothing. `part`: which of the two of its
    relationship. `own`: the column that names the only person whose it is; `not_own`: the column
    that names the one of the two for whom it is not. `or_self`: or it is the person's own row.
    `after`: also when it has ended. `colleague`: the row is another person of the same workspace.
    `wrong`: what the other of the two is told.
    """

    row: type[SQLModel] | None = None
    part: Part = Part.EITHER
    own: str | None = None
    not_own: str | None = None
    or_self: bool = False
    after: bool = False
    colleague: bool = False
    wrong: str | None = None


MENTEE, MENTOR = Part.MENTEE, Part.MENTOR
ANYONE = Rule()
SELF = Rule(Person, own="id")
COLLEAGUE = Rule(Person, colleague=True)
DECISION, PROMPT = Rule(Decision, own="person_id"), Rule(Prompt, own="person_id")

EITHER_OR_SELF = Rule(Relationship, or_self=True)
EITHER, EITHER_AFTER = Rule(Relationship), Rule(Relationship, after=True)
MENTEES, MENTORS = Rule(Relationship, MENTEE), Rule(Relationship, MENTOR)
MENTORS_AFTER = Rule(Relationship, MENTOR, after=True)
NOTES = Rule(Relationship, MENTEE, wrong="mentee_only")
NOTES_AFTER = Rule(Relationship, MENTEE, after=True, wrong="mentee_only")

SESSION, MENTEES_SESSION = Rule(Meeting), Rule(Meeting, MENTEE)
NOTES_OF_SESSION = Rule(Meeting, MENTEE, wrong="mentee_only")
NOTES_OF_SESSION_AFTER = Rule(Meeting, MENTEE, after=True, wrong="mentee_only")
TIME = Rule(Slot, not_own="offered_by_id")
# A private goal of somebody else's is answered like one that never was: the verb sees to that.
GOAL = Rule(Goal)
TRADE = Rule(Trade, after=True)
STEP = Rule(Step, MENTEE, after=True, wrong="mentee_only")
UPDATE = Rule(Update, MENTEE, wrong="mentee_only")
UPDATE_AFTER = Rule(Update, MENTEE, after=True, wrong="mentee_only")
PROMISE = Rule(Promise, MENTOR, after=True)
REVIEW = Rule(Review)
CHANGE, THANKS = Rule(Change, own="person_id"), Rule(Thanks, own="author_id")
MADE_CODE = Rule(Code, own="made_by_id", after=True)
TAKEN_CODE = Rule(Code, own="taken_by_id", after=True)
MEMORY = Rule(Memory, own="person_id")
QUESTION = Rule(Line, MENTEE, not_own="author_id")

_ACTS: Mapping[Rule, tuple[str, ...]] = {
    ANYONE: ("away", "who_sees_what", "person_please", "more_people", "earlier"),
    SELF: (
        "quieter", "write_all", "write_half", "write_home", "here_again", "end_break", "capacity",
        "leave_all", "stop_please_tell_them_all", "stop_one_at_time", "stop_not_now",
        "elsewhere", "new_code", "enter_code", "import", "brought_along",
        "vision", "edit_vision", "decision", "decision_without", "decisions", "save_my_data",
        "delete_my_data", "erase_me",
    ),
    PROMPT: ("prompt",),
    DECISION: ("open_decision", "bring_decision", "delete_decision"),
    EITHER: (
        "book", "card", "goals", "rhythm", "ground_rules", "change_ground_rules", "feedback",
        "notes", "note_write_mine", "note_after_each_session", "note_ask_for_feedback", "note",
        "come_back", "more", "update", "leave", "leave_last_talk_first",
        "leave_please_tell_them", "leave_not_yet",
        "leave_close_with_thanks", "half_way", "something_changed", "changed_new_job_or_role",
        "changed_lost_job", "changed_big_decision", "changed_life_outside_work",
        "changed_good_news", "thanks", "say_hello", "start_again", "contact",
        "working_lines", "lines_ask",
    ),
    EITHER_OR_SELF: ("ask_organizer", "send_ask", "dont_send_ask", "pause"),
    EITHER_AFTER: (
        "our_year", "our_year_2", "our_year_3", "save_year", "reopen", "reopen_ask", "renewal",
    ),
    MENTEES: ("goal_add", "goals_first", "preview_vision", "share_vision", "take_back_vision"),
    MENTORS: (
        "hope", "their_vision", "encourage_vision", "ask_mentee", "ask_question", "swap_roles",
    ),
    MENTORS_AFTER: ("promise",),
    TIME: ("take_time",),
    SESSION: ("none_of_these", "move", "call_off", "one_pager"),
    NOTES_OF_SESSION: ("met",),
    NOTES_OF_SESSION_AFTER: ("wrap_up",),
    GOAL: ("goal_edit", "goal_close", "goal_keep", "goal_share", "goal_keep_private"),
    TRADE: (
        "note_add_bit", "note_say_thanks", "note_id_put_it_differently", "note_leave_it",
        "note_open", "note_ill_try_this", "note_talk_about_it", "note_delete_my_copy",
        "note_show_organizer", "note_send_organizer", "note_keep",
    ),
    STEP: ("step_update",),
    UPDATE: ("send_update", "edit_update"),
    UPDATE_AFTER: ("dont_send_update",),
    PROMISE: ("promise_kept", "promise_off"),
    REVIEW: ("half_way_change",),
    CHANGE: (
        "change_tell_them", "change_both", "change_every_3_weeks_for_3_months",
        "change_only_note_it", "change_send", "change_send_both",
    ),
    MEMORY: ("memory", "forget_memory"),
    MADE_CODE: ("withdraw_code",),
    TAKEN_CODE: ("asked_by_code", "across_yes", "across_no"),
    THANKS: ("ask_about_thanks", "thank_privately", "withdraw_thanks"),
}  # fmt: skip

_FORMS: Mapping[Rule, tuple[str, ...]] = {
    SELF: (
        "away", "find_someone", "vision", "decision", "capacity", "new_code", "enter_code",
        "enter_code_again", "bring_along",
    ),
    COLLEAGUE: ("pair",),
    PROMPT: ("step_list",),
    DECISION: ("bring_decision",),
    EITHER: (
        "know_me", "ask_for_feedback", "pause", "agenda_line", "new_agenda", "write_anniversary",
        "thanks", "say_hello", "suggest_coffee", "contact",
    ),
    EITHER_AFTER: ("rhythm", "rhythm_change", "ground_rules", "renewal", "thank_who_left"),
    MENTEES: (
        "goals", "goal_second", "starters", "goal_add", "goals_first", "write_thank_you",
        "advice_back",
    ),
    MENTORS: ("hopes", "write_learned", "thank_mentee", "ask_mentee"),
    MENTORS_AFTER: ("promise",),
    NOTES: ("update_about", "share_line"),
    NOTES_AFTER: ("advice_note",),
    SESSION: (
        "suggest_times", "invite", "already_booked", "send_note", "move", "move_times", "moved_to",
    ),
    MENTEES_SESSION: ("another_week", "topic", "topic_line"),
    NOTES_OF_SESSION_AFTER: ("wrap_up",),
    GOAL: ("goal_edit", "goal_close"),
    TRADE: ("trade", "note_thanks", "trade_afterthought"),
    UPDATE: ("preview_share",),
    STEP: ("step_update", "noticed", "learned", "other_way", "smaller_step", "new_date"),
    REVIEW: ("mid_point", "mid_point_change"),
    CHANGE: ("change",),
    QUESTION: ("answer_mentor",),
}  # fmt: skip


def _by_name(rules: Mapping[Rule, tuple[str, ...]]) -> dict[str, Rule]:
    return {name: rule for rule, names in rules.items() for name in names}


ACTS, FORMS = _by_name(_ACTS), _by_name(_FORMS)
# What a command is about is found among the person's own relationships.
COMMANDS: Mapping[str, Rule] = dict.fromkeys(
    (
        "/mentor", "/mentor-goals", "/mentor-rhythm", "/mentor-book", "/mentor-note",
        "/mentor-update", "/mentor-feedback", "/mentor-pause",
    ),
    ANYONE,
)  # fmt: skip
