"""Policy: who may do what. Every act, form, command and tap passes here before its verb runs.

A verb keeps the finer conditions of its matter; it is never reached by whom its rule refuses.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, SQLModel

from bot import errands, people, permissions, scripts
from bot.choosing import LIVE
from bot.errors import Correctable
from bot.kinds import Act, Answers, Command, Form, Page
from bot.permissions import Part, Rule
from bot.replies import Reply
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting, Slot


def barred(tx: Session, person: Person, now: datetime) -> str | None:
    """Give what is said to whom nothing is open: an account that is off, or a bot's; else None.

    An account that does something may be on again: Slack is asked at once.
    """
    if person.deactivated_at is None and not person.is_bot:
        return None
    errands.plan(tx, person, "learn", now)
    return scripts.script("account_off").text


def check(tx: Session, person: Person, rule: Rule | None, row_id: str) -> None:
    """Raise Correctable unless the rule lets the person act on the row; no rule lets nobody."""
    if rule is None:
        raise Correctable(scripts.script("gone").text)
    if rule.row is None or (rule.or_self and row_id == person.id):
        return
    row = tx.get(rule.row, row_id)
    if row is None or not _theirs(rule, row, person):
        raise Correctable(scripts.script("not_yours").text)
    relationship_id = _relationship(tx, row)
    if relationship_id is not None:
        _among_two(tx, rule, people.theirs(tx, person, relationship_id), person)


def _theirs(rule: Rule, row: SQLModel, person: Person) -> bool:
    if rule.colleague:
        return isinstance(row, Person) and row.workspace_id == person.workspace_id
    if rule.own is not None:
        return bool(getattr(row, rule.own) == person.id)
    return rule.not_own is None or bool(getattr(row, rule.not_own) != person.id)


def _relationship(tx: Session, row: SQLModel) -> str | None:
    """Give the relationship that a row belongs to, None for what is one person's alone."""
    if isinstance(row, Relationship):
        return row.id
    if isinstance(row, Slot):
        return tx.get_one(Meeting, row.session_id).relationship_id
    return None if isinstance(row, Prompt) else getattr(row, "relationship_id", None)


def _among_two(tx: Session, rule: Rule, relationship: Relationship, person: Person) -> None:
    part = Part.MENTEE if people.is_mentee(relationship, person) else Part.MENTOR
    if rule.part not in (Part.EITHER, part):
        names = people.names(tx, relationship, person)
        said = scripts.error(rule.wrong, **names) if rule.wrong else None
        raise Correctable(said or scripts.script("not_yours").text)
    if not rule.after and relationship.state not in LIVE:
        raise Correctable(scripts.script("gone").text)


def may_tap(tx: Session, person: Person, prompt: Prompt | None) -> Prompt:
    """Give a prompt to the person it is for, one of the two while it is about two; else raise."""
    if prompt is None or prompt.person_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    if prompt.relationship_id is not None:
        row = tx.get(Relationship, prompt.relationship_id)
        if row is None or person.id not in (row.mentee_id, row.mentor_id):
            raise Correctable(scripts.script("not_yours").text)
    return prompt


def acts(verbs: Mapping[str, Act]) -> dict[str, Act]:
    """Give each act behind its rule."""
    return {name: _act(permissions.ACTS.get(name), verb) for name, verb in verbs.items()}


def _act(rule: Rule | None, verb: Act) -> Act:
    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        check(tx, person, rule, row_id)
        return verb(tx, person, row_id, now)

    return act


def forms(verbs: Mapping[str, Form]) -> dict[str, Form]:
    """Give each form behind its rule: it opens and is submitted by the same people."""
    return {name: _form(permissions.FORMS.get(name), form) for name, form in verbs.items()}


def _form(rule: Rule | None, form: Form) -> Form:
    def page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
        check(tx, person, rule, row_id)
        return form.page(tx, person, row_id, now)

    def submit(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
        check(tx, person, rule, row_id)
        return form.submit(tx, person, row_id, answers, now)

    return Form(page=page, submit=submit)


def commands(verbs: Mapping[str, Command]) -> dict[str, Command]:
    """Give each command behind its rule; it carries no row."""
    return {name: _command(permissions.COMMANDS.get(name), verb) for name, verb in verbs.items()}


def _command(rule: Rule | None, verb: Command) -> Command:
    def command(tx: Session, person: Person, other: Person | None, now: datetime) -> Reply:
        check(tx, person, rule, "")
        return verb(tx, person, other, now)

    return command
