"""Before a session: the mentee picks a topic (M4), the mentor gets one page to read (M5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import (
    agendas,
    before,
    dates,
    errands,
    goal_looks,
    goals,
    people,
    prompts,
    reactions,
    scripts,
    sessions,
    timers,
    totals,
    windows,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.replies import Done, Opens, Reply, Shows
from bot.views import blocks
from bot.views import briefs as views
from store import advice
from store import prompts as kept_prompts
from store.goals import Goal
from store.people import Person
from store.prompts import ANSWERED, Prompt
from store.relationships import Relationship
from store.sessions import BOOKED, Meeting

LIVE = ("setting_up", "active", "closing")
TRIED = ("did_it", "tried_it")
# A goal or a topic may be long; in a message its first words are enough.
MOST_IN_A_MESSAGE = 120
ALL = ("M4", "M5")
# By whether there is a topic, and whether a suggestion was tried.
MENTOR_ENTRIES = {
    (True, True): "M5",
    (True, False): "M5_topic_only",
    (False, True): "M5_no_topic",
    (False, False): "M5_first",
}


def plan(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    """Plan both prompts for a session that got a time; those for an earlier time are over."""
    mentee, mentor = people.pair(tx, relationship)
    _close_old(tx, relationship, session, now)
    if session.state != BOOKED or session.starts_at is None or session.starts_at <= now:
        return
    waits = timers.of(tx)
    for kind, person, days in (
        ("M4", mentee, waits.topic_working_days_before),
        ("M5", mentor, waits.brief_working_days_before),
    ):
        prompt = before.plan(tx, kind, relationship, session, person, days, now)
        reactions.remind(tx, relationship, session, person, prompt.due_at, now)


def _close_old(tx: Session, relationship: Relationship, session: Meeting, now: datetime) -> None:
    starts_at = session.starts_at.isoformat() if session.starts_at else None
    for kind in ALL:
        for prompt in kept_prompts.waiting(tx, kind, relationship.id):
            if prompt.about["session"] == session.id and prompt.about["starts_at"] != starts_at:
                moved = prompt.about.get("tapped") == "move_it"
                outcome, person = "move_it" if moved else "passed", prompt.person_id
                occasion = prompt.occasion
                prompts.close(
                    tx,
                    (kind,),
                    relationship,
                    tx.get_one(Person, person),
                    outcome,
                    now,
                    occasion=occasion,
                )


def _session(tx: Session, prompt: Prompt) -> Meeting:
    return tx.get_one(Meeting, prompt.about["session"])


def _stands(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard: the session is still booked for the same time, which is still to come."""
    session = _session(tx, prompt)
    relationship = tx.get_one(Relationship, session.relationship_id)
    booked = session.state == BOOKED and relationship.state in LIVE
    same = session.starts_at is not None and prompt.about["starts_at"] == (
        session.starts_at.isoformat()
    )
    return booked and same and session.starts_at is not None and session.starts_at > now


def _topic_wanted(tx: Session, prompt: Prompt, now: datetime) -> bool:
    """Guard: as above, and it wasn't answered for this session before it moved."""
    told = kept_prompts.of_kinds(tx, str(prompt.relationship_id), ("M4",))
    answered = any(
        row.state == ANSWERED
        and row.outcome in ("add_topic", "looks_good")
        and row.about["session"] == prompt.about["session"]
        for row in told
    )
    return _stands(tx, prompt, now) and not answered


def _day(tx: Session, prompt: Prompt) -> str:
    """Give the day of the session on the reader's wall, as it was when this was planned."""
    person = tx.get_one(Person, prompt.person_id)
    starts_at = datetime.fromisoformat(prompt.about["starts_at"])
    return dates.day(windows.local_day(starts_at, person.zone), person.locale)


def _left_off(tx: Session, prompt: Prompt) -> tuple[int, str | None]:
    """Give how many steps are open and the first goal that isn't kept to oneself."""
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    steps = [step for step in advice.steps(tx, relationship.id) if step.state == "open"]
    shared = [goal for goal in goals.still_open(tx, relationship) if not goal.private]
    return len(steps), blocks.cut(shared[0].text, MOST_IN_A_MESSAGE) if shared else None


def _mentee_words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    count, goal = _left_off(tx, prompt)
    return {"day": _day(tx, prompt), "open_items_count": totals.steps(count), "goal": goal or ""}


def _mentee_script(tx: Session, prompt: Prompt) -> str:
    count, goal = _left_off(tx, prompt)
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    if sessions.last_held(tx, relationship) is None or (count == 0 and goal is None):
        return "M4_first"
    if goal is None:
        return "M4_no_goal"
    return "M4" if count else "M4_goal_only"


def shared_count(tx: Session, relationship: Relationship) -> int:
    """Give how many suggestions the mentee tried and told of since the last session."""
    last = sessions.last_held(tx, relationship)
    since = last.starts_at if last else None
    told = {
        update.step_id or update.id
        for update in advice.updates(tx, relationship.id)
        if update.shared_at is not None
        and update.status in TRIED
        and (since is None or update.shared_at > since)
    }
    return len(told)


def _mentor_words(tx: Session, prompt: Prompt, now: datetime) -> Mapping[str, str]:
    count = shared_count(tx, tx.get_one(Relationship, prompt.relationship_id))
    topic = agendas.topic(tx, _session(tx, prompt)) or ""
    return {
        "day": _day(tx, prompt),
        "topic": f"“{blocks.cut(topic, MOST_IN_A_MESSAGE)}”",
        "shared_count": scripts.script("shared_one").text if count == 1 else str(count),
    }


def _mentor_script(tx: Session, prompt: Prompt) -> str:
    topic = agendas.topic(tx, _session(tx, prompt))
    tried = shared_count(tx, tx.get_one(Relationship, prompt.relationship_id)) > 0
    name = MENTOR_ENTRIES[bool(topic), tried]
    return name if _is_day_before(tx, prompt) else f"{name}_day"


def _is_day_before(tx: Session, prompt: Prompt) -> bool:
    """Say whether "tomorrow" is true of the session on the day this is or was sent."""
    zone = tx.get_one(Person, prompt.person_id).zone
    starts_at = datetime.fromisoformat(prompt.about["starts_at"])
    sent_on = windows.local_day(prompt.sent_at or prompt.due_at, zone)
    return windows.local_day(starts_at, zone) == sent_on + timedelta(days=1)


def _topic_form(tx: Session, prompt: Prompt) -> Opens:
    return Opens("topic_line", prompt.about["session"])


def _add_topic(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("topic", prompt.about["session"])


def _looks_good(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("looks_good")


def _move_it(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("move", prompt.about["session"])


def _mentees(tx: Session, person: Person, session_id: str) -> tuple[Meeting, Relationship]:
    """Give a session to its mentee; Correctable for the mentor, a stranger, or one that is gone."""
    session = tx.get(Meeting, session_id)
    relationship = people.theirs(tx, person, session.relationship_id if session else None)
    if session is None or not people.is_mentee(relationship, person):
        raise Correctable(scripts.script("not_yours").text)
    if relationship.state not in LIVE:
        raise Correctable(scripts.script("gone").text)
    return session, relationship


def _goals(tx: Session, relationship: Relationship, person: Person) -> list[Goal]:
    return [goal for goal in goals.still_open(tx, relationship) if goal.author_id == person.id]


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    _, relationship = _mentees(tx, person, row_id)
    choices = [(g.id, blocks.cut(g.text, blocks.OPTION)) for g in _goals(tx, relationship, person)]
    return Page(
        params=people.names(tx, relationship, person),
        choices={"goal": choices},
        leave_out=frozenset() if choices else frozenset({"goal"}),
    )


def _line_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    """Open the topic alone: a line typed under M4 is the topic, with nothing more to answer."""
    _, relationship = _mentees(tx, person, row_id)
    params = people.names(tx, relationship, person)
    return Page(params=params, leave_out=frozenset({"goal"}), words="topic")


def add_topic(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Put the topic first on the agenda, for one of the mentee's own goals if she says so (S14)."""
    _, relationship = _mentees(tx, person, row_id)
    topic, goal_id = answers["topic"], answers.get("goal")
    agendas.add(tx, relationship, "topic", person, now, text=topic, goal_id=goal_id)
    prompts.close(tx, ("M4",), relationship, person, "add_topic", now)
    for prompt in kept_prompts.waiting(tx, "M5", relationship.id):
        if prompt.ts is not None:
            mentor = tx.get_one(Person, prompt.person_id)
            errands.redraw(tx, mentor, prompt.lead_id or prompt.id, now)
    return Done()


def _see(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    prompts.answer(tx, prompt, "see_one_pager", now)
    person = tx.get_one(Person, prompt.person_id)
    return Shows(views.draw(tx, _session(tx, prompt), person))


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show the one-pager of a session to either of the two, each with what they may see."""
    session = tx.get(Meeting, row_id)
    people.theirs(tx, person, session.relationship_id if session else None)
    if session is None:
        raise Correctable(scripts.script("gone").text)
    return Shows(views.draw(tx, session, person))


KINDS = {
    "M4": Kind(
        guard=_topic_wanted,
        words=_mentee_words,
        script=_mentee_script,
        form=_topic_form,
        made=goal_looks.offered,
        taps={
            "add_topic": _add_topic,
            "looks_good": _looks_good,
            "move_it": _move_it,
            goal_looks.LOOK: goal_looks.show,
        },
    ),
    "M5": Kind(
        guard=_stands,
        words=_mentor_words,
        script=_mentor_script,
        taps={"see_one_pager": _see, "move_it": _move_it},
    ),
}
FORMS = {
    "topic": Form(page=_page, submit=add_topic),
    "topic_line": Form(page=_line_page, submit=add_topic),
}
ACTS = {"one_pager": show}
