"""Out of office and do not disturb: nothing is sent, and nothing is lost but what expires."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from bot import absences, prompts
from bot.people import Profile, Status
from tests import pairs
from tests.life import Life
from tests.wire import begin

MORNING = datetime(2027, 1, 12, 9, 0, tzinfo=UTC)
WEDNESDAY, FRIDAY = MORNING + timedelta(days=1), MORNING + timedelta(days=3)


def learn(life: Life, emoji: str = "", text: str = "", ends: datetime | None = None) -> None:
    """Let Slack say what Maya's status is."""
    status = Status(emoji, text, int(ends.timestamp()) if ends else 0)
    profile = Profile("Maya Doe", "Europe/London", "en-GB", False, False, status)
    life.run(lambda tx: absences.learn(tx, life.who("maya"), profile, life.now))
    life.settle()


def mute(life: Life, *spans: tuple[datetime, datetime]) -> None:
    """Let Slack say when Maya's notifications are off."""
    seconds = [(int(start.timestamp()), int(end.timestamp())) for start, end in spans]
    life.run(lambda tx: absences.mute(tx, life.who("maya"), seconds, life.now))
    life.settle()


def plan(life: Life, due: datetime, expires_at: datetime | None = None) -> None:
    """Plan an ordinary prompt for Maya."""
    relationship = pairs.pair(life)

    def work(tx: Session) -> None:
        maya = life.person("maya", tx)
        prompts.plan(tx, "not_set_up", maya, str(due), due, life.now,
                     relationship=relationship, expires_at=expires_at)  # fmt: skip

    life.run(work)


def days(life: Life) -> list[int]:
    return [message.at.day for message in life.sent if message.person == "maya"]


@pytest.mark.parametrize(
    ("emoji", "text", "out"),
    [
        (":palm_tree:", "Vacationing", True),
        (":palm_tree:", "", True),
        (":face_with_thermometer:", "Out sick", True),
        ("", "Out of office", True),
        (":calendar:", "Out of Office • Google Calendar", True),
        (":no_entry:", "OOO until Monday", True),
        (":sunny:", "On annual leave till 3 May", True),
        (":baby:", "on parental leave", True),
        ("", "On holiday", True),
        ("", "On a sabbatical", True),
        ("", "Sick day", True),
        ("", "", False),
        (":house:", "Working from home", False),
        (":spiral_calendar_pad:", "In a meeting", False),
        (":bus:", "Commuting", False),
        ("", "Back from annual leave", False),
        ("", "Three days until my vacation, on holiday mood", False),
        ("", "Ask me about leave of absence forms", False),
        ("", "Planning the holiday party", False),
        ("", "zooom", False),
    ],
)
def test_a_status_says_out_of_office_or_doesnt(emoji: str, text: str, out: bool) -> None:
    assert (absences.out_until(Status(emoji, text, 0), MORNING) is not None) == out


def test_out_of_office_is_treated_as_outside_the_window_and_nothing_is_lost(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    learn(life, ":palm_tree:", "Vacationing", FRIDAY)
    assert life.person("maya").busy_until == FRIDAY
    life.turn_to(FRIDAY)
    assert days(life) == []
    life.turn(hours=3)
    assert days(life) == [15]


def test_do_not_disturb_is_treated_as_outside_the_window(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    mute(life, (MORNING - timedelta(hours=1), MORNING + timedelta(hours=4, minutes=40)))
    life.turn(hours=4)
    assert days(life) == []
    life.turn(hours=2)
    assert [message.at.hour for message in life.sent] == [13]


def test_each_nights_do_not_disturb_changes_nothing(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    mute(life, (MORNING + timedelta(hours=13), MORNING + timedelta(hours=22)))
    assert life.person("maya").muted_until is None
    life.turn(hours=2)
    assert days(life) == [12]


def test_what_expires_while_somebody_is_out_is_never_sent(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING, WEDNESDAY)
    learn(life, text="Out of office", ends=FRIDAY)
    life.turn(days=14)
    assert days(life) == []


def test_a_status_cleared_early_lets_what_waited_go_out(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    learn(life, ":palm_tree:", ends=MORNING + timedelta(days=30))
    life.turn(hours=23)
    learn(life)
    assert life.person("maya").busy_until is None
    life.turn(hours=3)
    assert days(life) == [13]


def test_what_is_planned_for_later_doesnt_come_early_when_a_status_is_cleared(life: Life) -> None:
    life.now = MORNING
    learn(life, ":palm_tree:", ends=MORNING + timedelta(days=30))
    plan(life, MORNING + timedelta(days=16))
    life.turn(hours=23)
    learn(life)
    life.turn(days=10)
    assert days(life) == []
    life.turn(days=6)
    assert days(life) == [28]


def test_a_prompt_put_off_keeps_its_own_day_when_a_status_is_cleared(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    learn(life, ":palm_tree:", ends=WEDNESDAY)
    life.turn(days=2)
    prompt = life.open("maya", "not_set_up")
    later = life.now + timedelta(days=12)
    life.run(lambda tx: prompts.snooze(tx, tx.merge(prompt), later, life.now))
    learn(life, ":palm_tree:", ends=MORNING + timedelta(days=20))
    learn(life)
    life.turn(days=5)
    assert days(life) == [13]


def test_a_status_without_an_end_holds_until_it_is_cleared_and_is_asked_for_daily(
    life: Life,
) -> None:
    life.now = MORNING
    plan(life, MORNING)
    learn(life, ":face_with_thermometer:", "Out sick")
    [again] = [errand for errand in life.errands("learn") if errand.key == "again"]
    assert again.due_at == MORNING + absences.ASKED_AGAIN
    life.turn(hours=24)
    learn(life, ":face_with_thermometer:", "Out sick")
    life.turn(hours=24)
    assert days(life) == []
    learn(life)
    life.turn(hours=3)
    assert days(life) == [14]


def test_slack_staying_silent_ends_a_status_that_has_no_end(life: Life) -> None:
    life.now = MORNING
    plan(life, MORNING)
    learn(life, ":palm_tree:")
    life.turn(days=2)
    assert days(life) == [13]


def test_no_word_of_a_status_is_kept(life: Life) -> None:
    learn(life, ":palm_tree:", "On leave with the twins")

    rows = [life.person("maya"), *life.errands("learn")]
    assert "twins" not in str([row.model_dump() for row in rows])


@pytest.mark.parametrize("until", [10**18, -1, 0])
def test_an_end_that_no_clock_knows_breaks_nothing(life: Life, until: int) -> None:
    life.run(lambda tx: absences.mute(tx, life.who("maya"), [(0, until)], life.now))
    muted = life.person("maya").muted_until
    assert (muted is None) == (until < 1)


async def test_slacks_own_events_hold_a_message_and_let_it_go(tmp_path: Path) -> None:
    async with begin(tmp_path, MORNING - timedelta(hours=3)) as wire:
        slack = wire.slack
        await wire.command("maya", "/mentor", "@leo")
        await wire.command("leo", "/mentor")

        await slack.snooze("leo", wire.now + timedelta(hours=20))
        await wire.submit("maya", role="mentee")
        await wire.turn(wire.now + timedelta(hours=12))
        assert "Shall I look after the dates" not in wire.said("leo")
        await slack.snooze("leo", None)
        await slack.set_status("leo", ":palm_tree:", "Vacationing", wire.now + timedelta(days=3))
        await wire.turn(wire.now + timedelta(days=2))
        assert "Shall I look after the dates" not in wire.said("leo")
        await slack.set_status("leo")
        await wire.turn(wire.now + timedelta(days=1))
        assert "Shall I look after the dates" in wire.said("leo")
