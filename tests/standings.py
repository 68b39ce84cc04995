"""A life in each state a relationship can stand in: what a test of Home goes through."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot import endings, in_touch, people, steps
from bot.people import Profile
from store.advice import Promise
from store.relationships import Relationship
from store.sessions import OFFERED, Slot
from store.trades import Note, Trade
from tests import closing
from tests.booking import at
from tests.life import ZONES, Life
from tests.pairs import booked, meeting, pair, to_book
from tests.spells import past, spell
from tests.test_hub import begin
from tests.test_pauses import pause
from tests.test_reviews import answer, asked, half_way

Stand = Callable[[Life], None]


def change(life: Life, **columns: Any) -> None:
    """Let the newest relationship have other columns."""
    row_id = life.relationship.id

    def work(tx: Session) -> None:
        tx.get_one(Relationship, row_id).sqlmodel_update(columns)

    life.run(work)


def switch_off(life: Life, handle: str) -> None:
    """Let Slack say that somebody's account is no longer active, and the news be told."""
    profile = Profile(f"{handle.capitalize()} Doe", ZONES[handle], "en-GB", False, True)
    life.run(lambda tx: people.learn(tx, life.who(handle), profile, life.now))
    life.settle()
    life.turn(days=4)


def invited(life: Life) -> None:
    """Maya has named Leo."""
    view = life.command("maya", "/mentor", "leo").view
    life.submit("maya", view, role="mentee")


def setting_up(life: Life) -> None:
    """Both said yes a moment ago."""
    begin(life)


def active(life: Life) -> None:
    """They met today, with steps, promises and notes of every kind under way."""
    row = pair(life, rhythm_state="agreed", rules_state="agreed")
    meeting(life, row)
    to_book(life, row, date(2027, 3, 12))
    life.run(lambda tx: _fill(tx, tx.get_one(Relationship, row.id), life.now))


def _fill(tx: Session, row: Relationship, now: datetime) -> None:
    for text in ("ask Dana for an hour", "write the page", "say no once"):
        steps.add(tx, row, None, text, now)
    tx.add(Promise(relationship_id=row.id, text="Send the deck", promised_at=now))
    old = Trade(relationship_id=row.id, opens_at=now - timedelta(days=9),
                closes_at=now - timedelta(days=2), released_at=now - timedelta(days=3),
                closed_at=now - timedelta(days=2))  # fmt: skip
    new = Trade(relationship_id=row.id, opens_at=now - timedelta(hours=1),
                closes_at=now + timedelta(days=7))  # fmt: skip
    tx.add_all((old, new))
    tx.flush()
    for author_id in (row.mentee_id, row.mentor_id):
        tx.add(Note(trade_id=old.id, author_id=author_id, value="You listened",
                    written_at=now - timedelta(days=4), released="as_is"))  # fmt: skip


def meeting_soon(life: Life) -> None:
    """A session is booked for next week."""
    booked(life, pair(life, rhythm_state="agreed"), life.now + timedelta(days=6))


def met_or_not(life: Life) -> None:
    """A session's hour is over, and nobody has said how it went."""
    booked(life, pair(life, rhythm_state="agreed"), life.now - timedelta(hours=3))


def times_offered(life: Life) -> None:
    """Maya has offered times; Leo hasn't answered."""
    row = pair(life, rhythm_state="agreed")
    session = meeting(life, row, state=OFFERED, starts_at=None, target_on=date(2027, 1, 20))

    def offer(tx: Session) -> None:
        for day in (20, 21):
            tx.add(Slot(session_id=session.id, offered_by_id=row.mentee_id,
                              starts_at=at(day, 15)))  # fmt: skip

    life.run(offer)


def sprint(life: Life) -> None:
    """They meet every three weeks for three months."""
    row = pair(life, rhythm_state="agreed", sprint_until_on=date(2027, 4, 6))
    to_book(life, row, date(2027, 2, 2))


def provisional(life: Life) -> None:
    """The usual rhythm and rules hold until the two have talked."""
    row = pair(life, rhythm_state="provisional", rules_state="provisional")
    to_book(life, row, date(2027, 2, 2))


def past_target(life: Life) -> None:
    """Both were asked whether it still fits, four weeks past the date to meet around."""
    spell(life)
    past(life, 30)


def half_way_open(life: Life) -> None:
    """Half-way was asked of both; Maya has answered."""
    half_way(life)
    asked(life)
    answer(life, "maya")


def on_a_break(life: Life) -> None:
    """Maya paused for two weeks."""
    row = pair(life, rhythm_state="agreed")
    to_book(life, row, date(2027, 2, 2))
    pause(life)


def on_a_break_booked(life: Life) -> None:
    """Maya paused, and the session that is booked stays."""
    meeting_soon(life)
    pause(life)


def break_in_setup(life: Life) -> None:
    """Maya paused before anything was set up."""
    begin(life)
    pause(life)


def break_asked(life: Life) -> None:
    """The day of the break's end has come, and both were asked."""
    on_a_break(life)
    life.turn(days=16)


def account_gone(life: Life) -> None:
    """Leo's account was switched off."""
    pair_with_talks(life)
    switch_off(life, "leo")


def mentee_gone(life: Life) -> None:
    """Maya's account was switched off."""
    pair_with_talks(life)
    switch_off(life, "maya")


def pair_with_talks(life: Life, **more: Any) -> None:
    """Give a career pair with a card, which met and has another date ahead."""
    row = pair(life, kind="career", rhythm_state="agreed", **more)
    meeting(life, row)
    booked(life, row, life.now + timedelta(days=20), number=2)


def closing_open(life: Life) -> None:
    """What comes next was asked of both."""
    closing.closing(life, "career")


def closing_half_answered(life: Life) -> None:
    """Maya has said what she would like; Leo hasn't."""
    closing.closing(life)
    closing.say(life, "another_year", None)


def closing_told(life: Life) -> None:
    """Both were told the plan."""
    closing.closing(life)
    closing.say(life, "another_year", "twice_year")
    life.turn(days=3)


def keeping_in_touch(life: Life) -> None:
    """Twice a year from now on."""
    pair_with_talks(life)

    def work(tx: Session) -> None:
        row = tx.get_one(Relationship, life.relationship.id)
        row.state, row.ends_on = "closing", life.now.date()
        in_touch.begin(tx, row, life.now)

    life.run(work)


def hello_due(life: Life) -> None:
    """A hello was suggested to both."""
    keeping_in_touch(life)
    life.turn(days=185)


def carried_on(life: Life) -> None:
    """Leo's account is gone, and Maya keeps her side going."""
    account_gone(life)
    life.tap("maya", "H10", "were_in_touch")


def ended(life: Life) -> None:
    """It ended a week ago."""
    pair_with_talks(life)
    life.run(lambda tx: endings.end(tx, tx.get_one(Relationship, life.relationship.id), life.now))
    life.turn(days=7)


def reopen_asked(life: Life) -> None:
    """Maya would like to begin anew, and Leo was asked."""
    ended(life)
    life.act("maya", "reopen_ask", life.relationship.id)
    life.turn(days=3)


def ended_long_ago(life: Life) -> None:
    """It ended thirteen months ago."""
    ended(life)
    life.turn(days=400)


def taking_a_break(life: Life) -> None:
    """Leo has no room for anybody new, and only three people at most."""
    active(life)

    def work(tx: Session) -> None:
        leo = life.person("leo", tx)
        leo.takes_break, leo.capacity = True, 3

    life.run(work)


def away(life: Life) -> None:
    """Both are away for a month."""
    active(life)
    for handle in ("maya", "leo"):
        view = life.act(handle, "away", life.person(handle).id).view
        life.submit(handle, view, until_on="2027-02-10")


STANDS: Mapping[str, Stand] = {
    stand.__name__: stand
    for stand in (
        invited, setting_up, active, meeting_soon, met_or_not, times_offered, sprint, provisional,
        past_target, half_way_open, on_a_break, on_a_break_booked, break_in_setup, break_asked,
        account_gone, mentee_gone, closing_open, closing_half_answered, closing_told,
        keeping_in_touch, hello_due, carried_on, ended, reopen_asked, ended_long_ago,
        taking_a_break, away,
    )
}  # fmt: skip
