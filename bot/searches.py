"""Searches: somebody new is named in a form, and asked as any other (A7)."""

import re
from datetime import datetime

from sqlmodel import Session

from bot import invitations, people, prompts, scripts
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.people import Who
from bot.replies import Reply
from store.people import Person
from store.prompts import open_for

FIND = "find_someone"
# Their other buttons may wait; once somebody new is asked, these are answered.
ANSWERED_BY = ("H9", "H11")
SLACK_ID = re.compile(r"[A-Z0-9]{2,30}")
TAPPED = "find_someone_new"


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    return Page(initial={"kind": invitations.WORKPLACE})


def name(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Ask whom the person picked; a mistake is shown beside the name."""
    people.own(person, row_id)
    if not SLACK_ID.fullmatch(str(answers["person"])):
        raise Correctable(scripts.error("pick_one"), "person")
    other = people.meet(tx, Who(person.workspace_id, answers["person"]), now)
    try:
        reply = invitations.ask(tx, person, other.id, answers, now)
    except Correctable as wrong:
        raise Correctable(wrong.sentence, wrong.field or "person") from wrong
    for prompt in open_for(tx, person.id):
        if prompt.kind in ANSWERED_BY and prompt.about.get("tapped") == TAPPED:
            prompts.answer(tx, prompt, TAPPED, now)
    return reply


FORMS = {FIND: Form(page=_page, submit=name)}
