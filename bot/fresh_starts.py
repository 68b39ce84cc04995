"""Fresh starts: what two people had is kept as history, and they are set up anew."""

from datetime import datetime

from sqlmodel import Session

from bot import endings, errands, goals, lifecycle, people, sessions, setup, tidyings, windows
from bot.lifecycle import State
from bot.rhythms import Every
from store import endings as rows
from store import goals as kept_goals
from store.people import Person
from store.relationships import Relationship, pair_key

CLOSED_AS = "let_go"


def begin(
    tx: Session, relationship: Relationship, tapped_by: Person, asked_by: str, now: datetime
) -> None:
    """Open an ended relationship for another round, with goals, rhythm and rules asked anew.

    `asked_by`: the kind of prompt that is being answered by it.
    """
    if relationship.state == State.CARRIED_ON:
        endings.end(tx, relationship, now)
    endings.quiet(tx, relationship, "passed", now)
    tx.flush()
    tidyings.tidy(tx, relationship, (asked_by,))
    rows.forget_setup(tx, relationship)
    mentee, mentor = people.pair(tx, relationship)
    for goal in kept_goals.of_relationship(tx, relationship.id):
        if goal.closed_at is None:
            goal.closed_at, goal.closed_as = now, CLOSED_AS
            goals.note(tx, goal, "closed", None, now)
    lifecycle.move(relationship, State.SETTING_UP, now)
    relationship.open_pair = pair_key(mentee.id, mentor.id)
    relationship.round += 1
    relationship.begun_at, relationship.starts_on = now, windows.local_day(now, mentee.zone)
    relationship.ended_at = relationship.active_at = relationship.ends_on = None
    relationship.in_touch_at = relationship.extended_on = relationship.hope = None
    relationship.every, relationship.minutes = Every.TWO_MONTHS.value, 45
    relationship.sprint_until_on = relationship.rhythm_asked_on = None
    relationship.rhythm_state = relationship.rules_state = "default"
    setup.begin(tx, relationship, tapped_by=tapped_by, now=now)
    sessions.begin(tx, relationship, now)
    for person in (mentee, mentor):
        errands.refresh_home(tx, person, now)
