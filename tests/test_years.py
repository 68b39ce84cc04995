"""Our year: what each of the two may read of it, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from bot import albums, homes, totals
from bot.errors import Correctable
from bot.totals import Span
from store.lines import Line
from store.relationships import Relationship
from tests import privacy
from tests.life import Life
from tests.looking import LEOS, MAYAS, SHARED, day, year


def shown(life: Life, handle: str, act: str = "our_year") -> str:
    return str(life.act(handle, act, life.relationship.id).view)


def test_the_mentee_reads_her_own_words_and_what_was_shared(life: Life) -> None:
    year(life)
    view = shown(life, "maya")
    assert [word for word in (*SHARED, *MAYAS) if word not in view] == []
    assert [word for word in LEOS if word in view] == []


def test_the_mentor_reads_what_was_shared_and_his_own_words(life: Life) -> None:
    year(life)
    view = shown(life, "leo")
    assert [word for word in (*SHARED, *LEOS) if word not in view] == []
    assert [word for word in MAYAS if word in view] == []


def test_all_that_the_mentor_reads_is_his_to_read_by_the_rows_alone(life: Life) -> None:
    year(life)
    view = shown(life, "leo")
    leo = life.person("leo")
    read = [word for word in (*SHARED, *MAYAS) if word in view and not word.startswith("change")]
    assert all(life.run(lambda tx, word=word: privacy.may_read(tx, word, leo)) for word in read)


def test_a_goal_shows_its_first_words_and_how_they_changed(life: Life) -> None:
    year(life)
    view = shown(life, "leo")
    assert view.index("goal-first") < view.index("goal-reworded")
    assert "From 20 January 2027" in view
    assert "Reached it" in view


def test_hours_are_held_minutes(life: Life) -> None:
    year(life)
    assert "Since 5 January 2027: 6 talks, 4.5 hours, and 2 things tried." in shown(life, "maya")


def test_the_mentor_counts_only_what_was_told(life: Life) -> None:
    year(life)
    assert "1 thing tried" in shown(life, "leo")


def test_ordinary_notes_are_not_kept(life: Life) -> None:
    year(life)
    assert "line-ordinary" not in shown(life, "maya")


def test_lines_say_who_wrote_to_whom(life: Life) -> None:
    year(life)
    assert "Maya thanked you" in shown(life, "leo")
    assert "What Leo learned from you" in shown(life, "maya")


def test_only_you_is_said_of_private_words_alone(life: Life) -> None:
    year(life)
    # Goal, suggestion, step, line, note and change of hers that Leo has no part in.
    assert shown(life, "maya").count("Only you see this.") == 6
    assert shown(life, "leo").count("Only you see this.") == 1


def test_a_stranger_has_nothing_to_look_back_on(life: Life) -> None:
    relationship = year(life)
    with pytest.raises(Correctable):
        life.act("ines", "our_year", relationship.id)


def test_an_invitation_has_no_year_yet(life: Life) -> None:
    relationship = year(life)
    state(life, relationship, state="invited")
    with pytest.raises(Correctable):
        life.act("maya", "our_year", relationship.id)


def state(life: Life, relationship: Relationship, **changes: Any) -> None:
    def change(tx: Any) -> None:
        row = tx.get_one(Relationship, relationship.id)
        for name, value in changes.items():
            setattr(row, name, value)

    life.run(change)


def test_an_ended_one_is_on_home_to_look_back_on(life: Life) -> None:
    relationship = year(life)
    state(life, relationship, state="ended", ended_at=day(12, 1), open_pair=None)
    maya = life.person("maya")
    home = str(life.run(lambda tx: homes.draw(tx, maya, life.now)))
    assert "With Leo, until 1 December 2027" in home
    assert "act:our_year" in home
    assert "goal-first" in shown(life, "maya")


def test_a_second_round_shows_only_its_own_talks(life: Life) -> None:
    relationship = year(life)
    state(life, relationship, round=2, starts_on=day(10, 1).date())
    view = shown(life, "maya")
    assert "Since 1 October 2027: 1 talk, 45 minutes." in view
    assert "advice-shared" not in view
    assert "goal-first" not in view
    assert "goal-opened-up" in view


def test_a_year_with_nothing_in_it_counts_nothing(life: Life) -> None:
    relationship = year(life)
    state(life, relationship, round=2, starts_on=day(12, 10).date())
    view = shown(life, "leo")
    assert "talks" not in view
    assert "hours" not in view


def test_a_long_year_takes_several_pages_within_slacks_limits(life: Life) -> None:
    relationship = year(life)

    def write(tx: Any) -> None:
        for number in range(400):
            words = f"<line-{number}> " + "long words & more " * 100
            tx.add(
                Line(
                    relationship_id=relationship.id,
                    author_id=relationship.mentee_id,
                    kind="hello",
                    text=words[:2900],
                    sent_at=day(3, 1) + timedelta(minutes=number),
                )
            )

    life.run(write)
    for number in (1, 2, 3):
        act = "our_year" if number == 1 else f"our_year_{number}"
        answer = life.act("maya", act, relationship.id)
        view = answer.view
        assert view is not None
        assert answer.instead is (number > 1)
        assert len(view["blocks"]) <= 100
        assert all(len(b["text"]["text"]) <= 3000 for b in view["blocks"] if b["type"] == "section")
        assert ("act:our_year_3" in str(view)) is (number == 2)
        assert ("The file holds all of it" in str(view)) is (number == 3)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (30, "30 minutes"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1.5 hours"),
        (135, "2.25 hours"),
        (270, "4.5 hours"),
        (360, "6 hours"),
        (6000, "100 hours"),
    ],
)
def test_time_is_said_well(minutes: int, said: str) -> None:
    assert totals.time(minutes) == said


def test_the_days_of_a_span_are_both_in_it(life: Life) -> None:
    relationship = year(life)
    span = Span(day(2, 9).date(), day(4, 13).date())

    def gather(tx: Any) -> int:
        row = tx.get_one(Relationship, relationship.id)
        return albums.of(tx, row, life.person("maya", tx), span, life.now).total.talks

    assert life.run(gather) == 2
