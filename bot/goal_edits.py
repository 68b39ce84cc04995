"""Goals as they change: `/mentor-goals` shows them with their history; the mentee edits them."""

from datetime import datetime

from sqlmodel import Session

from bot import choosing, errands, goals, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Act, Answers, Form, Page
from bot.replies import Opens, Reply, Shows
from bot.views import goals as views
from store.goals import Goal
from store.people import Person
from store.relationships import Relationship


def show(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the goals one of the two may see; a mentor reads and changes nothing."""
    return Shows(views.draw(tx, relationship, person), instead=True)


def _own(tx: Session, person: Person, goal_id: str) -> tuple[Goal, Relationship]:
    """Give an open goal of the person's own; one they may not see is as if it weren't there."""
    goal = tx.get(Goal, goal_id)
    relationship = tx.get(Relationship, goal.relationship_id) if goal else None
    if goal is None or relationship is None:
        raise Correctable(scripts.script("not_yours").text)
    choosing.live(tx, person, relationship.id)
    if goal.author_id != person.id:
        if goal.private:
            raise Correctable(scripts.script("not_yours").text)
        names = people.names(tx, relationship, person)
        raise Correctable(scripts.error("not_your_goal", mentee=names["mentee"]))
    if goal.closed_at is not None:
        raise Correctable(scripts.error("goal_closed"))
    return goal, relationship


def _changed(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the goals as they are now; whoever has them on Home sees them there too."""
    tx.flush()
    for each in people.pair(tx, relationship):
        errands.refresh_home(tx, each, now)
    return show(tx, person, relationship, now)


def _page_of_add(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentee")
    return Page(params=people.names(tx, relationship, person))


def add(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Add one goal; with the fourth, ask which three come first."""
    relationship = choosing.live(tx, person, row_id, "mentee")
    wish = ("goal", answers["goal"], _private(answers))
    goals.add(tx, relationship, person, [wish], now)
    goals.written(tx, relationship, person, "write_goals", now)
    page = _changed(tx, person, relationship, now)
    crowded = len(goals.still_open(tx, relationship)) > goals.FIRST
    return Opens("goals_first", relationship.id) if crowded else page


def _private(answers: Answers) -> bool:
    return "private" in (answers["private"] or ())


def _page_of_edit(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    goal, relationship = _own(tx, person, row_id)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"goal": goal.text, "private": ["private"] if goal.private else []},
    )


def edit(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Change a goal's words and who sees it, each in its history."""
    goal, relationship = _own(tx, person, row_id)
    words = answers["goal"]
    others = [each for each in goals.still_open(tx, relationship) if each.id != goal.id]
    if any(goals.same(each.text) == goals.same(words) for each in others):
        raise Correctable(scripts.error("goal_twice"), "goal")
    reworded = words != goal.text
    goal.text = words
    if _private(answers) != goal.private:
        _turn(tx, goal, _private(answers), words if reworded else None, now)
    elif reworded:
        goals.note(tx, goal, "reworded", words, now)
    return _changed(tx, person, relationship, now)


def _turn(tx: Session, goal: Goal, private: bool, words: str | None, now: datetime) -> None:
    goal.private = private
    goals.note(tx, goal, "made_private" if private else "shared", words, now)


def share(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Let the mentor read a goal from now on, without what it said before."""
    return _turned(tx, person, row_id, False, now)


def keep_private(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep a goal to oneself from now on."""
    return _turned(tx, person, row_id, True, now)


def _turned(tx: Session, person: Person, row_id: str, private: bool, now: datetime) -> Reply:
    goal, relationship = _own(tx, person, row_id)
    if goal.private != private:
        _turn(tx, goal, private, None, now)
    return _changed(tx, person, relationship, now)


def look_over(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep a goal as it is, with the day of that in its history (S14)."""
    goal, relationship = _own(tx, person, row_id)
    goals.note(tx, goal, "kept", None, now)
    return _changed(tx, person, relationship, now)


def _page_of_close(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = _own(tx, person, row_id)
    return Page(params=people.names(tx, relationship, person))


def close(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Close a goal with what became of it; its history stays."""
    goal, relationship = _own(tx, person, row_id)
    if answers["closed_as"] not in views.endings():
        raise Correctable(scripts.error("pick_one"), "closed_as")
    goal.closed_at, goal.closed_as = now, answers["closed_as"]
    goals.note(tx, goal, "closed", answers["line"], now)
    return _changed(tx, person, relationship, now)


def _page_of_first(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentee")
    rows = goals.still_open(tx, relationship)
    if not rows:
        raise Correctable(scripts.script("no_goals").text)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"goals": [goal.id for goal in rows[: goals.FIRST]]},
        choices={"goals": [(goal.id, goal.text) for goal in rows]},
    )


def put_first(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Put up to three goals before the others."""
    relationship = choosing.live(tx, person, row_id, "mentee")
    ticked = set(answers["goals"] or ())
    if len(ticked) > goals.FIRST:
        raise Correctable(scripts.error("first_three"), "goals")
    rows = goals.still_open(tx, relationship)
    for position, goal in enumerate(sorted(rows, key=lambda goal: goal.id not in ticked)):
        goal.position = position
    prompts.close(tx, ("which_three",), relationship, person, "choose_three", now)
    return _changed(tx, person, relationship, now)


def _opens(form: str) -> Act:
    """Give the act that opens a form on the row its button carries; the form checks the row."""

    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        return Opens(form, row_id)

    return act


FORMS = {
    "goal_add": Form(page=_page_of_add, submit=add),
    "goal_edit": Form(page=_page_of_edit, submit=edit),
    "goal_close": Form(page=_page_of_close, submit=close),
    "goals_first": Form(page=_page_of_first, submit=put_first),
}
ACTS = {
    "goals": choosing.by_act(show),
    "goal_add": _opens("goal_add"),
    "goal_edit": _opens("goal_edit"),
    "goal_close": _opens("goal_close"),
    "goals_first": _opens("goals_first"),
    "goal_keep": look_over,
    "goal_share": share,
    "goal_keep_private": keep_private,
}
COMMANDS = {"/mentor-goals": choosing.by_command("goals", show)}
