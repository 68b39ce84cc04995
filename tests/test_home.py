"""The Home tab: what each of two people sees of their own matters, and no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from bot import catalogue, gestures, homes, steps
from bot.errors import Correctable
from playground.kit import checks
from store.advice import Promise
from store.cards import Card
from store.goals import Goal
from store.relationships import Relationship, pair_key
from store.sessions import HELD, Meeting
from store.trades import Note, Trade
from tests.life import Life
from tests.test_hub import begin, buttons
from tests.test_invitations import invite
from tests.test_pauses import book, pause


def home(life: Life, handle: str) -> Any:
    return life.run(lambda tx: gestures.home(tx, life.who(handle), life.now))


def words(view: Any) -> str:
    said = []
    for block in view["blocks"]:
        if block["type"] in ("section", "header"):
            said.append(block["text"]["text"])
        said += [each["text"] for each in block.get("elements", ()) if each["type"] == "mrkdwn"]
    return "\n".join(said)


def add(life: Life, row: Any) -> Any:
    def work(tx: Session) -> None:
        tx.add(row)

    life.run(work)
    return row


def hold(life: Life) -> None:
    """Let a first session have been held."""

    def work(tx: Session) -> None:
        book_row = tx.get_one(Relationship, life.relationship.id)
        book_row.active_at = life.now
        book_row.state = "active"
        tx.add(
            Meeting(
                relationship_id=book_row.id,
                number=0,
                state=HELD,
                target_on=life.now.date(),
                starts_at=life.now - timedelta(days=30),
            )
        )

    life.run(work)


def test_home_begins_with_now_and_ends_with_quiet(life: Life) -> None:
    begin(life)
    view = home(life, "maya")
    headers = [b["text"]["text"] for b in view["blocks"] if b["type"] == "header"]
    assert headers == ["Now", "My mentors", "My cards", "Quiet and privacy"]
    assert view["type"] == "home"
    assert "My mentees" in words(home(life, "leo"))


def test_somebody_new_sees_how_to_begin(life: Life) -> None:
    said = words(home(life, "ines"))
    assert "type /mentor and their name" in said
    assert "Nothing needs you right now." in said
    assert "between 9:30 and 11:30" in said
    assert "Kolkata" in said


def test_a_question_is_answered_on_home_with_its_own_buttons(life: Life) -> None:
    invite(life)
    view = home(life, "leo")
    assert "Shall I look after the dates and notes" in words(view)
    assert {"tap:yes", "tap:no_thank_you"} <= set(buttons(view))
    life.tap("leo", "A7", "yes")
    assert "tap:yes" not in buttons(home(life, "leo"))


def test_an_invited_pair_is_one_line_that_tells_no_answer(life: Life) -> None:
    invite(life)
    said = words(home(life, "maya"))
    assert "You and Leo: set up once you've both said yes" in said
    assert "My mentors" not in said


def test_what_else_waits_is_listed_beneath(life: Life) -> None:
    begin(life)
    add_promise(life, "the deck")
    add_promise(life, "a name")
    said = words(home(life, "leo"))
    assert "And also waiting for you" in said
    assert "You promised Maya: a name" in said


def add_promise(life: Life, text: str) -> Promise:
    promise: Promise = add(
        life,
        Promise(relationship_id=life.relationship.id, text=text, promised_at=life.now),
    )
    return promise


def test_a_card_says_rhythm_date_and_the_four_steps_in_words(life: Life) -> None:
    begin(life)
    said = words(home(life, "maya"))
    assert "*Leo*" in said
    assert "Rhythm: every 2 months, 45 minutes, while you settle yours" in said
    assert "No date yet: due around Tuesday 26 January" in said
    assert (
        "Goals: next, none yet · Rhythm: next, say what suits you · "
        "Follow-through: after your first talk · Feedback: after your first talk"
    ) in said
    assert "Goals: waiting for Maya" in words(home(life, "leo"))


def test_a_booked_session_is_shown_in_both_zones_with_its_buttons(life: Life) -> None:
    begin(life)
    book(life, days=6)
    view = home(life, "maya")
    assert "You meet next: Mon 18 Jan, 14:35 (London), 09:35 (New York)" in words(view)
    assert {"act:move", "act:one_pager", "act:note", "act:something_changed", "act:more"} <= set(
        buttons(view)
    )
    assert "act:book" not in buttons(view)


def test_a_break_is_shown_with_the_way_back(life: Life) -> None:
    begin(life)
    pause(life)
    view = home(life, "leo")
    assert "On a break until 26 January 2027" in words(view)
    assert "act:come_back" in buttons(view)


def test_goals_are_counted_for_the_reader_alone(life: Life) -> None:
    begin(life)
    for private in (False, True):
        add(
            life,
            Goal(
                relationship_id=life.relationship.id,
                author_id=life.person("maya").id,
                text=f"hidden wish {private}",
                private=private,
                created_at=life.now,
            ),
        )
    assert "Goals: done, 2 open" in words(home(life, "maya"))
    assert "Goals: done, 1 open" in words(home(life, "leo"))
    assert "hidden wish" not in words(home(life, "leo"))


def plan_steps(life: Life, *planned: str) -> None:
    row_id = life.relationship.id

    def work(tx: Session) -> None:
        for text in planned:
            steps.add(tx, tx.get_one(Relationship, row_id), None, text, life.now)

    life.run(work)


def test_steps_are_the_mentees_and_promises_the_mentors(life: Life) -> None:
    begin(life)
    hold(life)
    plan_steps(life, "ask for help")
    add_promise(life, "the deck")
    mine, theirs = home(life, "maya"), home(life, "leo")
    assert "You plan to ask for help" in words(mine)
    assert "act:step_update" in buttons(mine)
    assert "Follow-through: waiting, 1 under way" in words(mine)
    assert "the deck" not in words(mine)
    assert "ask for help" not in words(theirs)
    assert "You promised Maya: the deck" in words(theirs)
    assert "act:promise_kept" in buttons(theirs)


def trade(life: Life, **more: Any) -> Trade:
    row: Trade = add(
        life,
        Trade(
            relationship_id=life.relationship.id,
            opens_at=life.now - timedelta(hours=1),
            closes_at=life.now + timedelta(days=7),
            **more,
        ),
    )
    return row


def test_an_unreleased_note_changes_nothing_on_the_others_home(life: Life) -> None:
    begin(life)
    hold(life)
    row = trade(life)
    before = words(home(life, "leo"))
    note = Note(trade_id=row.id, author_id=life.person("maya").id, value="x", written_at=life.now)
    add(life, note)
    assert words(home(life, "leo")) == before
    assert "Feedback: next, yours by Tuesday 19 January" in before
    said = words(home(life, "maya"))
    assert "Your note is in, and you can change it until both are open." in said
    assert "Feedback: waiting, yours is in" in said


@pytest.mark.parametrize(
    ("released", "line"),
    [("kind", "Your note was shared."), (None, "Your note was kept private.")],
)
def test_a_closed_round_tells_its_author_what_came_of_it(
    life: Life, released: str | None, line: str
) -> None:
    begin(life)
    hold(life)
    row = trade(life, closed_at=life.now)
    maya = life.person("maya").id
    note = Note(trade_id=row.id, author_id=maya, written_at=life.now, released=released)
    add(life, note)
    assert line in words(home(life, "maya"))
    assert ("There's a note from Maya" in words(home(life, "leo"))) is bool(released)


def test_what_people_wrote_is_drawn_harmless(life: Life) -> None:
    begin(life)
    add_promise(life, "<!channel> & more")
    assert "<!channel>" not in words(home(life, "leo"))
    assert "&lt;!channel&gt; &amp; more" in words(home(life, "leo"))


def test_more_lists_the_rest_of_what_can_be_done(life: Life) -> None:
    begin(life)
    plan_steps(life, *(f"try {number}" for number in range(4)))
    assert "And 2 more under More." in words(home(life, "maya"))
    page = life.act("maya", "more", life.relationship.id).view
    assert words(page).count("You plan to try") == 4
    assert {"act:goals", "act:update", "act:feedback", "act:rhythm", "act:pause"} <= set(
        buttons(page)
    )
    assert "act:hope" in buttons(life.act("leo", "more", life.relationship.id).view)
    with pytest.raises(Correctable):
        life.act("ines", "more", life.relationship.id)


def test_who_sees_what_is_told_for_each_thing(life: Life) -> None:
    page = life.act("maya", "who_sees_what", life.person("maya").id).view
    assert page is not None
    said = words(page)
    for thing in (
        "Know-me card", "Vision card and decisions", "Goals", "Steps, advice and promises",
        "Feedback", "A note you choose to show", "Pulse", "Half-way", "after a round",
        "Rhythm, breaks", "Something changed", "A way to reach you", "Thanks in public",
        "Our year", "Session dates", "Who is paired", "a word with an organizer",
        "My messages to you",
    ):  # fmt: skip
        assert f"*{thing}" in said.replace("*What you'd like ", "*").replace("*Asking for ", "*")
    assert said.count("The other: ") == said.count("Organizers: ") == 17
    assert checks.view(dict(page), "modal") == []


def test_being_away_is_shown_and_ended_on_home(life: Life) -> None:
    begin(life)
    form = life.act("maya", "away", life.person("maya").id).view
    life.submit("maya", form, until_on="2027-02-10")
    view = home(life, "maya")
    assert "You're away until 10 February 2027" in words(view)
    assert "act:here_again" in buttons(view)
    life.act("maya", "here_again", life.person("maya").id)
    assert "act:here_again" not in buttons(home(life, "maya"))


def several(life: Life, count: int) -> None:
    """Give Maya several mentors, each with a goal, steps and trades."""
    for number in range(count):
        life.arrive(f"mentor{number}")
        mentor, maya = life.person(f"mentor{number}"), life.person("maya")
        row = add(
            life,
            Relationship(
                workspace_id=maya.workspace_id,
                mentee_id=maya.id,
                mentor_id=mentor.id,
                asked_by_id=maya.id,
                open_pair=pair_key(maya.id, mentor.id),
                state="active",
                rhythm_state="provisional",
                rules_state="provisional",
                ends_on=life.now.date() + timedelta(days=300),
                created_at=life.now + timedelta(seconds=number),
            ),
        )
        life.run(lambda tx, row=row: fill(tx, life, tx.get_one(Relationship, row.id)))


def fill(tx: Session, life: Life, row: Relationship) -> None:
    tx.add(Meeting(relationship_id=row.id, number=1, target_on=life.now.date()))
    for number in range(4):
        steps.add(tx, row, None, f"try {number}", life.now)
        tx.add(Trade(relationship_id=row.id, opens_at=life.now, closes_at=life.now))


@contextmanager
def counted(life: Life) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*args: Any) -> None:
        seen.append(str(args[2]))

    event.listen(life.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(life.database.engine, "before_cursor_execute", note)


def queries(life: Life) -> int:
    with counted(life) as seen:
        home(life, "maya")
    return len(seen)


def test_ten_relationships_take_no_more_queries_than_one(life: Life) -> None:
    several(life, 1)
    one = queries(life)
    several_more(life, 9)
    assert queries(life) <= one + 3
    assert one <= 30


def several_more(life: Life, count: int) -> None:
    for number in range(100, 100 + count):
        life.arrive(f"other{number}")
        mentor, maya = life.person(f"other{number}"), life.person("maya")
        row = Relationship(
            workspace_id=maya.workspace_id,
            mentee_id=maya.id,
            mentor_id=mentor.id,
            asked_by_id=maya.id,
            open_pair=pair_key(maya.id, mentor.id),
            state="active",
            created_at=life.now,
        )
        add(life, row)
        life.run(lambda tx, row=row: fill(tx, life, tx.get_one(Relationship, row.id)))


def test_ten_relationships_fit_on_one_home(life: Life) -> None:
    several(life, 10)
    view = home(life, "maya")
    assert len(view["blocks"]) < 100
    assert "act:more_people" not in buttons(view)


def test_an_eleventh_is_on_the_next_page(life: Life) -> None:
    several(life, 23)
    view = home(life, "maya")
    assert len(view["blocks"]) < 100
    assert "13 more of your people" in words(view)
    page = life.act("maya", "more_people", "10").view
    assert page is not None
    assert len(page["blocks"]) <= 100
    assert words(page).count("No date yet") == 10
    assert "act:more_people" in buttons(page)
    last = life.act("maya", "more_people", "20").view
    assert words(last).count("No date yet") == 3


def test_every_button_on_home_and_its_pages_is_known(life: Life) -> None:
    begin(life)
    add_promise(life, "the deck")
    book(life, days=6)
    person = life.person("maya").id
    views = [home(life, handle) for handle in ("maya", "leo", "ines")]
    for name, row_id in (("more", life.relationship.id), ("quieter", person)):
        views.append(life.act("maya", name, row_id).view)
    views.append(life.act("leo", "more", life.relationship.id).view)
    pause(life)
    views.append(home(life, "maya"))
    acts = {name for view in views for name in buttons(view) if name.startswith("act:")}
    assert {name.partition(":")[2] for name in acts} <= set(catalogue.ACTS)


def test_a_written_card_is_said_to_be_written_when_nobody_is_left(life: Life) -> None:
    begin(life)
    assert "written with the first person" in words(home(life, "ines"))
    card = Card(
        person_id=life.person("maya").id, path="From support to product", written_at=life.now
    )
    add(life, card)
    life.act("maya", "leave_please_tell_them", life.relationship.id)
    assert "Know me: 1 of 4 lines written." in words(home(life, "maya"))


def test_home_is_drawn_again_once_a_zone_is_known(life: Life) -> None:
    newcomer = life.who("nia")
    life.run(lambda tx: gestures.home(tx, newcomer, life.now))
    assert life.errands("home") == []
    life.arrive("nia", "Asia/Kolkata")
    assert len(life.errands("home")) == 1
    life.arrive("nia", "Asia/Kolkata")
    assert len(life.errands("home")) == 1
    assert "Kolkata" in words(life.run(lambda tx: gestures.home(tx, newcomer, life.now)))


def test_home_is_drawn_again_when_something_changes(life: Life) -> None:
    begin(life)
    home(life, "leo")
    before = len(life.errands("home"))
    pause(life, "maya")
    assert len(life.errands("home")) > before
    assert homes.MOST_ASKED == 5
