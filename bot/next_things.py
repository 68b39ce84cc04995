"""The one next thing of a person: what they were asked, else what waits without a question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import attention, dates, people, reviews, scripts, steps, timers, windows
from bot.lifecycle import State
from bot.overviews import Overview
from bot.sessions import MEETING
from store import prompts
from store.people import Person
from store.prompts import Prompt
from store.sessions import TO_BOOK

# Their buttons are at hand, but nothing waits for a tap.
TOLD = (
    "K4", "booked", "moved", "D5", "G7", "G8", "M8", "H1_lighter", "break_over", "I10",
    "I10_mentor", "I3_mentor", "I5", "I6",
)  # fmt: skip
# Worth a look once nothing else waits, whatever day's message they came with.
LAST = ("H9", "H12", "K2", "note_shown", "F7", "F9", "I12", "renewed", "not_reopened")
CARDS = {"C1": "card", "D1": "goals", "D3": "hope", "D4": "rhythm", "D7": "ground_rules"}
SETUP = ("B11", "B11_now", "setup_reminder", "setup_reminder_last", *CARDS)
OFFERED = ("offered_times", "times_offered", "times_suggested", "M9_other")
STEPS = ("F1", "F4")
NOTES = ("G1", "G4", "feedback_on_request")
HALF_WAY = ("I1", "I1_again")
RENEWAL = ("I4",)
TO_READ = ("G5", "G6")
BOOKING = (
    "M1",
    "M2",
    "M1_not_this_time",
    "times_declined",
    "asked_for_times",
    "H4",
    "H4_last",
    "H1",
    "H2",
)


@dataclass(frozen=True)
class Thing:
    """Something that waits: its sentence, the label and name of its act, and the act's row.

    `asked_by`: the kinds of prompts that ask for the same; its rank is that of the first.
    """

    words: str
    label: str
    act: str
    row_id: str
    relationship_id: str
    asked_by: Sequence[str]


def asks(kind: str) -> bool:
    """Say whether a prompt of this kind waits for an answer."""
    known = scripts.names()
    name = kind if kind in known else kind.partition("_")[0]
    return name in known and bool(scripts.script(name).buttons) and name not in TOLD


def open_prompts(tx: Session, person: Person, now: datetime) -> list[Prompt]:
    """Give the questions a person has not answered, the most useful first."""
    rows = [
        row
        for row in prompts.open_for(tx, person.id)
        if asks(row.kind) and (row.expires_at is None or row.expires_at > now)
    ]
    return sorted(rows, key=lambda row: (attention.of(row.kind).rank, row.sent_at, row.id))


def ranked(
    tx: Session, person: Person, overviews: Sequence[Overview], now: datetime
) -> list[Thing | Prompt]:
    """Give all that a person is asked or that waits for them, the one next thing first (3.5)."""
    asked = open_prompts(tx, person, now)
    things = waiting(tx, overviews, asked, now)
    return sorted([*asked, *things], key=_place)


def _place(each: Thing | Prompt) -> tuple[bool, int]:
    kind = each.asked_by[0] if isinstance(each, Thing) else each.kind
    return kind in LAST, attention.of(kind).rank


def waiting(
    tx: Session, overviews: Sequence[Overview], asked: Sequence[Prompt], now: datetime
) -> list[Thing]:
    """Give what waits for a person in these relationships and isn't asked for already."""
    open_kinds = {(row.relationship_id, row.kind) for row in asked}
    days = timers.of(tx).book_first_days_before
    found = [thing for view in overviews for thing in _in(view, now, timedelta(days=days))]
    return [
        thing
        for thing in found
        if not any((thing.relationship_id, kind) in open_kinds for kind in thing.asked_by)
    ]


def _in(view: Overview, now: datetime, ahead: timedelta) -> Iterator[Thing]:
    """Give what waits in one relationship, the most useful first."""
    row, meeting, reader = view.relationship, view.meeting, view.person
    today = windows.local_day(now, reader.zone)
    resting = row.state == "paused"
    if view.asked and not view.stopped:
        yield _thing(view, "next_times", "Answer", "book", row.id, OFFERED)
    if view.mentee and meeting is not None and meeting.starts_at is not None and view.over(now):
        when = dates.moment(meeting.starts_at, reader.zone, reader.locale)
        yield _thing(view, "next_met", "Yes, note it", "met", meeting.id, ("M6",), when=when)
    if view.cards_left:
        yield _thing(view, "next_setup", "Carry on", CARDS[view.cards_left[0]], row.id, SETUP)
    meets = row.state in MEETING
    to_book = view.mentee and meets and meeting is not None and meeting.state == TO_BOOK
    if to_book and meeting is not None and meeting.target_on <= today + ahead:
        entry = "next_book" if meeting.target_on >= today else "next_book_past"
        on = dates.day(meeting.target_on, reader.locale)
        yield _thing(view, entry, "Book a time", "book", row.id, BOOKING, date=on)
    if row.state == State.CLOSING and view.ahead.answer is None and view.ahead.plan is None:
        yield _thing(view, "next_renewal", "Answer", "renewal", row.id, RENEWAL)
    for step in view.steps:
        if step.check_on is not None and step.check_on <= today and not resting:
            words, label = steps.words(step), "Say how it went"
            yield _thing(view, "next_step", label, "step_update", step.id, STEPS, step=words)
    if (closes_at := takes_words_until(view, now)) is not None and not view.stopped:
        on = dates.day(windows.local_day(closes_at, reader.zone), reader.locale)
        yield _thing(view, "next_note", "Write mine", "feedback", row.id, NOTES, date=on)
    if (ends_on := reviews.asks_until(view, now)) is not None:
        yield _thing(view, "next_half_way", "Answer", "half_way", row.id, HALF_WAY, date=ends_on)
    if view.unread:
        yield _thing(view, "notes_unread", "Read it", "notes", row.id, TO_READ)
    for promise in () if view.stopped else view.promises:
        words, label, kinds = promise.text.rstrip("."), "It's done", ("promise_reminder",)
        yield _thing(view, "next_promise", label, "promise_kept", promise.id, kinds, promise=words)


def takes_words_until(view: Overview, now: datetime) -> datetime | None:
    """Give when the open round closes, None when the person has nothing to write in it."""
    trade = view.round
    if trade is None or trade.release_at is not None or view.own_note(trade) is not None:
        return None
    return trade.closes_at if trade.opens_at <= now < trade.closes_at else None


def _thing(
    view: Overview,
    entry: str,
    label: str,
    act: str,
    row_id: str,
    asked_by: Sequence[str],
    **words: str,
) -> Thing:
    filled = {"other": people.name(view.other), **words}
    sentence = scripts.fill(scripts.script(entry).text, filled)
    return Thing(sentence, label, act, row_id, view.relationship.id, asked_by)
