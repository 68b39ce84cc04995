"""Scenes of the beginning: naming a pair, the setup cards, goals, rhythm and ground rules."""

from datetime import timedelta
from typing import Any

from bot import prompts
from tests.beginnings import begun, set_up_from
from tests.booking import offer
from tests.scenes import Scene

GOALS = ("Learn to lead a project", "Be known outside my team", "Find out if I want to manage")


def nobody_yet(s: Scene) -> None:
    """Ines has no relationship and looks around."""
    s.home("ines", "empty")
    s.command("ines", "/mentor")
    s.command("ines", "/mentor-goals")
    s.act("ines", "who_sees_what", s.person("ines").id)
    s.act("ines", "person_please", s.person("ines").id)
    s.hear("ines", "hello there")
    s.tap("ines", "K4", "person_please")
    s.run(lambda tx: prompts.say(tx, s.person("ines", tx), "not_opened", "tap", s.now))
    s.settle()


def a_no(s: Scene) -> None:
    """Maya names Leo, who says no; she hears only that it wasn't set up."""
    s.submit("maya", s.command("maya", "/mentor", "leo").view, role="mentee")
    s.home("maya", "asked")
    s.tap("leo", "A7", "no_thank_you")
    s.turn(days=14)


def a_mentor_asks(s: Scene) -> None:
    """Maya names Leo as her mentee; nobody answers the first time, then he says yes."""
    s.submit("maya", s.command("maya", "/mentor", "leo").view, role="mentor")
    s.tap("leo", "A7", "yes")
    s.turn(days=1)


def a_career_mentor(s: Scene) -> None:
    """Maya names a mentor, and Ines a mentee, for the long run."""
    view = s.command("maya", "/mentor", "leo").view
    s.submit("maya", view, role="mentee", kind="career")
    s.tap("leo", "A7", "yes")
    s.home("maya", "career")
    view = s.command("leo", "/mentor", "ines").view
    s.submit("leo", view, role="mentor", kind="career")
    s.turn(days=1)
    s.tap("ines", "A7", "no_thank_you")


def set_up_in_forms(s: Scene) -> None:
    """Both answer every card in the form, and agree."""
    begun(s)
    s.home("maya", "setting_up")
    s.until("maya", "B11")
    set_up_from(s, "maya")
    view = s.tap("maya", "C1", "fill_in_my_card").view
    s.submit("maya", view, path="Physics, then data", helped="Say it in one line first")
    s.submit("maya", s.tap("maya", "D1", "write_goals").view, first=GOALS[0], second=GOALS[1])
    s.submit("maya", s.tap("maya", "D4", "answer").view)
    s.home("maya", "waiting_for_leo")
    s.submit("maya", s.tap("maya", "D7", "choose_ground_rules").view)
    set_up_from(s, "leo")
    s.tap("leo", "C1", "tell_them_in_person")
    s.submit("leo", s.tap("leo", "D3", "write_line").view, hopes="How newcomers see this place")
    s.submit("leo", s.tap("leo", "D4", "answer").view)
    s.tap("leo", "D7", "use_usual_ones")
    s.turn(days=1)
    s.tap("leo", "D5_now", "great")
    s.tap("maya", "D5", "great")
    s.tap("maya", "D8", "looks_right")
    s.tap("leo", "D8", "looks_right")
    s.home("maya", "set_up")
    s.home("leo", "set_up")
    s.act("leo", "hope", s.relationship.id)
    s.act("maya", "card", s.relationship.id)


def set_up_not_knowing(s: Scene) -> None:
    """Maya doesn't know yet and takes a starter; Leo wants to be asked later; they differ."""
    begun(s)
    s.until("maya", "B11")
    s.tap("maya", "B11", "tomorrow")
    s.turn(days=1)
    set_up_from(s, "maya")
    s.tap("maya", "C1", "tell_them_in_person")
    s.tap("maya", "D1", "i_dont_know_yet")
    view = s.tap("maya", "D2", "give_me_few_starters").view
    second = s.submit("maya", view, starters=["be_known"]).view
    s.submit("maya", second, goal=GOALS[0])
    s.submit("maya", s.tap("maya", "D4", "answer").view, every="month", sprint=["sprint"])
    set_up_from(s, "leo")
    s.tap("leo", "C1", "tell_them_in_person")
    s.tap("leo", "D3", "ask_me_after_we_meet")
    s.submit("leo", s.tap("leo", "D4", "answer").view, every="two_months")
    s.turn(days=1)
    s.tap("leo", "D6_now", "fine_for_now")
    s.tap("maya", "D6", "lets_talk_first")
    s.turn(days=20)
    offer(s, s.now + timedelta(days=3))
    s.until("leo", "offered_times")
    s.tap("leo", "offered_times", "time#0")
    s.until("maya", "M6", days=9)
    s.submit("maya", s.tap("maya", "M6", "yes_note_it").view)
    s.until("leo", "D3_again", days=9)
    s.tap("leo", "D3_again", "not_now")


def still_not_knowing(s: Scene) -> None:
    """Maya doesn't know what she wants, and is asked once more after they have met."""
    begun(s)
    s.until("maya", "B11")
    set_up_from(s, "maya")
    s.tap("maya", "C1", "tell_them_in_person")
    s.tap("maya", "D1", "i_dont_know_yet")
    s.tap("maya", "D2", "good")
    offer(s, s.now + timedelta(days=3))
    s.until("leo", "offered_times")
    s.tap("leo", "offered_times", "time#0")
    s.until("maya", "M6", days=9)
    s.submit("maya", s.tap("maya", "M6", "yes_note_it").view)
    s.until("maya", "D2_again", days=9)
    s.tap("maya", "D2_again", "not_yet")


def two_steps_apart(s: Scene) -> None:
    """Monthly and three-monthly: both try the middle, and are asked again after three sessions."""
    begun(s)
    for handle, every in (("maya", "month"), ("leo", "three_months")):
        s.submit(handle, s.command(handle, "/mentor-rhythm").view, every=every)
    s.until("maya", "D6")
    s.tap("leo", "D6_now", "try_it")
    s.tap("maya", "D6", "try_it")
    s.home("maya", "trial")


def a_sprint(s: Scene) -> None:
    """Both want a sprint."""
    begun(s)
    for handle in ("maya", "leo"):
        s.submit(handle, s.command(handle, "/mentor-rhythm").view, sprint=["sprint"])
    s.until("maya", "D5")
    s.home("maya", "sprint")
    s.tap("maya", "D5", "great")


def silence(s: Scene) -> None:
    """Nobody sets anything up: two reminders, then the usual answers."""
    begun(s)
    s.turn(days=6)
    s.tap("maya", "setup_reminder", "carry_on")
    s.tap("leo", "setup_reminder", "not_now")
    s.turn(days=6)
    s.tap("maya", "setup_reminder_last", "not_now")
    s.turn(days=8)
    s.home("leo", "provisional")
    s.act("maya", "ground_rules", s.relationship.id)


def goals_in_a_thread(s: Scene) -> None:
    """Maya pastes four goals into the thread of D1 and is asked which three come first."""
    begun(s)
    s.until("maya", "B11")
    set_up_from(s, "maya")
    s.tap("maya", "C1", "tell_them_in_person")
    s.reply("maya", "D1", "\n".join([*GOALS, "Ask for more pay"]))
    for word in ("skip", "done"):
        if "which_three" not in s.kinds("maya"):
            s.reply("maya", "D1", word)
    s.tap("maya", "which_three", "choose_three")
    s.tap("maya", "which_three", "leave_it")
    page: Any = s.command("maya", "/mentor-goals").view
    s.act("maya", "goals_first", s.row(page, "goals_first"))
    goal = s.row(page, "goal_edit")
    s.submit("maya", s.act("maya", "goal_edit", goal).view, goal="Lead one project to its end")
    s.act("maya", "goal_keep_private", goal)
    s.act("maya", "goal_share", goal)
    s.submit("maya", s.act("maya", "goal_close", goal).view, closed_as="reached", line="In May")
    s.act("maya", "goal_add", s.relationship.id)
    s.gallery.viewed("goals_changed_maya", s.command("maya", "/mentor-goals").view or {})
    s.command("leo", "/mentor-goals")


def no_goals(s: Scene) -> None:
    """The page of goals while there are none."""
    begun(s)
    s.act("maya", "goals", s.relationship.id)
    s.act("leo", "goals", s.relationship.id)


def a_card_from_before(s: Scene) -> None:
    """Leo has a card already when Ines asks him too."""
    begun(s)
    set_up_from(s, "leo")
    s.submit("leo", s.tap("leo", "C1", "fill_in_my_card").view, path="Ships, then ports")
    s.turn(days=1)
    begun(s, "ines", "leo")
    set_up_from(s, "leo")
    s.tap("leo", "C1", "still_me")
    s.home("leo", "two_people")
    s.command("leo", "/mentor-goals")
    s.command("leo", "/mentor-pause")


def rules_differ(s: Scene) -> None:
    """The list of ground rules with both parts, with either alone, and with none."""
    begun(s)
    for handle, rules in (("maya", ["between_us"]), ("leo", ["between_us", "notice"])):
        s.submit(handle, s.act(handle, "ground_rules", s.relationship.id).view, rules=rules)
    s.turn(days=16)
    own: dict[str, Any] = {"reach": "email", "reply": "2_days"}
    _change(s, "maya", rules=[], **own)
    _change(s, "leo", rules=["stop_any_time"], not_for=["references"], contact="Ask Ines")
    _change(s, "maya", rules=["notice"], not_for=["job_referrals"])
    s.act("maya", "ground_rules", s.relationship.id)
    _change(s, "maya", rules=[], not_for=[])
    _change(s, "leo", rules=[], not_for=[], reach=None, reply=None)
    _change(s, "maya", rules=[], not_for=[], reach=None, reply=None)
    s.until("leo", "D8", days=10)
    s.tap("leo", "D8", "looks_right")
    _change(s, "maya", rules=["notice"], not_for=[], reach=None, reply=None)
    s.until("leo", "D8", days=10)
    s.tap("leo", "D8", "looks_right")


def _change(s: Scene, handle: str, **answers: Any) -> None:
    view = s.act(handle, "change_ground_rules", s.relationship.id).view
    s.submit(handle, view, **answers)
    s.turn(days=3)


SCENES = (
    nobody_yet,
    a_no,
    a_mentor_asks,
    a_career_mentor,
    set_up_in_forms,
    set_up_not_knowing,
    still_not_knowing,
    two_steps_apart,
    a_sprint,
    silence,
    goals_in_a_thread,
    no_goals,
    a_card_from_before,
    rules_differ,
)
