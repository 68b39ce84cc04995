"""Both say privately which rhythm suits them; nothing of it is seen before both have said it."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot import agendas, agreements, gestures, homes, prompts, terms, windows
from bot.errors import Correctable
from store.database import Database
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, HELD, Meeting
from tests.life import Life


def begin(life: Life, mentor: str = "leo") -> None:
    """Let Maya and somebody be a pair who are both asked which rhythm suits them."""

    def work(tx: Session) -> None:
        maya, other = life.person("maya", tx), life.person(mentor, tx)
        relationship = Relationship(
            workspace_id=maya.workspace_id,
            mentee_id=maya.id,
            mentor_id=other.id,
            asked_by_id=maya.id,
            state="setting_up",
            created_at=life.now,
            begun_at=life.now,
        )
        tx.add(relationship)
        tx.flush()
        meeting = Meeting(
            relationship_id=relationship.id, number=1, target_on=date(2027, 1, 26), minutes=45
        )
        tx.add(meeting)
        for person in (maya, other):
            occasion = relationship.id
            prompts.say(tx, person, "D4", occasion, life.now, relationship=relationship)

    life.run(work)
    life.settle()


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya in London and Leo in New York."""
    begin(life)
    return life


def answer(life: Life, handle: str, kind: str = "D4", **answers: Any) -> gestures.Answer:
    form = life.tap(handle, kind, "answer").view
    return life.submit(handle, form, **answers)


def default_at_ten_days(life: Life) -> None:
    relationship_id = life.relationship.id
    life.run(
        lambda tx: agreements.default(tx, tx.get_one(Relationship, relationship_id), life.now)
    )
    life.settle()


def said(life: Life, handle: str, kind: str) -> str:
    """Give the words of the newest message of a kind, as it was posted."""
    found = [m for m in life.sent if m.person == handle and kind in m.kinds]
    return str(found[-1].body["text"])


def outcome(life: Life, handle: str, kind: str) -> str | None:
    """Give what became of the newest prompt of a kind."""
    person = life.person(handle)
    query = select(Prompt).where(Prompt.kind == kind, Prompt.person_id == person.id)
    found = life.run(lambda tx: list(tx.exec(query.order_by(Prompt.planned_at)).all()))  # type: ignore[arg-type]
    result: str | None = found[-1].outcome
    return result


def drawn(life: Life, handle: str, kind: str) -> str:
    """Give the newest prompt of a kind as it would be drawn now."""
    from bot.views import messages

    person = life.person(handle)

    def work(tx: Session) -> str:
        query = select(Prompt).where(Prompt.kind == kind, Prompt.person_id == person.id)
        row = tx.exec(query.order_by(Prompt.planned_at)).all()[-1]  # type: ignore[arg-type]
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def agenda(life: Life) -> list[str]:
    def work(tx: Session) -> list[str]:
        meeting = tx.exec(select(Meeting)).all()[-1]
        return [item.kind for item in agendas.items(tx, meeting, life.person("maya", tx))]

    found: list[str] = life.run(work)
    return found


def test_equal_answers_set_the_rhythm_and_are_shown_together(pair: Life) -> None:
    answer(pair, "maya")
    answer(pair, "leo")
    text = "You both chose every 2 months, 45 minutes, until 12 January 2028. "
    assert said(pair, "leo", "D5_now") == text + "You can change it whenever life does."
    pair.turn(days=1)
    assert said(pair, "maya", "D5").startswith(text)
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2028, 1, 12)
    assert pair.relationship.starts_on == date(2027, 1, 12)
    assert "rhythm" not in agenda(pair)
    pair.tap("leo", "D5_now", "great")
    assert outcome(pair, "leo", "D5_now") == "great"


def test_twelve_months_is_one_date_on_whichever_day_each_answers(pair: Life) -> None:
    answer(pair, "maya", until="6_months")
    pair.turn(days=3)
    answer(pair, "leo", until="6_months")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2027, 7, 12)


def test_a_sprint_both_would_like_is_said_and_ends_in_twelve_weeks(pair: Life) -> None:
    answer(pair, "maya", sprint=["sprint"])
    answer(pair, "leo", sprint=["sprint"])
    assert "every 3 weeks for 3 months, then every 2 months" in said(pair, "leo", "D5_now")
    assert pair.relationship.sprint_until_on == date(2027, 1, 12) + timedelta(days=84)


def test_a_sprint_only_one_would_like_is_left_out(pair: Life) -> None:
    answer(pair, "maya", sprint=["sprint"])
    answer(pair, "leo")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.sprint_until_on is None
    assert "3 weeks" not in said(pair, "leo", "D5_now")


@pytest.mark.parametrize(
    ("maya", "leo", "a", "b", "held"),
    [
        ({"every": "month"}, {}, "every month", "every 2 months", ("two_months", 45)),
        ({"minutes": "60"}, {}, "60 minutes", "45 minutes", ("two_months", 45)),
        (
            {"every": "three_months"},
            {"minutes": "30"},
            "every 2 months for 30 minutes",
            "every 3 months for 45 minutes",
            ("three_months", 30),
        ),
    ],
)
def test_different_answers_begin_with_the_lighter_one(
    pair: Life, maya: dict[str, str], leo: dict[str, str], a: str, b: str, held: tuple[str, int]
) -> None:
    answer(pair, "maya", **maya)
    answer(pair, "leo", **leo)
    assert said(pair, "leo", "D6_now").startswith(
        f"You're close: one of you said {a}, the other {b}. I've started with the lighter one"
    )
    assert (pair.relationship.every, pair.relationship.minutes) == held
    assert pair.relationship.rhythm_state == "provisional"
    assert agenda(pair)[0] == "rhythm"
    pair.turn(days=1)
    assert said(pair, "maya", "D6") == said(pair, "leo", "D6_now")


def test_different_ends_are_named_by_their_dates(pair: Life) -> None:
    answer(pair, "maya", until="6_months")
    answer(pair, "leo", until="date", until_on="2027-10-01")
    said_to_leo = said(pair, "leo", "D6_now")
    assert "until 12 July 2027" in said_to_leo
    assert "until 1 October 2027" in said_to_leo
    assert pair.relationship.ends_on == date(2027, 7, 12)


@pytest.mark.parametrize("button", ["fine_for_now", "lets_talk_first"])
def test_a_different_answer_stays_on_the_agenda_whatever_is_tapped(pair: Life, button: str) -> None:
    answer(pair, "maya", every="month")
    answer(pair, "leo")
    pair.tap("leo", "D6_now", button)
    assert outcome(pair, "leo", "D6_now") == button
    assert pair.relationship.rhythm_state == "provisional"
    assert agenda(pair)[0] == "rhythm"


def two_steps(life: Life) -> None:
    answer(life, "maya", every="month")
    answer(life, "leo", every="three_months")
    life.turn(days=1)


def test_two_steps_apart_offers_the_middle_with_its_own_buttons(pair: Life) -> None:
    two_steps(pair)
    assert said(pair, "leo", "D6_now") == (
        "You see this differently: every month and every 3 months. "
        "Try every 2 months for three sessions, then choose again?"
    )
    assert said(pair, "maya", "D6") == said(pair, "leo", "D6_now")
    shown = json.dumps(pair.last("maya").body)
    assert "Try it" in shown
    assert "Fine for now" not in shown
    assert pair.relationship.every == "three_months"


def test_the_middle_is_tried_when_both_say_so(pair: Life) -> None:
    two_steps(pair)
    pair.tap("leo", "D6_now", "try_it")
    assert outcome(pair, "leo", "D6_now") == "waiting"
    assert pair.relationship.every == "three_months"
    pair.tap("maya", "D6", "try_it")
    assert (pair.relationship.every, pair.relationship.rhythm_state) == ("two_months", "trial")
    result = "You're trying every 2 months for three sessions. I'll ask again after that."
    assert result in drawn(pair, "leo", "D6_now")
    assert result in drawn(pair, "maya", "D6")
    assert "rhythm" not in agenda(pair)
    pair.turn(days=14)
    assert pair.relationship.rhythm_state == "trial"


@pytest.mark.parametrize("first", ["leo", "maya"])
def test_one_who_would_talk_first_keeps_the_lighter_rhythm(pair: Life, first: str) -> None:
    two_steps(pair)
    kinds = {"leo": "D6_now", "maya": "D6"}
    second = "maya" if first == "leo" else "leo"
    pair.tap(first, kinds[first], "try_it")
    pair.tap(second, kinds[second], "lets_talk_first")
    assert (pair.relationship.every, pair.relationship.rhythm_state) == (
        "three_months",
        "provisional",
    )
    assert "The lighter rhythm stands for now." in drawn(pair, first, kinds[first])
    assert agenda(pair)[0] == "rhythm"


def test_a_wish_to_talk_first_is_not_seen_before_the_other_has_tapped(pair: Life) -> None:
    two_steps(pair)
    before = drawn(pair, "maya", "D6"), agenda(pair), len(pair.sent)
    pair.tap("leo", "D6_now", "lets_talk_first")
    assert (drawn(pair, "maya", "D6"), agenda(pair), len(pair.sent)) == before
    pair.tap("maya", "D6", "try_it")
    assert "The lighter rhythm stands for now." in drawn(pair, "maya", "D6")
    assert pair.relationship.every == "three_months"


def test_nobody_saying_anything_about_the_middle_leaves_the_lighter(pair: Life) -> None:
    two_steps(pair)
    pair.tap("leo", "D6_now", "try_it")
    pair.turn(days=9)
    assert pair.relationship.rhythm_state == "provisional"
    assert pair.relationship.every == "three_months"
    for handle, kind in (("maya", "D6"), ("leo", "D6_now")):
        assert "The lighter rhythm stands for now." in drawn(pair, handle, kind)


def hold(life: Life, times: int) -> None:
    """Let so many sessions be held, a month apart."""
    for _ in range(times):
        life.turn(days=30)
        relationship_id = life.relationship.id

        def work(tx: Session) -> None:
            meetings = tx.exec(select(Meeting)).all()
            meeting = Meeting(
                relationship_id=relationship_id,
                number=len(meetings) + 1,
                state=HELD,
                target_on=life.now.date(),
                settled_at=life.now,
            )
            tx.add(meeting)
            tx.flush()
            relationship = tx.get_one(Relationship, relationship_id)
            agreements.after_session(tx, relationship, life.now)

        life.run(work)
        life.settle()


def trial(life: Life) -> None:
    two_steps(life)
    life.tap("leo", "D6_now", "try_it")
    life.tap("maya", "D6", "try_it")


def test_both_are_asked_again_after_three_sessions(pair: Life) -> None:
    trial(pair)
    hold(pair, 2)
    pair.turn(days=7)
    assert "rhythm_again" not in pair.kinds("maya") + pair.kinds("leo")
    hold(pair, 1)
    pair.turn(days=7)
    for handle in ("maya", "leo"):
        assert pair.kinds(handle).count("rhythm_again") == 1
    answer(pair, "leo", "rhythm_again", every="month")
    assert pair.relationship.every == "two_months"
    answer(pair, "maya", "rhythm_again", every="month")
    assert pair.relationship.every == "month"
    assert pair.relationship.rhythm_state == "agreed"
    assert "You both chose every month" in said(pair, "maya", "D5_now")


def test_asked_again_they_may_rather_talk(pair: Life) -> None:
    trial(pair)
    hold(pair, 3)
    pair.turn(days=7)
    answer(pair, "leo", "rhythm_again", every="month")
    pair.tap("maya", "rhythm_again", "lets_talk_first")
    assert pair.relationship.every == "two_months"
    assert pair.relationship.rhythm_state == "provisional"
    result = "It's first on your agenda. The rhythm holds until then."
    assert result in drawn(pair, "maya", "rhythm_again")
    assert result in drawn(pair, "leo", "rhythm_again")


@pytest.mark.parametrize(
    ("wish", "every", "minutes"),
    [
        ({"every": "three_months", "minutes": "30"}, "three_months", 30),
        ({}, "two_months", 45),
        ({"every": "month", "minutes": "60", "sprint": ["sprint"]}, "two_months", 45),
        ({"every": "month", "minutes": "30"}, "two_months", 30),
    ],
)
def test_one_silent_lets_the_other_stand_where_it_asks_no_more_than_the_usual(
    pair: Life, wish: dict[str, Any], every: str, minutes: int
) -> None:
    answer(pair, "maya", **wish)
    pair.turn(days=6)
    assert pair.relationship.rhythm_state == "default"
    pair.turn(days=3)
    assert pair.relationship.rhythm_state == "provisional"
    assert (pair.relationship.every, pair.relationship.minutes) == (every, minutes)
    assert pair.relationship.sprint_until_on is None
    for handle in ("maya", "leo"):
        assert "minutes, until 12 January 2028 for now." in drawn(pair, handle, "D4")
    assert agenda(pair)[0] == "rhythm"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_an_answer_is_waited_for_five_working_days_of_the_silent_one(life: Life, zone: str) -> None:
    life.arrive("leo", zone)
    begin(life)
    answer(life, "maya")
    today = windows.local_day(life.now, zone)
    last_on = windows.add_working_days(today, 5, windows.Hours(zone))
    ends_at = windows.at_local(last_on, time(17), zone)
    life.turn_to(ends_at - timedelta(minutes=1))
    assert life.relationship.rhythm_state == "default"
    life.turn(minutes=1)
    assert life.relationship.rhythm_state == "provisional"


def test_a_late_answer_hears_that_the_question_has_closed(pair: Life) -> None:
    form = pair.tap("leo", "D4", "answer").view
    answer(pair, "maya")
    pair.turn(days=9)
    with pytest.raises(Correctable, match="That question has closed"):
        pair.submit("leo", form)


def test_nobody_answering_leaves_the_usual_rhythm_for_now(pair: Life) -> None:
    default_at_ten_days(pair)
    assert pair.relationship.rhythm_state == "provisional"
    assert pair.relationship.ends_on == date(2028, 1, 12)
    assert agenda(pair)[0] == "rhythm"
    result = "The rhythm is every 2 months, 45 minutes, until 12 January 2028 for now."
    assert result in drawn(pair, "leo", "D4")
    default_at_ten_days(pair)
    assert agenda(pair).count("rhythm") == 1


def test_the_usual_rhythm_does_not_cut_short_the_wait_for_the_second(pair: Life) -> None:
    answer(pair, "maya", every="month")
    default_at_ten_days(pair)
    assert pair.relationship.ends_on == date(2028, 1, 12)
    answer(pair, "leo", every="month")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.every == "month"


def test_what_is_agreed_is_not_replaced_by_the_usual(pair: Life) -> None:
    answer(pair, "maya", every="month")
    answer(pair, "leo", every="month")
    default_at_ten_days(pair)
    assert pair.relationship.every == "month"


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"until": "date"}, "until_on", "Please pick the date"),
        ({"until": "date", "until_on": "2027-01-11"}, "until_on", "That date has passed"),
        ({"until": "date", "until_on": "2027-01-26"}, "until_on", "That ends before"),
        ({"until": "date", "until_on": "2037-01-13"}, "until_on", "further ahead"),
        ({"until": "date", "until_on": "9999-12-31"}, "until_on", "further ahead"),
        ({"until": "date", "until_on": "2027-02-30"}, "until_on", "couldn't read that"),
        ({"until": "12_months", "until_on": "2027-06-01"}, "until_on", "There's a date here too"),
        ({"every": "day"}, "every", "Please pick one"),
        ({"minutes": "5"}, "minutes", "Please pick one"),
        ({"minutes": "4²"}, "minutes", "Please pick one"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    pair: Life, answers: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Correctable, match=sentence) as wrong:
        answer(pair, "maya", **answers)
    assert wrong.value.field == field
    assert outcome(pair, "maya", "D4") is None


def test_today_is_the_day_on_the_wall_of_who_answers(life: Life) -> None:
    life.now = datetime(2027, 1, 12, 20, 0, tzinfo=UTC)
    begin(life, "ines")

    def no_session(tx: Session) -> None:
        tx.exec(select(Meeting)).one().target_on = date(2027, 1, 1)

    life.run(no_session)
    with pytest.raises(Correctable, match="That date has passed"):
        answer(life, "ines", until="date", until_on="2027-01-12")
    answer(life, "maya", until="date", until_on="2027-01-12")


def test_an_answer_can_be_changed_until_the_other_is_in(pair: Life) -> None:
    answer(pair, "maya", every="month", until="date", until_on="2027-11-01")
    form = pair.command("maya", "/mentor-rhythm").view
    assert form is not None
    assert form["callback_id"] == "form:rhythm"
    pair.submit("maya", form, every="two_months")
    answer(pair, "leo", until="date", until_on="2027-11-01")
    assert pair.relationship.rhythm_state == "agreed"
    assert pair.relationship.ends_on == date(2027, 11, 1)


def test_a_form_sent_twice_changes_nothing(pair: Life) -> None:
    answer(pair, "maya")
    form = pair.tap("leo", "D4", "answer").view
    pair.submit("leo", form)
    with pytest.raises(Correctable, match="That question has closed"):
        pair.submit("leo", form, every="month")
    assert pair.relationship.every == "two_months"
    assert pair.kinds("leo").count("D5_now") == 1


def test_the_thread_asks_the_same_questions(pair: Life) -> None:
    answer(pair, "maya", every="month", minutes="60")
    pair.reply("leo", "D4", "answer")
    for line in ("Month", "60 minutes", "12 months from now"):
        pair.reply("leo", "D4", line)
    assert pair.relationship.rhythm_state == "agreed"
    assert (pair.relationship.every, pair.relationship.minutes) == ("month", 60)


def test_a_stranger_opens_and_answers_nothing(pair: Life) -> None:
    form = pair.tap("leo", "D4", "answer").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit("ines", form)


def test_a_settled_length_holds_for_the_session_to_book_and_no_booked_one(pair: Life) -> None:
    def meeting() -> Meeting:
        found: Meeting = pair.run(lambda tx: tx.exec(select(Meeting)).one())
        return found

    answer(pair, "maya", minutes="60")
    answer(pair, "leo", minutes="60")
    assert meeting().minutes == 60

    def book(tx: Session) -> None:
        row = tx.exec(select(Meeting)).one()
        row.state, row.starts_at = BOOKED, pair.now + timedelta(days=9)

    pair.run(book)
    form = pair.command("leo", "/mentor-rhythm").view
    pair.submit("leo", form, minutes="30")
    assert pair.relationship.minutes == 30
    assert meeting().minutes == 60


def test_a_prompt_of_a_rhythm_that_has_changed_is_not_sent(pair: Life) -> None:
    pair.turn(hours=4)
    answer(pair, "maya")
    answer(pair, "leo")
    pair.submit("leo", pair.command("leo", "/mentor-rhythm").view, every="three_months")
    pair.turn(days=2)
    assert "D5" not in pair.kinds("maya")
    assert "rhythm_changed" in pair.kinds("maya")


WISHES = st.fixed_dictionaries(
    {
        "every": st.sampled_from(["month", "two_months", "three_months"]),
        "minutes": st.sampled_from(["30", "45", "60"]),
        "until": st.sampled_from(["6_months", "12_months"]),
        "sprint": st.sampled_from([[], ["sprint"]]),
    }
)
STEPS = st.lists(
    st.one_of(WISHES, st.integers(1, 30), st.sampled_from(["command", "default"])), max_size=5
)


def seen_by_leo(life: Life, page: Any) -> str:
    """Give all that Leo can see: his messages as they are, his form, his Home."""

    def work(tx: Session) -> list[Any]:
        leo = life.person("leo", tx)
        from bot.views import messages

        rows = tx.exec(select(Prompt).where(Prompt.person_id == leo.id)).all()
        order = sorted(rows, key=lambda row: (row.planned_at, row.kind, row.occasion))
        shown = [
            (
                row.kind,
                row.state,
                row.due_at.isoformat(),
                messages.draw(tx, [row], life.now)["text"],
            )
            for row in order
        ]
        relationship = tx.exec(select(Relationship)).one()
        return [shown, homes.draw(tx, leo, life.now), terms.line(tx, relationship, leo)]

    ids = [
        life.relationship.id,
        *(row.id for row in life.run(lambda tx: tx.exec(select(Prompt)).all())),
    ]
    text = json.dumps([life.run(work), [m.at.isoformat() for m in life.sent if m.person == "leo"]])
    text += json.dumps(page)
    for number, each in enumerate(ids):
        text = text.replace(each, str(number) if each == ids[0] else "id")
    return text


def run_through(steps: list[Any], wishes: list[dict[str, Any]]) -> str:
    """Let Maya do these steps with these answers, Leo silent, and give what Leo sees."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder)}/life.sqlite")
        life = Life(database)
        begin(life)
        left = iter(wishes)
        for step in steps:
            if isinstance(step, int):
                life.turn(minutes=step)
            elif step == "default":
                default_at_ten_days(life)
            elif step == "command":
                life.command("maya", "/mentor-rhythm")
            elif life.relationship.rhythm_state == "default":
                form = life.command("maya", "/mentor-rhythm").view
                life.submit("maya", form, **next(left))
        page = None
        if life.relationship.rhythm_state == "default":
            page = life.command("leo", "/mentor-rhythm").view
        seen = seen_by_leo(life, page)
        database.close()
    return seen


@settings(max_examples=12, deadline=None)
@given(steps=STEPS, other=st.lists(WISHES, min_size=5, max_size=5))
def test_no_answers_of_one_change_what_the_other_sees(
    steps: list[Any], other: list[dict[str, Any]]
) -> None:
    own = [step for step in steps if isinstance(step, dict)]
    assert run_through(steps, own) == run_through(steps, other)
