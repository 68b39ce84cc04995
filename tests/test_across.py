"""Two people of two workspaces are one pair by a code that both confirm (S75)."""

from datetime import timedelta
from typing import Any

import pytest

from bot import codes, gestures
from bot.errors import Correctable
from store.codes import Attempt, Code
from store.relationships import Relationship
from tests.apart import begun, enter, make_code, proposed, row, tern, value
from tests.life import Life
from tests.pairs import everything_for, rows

WRONG = "WRNG-WRNG-WRNG-WRNG"


@pytest.fixture(autouse=True)
def _two_workspaces(life: Life) -> None:
    tern(life)


def says(answer: Any) -> str:
    """Give all that an answer shows or says."""
    return str(answer.sentence or answer.view)


def test_two_yeses_across_two_workspaces_begin_a_relationship(life: Life) -> None:
    asked = enter(life, "omar", make_code(life))
    assert "Maya Doe at Harbor &amp; Finch" in says(asked)
    assert "with you as the mentor" in says(asked)
    assert life.kinds("maya") == []
    life.act("omar", "across_yes", value(asked, "across_yes"))
    assert life.relationship.state == "invited"
    assert life.kinds("maya") == ["A7"]
    assert "Omar Doe at Tern Labs has entered your code, with you as the mentee" in str(
        life.last("maya").body["text"]
    )
    life.tap("maya", "A7", "yes")
    relationship = life.relationship
    assert relationship.state == "setting_up"
    assert (relationship.mentee_id, relationship.mentor_id) == (
        row(life, "maya"),
        row(life, "omar"),
    )
    assert relationship.kind == "career"
    for handle in ("maya", "omar"):
        assert [kind for kind in life.kinds(handle) if kind.startswith("B11")]


@pytest.mark.parametrize("kind", ["workplace", "career"])
@pytest.mark.parametrize("role", ["mentee", "mentor"])
def test_each_reads_which_of_the_two_they_would_be(life: Life, role: str, kind: str) -> None:
    asked = enter(life, "omar", make_code(life, role=role, kind=kind))
    other = {"mentee": "mentor", "mentor": "mentee"}[role]
    term = {"workplace": "for a fixed term", "career": "for the long run"}[kind]
    assert f"with you as the {other}. It's {term}" in says(asked)
    life.act("omar", "across_yes", value(asked, "across_yes"))
    assert f"with you as the {role}. It's {term}" in str(life.last("maya").body["text"])


def test_a_word_after_the_command_leads_to_the_codes_as_home_does(life: Life) -> None:
    for text in ("code", " Code "):
        answer = life.run(
            lambda tx, text=text: gestures.command(
                tx, life.who("omar"), "/mentor", None, text, life.now
            )
        )
        assert answer == life.act("omar", "elsewhere", row(life, "omar"))


def test_before_the_code_is_right_neither_learns_of_the_other(life: Life) -> None:
    make_code(life)
    assert "Maya" not in says(enter(life, "omar", WRONG))
    assert "Maya" not in everything_for(life, "omar")
    assert "Omar" not in everything_for(life, "maya")


def test_a_first_yes_is_the_first_that_the_maker_hears(life: Life) -> None:
    enter(life, "omar", make_code(life))
    assert "Omar" not in everything_for(life, "maya")
    assert "Omar" not in says(life.act("maya", "elsewhere", row(life, "maya")))


def test_a_code_is_kept_as_a_digest_alone_and_reads_however_it_is_typed(life: Life) -> None:
    plain = make_code(life)
    [code] = rows(life, Code)
    bare = plain.replace("-", "")
    assert len(bare) == codes.LENGTH
    assert bare not in str(code.model_dump())
    typed = f" {bare.lower().replace('1', 'l').replace('0', 'o')} "
    assert "Maya Doe" in says(enter(life, "omar", typed))


def test_a_code_opens_once_for_one_person(life: Life) -> None:
    plain = make_code(life)
    asked = enter(life, "omar", plain)
    assert "Maya" not in says(enter(life, "una", plain))
    assert "Maya Doe" in says(enter(life, "omar", plain))
    life.act("omar", "across_yes", value(asked, "across_yes"))
    assert "Maya" not in says(enter(life, "omar", plain))
    with pytest.raises(Correctable):
        life.act("omar", "across_yes", value(asked, "across_yes"))


def test_a_code_runs_out(life: Life) -> None:
    plain = make_code(life)
    life.turn(days=7)
    assert "Maya" not in says(enter(life, "omar", plain))
    assert "waits until" not in says(life.act("maya", "elsewhere", row(life, "maya")))


def test_a_question_left_open_runs_out_with_its_code(life: Life) -> None:
    asked = enter(life, "omar", make_code(life))
    life.turn(days=7)
    with pytest.raises(Correctable):
        life.act("omar", "across_yes", value(asked, "across_yes"))


def test_a_question_left_open_stands_behind_home_until_then(life: Life) -> None:
    enter(life, "omar", make_code(life))
    hub = life.act("omar", "elsewhere", row(life, "omar"))
    assert "Maya Doe at Harbor &amp; Finch has asked you" in says(hub)
    asked = life.act("omar", "asked_by_code", value(hub, "asked_by_code"))
    life.act("omar", "across_yes", value(asked, "across_yes"))
    assert life.relationship.state == "invited"


def test_a_code_that_was_withdrawn_opens_nothing(life: Life) -> None:
    plain = make_code(life)
    asked = enter(life, "omar", plain)
    code = value(life.act("maya", "elsewhere", row(life, "maya")), "withdraw_code")
    assert "Taken back" in says(life.act("maya", "withdraw_code", code))
    assert "Maya" not in says(enter(life, "una", plain))
    with pytest.raises(Correctable):
        life.act("omar", "across_yes", value(asked, "across_yes"))


def test_a_no_and_silence_look_the_same_to_the_maker(life: Life) -> None:
    plain = make_code(life)
    asked = enter(life, "omar", plain)
    before = says(life.act("maya", "elsewhere", row(life, "maya")))
    life.act("omar", "across_no", value(asked, "across_no"))
    assert says(life.act("maya", "elsewhere", row(life, "maya"))) == before
    assert "Maya" not in says(enter(life, "omar", plain))
    life.turn(days=30)
    assert "Omar" not in everything_for(life, "maya")


def test_the_makers_no_and_silence_look_the_same_to_who_entered_it(life: Life) -> None:
    proposed(life)
    life.tap("maya", "A7", "no_thank_you")
    assert life.kinds("omar") == []
    life.turn(days=12)
    assert life.kinds("omar") == ["not_set_up"]
    assert life.relationship.state == "not_set_up"


def test_only_a_few_codes_a_day_are_looked_at(life: Life) -> None:
    plain = make_code(life)
    for _ in range(codes.MOST_TRIES):
        assert "No code reads like that" in says(enter(life, "omar", WRONG))
    assert "enough codes for a day" in says(enter(life, "omar", plain))
    assert rows(life, Relationship) == []
    assert "Maya Doe" in says(enter(life, "una", plain))
    life.turn(days=1, seconds=1)
    assert len(rows(life, Attempt)) == codes.MOST_TRIES + 1
    enter(life, "omar", WRONG)


def test_a_workspace_full_of_people_gets_no_more_tries_than_its_share(life: Life) -> None:
    omar = row(life, "omar")
    tries = [Attempt(person_id=omar, tried_at=life.now) for _ in range(codes.MOST_TRIES_THERE)]
    life.run(lambda tx: tx.add_all(tries))
    plain = make_code(life)
    assert "enough codes" in says(enter(life, "una", plain))


def test_old_tries_and_codes_are_forgotten(life: Life) -> None:
    make_code(life)
    enter(life, "omar", WRONG)
    life.turn(days=15)
    make_code(life)
    assert rows(life, Attempt) == []
    assert len(rows(life, Code)) == 1


def test_ones_own_code_and_one_of_a_colleague_begin_nothing(life: Life) -> None:
    plain = make_code(life)
    assert "That's your own code" in says(enter(life, "maya", plain))
    assert "Maya is in this Slack too" in says(enter(life, "leo", plain))
    assert "Maya Doe" in says(enter(life, "omar", plain))


def test_a_pair_that_is_asked_or_set_up_begins_no_second_time(life: Life) -> None:
    proposed(life)
    assert "has been asked already" in says(enter(life, "omar", make_code(life)))
    life.tap("maya", "A7", "yes")
    assert "already set up" in says(enter(life, "omar", make_code(life)))
    assert "already set up" in says(enter(life, "maya", make_code(life, "omar", "mentor")))


def test_more_codes_than_a_few_wait_for_one_to_be_withdrawn(life: Life) -> None:
    for _ in range(codes.MOST_OPEN):
        make_code(life)
    with pytest.raises(Correctable) as wrong:
        make_code(life)
    assert wrong.value.field == "role"


def test_a_full_mentor_takes_on_nobody_by_a_code(life: Life) -> None:
    def fill(tx: Any) -> None:
        life.person("maya", tx).capacity = 0

    life.run(fill)
    asked = enter(life, "omar", make_code(life, role="mentor"))
    with pytest.raises(Correctable) as wrong:
        life.act("omar", "across_yes", value(asked, "across_yes"))
    assert "no room" in wrong.value.sentence


def test_a_maker_whose_account_is_gone_is_not_asked(life: Life) -> None:
    asked = enter(life, "omar", make_code(life))
    life.arrive("maya", deleted=True)
    with pytest.raises(Correctable):
        life.act("omar", "across_yes", value(asked, "across_yes"))


@pytest.mark.parametrize("act", ["across_yes", "across_no", "asked_by_code", "withdraw_code"])
@pytest.mark.parametrize("handle", ["una", "leo"])
def test_anothers_code_is_nobodys_to_answer(life: Life, handle: str, act: str) -> None:
    enter(life, "omar", make_code(life))
    [code] = rows(life, Code)
    with pytest.raises(Correctable):
        life.act(handle, act, code.id)
    assert life.run(lambda tx: tx.get_one(Code, code.id)) == code


@pytest.mark.parametrize("act", ["elsewhere", "new_code", "enter_code"])
def test_anothers_codes_are_not_shown(life: Life, act: str) -> None:
    with pytest.raises(Correctable):
        life.act("omar", act, row(life, "maya"))


def test_a_used_code_says_so_to_its_maker(life: Life) -> None:
    begun(life)
    [code] = rows(life, Code)
    with pytest.raises(Correctable) as wrong:
        life.act("maya", "withdraw_code", code.id)
    assert "has been used" in wrong.value.sentence


def test_a_code_that_waits_is_no_secret_of_the_log(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    plain = make_code(life)
    enter(life, "omar", plain)
    assert plain not in caplog.text
    assert timedelta(days=1) < codes.LASTS
