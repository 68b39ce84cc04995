"""Half-way through a round both answer four questions, and see both sets together (I1, I2)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import courses, gestures, lifecycle
from bot.errors import Correctable
from store.goals import Goal
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.reviews import Answer, Review
from store.sessions import Meeting, Topic
from tests.booking import at
from tests.life import Life
from tests.pairs import everything_for, meeting, pair, rows, to_book
from tests.test_hub import buttons, texts

BEFORE = at(12, 6, month=7)
WORDS = {"working": "Quick replies", "change": "Start with the topic"}


def half_way(life: Life, sessions: int = 3, **more: Any) -> Relationship:
    """Give a pair some sessions into its round, on the day it is half over."""
    relationship = pair(life, **more)
    for number in range(1, sessions + 1):
        meeting(life, relationship, number, starts_at=at(12, 13, month=number))
    chart(life)
    life.turn_to(BEFORE)
    return relationship


def chart(life: Life) -> None:
    life.run(lambda tx: courses.chart(tx, tx.get_one(Relationship, life.relationship.id), life.now))


def goal(life: Life, text: str, *, private: bool = False) -> Goal:
    kept = Goal(
        relationship_id=life.relationship.id,
        author_id=life.person("maya").id,
        text=text,
        private=private,
        created_at=life.now,
    )
    life.run(lambda tx: tx.add(kept))
    return kept


def asked(life: Life) -> None:
    life.turn(days=3)
    assert life.open("maya", "I1")
    assert life.open("leo", "I1")


def answer(life: Life, handle: str, **answers: Any) -> None:
    view = life.tap(handle, "I1", "answer").view
    life.submit(handle, view, **{**WORDS, **answers})


def page(life: Life, handle: str) -> str:
    return texts(life.tap(handle, "I2", "see_both").view)


def held(life: Life, number: int, month: int) -> None:
    """Let one more session count as held, as a confirmation would."""
    row = meeting(life, life.relationship, number, starts_at=at(15, 13, month=month))

    def follow(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        courses.after_session(tx, relationship, tx.get_one(Meeting, row.id), life.now)

    life.run(follow)


def test_both_are_asked_at_the_same_minute_at_half_the_term(life: Life) -> None:
    half_way(life)
    assert "I1" not in life.kinds("maya")
    asked(life)
    times = [message.at for message in life.sent if "I1" in message.kinds]
    assert len(times) == 2
    assert len(set(times)) == 1


def test_it_never_comes_before_the_third_session(life: Life) -> None:
    half_way(life, sessions=2)
    life.turn(days=60)
    assert "I1" not in life.kinds("maya")
    held(life, 3, 9)
    life.turn(days=5)
    assert life.kinds("maya").count("I1") == life.kinds("leo").count("I1") == 1


def test_a_session_after_the_review_asks_nothing_again(life: Life) -> None:
    half_way(life)
    asked(life)
    held(life, 4, 7)
    life.turn(days=30)
    assert life.kinds("maya").count("I1") == 1


def test_it_never_comes_once_the_closing_has_begun(life: Life) -> None:
    half_way(life, sessions=2)

    def closes(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        lifecycle.move(relationship, lifecycle.State.CLOSING, life.now)

    life.run(closes)
    held(life, 3, 7)
    life.turn(days=10)
    assert "I1" not in life.kinds("maya")


def test_both_sets_open_to_both_at_one_minute(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", change="Fewer slides")
    answer(life, "leo", working="Her questions", change="More of the why")
    life.turn(days=3)
    opened = [message.at for message in life.sent if "I2" in message.kinds]
    assert len(opened) == 2
    assert len(set(opened)) == 1
    for handle in ("maya", "leo"):
        for words in ("Fewer slides", "Her questions", "More of the why"):
            assert words in page(life, handle)
            assert words not in str([m.body for m in life.sent])


def test_nothing_of_one_is_on_the_others_screens_before_both_are_in(life: Life) -> None:
    half_way(life)
    shared = goal(life, "Lead a project")
    asked(life)
    before = everything_for(life, "leo")
    view = life.tap("maya", "I1", "answer").view
    life.submit("maya", view, **WORDS, goal_1=f"done:{shared.id}", rhythm="less")
    assert everything_for(life, "leo") == before
    assert rows(life, Goal)[0].closed_at is None
    life.turn(days=2)
    assert "I2" not in life.kinds("leo")
    more = texts(life.act("leo", "more", life.relationship.id).view)
    assert WORDS["working"] not in more
    view = life.act("leo", "half_way", life.relationship.id).view
    assert WORDS["working"] not in str(view)


def test_who_is_reminded_does_not_depend_on_the_other(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya")
    life.turn(days=6)
    assert life.kinds("leo").count("I1_again") == 1
    assert "I1_again" not in life.kinds("maya")


def test_nobody_is_reminded_twice(life: Life) -> None:
    half_way(life)
    asked(life)
    life.turn(days=30)
    for handle in ("maya", "leo"):
        assert life.kinds(handle).count("I1") == life.kinds(handle).count("I1_again") == 1
        assert "I2" not in life.kinds(handle)


def test_silence_leaves_one_line_on_home(life: Life) -> None:
    half_way(life)
    asked(life)
    life.turn(days=12)
    home = life.run(lambda tx: gestures.home(tx, life.who("maya"), life.now))
    assert "The half-way look back has closed." in str(home)
    life.turn(days=30)
    home = life.run(lambda tx: gestures.home(tx, life.who("maya"), life.now))
    assert "half-way" not in str(home).lower()


def test_one_set_opens_after_a_week_where_its_author_said_so(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", share="share")
    life.turn(days=6)
    assert "I2" not in life.kinds("leo")
    life.turn(days=4)
    [told] = [m for m in life.sent if m.person == "leo" and "I2" in m.kinds]
    assert "Here's how Maya sees it half-way." in told.body["text"]
    assert WORDS["change"] in page(life, "leo")
    [own] = [m for m in life.sent if m.person == "maya" and "I2" in m.kinds]
    assert "Leo can read your half-way answers now." in own.body["text"]


def test_one_set_stays_closed_where_its_author_said_so(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", share="keep")
    life.turn(days=20)
    assert "I2" not in life.kinds("leo") + life.kinds("maya")
    assert "half-way look back has closed" in everything_for(life, "leo")
    shown = life.act("leo", "half_way", life.relationship.id)
    assert shown.sentence is not None
    assert "nothing to read" in shown.sentence
    assert "Your answers stay with you" in everything_for(life, "maya")
    own = texts(life.act("maya", "half_way", life.relationship.id).view)
    assert WORDS["change"] in own
    assert "Nobody else sees them." in own


def test_a_kept_set_opens_when_the_other_answers_too(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", share="keep")
    answer(life, "leo", share="keep")
    life.turn(days=3)
    assert WORDS["change"] in page(life, "leo")


def test_answers_can_change_until_they_open(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya")
    view = life.act("maya", "half_way", life.relationship.id).view
    assert "Quick replies" in str(view)
    life.submit("maya", view, working="The stories")
    assert len(rows(life, Answer)) == 1
    answer(life, "leo")
    life.turn(days=3)
    assert "The stories" in page(life, "leo")
    with pytest.raises(Correctable):
        life.submit("maya", view, working="Too late")


def test_in_a_few_days_puts_it_off_instead_of_the_reminder(life: Life) -> None:
    half_way(life)
    asked(life)
    life.tap("maya", "I1", "in_few_days")
    life.turn(days=7)
    assert life.kinds("maya").count("I1") == 2
    assert "I1_again" not in life.kinds("maya")


def test_near_the_end_there_is_only_the_time_that_is_left(life: Life) -> None:
    half_way(life)
    asked(life)
    life.turn_to(at(20, 18, month=7))
    said = life.tap("leo", "I1_again", "in_few_days")
    assert said.sentence is not None
    assert "There's time until" in said.sentence
    assert life.open("leo", "I1_again")


def test_a_goal_the_mentee_ticks_off_closes_when_the_sets_open(life: Life) -> None:
    half_way(life)
    first, second = goal(life, "Lead a project"), goal(life, "Learn to present")
    asked(life)
    marks = {"goal_1": f"done:{first.id}", "goal_2": f"change:{second.id}"}
    answer(life, "maya", **marks)
    answer(life, "leo", **{**marks, "goal_2": f"done:{second.id}"})
    life.turn(days=3)
    closed = {row.text: row.closed_as for row in rows(life, Goal)}
    assert closed == {"Lead a project": "reached", "Learn to present": None}
    shown = life.tap("maya", "I2", "see_both").view
    assert "Learn to present: change" in texts(shown)
    assert "Learn to present: tick off" in texts(shown)
    assert "act:goal_edit" in buttons(shown)
    assert "act:goal_edit" not in buttons(life.tap("leo", "I2", "see_both").view)


def test_a_private_goal_is_asked_about_and_shown_to_its_author_alone(life: Life) -> None:
    half_way(life)
    secret = goal(life, "Leave for another firm", private=True)
    asked(life)
    assert "another firm" not in str(life.tap("leo", "I1", "answer").view)
    answer(life, "maya", goal_1=f"keep:{secret.id}")
    answer(life, "leo")
    life.turn(days=3)
    assert "another firm" in page(life, "maya")
    assert "another firm" not in page(life, "leo")


def test_a_goal_that_is_not_there_any_more_can_not_be_marked(life: Life) -> None:
    half_way(life)
    asked(life)
    with pytest.raises(Correctable):
        answer(life, "maya", rhythm="never")
    answer(life, "maya", goal_1="done:someone")
    assert rows(life, Answer)[0].goals == {}


@pytest.mark.parametrize("wish", ["more", "less"])
def test_two_equal_wishes_offer_another_rhythm(life: Life, wish: str) -> None:
    half_way(life)
    asked(life)
    for handle in ("maya", "leo"):
        answer(life, handle, rhythm=wish)
    life.turn(days=3)
    shown = life.tap("leo", "I2", "see_both").view
    assert f"You'd both like to meet {wish} often." in texts(shown)
    assert "act:rhythm" in buttons(shown)
    assert rows(life, Topic) == []


def test_two_wishes_that_differ_are_for_the_agenda(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", rhythm="more")
    answer(life, "leo", rhythm="same")
    life.turn(days=3)
    assert [topic.kind for topic in rows(life, Topic)] == ["rhythm"]
    assert "is on your agenda" in page(life, "maya")


def test_one_thing_to_change_comes_first_next_time(life: Life) -> None:
    half_way(life)
    to_book(life, life.relationship, date(2027, 8, 10), 4)
    asked(life)
    answer(life, "maya", change="Fewer slides")
    answer(life, "leo", change="More of the why")
    life.turn(days=3)
    view: Any = life.tap("maya", "I2", "add_to_agenda").view
    options = {o["text"]["text"]: o["value"] for o in view["blocks"][0]["element"]["options"]}
    life.submit("maya", view, line=options["More of the why"])
    assert [(t.kind, t.text) for t in rows(life, Topic)] == [("mid_point", "More of the why")]
    shown: Any = life.tap("leo", "I2", "see_both").view
    row = [b for b in shown["blocks"] if b["type"] == "actions"][-1]["elements"][0]["value"]
    life.submit("leo", life.act("leo", "half_way_change", row).view, own="Walk while we talk")
    assert rows(life, Topic)[1].text == "Walk while we talk"
    with pytest.raises(AssertionError):
        life.open("leo", "I2")


def test_nothing_picked_is_sent_back_and_nothing_to_change_is_fine(life: Life) -> None:
    half_way(life)
    asked(life)
    for handle in ("maya", "leo"):
        answer(life, handle)
    life.turn(days=3)
    view = life.tap("maya", "I2", "add_to_agenda").view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", view)
    assert wrong.value.field == "own"
    life.tap("maya", "I2", "nothing_to_change")
    assert rows(life, Topic) == []


def test_the_four_questions_can_be_answered_in_the_thread(life: Life) -> None:
    half_way(life)
    goal(life, "Lead a project")
    asked(life)
    for line in ("start", "skip", "keep", "more often", "fine to share"):
        life.reply("maya", "I1", line)
    [kept] = rows(life, Answer)
    assert (kept.working, kept.change, kept.rhythm) == ("start", None, "more")
    assert list(kept.goals.values()) == ["keep"]


def test_a_line_that_picks_none_of_their_words_leaves_those_off_the_prompt(life: Life) -> None:
    half_way(life)
    asked(life)
    answer(life, "maya", change="More time for questions")
    answer(life, "leo", change="Start on time")
    life.turn(days=3)
    life.reply("maya", "I2", "none of that")
    said = str(life.last("maya").body["text"])
    assert "More time for questions, Start on time" in said or "Start on time, More time" in said
    for prompt in rows(life, Prompt):
        assert "time" not in str(prompt.about)


def test_a_review_swept_away_by_a_break_comes_after_the_next_session(life: Life) -> None:
    half_way(life)
    asked(life)
    view = life.command("maya", "/mentor-pause").view
    life.submit("maya", view, until="month")
    life.turn(days=20)
    assert rows(life, Review) == []
    life.act("maya", "come_back", life.relationship.id)
    held(life, 4, 8)
    life.turn(days=5)
    assert life.kinds("maya").count("I1") == 2


def test_a_stranger_reads_and_answers_nothing(life: Life) -> None:
    half_way(life)
    asked(life)
    view = life.tap("maya", "I1", "answer").view
    with pytest.raises(Correctable):
        life.submit("ines", view, **WORDS)
    with pytest.raises(Correctable):
        life.act("ines", "half_way", life.relationship.id)
    with pytest.raises(Correctable):
        life.act("ines", "half_way_change", rows(life, Review)[0].id)


def test_whose_account_is_switched_off_is_not_asked(life: Life) -> None:
    half_way(life)

    def gone(tx: Session) -> None:
        tx.get_one(Person, life.person("leo").id).deactivated_at = life.now

    life.run(gone)
    life.turn(days=3)
    assert "I1" not in life.kinds("leo")


def test_the_next_round_has_a_review_of_its_own(life: Life) -> None:
    half_way(life)
    asked(life)
    life.turn(days=10)

    def another_year(tx: Session) -> None:
        relationship = tx.get_one(Relationship, life.relationship.id)
        relationship.round = 2
        relationship.starts_on, relationship.ends_on = date(2027, 7, 20), date(2027, 12, 20)
        courses.chart(tx, relationship, life.now)

    life.run(another_year)
    for number, month in ((4, 8), (5, 9), (6, 10)):
        life.turn_to(at(16, 8, month=month))
        held(life, number, month)
    life.turn_to(life.now + timedelta(days=20))
    assert [row.round for row in rows(life, Review)] == [1, 2]
