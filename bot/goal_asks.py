"""How the mentee is asked for goals: D1, "I don't know yet" (D2), and again after session 1."""

import re
from datetime import datetime

from sqlmodel import Session

from bot import agendas, choosing, courses, goals, people, prompts, scripts, setup
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Says
from store.people import Person
from store.prompts import Prompt, drafts
from store.relationships import Relationship

SLOTS = ("first", "second", "third")
# A list pasted into a thread keeps its bullets or numbers.
BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


def _none_yet(tx: Session, prompt: Prompt, now: datetime) -> bool:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    return not goals.still_open(tx, relationship) and relationship.state in choosing.LIVE


def _form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("goals", str(prompt.relationship_id))


def _open(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return _form(tx, prompt)


def _mentee_of(tx: Session, prompt: Prompt) -> tuple[Relationship, Person]:
    mentee = tx.get_one(Person, prompt.person_id)
    return choosing.live(tx, mentee, prompt.relationship_id, "mentee"), mentee


def not_know(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Put "Talk through what I want" first on the agenda; D2 follows, then the next card."""
    relationship, mentee = _mentee_of(tx, prompt)
    people.chose(tx, relationship, mentee.id, "D1", goals.UNKNOWN, now)
    agendas.add(tx, relationship, "talk_it_through", mentee, now)
    prompts.close(tx, ("D1",), relationship, mentee, "i_dont_know_yet", now)
    occasion = courses.of_setup(relationship)
    prompts.say(tx, mentee, "D2", occasion, now, relationship=relationship)
    return Done("i_dont_know_yet")


def begin_without(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Go on to the next card."""
    relationship, mentee = _mentee_of(tx, prompt)
    setup.step_done(tx, relationship, mentee, now)
    return Done("good")


def see_starters(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the list of starters."""
    return Opens("starters", str(prompt.relationship_id))


def not_yet(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Ask no more; /mentor-goals has a place for them."""
    return Done("not_yet")


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentee")
    return Page(params=people.names(tx, relationship, person))


def write(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep the goals written; one alone gets a kind second question, four or more an order.

    In a thread, a list pasted into one answer is as many goals, and one said twice is one.
    """
    relationship = choosing.live(tx, person, row_id, "mentee")
    private = answers["private"] or ()
    wishes = [(slot, words, slot in private) for slot in SLOTS for words in _lines(answers[slot])]
    there = {goals.same(goal.text) for goal in goals.still_open(tx, relationship)}
    typed = bool(drafts(tx, person.id, "goals", row_id))
    if typed:
        once = {goals.same(words): (slot, words, kept) for slot, words, kept in reversed(wishes)}
        wishes = [wish for key, wish in reversed(once.items()) if key not in there]
    if all(goals.same(words) in there for _, words, _ in wishes):
        return Says(scripts.error("submitted_twice"))
    goals.add(tx, relationship, person, wishes, now)
    goals.written(tx, relationship, person, "write_goals", now)
    if typed and _crowded(tx, relationship):
        occasion = courses.of_setup(relationship)
        prompts.say(tx, person, "which_three", occasion, now, relationship=relationship)
    return after_adding(tx, relationship)


def _lines(text: str | None) -> list[str]:
    rows = [BULLET.sub("", row).strip() for row in (text or "").splitlines()]
    return [row for row in rows if row]


def _crowded(tx: Session, relationship: Relationship) -> bool:
    return len(goals.still_open(tx, relationship)) > goals.FIRST


def after_adding(tx: Session, relationship: Relationship) -> Reply:
    """Give the page that follows: a second goal after one alone, an order after four or more."""
    if len(goals.still_open(tx, relationship)) == 1:
        return Opens("goal_second", relationship.id)
    return Opens("goals_first", relationship.id) if _crowded(tx, relationship) else Done()


def add_second(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Keep a second goal; nothing written is an answer too."""
    relationship = choosing.live(tx, person, row_id, "mentee")
    if answers["goal"]:
        wish = ("goal", answers["goal"], "private" in (answers["private"] or ()))
        goals.add(tx, relationship, person, [wish], now)
    return Done()


def add_starters(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Keep the ticked starters as shared goals; those there already stay as they are."""
    relationship = choosing.live(tx, person, row_id, "mentee")
    ticked = answers["starters"] or ()
    offered = scripts.form("starters").questions[0].choices
    picked = [label for key, label in offered if key in ticked]
    if not picked:
        raise Correctable(scripts.error("pick_one"), "starters")
    there = {goals.same(goal.text) for goal in goals.still_open(tx, relationship)}
    new = [("starters", label, False) for label in picked if goals.same(label) not in there]
    goals.add(tx, relationship, person, new, now)
    goals.written(tx, relationship, person, "give_me_few_starters", now)
    return after_adding(tx, relationship)


def choose_three(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Open the list to choose from."""
    return Opens("goals_first", str(prompt.relationship_id))


def leave_order(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    """Leave the goals as they were written."""
    return Done("leave_it")


KINDS = {
    "D1": Kind(form=_form, taps={"write_goals": _open, "i_dont_know_yet": not_know}),
    "D2": Kind(form=_form, taps={"good": begin_without, "give_me_few_starters": see_starters}),
    "D2_again": Kind(guard=_none_yet, form=_form, taps={"write_goals": _open, "not_yet": not_yet}),
    "which_three": Kind(taps={"choose_three": choose_three, "leave_it": leave_order}),
}
FORMS = {
    "goals": Form(page=_page, submit=write),
    "goal_second": Form(page=_page, submit=add_second),
    "starters": Form(page=_page, submit=add_starters),
}
