"""Half-way reviews: when four questions open for both, are asked once more, and close (I1)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    alarms,
    courses,
    dates,
    errands,
    openings,
    people,
    prompts,
    rhythms,
    scripts,
    windows,
)
from bot import timers as waits
from bot.kinds import Kind
from bot.overviews import Overview
from bot.replies import Done, Opens, Reply, Says
from bot.windows import Pace
from store import prompts as kept_prompts
from store import reviews
from store.alarms import Alarm
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.reviews import Review

ANSWER_DAYS, NUDGE_DAYS, FEW_DAYS = 7, 3, 2
ASKS = ("I1", "I1_again")
FORM = "mid_point"
OPENED_IN = ("active", "closing", "paused")


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Begin the review at half the term, or with the third session where that is later (2.5)."""
    relationship = tx.get_one(Relationship, alarm.relationship_id, with_for_update=True)
    if _is_due(tx, relationship, now):
        begin(tx, relationship, now)


def _is_due(tx: Session, relationship: Relationship, now: datetime) -> bool:
    starts_on, ends_on = relationship.starts_on, relationship.ends_on
    if relationship.state != "active" or starts_on is None or ends_on is None:
        return False
    mentee, _ = people.pair(tx, relationship)
    if windows.local_day(now, mentee.zone) < rhythms.mid_point(starts_on, ends_on):
        return False
    if len(courses.held_in_round(tx, relationship)) < waits.of(tx).mid_point_session:
        return False
    last = reviews.latest(tx, relationship.id)
    return last is None or last.round != relationship.round


def begin(tx: Session, relationship: Relationship, now: datetime) -> Review:
    """Ask both at one minute of the next working morning; it closes a week later."""
    opens_at = openings.morning(tx, relationship, now, Pace.ORDINARY)
    review = Review(
        relationship_id=relationship.id,
        round=relationship.round,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=ANSWER_DAYS),
    )
    tx.add(review)
    tx.flush()
    for person in people.pair(tx, relationship):
        _ask(tx, "I1", review, relationship, person, opens_at, now)
    nudges_at = opens_at + timedelta(days=NUDGE_DAYS)
    alarms.set_for(tx, "review_nudges", relationship, review.id, nudges_at)
    alarms.set_for(tx, "review_closes", relationship, review.id, review.closes_at)
    return review


def _ask(
    tx: Session,
    kind: str,
    review: Review,
    relationship: Relationship,
    person: Person,
    due: datetime,
    now: datetime,
) -> None:
    prompts.plan(
        tx,
        kind,
        person,
        review.id,
        due,
        now,
        relationship=relationship,
        about={"review": review.id},
        expires_at=review.closes_at,
    )


def takes_answers(review: Review, now: datetime) -> bool:
    """Say whether answers may come in or change: until the week is over, or both sets open."""
    return review.shown_at is None and review.opens_at <= now < review.closes_at


def asks_until(view: Overview, now: datetime) -> str | None:
    """Give the day until which a person may still answer, None when nothing waits for them."""
    last = view.reviews[-1] if view.reviews else None
    if last is None or last.id in view.answered or view.relationship.state != "active":
        return None
    return closes_on(last, view.person) if takes_answers(last, now) else None


def nudge(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Ask once more whoever left the question as it was; the other's answers play no part."""
    review = tx.get_one(Review, alarm.occasion)
    relationship = tx.get_one(Relationship, review.relationship_id)
    for person in people.pair(tx, relationship):
        asked = kept_prompts.find(tx, "I1", person.id, review.id)
        if asked is not None and asked.state == SENT:
            _ask(tx, "I1_again", review, relationship, person, now, now)


def settle(tx: Session, review: Review, relationship: Relationship, now: datetime) -> None:
    """Set the opening once both answers are in: the next minute inside both windows."""
    if len(reviews.answers(tx, review.id)) == 2 and review.shows_at is None:
        _open_at(tx, review, relationship, now)


def _open_at(tx: Session, review: Review, relationship: Relationship, now: datetime) -> None:
    review.shows_at = openings.next_minute(tx, relationship, now)
    alarms.set_for(tx, "review_opens", relationship, review.id, review.shows_at)


def close(tx: Session, alarm: Alarm, now: datetime) -> None:
    """End the week: one set opens where its author said so, with none nothing is said.

    A review that a break swept away begins again after the next session.
    """
    review = tx.get_one(Review, alarm.occasion)
    relationship = tx.get_one(Relationship, review.relationship_id, with_for_update=True)
    answers = reviews.answers(tx, review.id)
    if not answers and relationship.state == "paused":
        tx.delete(review)
    elif len(answers) == 1 and any(answer.share for answer in answers.values()):
        _open_at(tx, review, relationship, now)
    for person in people.pair(tx, relationship):
        errands.refresh_home(tx, person, now)


def _still_asked(tx: Session, prompt: Prompt, now: datetime) -> bool:
    review = tx.get(Review, prompt.about["review"])
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if review is None or relationship.state != "active" or not takes_answers(review, now):
        return False
    return prompt.person_id not in reviews.answers(tx, review.id)


def _words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    review = tx.get(Review, prompt.about["review"])
    return {"date": closes_on(review, tx.get_one(Person, prompt.person_id)) if review else ""}


def closes_on(review: Review, person: Person) -> str:
    """Give the day a review closes on the person's wall."""
    return dates.day(windows.local_day(review.closes_at, person.zone), person.locale)


def _answer(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens(FORM, prompt.about["review"])


def _in_a_few_days(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask again in a few days; near the end there is only the time that is left."""
    person = tx.get_one(Person, prompt.person_id)
    review = tx.get_one(Review, prompt.about["review"])
    later = now + timedelta(days=FEW_DAYS)
    if prompts.window(person, prompt.kind, later) >= review.closes_at:
        words = {"date": closes_on(review, person)}
        return Says(scripts.fill(scripts.script("half_way_time").text, words))
    prompts.snooze(tx, prompt, later, now)
    return Done("in_few_days")


def _shown(tx: Session, prompt: Prompt) -> list[str]:
    return ["answer", "in_few_days"] if prompts.may_snooze(prompt) else ["answer"]


_KIND = Kind(
    guard=_still_asked,
    words=_words,
    only=_shown,
    taps={"answer": _answer, "in_few_days": _in_a_few_days},
    form=lambda tx, prompt: Opens(FORM, prompt.about["review"]),
)
KINDS = dict.fromkeys(ASKS, _KIND)
ALARMS = {"mid_point": ring, "review_nudges": nudge, "review_closes": close}
