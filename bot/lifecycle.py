"""The life cycle of a relationship as data: states, the ways between them, what is asked in each.

The one place that changes a relationship's state is `move`; docs/life-cycle.md is drawn from here.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from store.relationships import Relationship


class State(StrEnum):
    """Where a relationship stands (PRODUCT 2.3); the first two come before it has begun."""

    INVITED = "invited"
    NOT_SET_UP = "not_set_up"
    SETTING_UP = "setting_up"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSING = "closing"
    IN_TOUCH = "in_touch"
    CARRIED_ON = "carried_on"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Phase:
    """What a state asks of each of the two (kinds of prompts), and what silence comes to."""

    state: State
    entered_by: str
    mentee: tuple[str, ...]
    mentor: tuple[str, ...]
    on_silence: str
    left_by: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from a state to another: what brings it about, and what must hold.

    `beyond`: why it is there although PRODUCT 2.3 doesn't draw it.
    """

    origin: State
    to: State
    event: str
    guard: str = ""
    beyond: str = ""


PHASES = (
    Phase(
        State.INVITED,
        "one of two people names the pair",
        ("A7",),
        ("A7",),
        "one reminder on working day 4; after 7 it is not set up",
        "two yeses; a no or silence",
    ),
    Phase(
        State.SETTING_UP,
        "two yeses",
        ("C1", "D1", "D4", "D7"),
        ("C1", "D3", "D4", "D7"),
        "reminders on working days 3 and 7; on the 10th the usual answers stand in, provisionally",
        "both confirm, or 10 working days",
    ),
    Phase(
        State.ACTIVE,
        "setup is done; a break is over; another round",
        ("M1", "M2", "M4", "M6", "F1", "F8", "G1", "H1", "H2", "H5", "H6", "I1"),
        ("M3", "M5", "M7", "F7", "F9", "G1", "H1", "H2", "H5", "H6", "I1"),
        "past the target the ladder M2, M3, H1, H2; then a pause",
        "a pause; six weeks before the end; either leaves; an account is switched off",
    ),
    Phase(
        State.PAUSED,
        "either pauses; silence past the target; an account is switched off",
        ("H4", "H10"),
        ("H4", "H10"),
        "asked once at the chosen date, or after 90 days; 14 days later it ends, reopenable",
        "either books or comes back; wrap up; silence",
    ),
    Phase(
        State.CLOSING,
        "six weeks before the end of the round",
        ("I3", "I4", "I7", "I8", "I10"),
        ("I3", "I4", "I7", "I9", "I10"),
        "14 days before the end: the lighter of the kind's usual ending and the other's answer",
        "the end date, with what both chose or the plan for now",
    ),
    Phase(
        State.IN_TOUCH,
        "twice a year was chosen; the usual ending of a career mentor",
        ("I11", "I12"),
        ("I11", "I12"),
        "two hellos skipped in a row: asked whether to stop; 18 silent months end it",
        "both restart; either stops; silence",
    ),
    Phase(
        State.CARRIED_ON,
        "the other's account is gone, and this side keeps going",
        ("H14",),
        ("H14",),
        "asked once a year; own notes and steps stay",
        "this side closes; the account is back within 14 days",
    ),
    Phase(
        State.ENDED,
        "any ending",
        ("I10",),
        ("I10",),
        "after 30 days reminders, steps and prompts are deleted; own notes stay",
        "both reopen within 12 months",
    ),
)

TRANSITIONS = (
    Transition(State.INVITED, State.SETTING_UP, "both say yes"),
    Transition(State.INVITED, State.NOT_SET_UP, "a no, or 7 working days", "not two yeses"),
    Transition(State.SETTING_UP, State.ACTIVE, "both confirm, or 10 working days"),
    Transition(State.ACTIVE, State.PAUSED, "either pauses, or 49 days of silence past the target"),
    Transition(State.PAUSED, State.ACTIVE, "either books or comes back", "it was active before"),
    Transition(State.PAUSED, State.ENDED, "90 days and 14 more without an answer; wrap up"),
    Transition(State.ACTIVE, State.CLOSING, "6 weeks before the end date"),
    Transition(State.CLOSING, State.ACTIVE, "both choose another year", "round + 1"),
    Transition(State.CLOSING, State.IN_TOUCH, "twice a year, or default for the career kind"),
    Transition(State.CLOSING, State.ENDED, "finish well, or default for the workplace kind"),
    Transition(State.IN_TOUCH, State.ACTIVE, "both restart", "round + 1"),
    Transition(State.IN_TOUCH, State.ENDED, "stop, or 18 months of silence"),
    Transition(State.ACTIVE, State.ENDED, "either leaves"),
    Transition(State.ACTIVE, State.CARRIED_ON, "the other left Slack, this side keeps going"),
    Transition(State.IN_TOUCH, State.CARRIED_ON, "the other left Slack, this side keeps going"),
    Transition(State.ENDED, State.SETTING_UP, "both reopen", "within 12 months"),
    Transition(State.SETTING_UP, State.PAUSED, "either pauses", beyond="life doesn't wait"),
    Transition(State.PAUSED, State.SETTING_UP, "either comes back", "it was being set up before"),
    Transition(State.SETTING_UP, State.ENDED, "either leaves", beyond="no fault, at any time"),
    Transition(
        State.CLOSING, State.PAUSED, "an account is switched off", beyond="dates stop at once"
    ),
    Transition(
        State.IN_TOUCH, State.PAUSED, "an account is switched off", beyond="dates stop at once"
    ),
    Transition(State.PAUSED, State.CLOSING, "the account is back", "it was closing before"),
    Transition(State.PAUSED, State.IN_TOUCH, "the account is back", "it was in touch before"),
    Transition(
        State.PAUSED,
        State.CARRIED_ON,
        "this side keeps going",
        "the other's account is gone",
        beyond="a switched off account stops the dates until this side has chosen",
    ),
    Transition(State.CARRIED_ON, State.PAUSED, "the account is back within 14 days"),
    Transition(State.CARRIED_ON, State.ENDED, "this side closes"),
)

_ALLOWED = {(way.origin, way.to) for way in TRANSITIONS}


class Impossible(Exception):
    """A change of state that the life cycle doesn't have; a fault of ours."""


def move(relationship: Relationship, to: State, now: datetime) -> None:
    """Change the state; Impossible when the life cycle has no such way."""
    origin = State(relationship.state)
    if (origin, to) not in _ALLOWED:
        raise Impossible(f"{origin} to {to}")
    relationship.state = to.value
    if to is State.PAUSED:
        relationship.before, relationship.paused_at = origin.value, now
    elif origin is State.PAUSED:
        relationship.before = relationship.paused_at = relationship.paused_until_on = None
        relationship.stopped_at = None
    if to is State.ENDED:
        relationship.ended_at = now
