"""Half-way sets opened: both side by side, one thing to change, goals and rhythm (I2)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import agendas, choosing, errands, goals, impacts, people, prompts, reviews, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Choice, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.review_answers import theirs
from bot.views import blocks
from bot.views import reviews as views
from store import reviews as kept
from store.alarms import Alarm
from store.goals import Goal
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.reviews import Answer, Review

CHANGE_DAYS = 21


def open_sets(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Open what is in to both at one minute; goals the mentee ticked off close with it."""
    review = tx.get_one(Review, alarm.occasion)
    relationship = tx.get_one(Relationship, review.relationship_id, with_for_update=True)
    answers = kept.answers(tx, review.id)
    if review.shown_at is not None or not answers or relationship.state not in reviews.OPENED_IN:
        return
    review.shown_at = now
    mentee, mentor = people.pair(tx, relationship)
    if mentee.id in answers:
        _tick_off(tx, answers[mentee.id], mentee, now)
    if len({answer.rhythm for answer in answers.values()}) == 2:
        agendas.add(tx, relationship, "rhythm", None, now)
    about = {"review": review.id}
    for person in (mentee, mentor):
        prompts.plan(
            tx,
            "I2",
            person,
            review.id,
            now,
            now,
            relationship=relationship,
            about=about,
            expires_at=now + timedelta(days=CHANGE_DAYS),
        )
        errands.refresh_home(tx, person, now)
    impacts.plan(tx, relationship, f"{review.id}:half_way", now)


def _tick_off(tx: Session, own: Answer, mentee: Person, now: datetime) -> None:
    for goal_id, mark in own.goals.items():
        goal = tx.get(Goal, goal_id)
        if mark == "done" and goal and goal.author_id == mentee.id and goal.closed_at is None:
            goal.closed_at, goal.closed_as = now, "reached"
            goals.note(tx, goal, "closed", None, now)


def readable(tx: Session, review: Review, person: Person) -> list[Answer]:
    """Give the answers a person may read, their own first: the other's once they are open."""
    answers = kept.answers(tx, review.id)
    rows = sorted(answers.values(), key=lambda answer: answer.person_id != person.id)
    return [row for row in rows if row.person_id == person.id or review.shown_at is not None]


def _entry(tx: Session, prompt: Prompt) -> str:
    """Speak of both sets, or of the one there is."""
    answers = kept.answers(tx, prompt.about["review"])
    if len(answers) == 2:
        return "I2"
    return "I2_own" if prompt.person_id in answers else "I2_theirs"


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return relationship.state in reviews.OPENED_IN


def _see(tx: Session, prompt: Prompt) -> list[Choice]:
    both = len(kept.answers(tx, prompt.about["review"])) == 2
    return [Choice("see_both", "See both sets" if both else "See the answers")]


def _page_of(tx: Session, review: Review, person: Person) -> Reply:
    relationship = tx.get_one(Relationship, review.relationship_id)
    rows = readable(tx, review, person)
    seen = {goal.id: goal for goal in goals.visible(tx, relationship, person)}
    names = people.names(tx, relationship, person)
    return Shows(views.page(review, relationship, person, rows, seen, names))


def _show(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    person = tx.get_one(Person, prompt.person_id)
    return _page_of(tx, tx.get_one(Review, prompt.about["review"]), person)


def half_way(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Open the questions while they take answers, else what there is to read."""
    review = kept.latest(tx, relationship.id)
    if review is None:
        raise Correctable(scripts.script("gone").text)
    if reviews.takes_answers(review, now):
        return Opens(reviews.FORM, review.id)
    if not readable(tx, review, person):
        return Says(scripts.script("half_way_nothing").text)
    return _page_of(tx, review, person)


def _change(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("mid_point_change", prompt.about["review"])


def _nothing(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("nothing_to_change")


def open_change(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the choice of one thing to change, from the page."""
    _shown(tx, person, row_id)
    return Opens("mid_point_change", row_id)


def _shown(tx: Session, person: Person, row_id: str) -> tuple[Review, Relationship]:
    """Give a review whose answers are open to both; Correctable for any other."""
    review, relationship = theirs(tx, person, row_id)
    if review.shown_at is None:
        raise Correctable(scripts.script("gone").text)
    choosing.live(tx, person, relationship.id)
    return review, relationship


def _lines(tx: Session, review: Review, person: Person) -> Mapping[str, str]:
    """Give what either would change, by the id of the answer."""
    return {row.id: row.change for row in readable(tx, review, person) if row.change}


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    review, relationship = _shown(tx, person, row_id)
    lines = _lines(tx, review, person)
    return Page(
        params=people.names(tx, relationship, person),
        choices={"line": [(key, blocks.cut(line, blocks.OPTION)) for key, line in lines.items()]},
        leave_out=frozenset() if lines else frozenset({"line"}),
    )


def put_first(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Put one thing to change first on the next agenda: a line of the two sets, or own words."""
    review, relationship = _shown(tx, person, row_id)
    text = answers["own"] or _lines(tx, review, person).get(answers.get("line") or "")
    if text is None:
        raise Correctable(scripts.error("nothing_written"), "own")
    agendas.add(tx, relationship, "mid_point", person, now, text=text)
    prompts.close(tx, ("I2",), relationship, person, "add_to_agenda", now, occasion=review.id)
    return Done()


KINDS = {
    "I2": Kind(
        guard=_stands,
        script=_entry,
        made=lambda tx, prompt, now: _see(tx, prompt),
        taps={"see_both": _show, "add_to_agenda": _change, "nothing_to_change": _nothing},
        form=lambda tx, prompt: Opens("mid_point_change", prompt.about["review"]),
    ),
}
FORMS = {"mid_point_change": Form(page=_page, submit=put_first)}
ACTS = {"half_way": choosing.by_act(half_way), "half_way_change": open_change}
ALARMS = {"review_opens": open_sets}
