"""Two who ended may begin anew within a year, when both want it; a no and silence look the same."""

from typing import Any

import pytest
from sqlmodel import Session

from bot import gestures, prompts
from bot.errors import Correctable
from bot.views import messages
from store import advice, endings
from store import goals as kept_goals
from store.goals import Goal
from store.prompts import Prompt, group
from store.relationships import Relationship
from tests.beginnings import set_up_from
from tests.booking import until
from tests.life import Life
from tests.pairs import everything_for, pair, rows, step
from tests.test_hub import begin, buttons, texts


def ended(life: Life, handle: str = "maya") -> Relationship:
    """Give an active pair that one of them has left, with the message answered."""
    relationship = pair(life)
    leave(life, handle)
    return relationship


def leave(life: Life, handle: str = "maya") -> None:
    other = "leo" if handle == "maya" else "maya"
    life.act(handle, "leave_please_tell_them", life.relationship.id)
    until(life, other, "H9")
    life.tap(other, "H9", "done")


def words(life: Life, handle: str, kind: str) -> list[str]:
    return [m.body["text"] for m in life.sent if m.person == handle and kind in m.kinds]


def test_home_offers_to_pick_up_again_and_says_what_it_means(life: Life) -> None:
    relationship = ended(life)
    assert "'act:reopen'" in everything_for(life, "leo")
    page = life.act("leo", "reopen", relationship.id).view
    assert "I can ask Maya privately whether to pick up again" in texts(page)
    assert buttons(page) == ["act:reopen_ask", "act:our_year"]
    assert words(life, "maya", "reopen") == []


def test_two_yeses_begin_it_anew(life: Life) -> None:
    relationship = ended(life)
    answer = life.act("leo", "reopen_ask", relationship.id)
    assert "You'll hear from me when you've both said yes." in texts(answer.view)
    until(life, "maya", "reopen")
    assert "Leo would like to pick up your mentoring again." in words(life, "maya", "reopen")[0]
    life.tap("maya", "reopen", "yes")
    again = life.relationship
    assert (again.id, again.state, again.round) == (relationship.id, "setting_up", 2)
    assert again.open_pair is not None
    assert (again.ended_at, again.ends_on) == (None, None)
    assert "B11_now" in life.kinds("maya")
    until(life, "leo", "B11")
    set_up_from(life, "maya")
    assert "C1" in life.kinds("maya")


def test_a_fresh_start_runs_to_its_end_like_a_first_one(life: Life) -> None:
    begin(life)
    life.turn(days=30)
    assert life.relationship.state == "active"
    leave(life)
    life.turn(days=40)
    before = len(life.kinds("maya"))
    life.act("leo", "reopen_ask", life.relationship.id)
    until(life, "maya", "reopen")
    life.tap("maya", "reopen", "yes")
    assert life.relationship.state == "setting_up"
    life.turn(days=9)
    assert "setup_reminder" in life.kinds("maya")[before:]
    life.turn(days=20)
    assert life.relationship.state == "active"
    assert "M1" in life.kinds("maya")[before:]


def asked_in_setup(life: Life) -> set[tuple[str, str, str]]:
    kinds = ("B11", "B11_now", "setup_reminder", "setup_reminder_last", "C1", "D8")
    asked = [row for row in rows(life, Prompt) if row.kind in kinds]
    return {(row.kind, row.person_id, row.occasion) for row in asked}


def test_a_second_setup_asks_anew_though_messages_of_the_first_are_there(life: Life) -> None:
    begin(life)
    set_up_from(life, "maya")
    life.turn(days=30)
    before = asked_in_setup(life)
    leave(life)
    life.act("leo", "reopen_ask", life.relationship.id)
    until(life, "maya", "reopen")
    life.tap("maya", "reopen", "yes")
    life.turn(days=30)
    again = asked_in_setup(life) - before
    assert {kind for kind, *_ in again} >= {"B11", "setup_reminder", "setup_reminder_last", "D8"}


def test_a_message_that_leads_anothers_says_only_that_this_came_to_a_close(life: Life) -> None:
    one, other = pair(life), pair(life, mentor="ines")
    person = life.person("maya")

    def send(tx: Session) -> str:
        planned = [
            prompts.plan(tx, kind, person, "once", life.now, life.now, relationship=each)
            for kind, each in (("M1", one), ("F8", other))
        ]
        lead, rider = (tx.get_one(Prompt, each.id) for each in planned)
        lead.state, lead.outcome, rider.state = "answered", "snoozed", "sent"
        lead.ts, rider.lead_id = "1.0", lead.id
        lead.about = {**lead.about, "again": "gone"}
        tx.flush()
        endings.delete_prompts(tx, one.id)
        return str(messages.draw(tx, group(tx, lead.id), life.now)["text"])

    assert life.run(send).startswith("This has come to a close")


def test_old_goals_are_kept_as_history(life: Life) -> None:
    relationship = pair(life)
    person = life.person("maya")
    goal = Goal(relationship_id=relationship.id, author_id=person.id, text="Learn to lead",
                created_at=life.now)  # fmt: skip
    life.run(lambda tx: tx.add(goal))
    leave(life)
    life.act("leo", "reopen_ask", relationship.id)
    until(life, "maya", "reopen")
    life.tap("maya", "reopen", "yes")
    [kept] = life.run(lambda tx: kept_goals.of_relationship(tx, relationship.id))
    assert kept.text == "Learn to lead"
    assert kept.closed_at is not None


def test_a_no_and_silence_look_the_same_to_who_asked(life: Life) -> None:
    relationship = ended(life)
    life.act("leo", "reopen_ask", relationship.id)
    until(life, "maya", "reopen")
    before = everything_for(life, "leo")
    life.tap("maya", "reopen", "no_thank_you")
    assert everything_for(life, "leo") == before
    life.turn(days=14)
    assert words(life, "leo", "not_reopened") == ["You and Maya are not set up."]
    assert life.kinds("maya").count("reopen") == 1
    assert life.relationship.state == "ended"


def test_silence_is_reminded_of_once_and_then_it_rests(life: Life) -> None:
    relationship = ended(life)
    life.act("leo", "reopen_ask", relationship.id)
    life.turn(days=30)
    assert life.kinds("maya").count("reopen") == 2
    assert words(life, "leo", "not_reopened") == ["You and Maya are not set up."]
    assert "'act:reopen'" not in str(home(life, "leo"))
    assert "'act:reopen'" in str(home(life, "maya"))
    answer = life.act("leo", "reopen_ask", relationship.id)
    assert "the next word is theirs" in texts(answer.view)
    life.turn(days=30)
    assert life.kinds("maya").count("reopen") == 2


def home(life: Life, handle: str) -> Any:
    return life.run(lambda tx: gestures.home(tx, life.who(handle), life.now))


def test_whoever_asks_back_says_the_second_yes(life: Life) -> None:
    relationship = ended(life)
    life.act("leo", "reopen_ask", relationship.id)
    answer = life.act("maya", "reopen_ask", relationship.id)
    assert "You both said yes." in texts(answer.view)
    assert life.relationship.state == "setting_up"
    assert not [row for row in rows(life, Prompt) if row.kind == "reopen" and row.state == "sent"]


def test_the_command_goes_on_with_the_old_pair(life: Life) -> None:
    relationship = ended(life)
    page = life.command("maya", "/mentor", "leo").view
    assert buttons(page) == ["act:reopen_ask", "act:our_year"]
    life.act("maya", "reopen_ask", relationship.id)
    assert len(rows(life, Relationship)) == 1


def test_after_a_year_two_people_begin_as_strangers(life: Life) -> None:
    relationship = ended(life)
    life.turn(days=370)
    assert "'act:reopen'" not in str(home(life, "leo"))
    with pytest.raises(Correctable):
        life.act("leo", "reopen", relationship.id)
    view = life.command("maya", "/mentor", "leo").view
    assert view is not None
    assert view["callback_id"] == "form:pair"


def test_a_stranger_opens_nothing(life: Life) -> None:
    relationship = ended(life)
    for act in ("reopen", "reopen_ask"):
        with pytest.raises(Correctable):
            life.act("ines", act, relationship.id)


def test_thirty_days_on_the_bot_keeps_only_what_people_wrote(life: Life) -> None:
    relationship = pair(life)
    step(life, relationship, "Ask Ines")
    leave(life)
    life.turn(days=32)
    left = [row for row in rows(life, Prompt) if row.relationship_id == relationship.id]
    assert left == []
    assert life.run(lambda tx: _steps(tx, relationship.id)) == 0


def _steps(tx: Session, relationship_id: str) -> int:
    return len(advice.steps(tx, relationship_id))


def test_someone_new_is_named_in_a_form(life: Life) -> None:
    ended_by_leo = pair(life)
    life.act("leo", "leave_please_tell_them", ended_by_leo.id)
    until(life, "maya", "H9")
    form = life.tap("maya", "H9", "find_someone_new").view
    with pytest.raises(Correctable) as wrong:
        life.submit("maya", form, person="UMAYA", role="mentee")
    assert wrong.value.field == "person"
    answer = life.submit("maya", form, person="UINES", role="mentee")
    assert answer.sentence == "I've asked Ines. You'll hear from me when you've both said yes."
    assert [row.outcome for row in rows(life, Prompt) if row.kind == "H9"] == ["find_someone_new"]
    life.turn(days=1)
    assert "A7" in life.kinds("ines")


def test_only_its_owner_may_use_the_form(life: Life) -> None:
    pair(life)
    raw = {"person": "UINES", "role": "mentee", "kind": "workplace"}
    own = life.person("leo").id
    with pytest.raises(Correctable):
        life.run(
            lambda tx: gestures.submit(tx, life.who("maya"), "find_someone", own, raw, life.now)
        )
