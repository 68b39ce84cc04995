"""An account that is switched off stops everything at once; undone in time, nothing happened."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot import bookings, calls, errands, gestures, people, sessions
from bot.errors import Correctable
from bot.people import Profile
from store.prompts import Prompt
from store.relationships import Relationship
from store.rhythms import RulesWish
from store.sessions import BOOKED, TO_BOOK
from tests.booking import at, meeting, until
from tests.life import ZONES, Life
from tests.pairs import everything_for, pair, rows, step, to_book
from tests.test_hub import begin
from tests.test_invitations import invite


def switch(life: Life, handle: str, *, off: bool = True, **more: Any) -> None:
    """Let Slack say that an account is switched off, or on again."""
    profile = Profile(f"{handle.capitalize()} Doe", ZONES[handle], "en-GB", False, off)
    life.run(lambda tx: people.learn(tx, life.who(handle), profile, life.now))
    life.settle()


def met(life: Life, when: datetime | None = None) -> Relationship:
    """Give an active pair with a session to book, or booked."""
    relationship = pair(life)

    def work(tx: Session) -> None:
        row = tx.get_one(Relationship, relationship.id)
        session = sessions.begin(tx, row, life.now)
        if when is not None:
            bookings.book(tx, row, session, when, life.person("maya", tx), life.now)

    life.run(work)
    life.settle()
    return relationship


def words(life: Life, handle: str, kind: str) -> list[str]:
    return [m.body["text"] for m in life.sent if m.person == handle and kind in m.kinds]


def after(life: Life, handle: str, since: datetime) -> list[str]:
    return [kind for m in life.sent if m.person == handle and m.at > since for kind in m.kinds]


def outcome(life: Life, kind: str) -> list[tuple[str, str | None]]:
    return [(row.state, row.outcome) for row in rows(life, Prompt) if row.kind == kind]


def test_account_deactivated(life: Life) -> None:
    met(life)
    life.turn(days=1)
    since = life.now
    switch(life, "leo")
    assert life.relationship.state == "paused"
    assert life.relationship.stopped_at == life.now
    assert after(life, "maya", since) == []
    life.turn(days=1)
    [told] = words(life, "maya", "H10")
    assert told.startswith("Leo's Slack account is no longer active, so I've stopped your dates")
    life.turn(days=60)
    assert after(life, "leo", since) == []
    assert set(after(life, "maya", since)) <= {"H10", "H12"}


def test_the_one_who_remains_hears_it_on_the_next_working_morning(life: Life) -> None:
    met(life)
    life.turn(days=17)
    assert life.now.weekday() == 4
    switch(life, "leo")
    life.turn(days=7)
    [told] = [m for m in life.sent if "H10" in m.kinds]
    assert (told.at - life.now + timedelta(days=7)).days == 2
    assert told.at.weekday() == 0


def test_a_booked_session_is_called_off_for_who_remains(life: Life) -> None:
    met(life, at(28, 15))
    switch(life, "leo")
    life.turn(days=2)
    [told] = [m for m in life.sent if m.person == "maya" and "H10" in m.kinds]
    assert told.kinds == ["H10", "session_off"]
    assert [m for m in life.sent if m.person == "leo" and "session_off" in m.kinds] == []
    files = [row for row in life.errands("file") if row.about["cancelled"]]
    assert {row.person_id for row in files} >= {life.person("maya").id}


def test_undone_within_14_days_all_goes_on_silently(life: Life) -> None:
    met(life, at(28, 15))
    switch(life, "leo")
    life.turn(days=2)
    life.turn(days=8)
    since = life.now
    switch(life, "leo", off=False)
    assert life.relationship.state == "active"
    assert life.relationship.stopped_at is None
    assert outcome(life, "H10") == [("answered", "back")]
    session = meeting(life)
    assert session.state == TO_BOOK
    assert session.target_on >= (life.now + timedelta(days=13)).date()
    life.turn(days=5)
    assert after(life, "maya", since) == ["M1"]
    assert life.kinds("leo") == ["booked", "session_off"]


def test_undone_before_it_was_told_it_never_is(life: Life) -> None:
    met(life)
    switch(life, "leo")
    life.turn(hours=2)
    switch(life, "leo", off=False)
    life.turn(days=3)
    assert "H10" not in life.kinds("maya")
    assert life.relationship.state == "active"


@pytest.mark.parametrize("state", ["active", "closing", "in_touch"])
def test_it_goes_back_to_where_it_was(life: Life, state: str) -> None:
    relationship = pair(life)

    def put(tx: Session) -> None:
        tx.get_one(Relationship, relationship.id).state = state

    life.run(put)
    switch(life, "maya")
    assert life.relationship.state == "paused"
    life.turn(days=5)
    switch(life, "maya", off=False)
    assert life.relationship.state == state


def test_a_break_that_held_before_holds_again(life: Life) -> None:
    relationship = met(life)
    view = life.act("maya", "pause", relationship.id).view
    life.submit("maya", view, until="3_months")
    until_on = life.relationship.paused_until_on
    life.turn(days=2)
    switch(life, "leo")
    life.turn(days=2)
    switch(life, "leo", off=False)
    assert life.relationship.state == "paused"
    assert life.relationship.paused_until_on == until_on
    assert life.relationship.before == "active"


def test_a_setup_goes_on_where_it_stood(life: Life) -> None:
    begin(life)
    life.turn(days=1)
    switch(life, "leo")
    life.turn(days=12)
    switch(life, "leo", off=False)
    life.turn(days=10)
    assert life.relationship.state == "active"
    assert "setup_reminder" in life.kinds("leo") or "D8" in life.kinds("leo")


def test_back_after_more_than_14_days_changes_nothing_by_itself(life: Life) -> None:
    met(life)
    switch(life, "leo")
    life.turn(days=20)
    switch(life, "leo", off=False)
    life.turn(days=1)
    assert life.relationship.state == "paused"


def test_who_remains_may_carry_on_alone(life: Life) -> None:
    relationship = met(life)
    step(life, relationship, "Ask Ines")
    switch(life, "leo")
    until(life, "maya", "H10")
    life.tap("maya", "H10", "were_in_touch")
    assert life.relationship.state == "carried_on"
    assert life.relationship.carried_by_id == life.person("maya").id
    since = life.now
    life.turn(days=100)
    assert "F1" in after(life, "maya", since)
    assert not {"M1", "M2", "M4", "H1", "H2"} & set(after(life, "maya", since))
    assert after(life, "leo", since) == []


def test_undone_after_carrying_on_it_resumes_too(life: Life) -> None:
    met(life)
    switch(life, "leo")
    until(life, "maya", "H10")
    life.tap("maya", "H10", "were_in_touch")
    life.turn(days=5)
    switch(life, "leo", off=False)
    assert life.relationship.state == "active"
    assert life.relationship.carried_by_id is None


def test_undone_after_this_side_has_closed_it_stays_closed(life: Life) -> None:
    met(life)
    switch(life, "leo")
    until(life, "maya", "H10")
    life.tap("maya", "H10", "close_with_thanks")
    assert life.relationship.state == "ended"
    switch(life, "leo", off=False)
    life.turn(days=3)
    assert life.relationship.state == "ended"
    assert words(life, "leo", "H9") == []
    home = str(life.run(lambda tx: gestures.home(tx, life.who("leo"), life.now)))
    assert "'act:reopen'" in home


def test_find_someone_new_ends_it_and_opens_the_form(life: Life) -> None:
    met(life)
    switch(life, "leo")
    until(life, "maya", "H10")
    view = life.tap("maya", "H10", "find_someone_new").view
    assert view is not None
    assert view["callback_id"] == "form:find_someone"
    assert life.relationship.state == "ended"


def test_silence_ends_it_as_a_pause_does_and_says_so_once(life: Life) -> None:
    met(life)
    switch(life, "leo")
    life.turn(days=103)
    assert life.relationship.state == "paused"
    life.turn(days=10)
    assert life.relationship.state == "ended"
    assert len(words(life, "maya", "account_gone_ended")) == 1
    since = life.now
    life.turn(days=60)
    assert after(life, "maya", since) == []


def test_both_accounts_gone_end_quietly(life: Life) -> None:
    met(life)
    switch(life, "leo")
    switch(life, "maya")
    since = life.now
    life.turn(days=110)
    assert life.relationship.state == "ended"
    assert after(life, "maya", since) == after(life, "leo", since) == []


def test_who_carries_on_is_asked_once_a_year(life: Life) -> None:
    met(life)
    switch(life, "leo")
    until(life, "maya", "H10")
    life.tap("maya", "H10", "were_in_touch")
    life.turn(days=370)
    life.tap("maya", "H14", "keep_going")
    life.turn(days=370)
    life.tap("maya", "H14", "close_with_thanks")
    assert life.relationship.state == "ended"


def left(life: Life, handle: str, text: str) -> None:
    wish = RulesWish(
        relationship_id=life.relationship.id,
        person_id=life.person(handle).id,
        contact=text,
        wished_at=life.now,
    )

    def work(tx: Session) -> None:
        tx.add(wish)
        tx.get_one(Relationship, wish.relationship_id).rules_state = "agreed"

    life.run(work)


def test_a_contact_is_shown_when_both_have_left_one(life: Life) -> None:
    met(life)
    left(life, "maya", "maya at home")
    left(life, "leo", "leo at home")
    switch(life, "leo")
    life.turn(days=2)
    [told] = [m for m in life.sent if m.person == "maya" and "H10" in m.kinds]
    assert "You both agreed to stay in touch: leo at home." in told.body["text"]


def test_a_contact_of_one_alone_stays_with_them(life: Life) -> None:
    met(life)
    left(life, "leo", "leo at home")
    switch(life, "leo")
    life.turn(days=2)
    assert "leo at home" not in everything_for(life, "maya")


def test_an_invitation_lapses_with_the_account(life: Life) -> None:
    invite(life)
    switch(life, "leo")
    life.turn(days=5)
    assert life.relationship.state == "not_set_up"
    assert words(life, "maya", "not_set_up") == ["You and Leo are not set up."]


def test_nothing_is_booked_with_somebody_who_is_gone(life: Life) -> None:
    relationship = met(life)
    switch(life, "leo")
    with pytest.raises(Correctable):
        life.act("maya", "come_back", relationship.id)
    assert life.act("maya", "book", relationship.id).view is None
    assert meeting(life).state == TO_BOOK


def test_an_account_that_was_never_off_changes_nothing(life: Life) -> None:
    met(life, at(28, 15))
    switch(life, "leo", off=False)
    assert meeting(life).state == BOOKED


def test_home_says_why_there_are_no_dates(life: Life) -> None:
    met(life)
    switch(life, "leo")
    life.turn(days=1)
    home = str(life.run(lambda tx: gestures.home(tx, life.who("maya"), life.now)))
    assert "Leo's Slack account is no longer active, so there are no dates" in home
    assert "'act:come_back'" not in home


def test_a_session_to_book_is_not_asked_for_while_it_stands_still(life: Life) -> None:
    relationship = pair(life)
    to_book(life, relationship, at(26, 0).date())
    switch(life, "maya")
    since = life.now
    life.turn(days=40)
    assert set(after(life, "leo", since)) <= {"H10", "H12"}


def test_a_pause_for_a_closed_account_names_no_date_and_offers_no_way_back(life: Life) -> None:
    relationship = pair(life)
    switch(life, "leo")
    answer = life.act("maya", "pause", relationship.id)
    assert answer.sentence == "Leo's account isn't active, so I can't ask them."


def test_nothing_is_drawn_for_whoever_is_gone(life: Life) -> None:
    pair(life)
    for handle in ("maya", "leo"):
        life.run(
            lambda tx, handle=handle: errands.plan(tx, life.person(handle, tx), "home", life.now)
        )
    life.run(lambda tx: setattr(life.person("leo", tx), "deactivated_at", life.now))
    due = life.run(lambda tx: calls.claim(tx, "here", life.now))
    shown = [call.slack_id for call in due if call.method == "views.publish"]
    assert shown == ["UMAYA"]
