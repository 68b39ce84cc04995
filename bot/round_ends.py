"""Round ends: on the end date two people go on, keep in touch, or have finished (PRODUCT 2.3)."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    closings,
    courses,
    endings,
    farewells,
    in_touch,
    lifecycle,
    new_rounds,
    prompts,
    renewal_asks,
    renewals,
    sessions,
)
from bot.lifecycle import State
from bot.renewals import Plan
from store.alarms import Alarm
from store.relationships import Relationship
from store.sessions import BOOKED

ONE_DAY = timedelta(days=1)
# A last session that two people have booked a little late is still theirs to have.
GRACE = timedelta(days=30)
ASKED = (*closings.LAST_TALK, *renewal_asks.KINDS_OF_ASK, *renewal_asks.TOLD)


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """End the round by what both chose or the plan for now; a booked last session comes first."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if alarm.occasion != courses.of_end(relationship):
        return
    away = relationship.state == State.PAUSED and relationship.before == State.CLOSING
    if away or (relationship.state == State.CLOSING and _still_to_meet(tx, relationship)):
        alarms.again(tx, alarm.kind, relationship, alarm.occasion, now + ONE_DAY)
    elif relationship.state == State.CLOSING:
        prompts.close(tx, ASKED, relationship, None, "passed", now)
        end(tx, relationship, renewals.planned(tx, relationship), now)


def _still_to_meet(tx: Session, relationship: Relationship) -> bool:
    """Say whether a session is booked, no long time after the end, and nobody said they met."""
    session = sessions.current(tx, relationship)
    if session is None or session.state != BOOKED or session.starts_at is None:
        return False
    return session.starts_at < renewal_asks.end_at(tx, relationship) + GRACE


def end(tx: Session, relationship: Relationship, plan: Plan, now: datetime) -> None:
    """Go over into what follows, and say to both what the round was (I10)."""
    match plan:
        case Plan.ANOTHER_YEAR:
            lifecycle.move(relationship, State.ACTIVE, now)
            farewells.say(tx, relationship, plan.value, now)
            look_on = new_rounds.next_monday(tx, relationship, now)
            starts_on = relationship.ends_on or look_on
            new_rounds.start(tx, relationship, starts_on, look_on, now)
        case Plan.TWICE_YEAR:
            in_touch.begin(tx, relationship, now)
            farewells.say(tx, relationship, plan.value, now)
        case Plan.FINISH_WELL:
            endings.end(tx, relationship, now)
            farewells.say(tx, relationship, plan.value, now)


ALARMS = {renewal_asks.ENDS: ring}
