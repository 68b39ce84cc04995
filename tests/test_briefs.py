"""Before a session: a topic from the mentee, one page for the mentor, nothing that isn't shared."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import briefs, windows
from bot.errors import Correctable
from bot.views import messages
from store.advice import Advice, Promise, Step, Update
from store.cards import Card
from store.goals import Goal
from store.prompts import Prompt
from store.relationships import Choice, Relationship
from store.sessions import BOOKED, HELD, Meeting, Topic
from tests.life import Life

NEXT_THURSDAY = datetime(2027, 1, 21, 15, 0, tzinfo=UTC)


def keep(life: Life, *rows: Any) -> None:
    life.run(lambda tx: [tx.add(row) for row in rows])


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya and Leo after their first session, with a second one to book."""
    maya, leo = life.person("maya"), life.person("leo")
    relationship = Relationship(
        workspace_id=maya.workspace_id,
        mentee_id=maya.id,
        mentor_id=leo.id,
        asked_by_id=maya.id,
        state="active",
        hope="How newcomers see this place",
        created_at=life.now,
        begun_at=life.now,
    )
    keep(life, relationship)
    target_on = date(2027, 1, 21)
    last_at = life.now - timedelta(days=20)
    first = Meeting(
        relationship_id=relationship.id,
        number=1,
        state=HELD,
        target_on=target_on,
        starts_at=last_at,
        settled_at=last_at,
    )
    keep(life, first, Meeting(relationship_id=relationship.id, number=2, target_on=target_on))
    return life


def forget_the_first(life: Life) -> None:
    """Let the session to come be their first."""
    life.run(lambda tx: tx.delete(tx.exec(select(Meeting).where(Meeting.number == 1)).one()))


def meeting(life: Life) -> Meeting:
    found: Meeting = life.run(
        lambda tx: max(tx.exec(select(Meeting)).all(), key=lambda row: row.number)
    )
    return found


def book(life: Life, starts_at: datetime) -> None:
    """Give the session to come a time, or another one."""
    session_id = meeting(life).id

    def work(tx: Session) -> None:
        session = tx.get_one(Meeting, session_id)
        session.state, session.starts_at = BOOKED, starts_at
        relationship = tx.get_one(Relationship, session.relationship_id)
        briefs.plan(tx, relationship, session, life.now)

    life.run(work)
    life.settle()


def goal(life: Life, text: str, **more: Any) -> str:
    row = Goal(
        relationship_id=life.relationship.id,
        author_id=life.person("maya").id,
        text=text,
        created_at=life.now,
        **more,
    )
    keep(life, row)
    return row.id


def step(life: Life, text: str, **more: Any) -> Step:
    row = Step(relationship_id=life.relationship.id, text=text, planned_at=life.now, **more)
    keep(life, row)
    return row


def told(life: Life, text: str, status: str = "did_it", *, shared: bool = True) -> None:
    """Let Maya write what came of a step, and share it or not."""
    row = step(life, text, state="done")
    keep(
        life,
        Update(
            relationship_id=life.relationship.id,
            step_id=row.id,
            status=status,
            text=f"Told: {text}",
            written_at=life.now,
            shared_at=life.now if shared else None,
        ),
    )


def got(life: Life, handle: str, kind: str) -> list[datetime]:
    return [m.at for m in life.sent if m.person == handle and kind in m.kinds]


def said(life: Life, handle: str, kind: str) -> str:
    found = [m for m in life.sent if m.person == handle and kind in m.kinds]
    return str(found[-1].body["text"]).split("\n")[0]


def drawn(life: Life, handle: str, kind: str) -> str:
    """Give the newest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        rows = tx.exec(select(Prompt).where(Prompt.kind == kind)).all()
        row = max((r for r in rows if r.person_id == person.id), key=lambda r: r.planned_at)
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def agenda(life: Life) -> list[tuple[str | None, str | None]]:
    rows = life.run(lambda tx: tx.exec(select(Topic).where(Topic.kind == "topic")).all())
    return [(row.text, row.goal_id) for row in rows]


def page(life: Life, handle: str) -> str:
    return json.dumps(life.act(handle, "one_pager", meeting(life).id).view, ensure_ascii=False)


@pytest.mark.parametrize(
    "zones",
    [
        ("Europe/London", "America/New_York"),
        ("Asia/Kolkata", "Pacific/Auckland"),
        ("Pacific/Auckland", "America/Los_Angeles"),
    ],
)
@pytest.mark.parametrize("starts_at", [NEXT_THURSDAY, datetime(2027, 1, 25, 3, 0, tzinfo=UTC)])
def test_each_is_asked_their_own_working_days_before_in_their_window(
    pair: Life, zones: tuple[str, str], starts_at: datetime
) -> None:
    for handle, zone in zip(("maya", "leo"), zones, strict=True):
        pair.arrive(handle, zone)
    book(pair, starts_at)
    pair.turn_to(starts_at)
    for handle, kind, days in (("maya", "M4", 2), ("leo", "M5", 1)):
        zone = pair.person(handle).zone
        hours = windows.Hours(zone)
        [at] = got(pair, handle, kind)
        day = windows.local_day(starts_at, zone)
        assert windows.local_day(at, zone) == windows.add_working_days(day, -days, hours)
        assert windows.is_open(at, hours, windows.Pace.SESSION)


def test_a_session_booked_late_is_prepared_in_the_next_window_or_not_at_all(pair: Life) -> None:
    pair.turn_to(datetime(2027, 1, 12, 17, 0, tzinfo=UTC))
    book(pair, datetime(2027, 1, 13, 9, 0, tzinfo=UTC))
    pair.turn(days=3)
    assert got(pair, "maya", "M4") == []
    assert "tomorrow" in said(pair, "leo", "M5")
    book(pair, datetime(2027, 1, 18, 12, 0, tzinfo=UTC))
    pair.turn(days=3)
    [at] = got(pair, "maya", "M4")
    assert at.date() == date(2027, 1, 18)


def test_the_day_is_named_where_it_is_not_tomorrow(pair: Life) -> None:
    book(pair, datetime(2027, 1, 25, 15, 0, tzinfo=UTC))
    pair.turn(days=12)
    assert said(pair, "leo", "M5") == (
        "You meet Maya on Monday 25 January. They'll bring a topic on the day."
    )


def test_a_topic_from_the_form_is_first_on_the_agenda_for_its_goal(pair: Life) -> None:
    lead = goal(pair, "Learn to lead")
    goal(pair, "Closed one", closed_at=pair.now)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    assert "Closed one" not in json.dumps(form)
    pair.submit("maya", form, topic="How to say no", goal=lead)
    assert agenda(pair) == [("How to say no", lead)]
    assert "Your topic is first on the agenda." in drawn(pair, "maya", "M4")
    pair.turn(days=1)
    assert said(pair, "leo", "M5").startswith("You meet Maya tomorrow. ")
    assert "How to say no" in said(pair, "leo", "M5")


def test_a_line_in_the_thread_is_the_topic(pair: Life) -> None:
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    assert agenda(pair) == [("How to say no", None)]
    assert "Your topic is first on the agenda." in drawn(pair, "maya", "M4")


def test_a_topic_after_the_mentors_brief_is_put_into_it(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    form = pair.tap("maya", "M4", "add_topic").view
    before = len(pair.errands("redraw"))
    pair.submit("maya", form, topic="How to say no")
    assert len(pair.errands("redraw")) > before
    assert "How to say no" in drawn(pair, "leo", "M5")


def test_looking_good_leaves_the_agenda(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.tap("maya", "M4", "looks_good")
    assert "The agenda stays as it is." in drawn(pair, "maya", "M4")
    assert agenda(pair) == []


@pytest.mark.parametrize(("handle", "kind"), [("maya", "M4"), ("leo", "M5")])
def test_moving_it_opens_the_choice_of_a_move(pair: Life, handle: str, kind: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    view = pair.tap(handle, kind, "move_it").view
    assert view is not None
    assert view["callback_id"] == "form:move"
    assert view["private_metadata"] == meeting(pair).id


def test_a_moved_session_is_prepared_for_its_new_time(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    assert len(got(pair, "maya", "M4")) == 1
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    assert "This sorted itself out" in drawn_first(pair, "maya", "M4")
    pair.turn(days=2)
    assert got(pair, "leo", "M5") == []
    pair.turn(days=6)
    assert len(got(pair, "maya", "M4")) == 2
    assert len(got(pair, "leo", "M5")) == 1


def drawn_first(life: Life, handle: str, kind: str) -> str:
    """Give the oldest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        rows = tx.exec(select(Prompt).where(Prompt.kind == kind)).all()
        row = min((r for r in rows if r.person_id == person.id), key=lambda r: r.planned_at)
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def test_a_topic_once_given_is_not_asked_again_after_a_move(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    pair.turn(days=9)
    assert len(got(pair, "maya", "M4")) == 1
    assert "How to say no" in said(pair, "leo", "M5")


def test_moved_there_and_back_each_is_asked_once(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    book(pair, NEXT_THURSDAY + timedelta(days=7))
    book(pair, NEXT_THURSDAY)
    pair.turn(days=20)
    assert len(got(pair, "maya", "M4")) == len(got(pair, "leo", "M5")) == 1


def test_a_question_for_a_topic_ends_when_the_session_begins(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn_to(NEXT_THURSDAY + timedelta(minutes=1))
    assert "This question has closed." in drawn(pair, "maya", "M4")


@pytest.mark.parametrize(
    ("steps", "goals", "left_off"),
    [
        (2, [("Learn to lead", False)], "Here's where you left off: 2 open, Learn to lead."),
        (0, [("Learn to lead", False)], "Here's where you left off: Learn to lead."),
        (1, [], "Here's where you left off: 1 open."),
        (1, [("Leave this team", True)], "Here's where you left off: 1 open."),
        (0, [], ""),
    ],
)
def test_where_they_left_off_is_said_as_far_as_there_is_something(
    pair: Life, steps: int, goals: list[tuple[str, bool]], left_off: str
) -> None:
    for number in range(steps):
        step(pair, f"Step {number}")
    for text, private in goals:
        goal(pair, text, private=private)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    sentence = "You meet Leo on Thursday 21 January. What one thing would make it worth it?"
    assert said(pair, "maya", "M4") == f"{sentence} {left_off}".strip()


def test_before_a_first_session_there_is_nothing_left_off(pair: Life) -> None:
    forget_the_first(pair)
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    assert "left off" not in said(pair, "maya", "M4")


@pytest.mark.parametrize(
    ("shared", "kept", "count"),
    [
        ([], ["did_it"], None),
        (["went_another_way"], [], None),
        (["did_it"], ["tried_it"], "one of your suggestions"),
        (["did_it", "tried_it", "went_another_way"], [], "2 of your suggestions"),
    ],
)
def test_only_what_was_tried_and_shared_is_counted(
    pair: Life, shared: list[str], kept: list[str], count: str | None
) -> None:
    for number, status in enumerate(shared):
        told(pair, f"shared {number}", status)
    for number, status in enumerate(kept):
        told(pair, f"kept {number}", status, shared=False)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    text = said(pair, "leo", "M5")
    assert "They'll bring a topic on the day" in text
    assert (f"since last time they tried {count}." in text) == (count is not None)
    assert ("suggestions" in text) == (count is not None)


def fill(life: Life) -> None:
    """Give the pair something of everything, shared and not."""
    relationship_id, now = life.relationship.id, life.now
    for handle in ("maya", "leo"):
        person = life.person(handle)
        keep(
            life,
            Card(person_id=person.id, path=f"{handle} <path>", written_at=now),
            Choice(
                relationship_id=relationship_id,
                person_id=person.id,
                topic="C1",
                value="fill_in_my_card",
                chosen_at=now,
            ),
        )
    goal(life, "Learn to lead")
    goal(life, "Leave this team", private=True)
    goal(life, "An old goal", closed_at=now)
    told(life, "a shared deed")
    told(life, "a kept deed", shared=False)
    step(life, "a shared plan", shared=True, moment="it is Monday")
    step(life, "a kept plan")
    keep(
        life,
        Advice(relationship_id=relationship_id, text="Ask early", shared=True, noted_at=now),
        Advice(relationship_id=relationship_id, text="Rest more", noted_at=now),
        Promise(relationship_id=relationship_id, text="Send the deck", promised_at=now),
        Promise(relationship_id=relationship_id, text="Old deed", promised_at=now, kept_at=now),
    )


SHARED = [
    "Learn to lead", "Told: a shared deed", "When it is Monday, I will a shared plan",
    "Ask early", "How newcomers see this place",
]  # fmt: skip
MENTEES = ["Leave this team", "a kept plan", "Rest more", "leo <path>"]
MENTORS = ["Send the deck", "maya <path>"]
NOBODYS = ["An old goal", "Told: a kept deed", "Old deed"]


@pytest.mark.parametrize(
    ("handle", "seen", "unseen"),
    [
        ("leo", SHARED + MENTORS, MENTEES + NOBODYS),
        ("maya", SHARED + MENTEES, MENTORS + NOBODYS),
    ],
)
def test_the_page_has_what_its_reader_may_see_and_no_more(
    pair: Life, handle: str, seen: list[str], unseen: list[str]
) -> None:
    fill(pair)
    book(pair, NEXT_THURSDAY)
    text = page(pair, handle)
    assert [words for words in seen if words not in text] == []
    assert [words for words in unseen if words in text] == []


def test_a_topic_for_a_private_goal_comes_to_the_mentor_without_it(pair: Life) -> None:
    private = goal(pair, "Leave this team", private=True)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.submit(
        "maya", pair.tap("maya", "M4", "add_topic").view, topic="How to say no", goal=private
    )
    assert "How to say no (for the goal: Leave this team)" in page(pair, "maya")
    assert "How to say no" in page(pair, "leo")
    assert "Leave this team" not in page(pair, "leo")
    pair.turn(days=1)
    assert "Leave this team" not in json.dumps([dict(m.body) for m in pair.sent])


def test_the_first_agenda_has_what_the_mentor_hopes_to_learn(pair: Life) -> None:
    forget_the_first(pair)
    book(pair, NEXT_THURSDAY)
    assert "What Leo hopes to learn: How newcomers see this place" in page(pair, "maya")


def test_the_page_is_opened_from_the_message_and_that_is_its_answer(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=9)
    view = pair.tap("leo", "M5", "see_one_pager").view
    assert view is not None
    assert view["title"]["text"] == "You and Maya"
    assert "You've seen the one-pager." in drawn(pair, "leo", "M5")


def test_an_emptied_page_still_has_something_to_say(pair: Life) -> None:
    view = pair.act("maya", "one_pager", meeting(pair).id).view
    assert view is not None
    assert view["blocks"]


@pytest.mark.parametrize("handle", ["leo", "ines"])
def test_only_the_mentee_gives_a_topic(pair: Life, handle: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit(handle, form, topic="How to say no")


def test_a_stranger_sees_no_page(pair: Life) -> None:
    with pytest.raises(Correctable, match="belongs to somebody else"):
        page(pair, "ines")
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.act("leo", "one_pager", "no such row")


def test_a_topic_for_a_goal_of_somebody_else_is_refused(pair: Life) -> None:
    goal(pair, "Learn to lead")
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable, match="Please pick one") as wrong:
        pair.submit("maya", form, topic="How to say no", goal="another's")
    assert wrong.value.field == "goal"
    assert agenda(pair) == []


@pytest.mark.parametrize("topic", ["", "   ", "🎉 :tada:", "x" * 301])
def test_a_topic_that_says_nothing_or_too_much_stays_in_the_form(pair: Life, topic: str) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    with pytest.raises(Correctable) as wrong:
        pair.submit("maya", form, topic=topic)
    assert wrong.value.field == "topic"


def test_a_topic_sent_twice_is_one(pair: Life) -> None:
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    form = pair.tap("maya", "M4", "add_topic").view
    for _ in range(2):
        pair.submit("maya", form, topic="How to say no")
    assert agenda(pair) == [("How to say no", None)]


def test_no_words_are_kept_beside_a_prompt(pair: Life) -> None:
    fill(pair)
    book(pair, NEXT_THURSDAY)
    pair.turn(days=7)
    pair.reply("maya", "M4", "How to say no")
    pair.turn(days=1)
    rows = pair.run(lambda tx: tx.exec(select(Prompt)).all())
    kept = json.dumps([[row.about, row.occasion] for row in rows if row.kind in ("M4", "M5")])
    assert "say no" not in kept
    assert "Learn to lead" not in kept
