"""One person's half-way answers: four questions, changeable until both sets open (I1)."""

from datetime import datetime

from sqlmodel import Session

from bot import errands, goals, people, prompts, reviews, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Done, Reply
from store import reviews as kept
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship
from store.reviews import Answer, Review

QUESTIONS = ("goal_1", "goal_2", "goal_3")
MARKS = (("keep", "Keep"), ("change", "Change"), ("done", "Tick off"))


def theirs(tx: Session, person: Person, review_id: str) -> tuple[Review, Relationship]:
    """Give a review of one of the person's relationships; Correctable for any other."""
    review = tx.get(Review, review_id)
    if review is None:
        raise Correctable(scripts.script("gone").text)
    return review, people.theirs(tx, person, review.relationship_id)


def _open(
    tx: Session, person: Person, review_id: str, now: datetime
) -> tuple[Review, Relationship]:
    """Give a review the person may answer; Correctable once it is closed or open to both."""
    review, relationship = theirs(tx, person, review_id)
    if not reviews.takes_answers(review, now) or relationship.state not in reviews.OPENED_IN:
        raise Correctable(scripts.error("too_late"))
    return review, relationship


def asked_goals(tx: Session, relationship: Relationship, person: Person) -> dict[str, Goal]:
    """Give the first open goals the person may see, by the question that asks for each."""
    rows = goals.visible(tx, relationship, person)
    still_open = [goal for goal in rows if goal.closed_at is None]
    return dict(zip(QUESTIONS, still_open, strict=False))


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    review, relationship = _open(tx, person, row_id, now)
    asked = asked_goals(tx, relationship, person)
    own = kept.answers(tx, review.id).get(person.id)
    initial: dict[str, str | None] = {"rhythm": "same", "share": "share"}
    if own is not None:
        share = "share" if own.share else "keep"
        initial = {"working": own.working, "change": own.change, "rhythm": own.rhythm}
        initial |= {"share": share}
        initial |= {
            field: f"{own.goals[goal.id]}:{goal.id}"
            for field, goal in asked.items()
            if goal.id in own.goals
        }
    return Page(
        params={
            **people.names(tx, relationship, person),
            **{field: goal.text for field, goal in asked.items()},
        },
        initial=initial,
        choices={
            field: [(f"{mark}:{goal.id}", label) for mark, label in MARKS]
            for field, goal in asked.items()
        },
        leave_out=frozenset(QUESTIONS) - asked.keys(),
    )


def keep(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a person's answers, in place of earlier ones; nothing tells the other of them."""
    review, relationship = theirs(tx, person, row_id)
    tx.get_one(Relationship, relationship.id, with_for_update=True)
    tx.refresh(review)
    _open(tx, person, row_id, now)
    own = kept.answers(tx, review.id).get(person.id)
    own = own or Answer(review_id=review.id, person_id=person.id, written_at=now)
    own.working, own.change = answers["working"], answers["change"]
    own.goals = _marks(answers)
    own.rhythm, own.share = answers["rhythm"], answers["share"] == "share"
    own.written_at = now
    tx.add(own)
    tx.flush()
    prompts.close(tx, reviews.ASKS, relationship, person, "answer", now, occasion=review.id)
    reviews.settle(tx, review, relationship, now)
    errands.refresh_home(tx, person, now)
    return Done()


def _marks(answers: Answers) -> dict[str, str]:
    """Give what was said of each goal, by its id."""
    said = [str(answers[field]).partition(":") for field in QUESTIONS if answers.get(field)]
    return {goal_id: mark for mark, _, goal_id in said}


FORMS = {reviews.FORM: Form(page=_page, submit=keep)}
