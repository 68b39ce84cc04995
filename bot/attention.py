"""How each kind of prompt may take somebody's attention: its window, its rank, its company."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.windows import Pace
from store.prompts import Prompt


@dataclass(frozen=True)
class Attention:
    """`rank`: the lowest leads the message when several are due on one day.

    `rides`: the leads it is drawn whole with in one message (PRODUCT 3.3: "same message as").
    `essential`: sent even to a person who asked for less (2.6: session-day, review, closing).
    `soon`: an organizer's, whom a mentor's or a mentee's week doesn't hold up.
    """

    pace: Pace
    rank: int = 50
    rides: frozenset[str] = frozenset()
    essential: bool = False
    soon: bool = False


REPLY = Attention(Pace.REPLY)
ORDINARY = Attention(Pace.ORDINARY)


def _session(rank: int, *rides: str) -> Attention:
    return Attention(Pace.SESSION, rank, frozenset(rides), essential=True)


def _told(rank: int, *rides: str) -> Attention:
    """Give how an ending is told: by the next working day, or the next week that has room (2.4)."""
    return Attention(Pace.SESSION, rank, frozenset(rides), essential=True)


def _around(rank: int, *rides: str) -> Attention:
    """Give how a session's prompt asks that isn't about its day: Home will do."""
    return Attention(Pace.SESSION, rank, frozenset(rides))


def _beginning(rank: int, *rides: str) -> Attention:
    return Attention(Pace.BEGINNING, rank, frozenset(rides))


def _ordinary(rank: int, *rides: str) -> Attention:
    return Attention(Pace.ORDINARY, rank, frozenset(rides))


def _closing(rank: int, *rides: str) -> Attention:
    return Attention(Pace.ORDINARY, rank, frozenset(rides), essential=True)


# What has become of a session is said in full beside whatever leads the day's message.
LEADS = ("M1", "M2", "M4", "M5", "M6", "M9_other", "F1", "G1", "G5", "G6", "G7", "G8")
PARTINGS = ("H9", "H10", "last_talk_over")

# About a session's own day; a message of the week is kept for these (bot/weeks.py).
BRIEFS = frozenset({"M4", "M5", "try_reminder"})
DAY = BRIEFS | {"M6"}
# What has become of a session or a relationship may take what is kept.
NEWS = frozenset(
    {"booked", "booked_elsewhere", "moved", "cancelled", "session_off", "M9_other", *PARTINGS}
)
FIRST = DAY | NEWS

KINDS: dict[str, Attention] = {
    "A7": _beginning(10),
    "B11": _beginning(10),
    "not_set_up": _ordinary(41),
    "setup_reminder": _beginning(40),
    "setup_reminder_last": _beginning(40),
    "D5": _beginning(30, "D8", "M1"),
    "D6": _beginning(30, "D8", "M1"),
    "D8": _beginning(31, "D5", "D6"),
    "D2_again": _ordinary(45),
    "D3_again": _ordinary(45),
    "M1": _around(20, "F1", "renewed"),
    "M2": _around(20, "renewed"),
    "M3": _ordinary(25),
    "M4": _session(5),
    "M5": _session(5),
    "M6": _session(3),
    "offered_times": _session(8),
    "times_declined": _session(8),
    "times_suggested": _session(8),
    "times_offered": _session(8),
    "M9_other": _session(4),
    "asked_for_times": _session(8),
    "not_this_month": _session(14),
    "note_relayed": _session(
        10, "offered_times", "times_suggested", "times_offered", "times_declined", "M9_other"
    ),
    "booked": _session(9, *LEADS),
    "booked_elsewhere": _session(9, *LEADS),
    "moved": _session(7, *LEADS),
    "cancelled": _session(7, *LEADS),
    "shorter_session": _session(14),
    "M10": _around(15),
    "M12_mentor": _session(12),
    "M13": _around(15),
    "M14": _session(14),
    "rhythm_again": _ordinary(29),
    "rhythm_proposed": _ordinary(30),
    "rhythm_changed": _ordinary(32),
    "rhythm_kept": _ordinary(34),
    "G7": _around(1, "G1"),
    "G8": _around(1, "G1"),
    "G1": _around(2, "G7", "G8"),
    "M7": _around(6, "G1", "G7", "G8"),
    "M8": _around(7, "G1", "G7", "G8", "M6"),
    "try_reminder": _session(6, "M4", "M5"),
    "feedback_on_request": _ordinary(21),
    "G4": _around(18),
    "G5": _around(16),
    "G6": _around(16),
    "F1": _ordinary(22, "M1"),
    "F7": _ordinary(24),
    "F8": _ordinary(35),
    "H3_other": _ordinary(33),
    "H3_other_open": _ordinary(33),
    "H4": _beginning(19),
    "H4_last": Attention(Pace.BEGINNING, 11, essential=True),
    "break_over": Attention(Pace.BEGINNING, 12, essential=True),
    "H1": _ordinary(17),
    "H1_lighter": _ordinary(27),
    "H2": _ordinary(16),
    "sprint_rested": _ordinary(31),
    "resumed": _ordinary(33),
    "H8": _ordinary(27),
    "H9": _told(4),
    "last_talk_over": _told(4),
    "H10": _told(4),
    "H10_contact": _told(5, "H10"),
    "H14": _ordinary(36),
    "account_gone_ended": _told(4),
    "reopen": _beginning(10),
    "not_reopened": _ordinary(41),
    "session_off": _session(9, *LEADS, *PARTINGS),
    "away_other": _ordinary(33, "M1", "M2", "F1"),
    "H12": Attention(Pace.ORDINARY, 4, essential=True),
    "K2": Attention(Pace.SESSION, 1, essential=True, soon=True),
    "H5": _ordinary(37),
    "H11": _ordinary(20),
    "change_told": _ordinary(28),
    "sprint_ask": _ordinary(23),
    "sprint_begins": _ordinary(31),
    "sprint_monthly": _ordinary(31),
    "sprint_not_now": _ordinary(31),
    "sprint_over": _ordinary(31),
    "H6": _around(8, "G1", "G7", "G8", "M7", "M8", "M6"),
    "note_shown": Attention(Pace.SESSION, 1, essential=True, soon=True),
    "promise_reminder": _ordinary(38),
    "I1": _ordinary(23),
    "I3": _closing(11),
    "I3_mentor": _closing(11),
    "I4": _closing(12, "I3", "I3_mentor"),
    "I5": _closing(13),
    "I6": _closing(13),
    "thirty_more_days": _closing(13),
    "renewed": _beginning(13),
    "J10": _beginning(39, "renewed", "D8", "D5", "D6"),
    "I11": _ordinary(26),
    "restart": _ordinary(19),
    "hellos_over": _ordinary(27),
    "I1_again": _ordinary(23),
    "I2": _around(17),
    "C2": _ordinary(36),
    "C4": _ordinary(37),
    "J6": _around(36, "G1", "G7", "G8"),
    "J6_asked": _around(19),
    "thanks_asked": _around(19),
    "thanks_refused": _around(27),
    "thanks_unsure": _around(27),
    "thanks_kept": _ordinary(39),
    "J6_answered": _around(19),
    "J7": _around(36, "G1", "G7", "G8"),
    "I7": _session(6, "M4", "M5"),
    "I8": _session(8, "G1", "G7", "G8", "M8"),
    "I9": _session(8, "G1", "G7", "G8", "M7", "M8"),
    "I10": _session(13),
    "I10_mentor": _session(13),
    "F9": _ordinary(26, "F7", "G5"),
    "I12": _ordinary(36),
    "update_reply_relayed": _ordinary(28, "M1", "M2", "M4", "F1", "F8", "G5", "G6"),
}


def of(kind: str) -> Attention:
    """Give how a kind takes attention; one that is not listed answers a tap, at once."""
    return KINDS.get(kind, REPLY)


def ordered(rows: Iterable[Prompt]) -> list[Prompt]:
    """Give the prompts of one message in the order they are drawn and answered: by rank."""
    return sorted(rows, key=lambda row: (of(row.kind).rank, row.due_at, row.id))
