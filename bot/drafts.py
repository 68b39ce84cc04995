"""Drafts: a short note to the other that is seen, and may be changed, before it is sent."""

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import dates, lines, offers, people, prompts, scripts, sessions, slots, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Done, Reply, View
from bot.views import blocks
from store import goals
from store.people import Person
from store.prompts import waiting
from store.relationships import Relationship
from store.sessions import OFFERED, TO_BOOK, Meeting

LONGEST_GOAL = 200
SENT = {"M2": "send_note", "M3": "send_hello", "M11": "send_draft"}


def draft(tx: Session, session: Meeting, person: Person, now: datetime) -> str:
    """Give the draft: the mentee's two lines or her sorry (M2, M11), or the mentor's hello (M3)."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    other = people.other(tx, relationship, person)
    goal = _goal(tx, relationship)
    filled = {**people.names(tx, relationship, person), "goal": goal or ""}
    if not people.is_mentee(relationship, person):
        return _fill("M3_hello" if goal else "M3_hello_no_goal", filled)
    first, second = proposed(tx, session, person, now)
    on = windows.local_day(first, other.zone)
    filled |= {
        "date": dates.day(on - timedelta(days=on.weekday()), other.locale),
        "slot_1": slots.said(first, other, person),
        "slot_2": slots.said(second, other, person),
    }
    if waiting(tx, "M11", relationship.id, person.id):
        return _fill("M11_draft", filled)
    return _fill("M2_note" if goal else "M2_note_no_goal", filled)


def proposed(tx: Session, session: Meeting, person: Person, now: datetime) -> list[datetime]:
    """Give the two times a draft names."""
    relationship = tx.get_one(Relationship, session.relationship_id)
    mentee, mentor = people.pair(tx, relationship)
    return slots.propose(session.target_on, mentee, mentor, now)


def _fill(entry: str, filled: dict[str, str]) -> str:
    return scripts.fill(scripts.script(entry).text, filled)


def _goal(tx: Session, relationship: Relationship) -> str | None:
    """Give the first open goal both can see; a private one never gets into a draft."""
    for goal in goals.of_relationship(tx, relationship.id):
        if not goal.private and goal.closed_at is None:
            return blocks.cut(goal.text.rstrip(".?! \n"), LONGEST_GOAL)
    return None


def page(text: str) -> View:
    """Give a page that shows a draft to copy."""
    return blocks.page(
        scripts.form("send_note").title,
        [blocks.section(scripts.script("copy_note").text), blocks.said(text)],
    )


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    session, relationship = sessions.theirs(tx, person, row_id)
    return Page(
        params=people.names(tx, relationship, person),
        initial={"note": draft(tx, session, person, now)},
    )


def send(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Send the note as it stands; the draft's times that are still in it can be taken by a tap."""
    session, relationship = sessions.theirs(tx, person, row_id)
    if session.state not in (TO_BOOK, OFFERED):
        raise Correctable(offers.gone(tx, relationship, session, person), "note")
    asked = [kind for kind in SENT if waiting(tx, kind, relationship.id, person.id)]
    if not asked:
        raise Correctable(scripts.error("already_sent"), "note")
    for kind in asked:
        prompts.close(tx, (kind,), relationship, person, SENT[kind], now)
    times = _still_named(tx, session, relationship, person, answers["note"], now)
    if times and session.state == TO_BOOK:
        offers.offer(
            tx, relationship, session, person, times, "offered_times", now, answers["note"]
        )
    else:
        lines.relay(tx, relationship, person, answers["note"], now)
    return Done()


def _still_named(
    tx: Session,
    session: Meeting,
    relationship: Relationship,
    person: Person,
    note: str,
    now: datetime,
) -> list[datetime]:
    if not people.is_mentee(relationship, person):
        return []
    other = people.other(tx, relationship, person)
    times = proposed(tx, session, person, now)
    return [at for at in times if slots.said(at, other, person) in note]


FORMS = {"send_note": Form(page=_page, submit=send)}
