"""A clock that jumps is believed once Slack tells the same time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from handlers.clocks import SteadyClock

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)


@dataclass
class Machine:
    """A machine's two clocks, of which somebody sets the first."""

    wall: datetime = NOON
    ticks: float = 0

    def pass_by(self, time: timedelta) -> None:
        self.wall += time
        self.ticks += time.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine: Machine) -> SteadyClock:
    return SteadyClock(lambda: machine.wall, lambda: machine.ticks)


def test_small_corrections_are_followed(machine: Machine, clock: SteadyClock) -> None:
    for _ in range(100):
        machine.pass_by(MINUTE)
        machine.wall += 2 * SECOND
        assert clock() == machine.wall


@pytest.mark.parametrize("jump", [-HOUR, DAY, -2 * MINUTE])
def test_a_jump_changes_nothing_by_itself(
    machine: Machine, clock: SteadyClock, jump: timedelta
) -> None:
    machine.wall += jump
    machine.pass_by(10 * SECOND)
    assert clock() == NOON + 10 * SECOND


@pytest.mark.parametrize("jump", [-HOUR, DAY])
def test_a_jump_back_to_the_right_time_is_forgotten(
    machine: Machine, clock: SteadyClock, jump: timedelta
) -> None:
    machine.wall += jump
    clock()
    machine.wall -= jump
    assert clock() == NOON


@pytest.mark.parametrize("jump", [-HOUR, DAY])
def test_a_jump_is_followed_when_slack_agrees(
    machine: Machine, clock: SteadyClock, jump: timedelta
) -> None:
    machine.wall += jump
    clock.witness(machine.wall + 3 * SECOND)
    assert clock() == NOON + jump


def test_slack_is_believed_where_the_machine_was_wrong_from_the_start(
    machine: Machine, clock: SteadyClock
) -> None:
    clock.witness(NOON + DAY)
    machine.pass_by(MINUTE)
    assert clock() == NOON + DAY + MINUTE


@pytest.mark.parametrize("jump", [-HOUR, DAY])
def test_a_clock_known_to_be_wrong_is_in_doubt_no_more(
    machine: Machine, clock: SteadyClock, jump: timedelta
) -> None:
    machine.wall += jump
    clock()
    assert clock.doubted
    clock.witness(NOON)
    for _ in range(3):
        machine.pass_by(HOUR)
        clock()
        assert not clock.doubted
    assert clock() == NOON + 3 * HOUR
    machine.wall -= jump
    assert (clock(), clock.doubted) == (NOON + 3 * HOUR, True)
    clock.witness(NOON + 3 * HOUR)
    assert (clock(), clock.doubted) == (machine.wall, False)


def test_slacks_seconds_do_not_move_a_clock_that_agrees(
    machine: Machine, clock: SteadyClock
) -> None:
    clock.witness(NOON + 20 * SECOND)
    assert clock() == NOON
