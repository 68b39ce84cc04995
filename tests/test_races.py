"""What two processes do at one moment on PostgreSQL comes to what it would in some order."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot import alarms, deliveries, errands, gestures, people, prompts, settlements, ticks
from bot.gestures import Answer
from store import outbox, receipts
from store.alarms import Alarm
from store.errands import Errand
from store.people import Person
from store.prompts import ANSWERED, PLANNED, SENDING, Prompt
from store.relationships import Choice, Relationship
from store.sessions import BOOKED, Slot
from tests.beginnings import begun
from tests.booking import at, meeting, offer, pair, until
from tests.life import TEAM, Life, initial
from tests.pairs import rows
from tests.postgres import Held, abreast, at_once
from tests.trading import paired


def submit(life: Life, handle: str, view: Any, **answers: Any) -> Any:
    """Give the unit of work that sends a form."""
    name, row_id = view["callback_id"].partition(":")[2], view["private_metadata"]
    raw = {**initial(view), **answers}
    return lambda tx: gestures.submit(tx, life.who(handle), name, row_id, raw, life.now)


def tap(life: Life, handle: str, kind: str, button: str) -> Any:
    """Give the unit of work that taps a button."""
    prompt_id = life.open(handle, kind).id
    return lambda tx: gestures.tap(tx, life.who(handle), prompt_id, button, life.now)


def test_two_who_name_each_other_at_once_are_one_pair_with_two_yeses(distant: Life) -> None:
    life = distant
    hers = life.command("maya", "/mentor", "leo").view
    his = life.command("leo", "/mentor", "maya").view
    came = abreast(
        life, submit(life, "maya", hers, role="mentee"), submit(life, "leo", his, role="mentor")
    )
    assert all(isinstance(each, Answer) for each in came), came
    [relationship] = rows(life, Relationship)
    assert relationship.state == "setting_up"
    life.settle()
    assert "A7" not in life.kinds("leo") + life.kinds("maya")


def test_a_yes_tapped_twice_at_once_begins_one_pair(distant: Life) -> None:
    life = distant
    life.submit("maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    yes = tap(life, "leo", "A7", "yes")
    came = abreast(life, yes, yes)
    assert sorted(each.sentence is None for each in came) == [False, True]
    assert [life.relationship.state, len(rows(life, Choice))] == ["setting_up", 2]
    assert meeting(life).number == 1


def test_two_say_yes_to_one_time_at_once_and_it_is_booked_once(distant: Life) -> None:
    life = distant
    pair(life)
    offer(life, at(21, 15), at(22, 15))
    until(life, "leo", "offered_times")
    came = abreast(
        life,
        tap(life, "leo", "offered_times", "time#0"),
        tap(life, "leo", "offered_times", "time#1"),
    )
    assert sorted(each.sentence is None for each in came) == [False, True]
    assert [meeting(life).state, meeting(life).bookings] == [BOOKED, 1]
    assert [slot.state for slot in rows(life, Slot)].count("taken") == 1


def test_a_form_sent_by_two_devices_at_once_asks_once(distant: Life) -> None:
    life = distant
    send = submit(life, "maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    came = abreast(life, send, send)
    assert sorted(isinstance(each, Answer) for each in came) == [False, True]
    life.settle()
    assert life.kinds("leo") == ["A7"]


def test_one_event_delivered_twice_at_once_has_one_effect(distant: Life) -> None:
    life = distant
    came = abreast(life, *[lambda tx: receipts.first(tx, "Ev1", life.now)] * 4)
    assert sorted(came) == [False, False, False, True]


def test_two_meet_one_stranger_at_once(distant: Life) -> None:
    life = distant
    who = people.Who("T2", "UNEW", "nora")
    came = abreast(life, *[lambda tx: people.meet(tx, who, life.now).id] * 3)
    assert len(set(came)) == 1
    assert [p.name for p in rows(life, Person) if p.slack_id == "UNEW"] == ["Nora"]


def test_what_is_planned_set_and_chosen_twice_at_once_is_kept_once(distant: Life) -> None:
    life = distant
    paired(life)

    def keep(tx: Session) -> str:
        relationship, maya = tx.exec(select(Relationship)).one(), life.person("maya", tx)
        alarms.set_for(tx, "invitation_lapses", relationship, "one", at(30, 9))
        people.chose(tx, relationship, maya.id, "D3", "later", life.now)
        return prompts.plan(tx, "K4", maya, "one", life.now, life.now).id

    came = abreast(life, keep, keep, keep)
    assert len(set(came)) == 1
    assert [len(rows(life, table)) for table in (Alarm, Choice, Prompt)] == [1, 1, 1]


def test_two_claimers_at_once_claim_no_prompt_twice(distant: Life) -> None:
    life = distant
    for number in range(30):
        life.arrive(f"p{number}")

    def plan(tx: Session) -> None:
        for person in tx.exec(select(Person)).all():
            prompts.say(tx, person, "K4", "first", life.now)
            prompts.plan(tx, "H12", person, "second", life.now, life.now)

    life.run(plan)

    def claim(owner: str) -> list[str]:
        claimed: list[str] = []
        while found := life.run(lambda tx: deliveries.claim(tx, owner, life.now)):
            claimed += [message.prompt_id for message in found]
        return claimed

    one, other = at_once(lambda: claim("one"), lambda: claim("other"))
    owners = {p.id: p.owner for p in rows(life, Prompt) if p.state == SENDING}
    assert not set(one) & set(other)
    assert set(one) <= {key for key, owner in owners.items() if owner == "one"}
    assert set(other) <= {key for key, owner in owners.items() if owner == "other"}
    assert {p.kind for p in rows(life, Prompt) if p.state == PLANNED} <= {"H12"}


def test_what_is_being_sent_is_not_answered_unsaid(distant: Life) -> None:
    life = distant
    begun(life)
    theirs = life.relationship

    def say(tx: Session) -> None:
        prompts.say(tx, life.person("maya", tx), "K4", "one", life.now, relationship=theirs)

    life.run(say)
    claim = Held(life, lambda tx: deliveries.claim(tx, "one", life.now))
    claim.while_waits(lambda tx: prompts.close(tx, ("K4",), theirs, None, "gone", life.now))
    [prompt] = [row for row in rows(life, Prompt) if row.kind == "K4"]
    assert (len(claim.came), prompt.state) == (1, ANSWERED)


def test_somebody_another_process_writes_to_now_is_left_for_later(distant: Life) -> None:
    life = distant
    life.run(lambda tx: prompts.say(tx, life.person("maya", tx), "K4", "one", life.now))
    claiming = Held(life, lambda tx: outbox.heads(tx, TEAM, life.now, 9, direct=True))
    life.run(lambda tx: prompts.say(tx, life.person("maya", tx), "K4", "two", life.now))
    life.run(lambda tx: prompts.say(tx, life.person("leo", tx), "K4", "two", life.now))
    found = life.run(lambda tx: deliveries.claim(tx, "other", life.now))
    assert [message.slack_id for message in found] == ["ULEO"]
    claiming.let_go()
    [first] = life.run(lambda tx: deliveries.claim(tx, "one", life.now))
    assert life.run(lambda tx: deliveries.claim(tx, "other", life.now)) == []
    sent = (first.prompt_id, "one", first.attempt, "Dmaya", "1.1", life.now)
    life.run(lambda tx: settlements.sent(tx, *sent))
    found = life.run(lambda tx: deliveries.claim(tx, "other", life.now))
    assert [message.slack_id for message in found] == ["UMAYA"]


def test_a_page_drawn_while_it_changes_is_drawn_again(distant: Life) -> None:
    life = distant
    life.run(lambda tx: gestures.home(tx, life.who("maya"), life.now))

    def refresh(tx: Session) -> None:
        errands.refresh_home(tx, life.person("maya", tx), life.now)

    life.run(refresh)

    def take(tx: Session) -> int:
        due = outbox.due_errands(tx, life.now, 9)
        for errand in due:
            errand.state = "sending"
        return len(due)

    taking = Held(life, take)
    taking.while_waits(refresh)
    states = sorted(row.state for row in rows(life, Errand) if row.kind == "home")
    assert states == ["planned", "sending"]


def test_an_alarm_that_loses_a_race_rings_all_the_same(distant: Life) -> None:
    life = distant
    life.submit("maya", life.command("maya", "/mentor", "leo").view, role="mentee")
    [alarm] = rows(life, Alarm)
    later = alarm.due_at + timedelta(minutes=1)

    def touch(tx: Session) -> None:
        relationship = tx.exec(select(Relationship)).one()
        relationship.hope = "held by another process"

    Held(life, touch).while_waits(lambda tx: ticks.ring(tx, later))
    assert life.relationship.state == "not_set_up"
    found = life.run(lambda tx: tx.exec(select(Alarm).where(col(Alarm.rung_at).is_(None))).all())
    assert found == []
