"""One attention budget for a person, across everything they are in (PRODUCT 2.6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session

from bot import attention, briefs, prompts
from bot.attention import Attention
from bot.windows import Pace
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from tests import pairs
from tests.life import Life

PLAIN = "not_set_up"
# Monday the 18th of January 2027 is a holiday in the United States and none in Britain.
GOOD_FRIDAY = datetime(2027, 3, 26, 10, tzinfo=UTC)
SUNDAY = datetime(2027, 1, 17, 12, tzinfo=UTC)


def at(day: int, hour: int = 9, minute: int = 45) -> datetime:
    return datetime(2027, 1, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def mixed(life: Life) -> list[Relationship]:
    """Maya is Leo's mentee, Ines's mentee and Tane's mentor, on a Sunday."""
    life.arrive("tane", "Pacific/Auckland")
    life.now = SUNDAY
    return [
        pairs.pair(life, "maya", "leo"),
        pairs.pair(life, "maya", "ines"),
        pairs.pair(life, "tane", "maya"),
    ]


@pytest.fixture
def mentor(life: Life) -> list[Relationship]:
    """Maya is the mentor of three, on a Sunday."""
    life.arrive("tane", "Pacific/Auckland")
    life.now = SUNDAY
    return [pairs.pair(life, other, "maya") for other in ("leo", "ines", "tane")]


def plan(life: Life, relationship: Relationship, *dues: datetime, kind: str = PLAIN) -> None:
    """Plan something to say to Maya for each of these instants."""

    def work(tx: Session) -> None:
        for due in dues:
            occasion = f"{relationship.id}:{due.isoformat()}"
            maya = life.person("maya", tx)
            prompts.plan(tx, kind, maya, occasion, due, life.now, relationship=relationship)

    life.run(work)


def book(life: Life, relationship: Relationship, starts_at: datetime) -> None:
    """Book a session, with its topic prompt and its brief."""
    session = pairs.booked(life, relationship, starts_at)

    def work(tx: Session) -> None:
        kept = tx.get_one(Relationship, relationship.id)
        briefs.plan(tx, kept, tx.get_one(Meeting, session.id), life.now)

    life.run(work)


def got(life: Life, until: datetime) -> list[tuple[int, list[str]]]:
    """Turn the clock, and give the day and the kinds of each message Maya had."""
    life.turn_to(until)
    return [(m.at.day, sorted(m.kinds)) for m in life.sent if m.person == "maya"]


def days(life: Life, until: datetime) -> list[int]:
    return [day for day, _ in got(life, until)]


def test_who_is_a_mentee_anywhere_has_room_for_three_in_a_week(
    life: Life, mixed: list[Relationship]
) -> None:
    for relationship in mixed:
        plan(life, relationship, at(19), at(20), at(21), at(22))
    assert days(life, at(24)) == [19, 20, 21]


def test_a_mentor_of_three_has_room_for_two_in_a_week(
    life: Life, mentor: list[Relationship]
) -> None:
    for relationship in mentor:
        plan(life, relationship, at(19), at(20), at(21), at(22))
    assert days(life, at(24)) == [19, 20]


def test_a_mentor_has_a_third_in_the_week_a_monthly_pair_meets(
    life: Life, mentor: list[Relationship]
) -> None:
    life.arrive("rui", "America/Sao_Paulo")
    pairs.booked(life, pairs.pair(life, "rui", "maya", every="month"), at(22, 15))
    for relationship in mentor:
        plan(life, relationship, at(19), at(20), at(21), at(22))
    assert days(life, at(24)) == [19, 20, 21]


def test_a_days_prompts_of_all_relationships_are_one_message(
    life: Life, mixed: list[Relationship]
) -> None:
    for relationship in mixed:
        plan(life, relationship, at(19))
    assert got(life, at(20, 8)) == [(19, [PLAIN] * 3)]
    words = life.last("maya").body["text"]
    assert "And on Home: " in words
    assert words.count("set up") == 1


def test_the_most_useful_prompt_leads_whichever_relationship_it_is_of(
    life: Life, mixed: list[Relationship]
) -> None:
    plan(life, mixed[0], at(19))
    plan(life, mixed[2], at(19), kind="resumed")
    life.turn_to(at(20, 8))
    assert life.last("maya").kinds[0] == "resumed"


def test_what_no_week_has_room_for_comes_the_week_after_in_one_message(
    life: Life, mentor: list[Relationship]
) -> None:
    for relationship in mentor:
        plan(life, relationship, at(19), at(20), at(21), at(22))
    assert got(life, at(27, 8))[2:] == [(26, [PLAIN] * 6)]


def test_an_answer_to_a_tap_does_not_count(life: Life, mixed: list[Relationship]) -> None:
    life.now = at(19)
    for number in range(4):
        life.run(
            lambda tx, number=number: prompts.say(
                tx, life.person("maya", tx), "asked", str(number), life.now,
                relationship=tx.get_one(Relationship, mixed[0].id),
            )
        )  # fmt: skip
    plan(life, mixed[1], at(19, 10))
    life.turn(hours=2)
    assert [m.kinds for m in life.sent if m.person == "maya"] == [["asked"]] * 4 + [[PLAIN]]


@pytest.mark.parametrize(
    "kind", ["F7", "note_relayed", "update_reply_relayed", "offered_times", "M9_other"]
)
def test_what_another_person_says_counts_like_the_bots_own_words(kind: str) -> None:
    assert attention.of(kind).pace is not Pace.REPLY


@pytest.mark.parametrize(
    ("pace", "due", "sent"),
    [
        (Pace.ORDINARY, at(18), at(19, 9, 30)),
        (Pace.BEGINNING, at(18), at(18)),
        (Pace.SESSION, at(18), at(18)),
        (Pace.ORDINARY, at(20, 12), at(20, 13, 30)),
        (Pace.ORDINARY, at(20, 16), at(21, 9, 30)),
        (Pace.ORDINARY, at(22), at(22)),
        (Pace.ORDINARY, at(22, 12), at(26, 9, 30)),
        (Pace.SESSION, at(22, 14), at(25, 9, 30)),
        (Pace.BEGINNING, at(22, 14), at(25, 9, 30)),
        (Pace.SESSION, at(23), at(25, 9, 30)),
        (Pace.BEGINNING, at(24), at(25, 9, 30)),
        (Pace.SESSION, GOOD_FRIDAY, GOOD_FRIDAY + timedelta(days=2, hours=22, minutes=30)),
    ],
)  # fmt: skip
def test_nothing_goes_out_on_friday_afternoon_a_weekend_a_holiday_or_mostly_a_monday(
    life: Life, monkeypatch: pytest.MonkeyPatch, pace: Pace, due: datetime, sent: datetime
) -> None:
    monkeypatch.setitem(attention.KINDS, PLAIN, Attention(pace))
    life.now = SUNDAY
    plan(life, pairs.pair(life), due)
    life.turn_to(due + timedelta(days=6))
    [message] = [m for m in life.sent if m.person == "maya"]
    assert sent <= message.at <= sent + timedelta(minutes=prompts.SPREAD_MINUTES)


def test_a_holiday_where_somebody_lives_is_theirs_alone(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(attention.KINDS, PLAIN, Attention(Pace.BEGINNING))
    life.arrive("maya", "America/New_York")
    life.now = SUNDAY
    plan(life, pairs.pair(life), at(18, 15))
    assert days(life, at(20)) == [19]


@pytest.mark.parametrize(
    ("frequency", "expected"), [("all", [19, 20, 21]), ("half", [19]), ("home", [])]
)
def test_a_wish_to_be_written_to_less_holds_for_every_relationship(
    life: Life, mixed: list[Relationship], frequency: str, expected: list[int]
) -> None:
    life.act("maya", f"write_{frequency}", life.person("maya").id)
    for relationship in mixed:
        plan(life, relationship, at(19), at(20), at(21))
    assert days(life, at(24)) == expected


def test_away_holds_every_relationship_until_the_day_and_then_sends_one_message(
    life: Life, mixed: list[Relationship]
) -> None:
    life.run(lambda tx: setattr(life.person("maya", tx), "away_until", date(2027, 1, 27)))
    for relationship in mixed:
        plan(life, relationship, at(19), at(20))
    assert got(life, at(28, 8)) == [(27, [PLAIN] * 6)]


def unheard(life: Life, count: int) -> None:
    life.run(lambda tx: setattr(life.person("maya", tx), "unanswered", count))


def test_after_three_unanswered_there_is_half_as_much_from_all_together(
    life: Life, mixed: list[Relationship]
) -> None:
    unheard(life, 3)
    for relationship in mixed:
        plan(life, relationship, at(19), at(20), at(21))
    assert days(life, at(24)) == [19]


def test_what_is_about_a_sessions_day_is_never_halved(
    life: Life, mixed: list[Relationship]
) -> None:
    unheard(life, 4)
    plan(life, mixed[1], at(19))
    book(life, mixed[0], at(22, 14))
    book(life, mixed[2], at(22, 18))
    assert [kinds for _, kinds in got(life, at(22, 8))] == [["M4", PLAIN], ["M5"]]


def test_a_message_is_kept_for_a_sessions_brief(life: Life, mentor: list[Relationship]) -> None:
    book(life, mentor[0], at(22, 14))
    plan(life, mentor[1], at(19))
    plan(life, mentor[2], at(20))
    assert got(life, at(22, 8)) == [(19, [PLAIN]), (21, ["M5", PLAIN])]


def test_a_message_is_kept_for_each_day_with_a_brief(
    life: Life, mentor: list[Relationship]
) -> None:
    book(life, mentor[0], at(21, 14))
    book(life, mentor[1], at(22, 14))
    plan(life, mentor[2], at(19))
    assert got(life, at(22, 8)) == [(20, ["M5", PLAIN]), (21, ["M5"])]


def test_an_offer_and_a_move_do_not_starve_the_brief(
    life: Life, mentor: list[Relationship]
) -> None:
    plan(life, mentor[1], at(19), kind="resumed")
    book(life, mentor[0], at(22, 14))
    plan(life, mentor[1], at(20), kind="session_off")
    assert got(life, at(22, 8)) == [(19, ["resumed"]), (20, ["M5", "session_off"])]
    assert "You meet Leo on Fri" in life.last("maya").body["text"]


def test_the_caps_hold_even_for_session_prompts(life: Life, mentor: list[Relationship]) -> None:
    for day, relationship in zip((20, 21, 22), mentor, strict=True):
        book(life, relationship, at(day, 14))
    assert len(days(life, at(24))) == 2


def test_a_brief_that_went_out_early_does_not_come_again(
    life: Life, mentor: list[Relationship]
) -> None:
    plan(life, mentor[1], at(19), kind="resumed")
    book(life, mentor[0], at(22, 14))
    plan(life, mentor[1], at(20), kind="session_off")
    life.turn_to(at(24))
    assert life.kinds("maya").count("M5") == 1
    rows: list[Prompt] = pairs.rows(life, Prompt)
    assert [row.state for row in rows if row.kind == "M5"] != ["planned"]
