"""How often the bot writes: as wished, and less when nobody answers."""

from datetime import UTC, date, datetime

import pytest

from bot import budgets, prompts
from bot.budgets import Frequency
from bot.errors import Correctable
from tests.life import Life
from tests.test_invitations import invite

NIGHT = datetime(2027, 1, 12, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "unanswered", "expected"),
    [
        ("all", 0, Frequency.ALL),
        ("all", 2, Frequency.ALL),
        ("all", 3, Frequency.HALF),
        ("half", 0, Frequency.HALF),
        ("home", 5, Frequency.HOME),
    ],
)
def test_three_unanswered_in_a_row_halve_what_was_wished(
    wish: str, unanswered: int, expected: Frequency
) -> None:
    assert budgets.frequency(wish, unanswered) is expected


@pytest.mark.parametrize(
    ("frequency", "mentee", "essential", "cap"),
    [
        (Frequency.ALL, True, False, 3),
        (Frequency.ALL, False, False, 2),
        (Frequency.HALF, True, False, 1),
        (Frequency.HALF, False, False, 1),
        (Frequency.HALF, True, True, 3),
        (Frequency.HOME, False, True, 2),
    ],
)
def test_a_week_has_room_for_so_many_messages(
    frequency: Frequency, mentee: bool, essential: bool, cap: int
) -> None:
    assert budgets.weekly_cap(frequency, mentee=mentee, essential=essential) == cap


def test_a_mentor_has_room_for_a_third_when_a_monthly_pair_meets() -> None:
    room = budgets.weekly_cap(Frequency.ALL, mentee=False, essential=True, meets_monthly=True)
    assert room == 3


@pytest.mark.parametrize(
    ("frequency", "until", "essential", "stays"),
    [
        (Frequency.ALL, None, False, False),
        (Frequency.HALF, None, False, False),
        (Frequency.HOME, None, False, True),
        (Frequency.HOME, None, True, False),
        (Frequency.ALL, date(2027, 1, 14), False, True),
        (Frequency.ALL, date(2027, 1, 14), True, False),
        (Frequency.ALL, date(2027, 1, 13), False, False),
    ],
)
def test_some_prompts_stay_on_home(
    frequency: Frequency, until: date | None, essential: bool, stays: bool
) -> None:
    today = date(2027, 1, 13)
    assert budgets.stays_on_home(frequency, until, today, essential=essential) is stays


def quieter(life: Life, handle: str) -> list[str]:
    view = life.act(handle, "quieter", life.person(handle).id).view
    assert view is not None
    return [
        button["action_id"]
        for block in view["blocks"]
        for button in block.get("elements", ())
        if button["type"] == "button"
    ]


def test_the_page_offers_every_other_frequency(life: Life) -> None:
    assert quieter(life, "maya") == ["act:write_half", "act:write_home", "act:away"]
    life.act("maya", "write_home", life.person("maya").id)
    assert life.person("maya").frequency == "home"
    assert quieter(life, "maya") == ["act:write_all", "act:write_half", "act:away"]


def test_nobody_chooses_for_somebody_else(life: Life) -> None:
    for name in ("quieter", "write_home", "here_again"):
        with pytest.raises(Correctable):
            life.act("leo", name, life.person("maya").id)
    assert life.person("maya").frequency == "all"


def test_on_home_only_a_prompt_is_open_without_a_message(life: Life) -> None:
    life.act("leo", "write_home", life.person("leo").id)
    invite(life)
    life.turn(days=1)
    assert life.kinds("leo") == []
    prompt = life.open("leo", "A7")
    assert prompt.ts is None
    life.tap("leo", "A7", "yes")
    assert life.relationship.state == "setting_up"
    assert [e for e in life.errands("redraw") if e.person_id == life.person("leo").id] == []


def away(life: Life, handle: str, on: str) -> None:
    answer = life.act(handle, "away", life.person(handle).id)
    life.submit(handle, answer.view, until_on=on)


def test_being_away_holds_everything_until_the_day_of_return(life: Life) -> None:
    away(life, "leo", "2027-01-20")
    invite(life)
    life.turn_to(datetime(2027, 1, 20, 5, tzinfo=UTC))
    assert life.kinds("leo") == []
    life.turn(days=1)
    assert "A7" in life.kinds("leo")


def test_coming_back_early_brings_what_waited(life: Life) -> None:
    life.now = NIGHT
    invite(life)
    away(life, "leo", "2027-01-20")
    life.turn(days=1)
    assert life.kinds("leo") == []
    life.act("leo", "here_again", life.person("leo").id)
    assert life.person("leo").away_until is None
    life.turn(days=1)
    assert life.kinds("leo") == ["A7"]


def test_each_partner_hears_of_an_absence_in_one_line(life: Life) -> None:
    invite(life)
    life.tap("leo", "A7", "yes")
    away(life, "leo", "2027-02-10")
    life.turn(days=3)
    told = [m for m in life.sent if m.person == "maya" and "away_other" in m.kinds]
    assert len(told) == 1
    assert "Leo is away until" in told[0].body["text"]


@pytest.mark.parametrize("on", ["2027-01-12", "2026-12-01", "2028-03-01", "soon"])
def test_a_day_that_cannot_be_meant_is_sent_back_at_its_field(life: Life, on: str) -> None:
    with pytest.raises(Correctable) as wrong:
        away(life, "leo", on)
    assert wrong.value.field == "until_on"
    assert life.person("leo").away_until is None


def ask_leo(life: Life, *handles: str) -> None:
    """Let people who have just arrived each ask Leo, who reads and does nothing."""
    for handle in handles:
        life.arrive(handle)
        answer = life.command(handle, "/mentor", "leo")
        life.submit(handle, answer.view, role="mentee")
        life.turn(days=7)


def test_three_unanswered_in_a_row_ask_whether_it_is_too_much(life: Life) -> None:
    ask_leo(life, "ada", "ben", "cleo", "dan")
    assert life.person("leo").unanswered >= 3
    assert life.kinds("leo").count("H12") == 1
    life.tap("leo", "H12", "half_as_often")
    assert life.person("leo").frequency == "half"
    assert life.person("leo").unanswered == 0


def test_it_is_fine_keeps_writing_as_before(life: Life) -> None:
    ask_leo(life, "ada", "ben", "cleo", "dan")
    life.tap("leo", "H12", "its_fine")
    assert (life.person("leo").frequency, life.person("leo").unanswered) == ("all", 0)


def test_five_unanswered_leave_only_what_is_essential_for_sixty_days(life: Life) -> None:
    ask_leo(life, "ada", "ben", "cleo", "dan", "eva", "fay")
    until = life.person("leo").essential_until_on
    assert until is not None
    before = len(life.kinds("leo"))
    ask_leo(life, "gus")
    assert len(life.kinds("leo")) == before
    assert life.open("leo", "A7").ts is None


def test_any_tap_ends_the_silence(life: Life) -> None:
    ask_leo(life, "ada", "ben", "cleo", "dan", "eva", "fay")
    life.act("leo", "quieter", life.person("leo").id)
    assert life.person("leo").unanswered == 0
    assert life.person("leo").essential_until_on is None


def test_typing_and_commands_end_the_silence_too(life: Life) -> None:
    ask_leo(life, "ada", "ben")
    life.reply("leo", "A7", "who is that?")
    assert life.person("leo").unanswered == 0
    ask_leo(life, "cleo", "dan")
    assert life.person("leo").unanswered > 0
    life.command("leo", "/mentor")
    assert life.person("leo").unanswered == 0


def test_an_answer_resets_the_count(life: Life) -> None:
    ask_leo(life, "ada", "ben")
    life.tap("leo", "A7", "no_thank_you")
    assert life.person("leo").unanswered == 0


def test_what_is_settled_without_them_is_no_sign_that_they_read(life: Life) -> None:
    ask_leo(life, "ada", "ben")
    before = life.person("leo").unanswered
    life.run(lambda tx: prompts.close(tx, ("A7",), life.relationship, None, "passed", life.now))
    assert life.person("leo").unanswered == before > 0
