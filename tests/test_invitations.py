"""Two people become a pair when both say yes; a no and silence look the same to who asked."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot import gestures, people, windows
from bot.errors import Correctable
from bot.people import Who
from bot.windows import Hours, Pace
from store.prompts import Prompt
from store.relationships import Relationship
from tests.life import TEAM, Life
from tests.pairs import everything_for


def invite(
    life: Life, asker: str = "maya", other: str = "leo", role: str = "mentee", **more: str
) -> gestures.Answer:
    answer = life.command(asker, "/mentor", other)
    assert answer.view is not None, answer.sentence
    return life.submit(asker, answer.view, role=role, **more)


def relationships(life: Life) -> list[Relationship]:
    rows: list[Relationship] = life.run(
        lambda tx: tx.exec(select(Relationship).order_by(col(Relationship.created_at))).all()
    )
    return rows


def words(life: Life, handle: str) -> list[str]:
    return [message.body["text"] for message in life.sent if message.person == handle]


def result(life: Life, kind: str, handle: str) -> list[tuple[str, str | None]]:
    person = life.person(handle)
    rows = life.run(
        lambda tx: tx.exec(
            select(Prompt)
            .where(Prompt.kind == kind, Prompt.person_id == person.id)
            .order_by(col(Prompt.planned_at), col(Prompt.due_at))
        ).all()
    )
    return [(row.state, row.outcome) for row in rows]


def test_two_yeses_begin_a_relationship(life: Life) -> None:
    answer = invite(life)
    assert answer.sentence == "I've asked Leo. You'll hear from me when you've both said yes."
    assert life.kinds("leo") == ["A7"]
    assert life.kinds("maya") == []
    life.tap("leo", "A7", "yes")
    assert life.relationship.state == "setting_up"
    assert life.relationship.begun_at == life.now
    assert "B11" in life.kinds("maya")
    assert ("answered", "both") in result(life, "A7", "leo")


def test_the_other_reads_which_of_the_two_they_would_be(life: Life) -> None:
    invite(life)
    assert words(life, "leo") == [
        "Maya says you two already meet as mentor and mentee, with you as the mentor. "
        "It's for work here and a fixed term. Shall I look after the dates and notes for you two?"
    ]


def test_a_pair_is_for_the_workplace_unless_its_asker_says_for_the_long_run(life: Life) -> None:
    invite(life)
    assert life.relationship.kind == "workplace"


def test_a_career_mentor_is_named_as_one_to_the_other_and_on_home(life: Life) -> None:
    invite(life, kind="career")
    assert "It's for the long run, from job to job." in words(life, "leo")[0]
    life.tap("leo", "A7", "yes")
    assert life.relationship.kind == "career"
    for handle in ("maya", "leo"):
        assert "career, for the long run" in everything_for(life, handle)


def test_naming_back_takes_the_kind_that_was_asked_for(life: Life) -> None:
    invite(life, kind="career")
    with pytest.raises(Correctable, match="other kind") as wrong:
        invite(life, "leo", "maya", role="mentor", kind="workplace")
    assert wrong.value.field == "kind"
    assert life.relationship.state == "invited"
    invite(life, "leo", "maya", role="mentor")
    assert (life.relationship.state, life.relationship.kind) == ("setting_up", "career")


def test_the_one_who_asks_may_be_the_mentor(life: Life) -> None:
    invite(life, "leo", "maya", role="mentor")
    life.turn(hours=20)
    assert "with you as the mentee" in words(life, "maya")[0]
    life.tap("maya", "A7", "yes")
    assert life.relationship.mentor_id == life.person("leo").id
    assert life.relationship.mentee_id == life.person("maya").id
    assert life.relationship.state == "setting_up"


def test_a_no_starts_nothing_and_the_asker_hears_only_not_set_up(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "no_thank_you")
    life.turn(days=14)
    assert words(life, "maya") == ["You and Leo are not set up."]
    assert life.relationship.state == "not_set_up"
    assert life.kinds("leo") == ["A7"]


def test_silence_gets_one_reminder_and_then_lapses(life: Life) -> None:
    invite(life)
    life.turn(days=21)
    assert life.kinds("leo") == ["A7", "A7"]
    assert life.relationship.state == "not_set_up"
    assert result(life, "A7", "leo") == [("expired", "expired")] * 2
    assert words(life, "maya") == ["You and Leo are not set up."]


def test_a_no_cannot_be_told_from_silence(life: Life) -> None:
    invite(life, "maya", "leo")
    invite(life, "ines", "leo")
    life.turn(days=1)
    first = next(m for m in life.sent if m.person == "leo" and "Maya" in m.body["text"])
    life.run(
        lambda tx: gestures.tap(tx, life.who("leo"), first.prompt_id, "no_thank_you", life.now)
    )
    again = [life.command(asker, "/mentor", "leo").sentence for asker in ("maya", "ines")]
    assert again == ["Leo has been asked already. You'll hear when you've both said yes."] * 2
    life.turn(days=21)
    told = [m for m in life.sent if m.kinds == ["not_set_up"]]
    assert {m.person for m in told} == {"maya", "ines"}
    settled = life.run(lambda tx: {tx.get_one(Prompt, m.prompt_id).planned_at for m in told})
    assert len(settled) == 1
    assert len({m.body["text"] for m in told}) == 1


def test_not_set_up_is_told_in_the_askers_own_window(life: Life) -> None:
    life.arrive("tane", "Pacific/Auckland")
    invite(life, "tane", "leo")
    life.turn(days=21)
    told = life.last("tane")
    assert told.kinds == ["not_set_up"]
    assert windows.is_open(told.at, Hours("Pacific/Auckland"), Pace.ORDINARY)


def test_asking_again_after_a_no_works(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "no_thank_you")
    life.turn(days=14)
    invite(life)
    life.turn(days=3)
    life.tap("leo", "A7", "yes")
    assert [row.state for row in relationships(life)] == ["not_set_up", "setting_up"]


def test_who_said_no_may_think_again(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "no_thank_you")
    invite(life, "leo", "maya", role="mentor")
    assert life.relationship.state == "setting_up"
    assert len(relationships(life)) == 1


def test_naming_each_other_is_two_yeses(life: Life) -> None:
    invite(life, "maya", "leo", role="mentee")
    invite(life, "leo", "maya", role="mentor")
    assert [row.state for row in relationships(life)] == ["setting_up"]
    assert result(life, "A7", "leo")[0] == ("answered", "both")
    life.turn(days=21)
    assert "not_set_up" not in life.kinds("maya")


def test_naming_each_other_with_other_roles_is_sent_back(life: Life) -> None:
    invite(life, "maya", "leo", role="mentee")
    with pytest.raises(Correctable) as wrong:
        invite(life, "leo", "maya", role="mentee")
    assert wrong.value.field == "role"
    assert "the other way round" in wrong.value.sentence
    assert life.relationship.state == "invited"


@pytest.mark.parametrize(
    ("arrive", "named", "sentence"),
    [
        ({}, "maya", "That's you."),
        ({"is_bot": True}, "robot", "That's an app"),
        ({"deleted": True}, "gone", "Gone's account isn't active"),
    ],
)
def test_some_cannot_be_a_pair(
    life: Life, arrive: dict[str, Any], named: str, sentence: str
) -> None:
    if arrive:
        life.arrive(named, **arrive)
    answer = life.command("maya", "/mentor", named)
    assert answer.view is None
    assert (answer.sentence or "").startswith(sentence)
    assert relationships(life) == []


@pytest.mark.parametrize("slack_id", ["UBOT", "USLACKBOT"])
def test_the_bot_and_slackbot_are_apps_before_slack_says_so(life: Life, slack_id: str) -> None:
    answer = life.run(
        lambda tx: gestures.command(
            tx, life.who("maya"), "/mentor", Who(TEAM, slack_id), "", life.now
        )
    )
    assert answer.sentence.startswith("That's an app")


def test_somebody_who_turns_out_to_be_an_app_is_not_asked(life: Life) -> None:
    life.arrive("newcomer")
    view = life.command("maya", "/mentor", "newcomer").view
    life.arrive("newcomer", is_bot=True)
    with pytest.raises(Correctable, match="app"):
        life.submit("maya", view, role="mentee")
    assert relationships(life) == []


def test_a_pair_is_set_up_once(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "yes")
    for one, other in (("maya", "leo"), ("leo", "maya")):
        assert life.command(one, "/mentor", other).sentence == (
            f"You and {other.capitalize()} are already set up. /mentor shows what's next."
        )


def test_a_form_sent_twice_asks_once(life: Life) -> None:
    view = life.command("maya", "/mentor", "leo").view
    life.submit("maya", view, role="mentee")
    with pytest.raises(Correctable, match="asked already"):
        life.submit("maya", view, role="mentee")
    assert len(relationships(life)) == 1
    assert life.kinds("leo") == ["A7"]


def test_a_person_of_another_workspace_cannot_be_named_by_their_row(life: Life) -> None:
    def elsewhere(tx: Session) -> str:
        return people.meet(tx, Who("T2", "UEVE"), life.now).id

    row_id = life.run(elsewhere)
    for row in (row_id, "nobody"):
        with pytest.raises(Correctable, match="somebody else"):
            life.run(
                lambda tx, row=row: gestures.submit(
                    tx,
                    life.who("maya"),
                    "pair",
                    row,
                    {"role": "mentee", "kind": "workplace"},
                    life.now,
                )
            )
    assert relationships(life) == []


def test_only_the_one_who_was_asked_can_answer(life: Life) -> None:
    invite(life)
    prompt = life.open("leo", "A7")
    for handle in ("maya", "ines"):
        with pytest.raises(Correctable, match="somebody else"):
            life.run(
                lambda tx, handle=handle: gestures.tap(
                    tx, life.who(handle), prompt.id, "yes", life.now
                )
            )
    assert life.relationship.state == "invited"


def test_a_second_tap_on_an_answered_question_changes_nothing(life: Life) -> None:
    invite(life)
    prompt = life.open("leo", "A7")
    life.tap("leo", "A7", "no_thank_you")
    answer = life.run(lambda tx: gestures.tap(tx, life.who("leo"), prompt.id, "yes", life.now))
    assert answer.sentence == "This was answered already, so nothing changed."
    assert life.relationship.state == "invited"


def test_both_questions_lose_their_buttons_with_one_answer(life: Life) -> None:
    invite(life)
    life.turn(days=8)
    assert life.kinds("leo") == ["A7", "A7"]
    life.tap("leo", "A7", "yes")
    assert result(life, "A7", "leo") == [("answered", "both")] * 2


def test_a_yes_to_somebody_who_has_left_starts_nothing(life: Life) -> None:
    invite(life)

    def leave(tx: Session) -> None:
        life.person("maya", tx).deactivated_at = life.now

    life.run(leave)
    life.tap("leo", "A7", "yes")
    assert life.relationship.state == "invited"


def test_a_plain_yes_in_the_thread_counts(life: Life) -> None:
    invite(life)
    life.reply("leo", "A7", "Yes.")
    assert life.relationship.state == "setting_up"


def test_without_a_name_the_command_says_what_there_is(life: Life) -> None:
    answer = life.command("maya", "/mentor")
    assert answer.sentence or answer.view
