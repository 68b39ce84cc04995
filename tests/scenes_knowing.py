"""Scenes of knowing each other: half-way, the vision card, decisions, questions, public thanks."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import calls, cards, courses, trades
from store.goals import Goal
from store.relationships import Relationship
from store.sessions import Meeting
from tests.booking import at
from tests.life import take_up
from tests.pairs import booked, meeting, pair, to_book
from tests.scenes import Scene

CARD = {
    "more_of": "Time with people who build things",
    "wont_trade": "Evenings with my family",
    "small_try": "Teach one lunchtime class",
}


def _goal(s: Scene, text: str) -> str:
    goal = Goal(
        relationship_id=s.relationship.id,
        author_id=s.person("maya").id,
        text=text,
        created_at=s.now,
    )
    s.run(lambda tx: tx.add(goal))
    return goal.id


def _half_way(s: Scene) -> tuple[str, str]:
    """Give a pair three sessions into its round, on the day before it is half over."""
    pair(s)
    first, second = _goal(s, "Lead a project"), _goal(s, "Learn to present")
    for number in (1, 2, 3):
        meeting(s, s.relationship, number, starts_at=at(12, 13, month=number))
    s.run(lambda tx: courses.chart(tx, tx.get_one(Relationship, s.relationship.id), s.now))
    s.turn_to(at(12, 6, month=7))
    return first, second


def _answer(s: Scene, handle: str, kind: str = "I1", **answers: Any) -> None:
    s.submit(handle, s.tap(handle, kind, "answer").view, **answers)


def half_way(s: Scene) -> None:
    """Both answer, see both sets, and put one thing first on the agenda."""
    first, second = _half_way(s)
    to_book(s, s.relationship, date(2027, 8, 10), 4)
    s.until("maya", "I1")
    s.until("leo", "I1")
    s.home("leo", "half_way_asked")
    marks = {"goal_1": f"done:{first}", "goal_2": f"change:{second}"}
    _answer(s, "maya", working="Quick replies", change="Fewer slides", rhythm="more", **marks)
    s.home("maya", "half_way_in")
    s.act("maya", "half_way", s.relationship.id)
    s.tap("leo", "I1", "in_few_days")
    s.until("leo", "I1")
    _answer(s, "leo", working="Her questions", change="More of the why", rhythm="more")
    s.until("maya", "I2")
    s.until("leo", "I2")
    s.home("leo", "half_way_open")
    s.act("leo", "more", s.relationship.id)
    shown = s.tap("maya", "I2", "see_both").view
    s.tap("leo", "I2", "see_both")
    view = s.act("maya", "half_way_change", s.row(shown, "half_way_change")).view
    s.submit("maya", view, own="Send two lines before we meet")
    s.tap("leo", "I2", "nothing_to_change")
    s.until("leo", "F9", days=20)


def half_way_alone(s: Scene) -> None:
    """Only one answers, after the reminder, and says the other may see it."""
    _half_way(s)
    s.until("maya", "I1_again", days=12)
    s.until("leo", "I1_again")
    s.tap("leo", "I1_again", "in_few_days")
    _answer(s, "maya", "I1_again", working="Quick replies", rhythm="less")
    s.until("leo", "I2", days=12)
    s.until("maya", "I2")
    s.tap("leo", "I2", "see_both")
    s.tap("maya", "I2", "see_both")
    s.tap("maya", "I2", "nothing_to_change")
    s.submit("leo", s.tap("leo", "I2", "add_to_agenda").view, own="Walk while we talk")


def half_way_passed(s: Scene) -> None:
    """One keeps the answers and the other is silent: nothing opens."""
    _half_way(s)
    s.until("maya", "I1")
    _answer(s, "maya", working="Quick replies", share="keep")
    s.turn(days=14)
    s.home("maya", "half_way_kept")
    s.home("leo", "half_way_closed")
    s.act("maya", "half_way", s.relationship.id)
    s.act("leo", "half_way", s.relationship.id)


def vision(s: Scene) -> None:
    """Leo encourages a vision card; Maya writes it, shares it and takes it back."""
    pair(s)
    for number in (1, 2):
        meeting(s, s.relationship, number, starts_at=at(4 + number, 13))
    s.home("maya", "no_vision")
    page = s.act("leo", "their_vision", s.relationship.id).view
    s.act("leo", "encourage_vision", s.row(page, "encourage_vision"))
    s.until("maya", "C2")
    shown = s.submit("maya", s.tap("maya", "C2", "write_my_card").view, **CARD).view
    s.home("maya", "vision")
    s.act("maya", "vision", s.person("maya").id)
    preview = s.act("maya", "preview_vision", s.row(shown, "preview_vision")).view
    shared = s.act("maya", "share_vision", s.row(preview, "share_vision")).view
    s.act("leo", "their_vision", s.relationship.id)
    session = booked(s, s.relationship, at(20, 15), 3)
    s.act("leo", "one_pager", session.id)
    s.act("maya", "take_back_vision", s.row(shared, "take_back_vision"))
    s.act("maya", "edit_vision", s.row(shared, "edit_vision"))


def vision_together(s: Scene) -> None:
    """Maya would rather write the card with Leo; Ines puts hers away."""
    for mentee in ("maya", "ines"):
        relationship = pair(s, mentee)
        for number in (1, 2):
            meeting(s, relationship, number, starts_at=at(4 + number, 13))
        s.act("leo", "encourage_vision", relationship.id)
    s.until("maya", "C2")
    s.tap("maya", "C2", "do_it_with_mentor")
    s.until("ines", "C2")
    s.tap("ines", "C2", "not_now")


def decisions(s: Scene) -> None:
    """Maya sets a decision beside her card, first without one, and brings it along."""
    pair(s)
    own = s.person("maya").id
    s.act("maya", "decisions", own)
    page = s.act("maya", "decision", own).view
    without = s.act("maya", "decision_without", s.row(page, "decision_without")).view
    s.submit("maya", without, text="Move to another city")
    s.submit("maya", s.act("maya", "edit_vision", own).view, **CARD)
    view = s.act("maya", "decision", own).view
    s.keep_form("decision_with_card", view)
    given = {"text": "Take the lead role", "serves": "more_of", "costs": "wont_trade"}
    shown = s.submit("maya", view, **given, obstacle="Travel. I'll ask for two days at home.").view
    bring = s.act("maya", "bring_decision", s.row(shown, "bring_decision")).view
    s.submit("maya", bring)
    listed = s.act("maya", "decisions", own).view
    opened = s.act("maya", "open_decision", s.row(listed, "open_decision")).view
    s.act("maya", "delete_decision", s.row(opened, "delete_decision"))


def old_cards(s: Scene) -> None:
    """A year on, Maya's card is still her; Leo changes his."""
    relationship = pair(s)
    words: dict[str, Any] = dict.fromkeys(cards.BOXES) | {"path": "From tests to data"}
    for handle in ("maya", "leo"):
        s.run(
            lambda tx, who=handle: cards.fill_in(
                tx, s.person(who, tx), relationship.id, words, s.now
            )
        )
    s.turn_to(datetime(2028, 1, 11, tzinfo=UTC))
    s.until("maya", "C4")
    s.tap("maya", "C4", "still_me")
    s.until("leo", "C4")
    s.submit("leo", s.tap("leo", "C4", "update_it").view, path="From data to people")


def _fourth(s: Scene) -> None:
    """Let a fourth session count as held, as a confirmation would."""
    relationship = pair(s)
    for number in range(1, 5):
        row = meeting(s, relationship, number, starts_at=at(4 + number, 13))

    def follow(tx: Session) -> None:
        found = tx.get_one(Relationship, relationship.id)
        session = tx.get_one(Meeting, row.id)
        trades.open_for(tx, found, session, s.now)
        courses.after_session(tx, found, session, s.now)

    s.run(follow)


def exchanges(s: Scene) -> None:
    """After the fourth session Maya shares one thing, and Leo asks her one."""
    _fourth(s)
    s.until("maya", "J7")
    s.until("leo", "J6")
    view = s.tap("maya", "J7", "share_one_thing").view
    s.submit("maya", view, line="Let a silence be")
    s.submit("leo", s.tap("leo", "J6", "ask_question").view, question="How do you learn so fast?")
    s.until("maya", "J6_asked")
    s.submit("maya", s.tap("maya", "J6_asked", "answer").view, answer="I draw it first")
    s.until("leo", "J6_answered")
    page = s.act("leo", "ask_mentee", s.relationship.id).view
    s.act("leo", "swap_roles", s.row(page, "swap_roles"))
    s.submit("leo", s.act("leo", "ask_question", s.relationship.id).view, question="And what next?")
    s.until("maya", "J6_asked")
    s.tap("maya", "J6_asked", "pass")


def no_exchange(s: Scene) -> None:
    """After the fourth session Maya has nothing this time, and Leo would swap roles."""
    _fourth(s)
    s.until("maya", "J7")
    s.tap("maya", "J7", "not_this_time")
    s.until("leo", "J6")
    s.tap("leo", "J6", "swap_roles_next_time")


def _ask_in_public(s: Scene) -> None:
    view = s.act("maya", "thanks", s.relationship.id).view
    words = "Your question in May changed how I plan my weeks"
    page = s.submit("maya", view, words=words, channel="C0GENERAL").view
    s.act("maya", "ask_about_thanks", s.row(page, "ask_about_thanks"))
    s.until("leo", "thanks_asked")


def _fails(s: Scene, *, surely: bool) -> None:
    errand = next(each for each in s.errands("announce") if each.state == "done")

    def fail(tx: Session) -> None:
        calls.failed(tx, errand.id, take_up(tx, errand.id), "error", None, s.now, surely=surely)

    s.run(fail)


def thanks(s: Scene) -> None:
    """Maya thanks Leo in public: refused by Slack at first, then nobody knows."""
    pair(s)
    _ask_in_public(s)
    s.tap("leo", "thanks_asked", "yes_post_it")
    _fails(s, surely=False)
    s.until("maya", "thanks_unsure")
    _ask_in_public(s)
    s.tap("leo", "thanks_asked", "yes_post_it")
    _fails(s, surely=True)
    s.until("maya", "thanks_refused")
    s.tap("maya", "thanks_refused", "try_again")
    _fails(s, surely=True)
    s.until("maya", "thanks_refused", days=12)
    s.tap("maya", "thanks_refused", "leave_it")


def thanks_kept(s: Scene) -> None:
    """Leo would rather keep it between them; the next is taken back, another sent privately."""
    pair(s)
    _ask_in_public(s)
    s.tap("leo", "thanks_asked", "keep_it_between_us")
    page = s.act("maya", "thanks", s.relationship.id).view
    s.until("maya", "thanks_kept", days=14)
    _ask_in_public(s)
    page = s.act("maya", "thanks", s.relationship.id).view
    s.act("maya", "withdraw_thanks", s.row(page, "withdraw_thanks"))
    view = s.act("maya", "thanks", s.relationship.id).view
    page = s.submit("maya", view, words="Thank you for May", channel="C0GENERAL").view
    s.act("maya", "thank_privately", s.row(page, "thank_privately"))


def old_goal(s: Scene) -> None:
    """No topic was for Maya's goal in three sessions; she keeps it as it is."""
    pair(s)
    _goal(s, "Lead a project")
    s.turn(days=40)
    for number in (1, 2, 3):
        meeting(s, s.relationship, number, starts_at=at(12 + number, 13))
    page: Any = s.act("maya", "goals", s.relationship.id).view
    s.gallery.viewed("goals_untouched_maya", page)
    s.act("maya", "goal_keep", s.row(page, "goal_keep"))
    s.turn_to(s.now + timedelta(hours=1))


SCENES = (
    half_way,
    half_way_alone,
    half_way_passed,
    vision,
    vision_together,
    decisions,
    old_cards,
    exchanges,
    no_exchange,
    thanks,
    thanks_kept,
    old_goal,
)
