"""Each ticks the ground rules they'd like; both look over one list, which is a promise."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot import agendas, gestures, ground_rules, prompts, windows
from bot.errors import Correctable
from bot.views import messages
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests.life import Life


@pytest.fixture
def pair(life: Life) -> Life:
    """Give Maya and Leo, both asked for the ground rules they'd like."""

    def work(tx: Session) -> None:
        maya, leo = life.person("maya", tx), life.person("leo", tx)
        relationship = Relationship(
            workspace_id=maya.workspace_id,
            mentee_id=maya.id,
            mentor_id=leo.id,
            asked_by_id=maya.id,
            state="setting_up",
            created_at=life.now,
            begun_at=life.now,
        )
        tx.add(relationship)
        tx.flush()
        target_on = life.now.date() + timedelta(days=14)
        tx.add(Meeting(relationship_id=relationship.id, number=1, target_on=target_on))
        for person in (maya, leo):
            occasion = relationship.id
            prompts.say(tx, person, "D7", occasion, life.now, relationship=relationship)

    life.run(work)
    life.settle()
    return life


def choose(life: Life, handle: str, **answers: Any) -> gestures.Answer:
    """Fill the form behind D7 in."""
    form = life.tap(handle, "D7", "choose_ground_rules").view
    return life.submit(handle, form, **answers)


def change(life: Life, handle: str, **answers: Any) -> gestures.Answer:
    """Change something from Home."""
    form = life.act(handle, "change_ground_rules", life.relationship.id).view
    return life.submit(handle, form, **answers)


def summarize(life: Life) -> None:
    """Do what the end of setup does, and wait until both have the list."""
    relationship_id = life.relationship.id

    def work(tx: Session) -> None:
        relationship = tx.get_one(Relationship, relationship_id)
        ground_rules.default(tx, relationship, life.now)
        ground_rules.summarize(tx, relationship, life.now)

    life.run(work)
    life.turn(days=1)


def read(life: Life, handle: str, kind: str = "D8") -> str:
    """Give the newest prompt of a kind as it would be drawn now."""
    person = life.person(handle)

    def work(tx: Session) -> str:
        rows = tx.exec(select(Prompt).where(Prompt.kind == kind)).all()
        own = [row for row in rows if row.person_id == person.id]
        row = max(own, key=lambda each: each.planned_at)
        return str(messages.draw(tx, [row], life.now)["text"])

    text: str = life.run(work)
    return text


def agenda(life: Life) -> list[str]:
    def work(tx: Session) -> list[str]:
        meeting = tx.exec(select(Meeting)).all()[-1]
        return [item.kind for item in agendas.items(tx, meeting, life.person("maya", tx))]

    found: list[str] = life.run(work)
    return found


def page(life: Life, handle: str) -> str:
    return json.dumps(life.act(handle, "ground_rules", life.relationship.id).view)


def both_choose(life: Life, maya: dict[str, Any], leo: dict[str, Any]) -> None:
    choose(life, "maya", **maya)
    choose(life, "leo", **leo)
    prompts_closed = life.run(lambda tx: tx.exec(select(Prompt).where(Prompt.kind == "D7")).all())
    assert {row.outcome for row in prompts_closed} == {"choose_ground_rules"}
    relationship_id = life.relationship.id
    life.run(
        lambda tx: ground_rules.summarize(tx, tx.get_one(Relationship, relationship_id), life.now)
    )
    life.turn(days=1)


def test_what_both_ticked_is_agreed(pair: Life) -> None:
    both_choose(pair, {}, {})
    assert read(pair, "maya") == read(pair, "leo")
    assert read(pair, "leo").splitlines() == [
        "Here's what you two agreed. It's a promise between people, not a contract.",
        "• What we say stays between us",
        "• A day's notice to move a session",
        "• Either of us can stop at any time, no reason needed",
        "• We reach each other by DM",
        "• A reply comes within a week",
    ]
    assert "ground_rules" not in agenda(pair)


def test_what_one_ticked_is_for_the_first_talk_and_names_nobody(pair: Life) -> None:
    both_choose(pair, {"rules": ["between_us"], "not_for": ["references"]}, {"not_for": []})
    text = read(pair, "maya")
    agreed, open_ = text.split("One of you also likes these, to talk about when you meet:")
    assert "• What we say stays between us" in agreed
    assert "• A day's notice to move a session" in open_
    assert "• Not for references" in open_
    assert text == read(pair, "leo")
    assert "ground_rules" in agenda(pair)


def test_how_to_be_reached_is_each_ones_own_to_say(pair: Life) -> None:
    both_choose(pair, {"reach": "email"}, {"reply": "2_days"})
    assert "• You can be reached by email\n• Leo can be reached by DM" in read(pair, "maya")
    assert "• Maya can be reached by email\n• You can be reached by DM" in read(pair, "leo")
    assert "• Maya replies within a week\n• You reply within 2 days" in read(pair, "leo")
    assert "ground_rules" not in agenda(pair)


@pytest.mark.parametrize(
    ("leo", "text"),
    [
        ({"rules": []}, "Neither of you ticked a ground rule, which is fine."),
        ({"rules": ["notice"]}, "You didn't tick the same ground rules, which is fine."),
    ],
)
def test_no_rule_in_common_is_fine_too(pair: Life, leo: dict[str, Any], text: str) -> None:
    none: dict[str, Any] = {"rules": [], "reach": None, "reply": None}
    both_choose(pair, none, {**none, **leo})
    assert read(pair, "maya").startswith(text)


def test_two_yeses_make_the_list_agreed(pair: Life) -> None:
    both_choose(pair, {}, {})
    pair.tap("maya", "D8", "looks_right")
    assert pair.relationship.rules_state == "provisional"
    pair.tap("leo", "D8", "looks_right")
    assert pair.relationship.rules_state == "agreed"
    assert "This holds for now" not in page(pair, "leo")
    pair.turn(days=14)
    assert "ground_rules" not in agenda(pair)


def test_a_list_not_both_looked_over_stays_provisional_and_goes_on_the_agenda(pair: Life) -> None:
    both_choose(pair, {}, {})
    pair.tap("maya", "D8", "looks_right")
    pair.turn(days=9)
    assert pair.relationship.rules_state == "provisional"
    assert "ground_rules" in agenda(pair)
    assert "It stays as it is for now" in read(pair, "leo")
    assert "This holds for now" in page(pair, "leo")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata", "Pacific/Auckland"])
def test_the_list_arrives_in_each_ones_own_window(pair: Life, zone: str) -> None:
    pair.arrive("leo", zone)
    both_choose(pair, {}, {})
    for handle in ("maya", "leo"):
        [got] = [message for message in pair.sent if "D8" in message.kinds and
                 message.person == handle]  # fmt: skip
        hours = windows.Hours(pair.person(handle).zone)
        assert windows.is_open(got.at, hours, windows.Pace.BEGINNING)


def test_the_usual_ones_take_one_tap(pair: Life) -> None:
    pair.tap("maya", "D7", "use_usual_ones")
    pair.tap("leo", "D7", "use_usual_ones")
    summarize(pair)
    assert "• A day's notice to move a session" in read(pair, "leo")
    assert "The usual ground rules are in for you." in read(pair, "maya", "D7")


def test_silence_lets_the_usual_ones_stand_in_for_now(pair: Life) -> None:
    choose(pair, "maya", rules=["between_us"])
    summarize(pair)
    assert pair.relationship.rules_state == "provisional"
    assert "ground_rules" in agenda(pair)
    assert "The usual ground rules hold for now." in read(pair, "leo", "D7")
    assert "• What we say stays between us" in read(pair, "leo").split("One of you")[0]


def test_changing_something_shows_the_other_the_new_list(pair: Life) -> None:
    both_choose(pair, {}, {})
    pair.tap("leo", "D8", "looks_right")
    form = pair.tap("maya", "D8", "change_something").view
    pair.submit("maya", form, rules=["between_us"])
    assert "Your change is in, and Leo sees the new list." in read(pair, "maya")
    assert pair.relationship.rules_state == "provisional"
    assert "ground_rules" in agenda(pair)
    pair.turn(days=2)
    assert pair.kinds("leo").count("D8") == 2
    pair.tap("leo", "D8", "looks_right")
    assert pair.relationship.rules_state == "agreed"
    assert "ground_rules" in agenda(pair)


def test_an_agreed_list_can_be_changed_from_home_later(pair: Life) -> None:
    both_choose(pair, {}, {})
    pair.tap("maya", "D8", "looks_right")
    pair.tap("leo", "D8", "looks_right")
    change(pair, "leo", reach="sessions_only")
    assert pair.relationship.rules_state == "provisional"
    pair.turn(days=2)
    assert "Leo can be reached only in sessions" in read(pair, "maya")


def test_the_same_list_again_asks_nobody(pair: Life) -> None:
    both_choose(pair, {}, {})
    pair.tap("maya", "D8", "looks_right")
    pair.tap("leo", "D8", "looks_right")
    change(pair, "leo")
    pair.turn(days=2)
    assert pair.relationship.rules_state == "agreed"
    assert pair.kinds("maya").count("D8") == 1


def test_a_contact_shows_once_both_looked_the_list_over(pair: Life) -> None:
    both_choose(pair, {"contact": "maya@home.example"}, {})
    assert "maya@home.example" in page(pair, "maya")
    assert "maya@home.example" not in page(pair, "leo")
    pair.tap("maya", "D8", "looks_right")
    pair.tap("leo", "D8", "looks_right")
    assert "maya@home.example" in page(pair, "leo")


def test_words_of_ones_own_are_on_the_page_and_in_no_message(pair: Life) -> None:
    both_choose(pair, {"not_for_other": "my <rent> & taxes", "contact": "maya@home.example"}, {})
    assert "Not for, in Maya's words" in page(pair, "leo")
    assert "my <rent> & taxes" in page(pair, "leo")
    sent = json.dumps([dict(message.body) for message in pair.sent])
    assert "rent" not in sent
    assert "maya@home" not in sent
    abouts = pair.run(lambda tx: [row.about for row in tx.exec(select(Prompt)).all()])
    assert "rent" not in json.dumps(abouts)


def test_nothing_of_one_list_shows_before_both_have_answered(pair: Life) -> None:
    def leos(life: Life) -> str:
        form = life.act("leo", "ground_rules", life.relationship.id).view
        return json.dumps([form, [dict(m.body) for m in life.sent if m.person == "leo"]])

    before = leos(pair)
    choose(pair, "maya", rules=[], contact="maya@home.example", reach="email")
    pair.turn(minutes=30)
    assert leos(pair) == before
    assert "ground_rules" not in agenda(pair)


def test_the_thread_asks_what_can_be_typed(pair: Life) -> None:
    pair.reply("leo", "D7", "choose ground rules")
    for line in ("email", "no promise", "skip", "leo@home.example"):
        pair.reply("leo", "D7", line)
    choose(pair, "maya")
    summarize(pair)
    assert "Leo can be reached by email" in read(pair, "maya")
    assert "• A day's notice to move a session" in read(pair, "maya")
    assert "leo@home.example" in page(pair, "leo")


@pytest.mark.parametrize(
    "answers", [{"reach": "pigeon"}, {"reply": "yesterday"}, {"rules": ["<!channel>"]}]
)
def test_what_is_not_offered_is_refused_at_its_field(pair: Life, answers: dict[str, Any]) -> None:
    with pytest.raises(Correctable, match="Please pick one") as wrong:
        choose(pair, "maya", **answers)
    assert wrong.value.field == next(iter(answers))


def test_a_form_sent_twice_is_one_answer(pair: Life) -> None:
    form = pair.tap("maya", "D7", "choose_ground_rules").view
    for _ in range(2):
        pair.submit("maya", form, rules=["notice"])
    choose(pair, "leo")
    summarize(pair)
    assert pair.kinds("maya").count("D8") == 1


def test_a_stranger_sees_and_changes_nothing(pair: Life) -> None:
    form = pair.tap("leo", "D7", "choose_ground_rules").view
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.submit("ines", form)
    with pytest.raises(Correctable, match="belongs to somebody else"):
        pair.act("ines", "ground_rules", pair.relationship.id)
