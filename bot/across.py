"""Across: two people of two workspaces become a pair by a code, when both say yes (S75)."""

from datetime import datetime

from sqlmodel import Session

from bot import capacities, codes, dates, errands, invitations, people, scripts, windows
from bot.errors import Correctable
from bot.kinds import Answers, Form, Page
from bot.replies import Opens, Reply, Says, Shows
from bot.views import across as views
from store import codes as kept
from store import relationships
from store.codes import Code
from store.people import Person

NEW, ENTER, AGAIN = "new_code", "enter_code", "enter_code_again"
OTHER_ROLE = {"mentee": "mentor", "mentor": "mentee"}


def show(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show what a code is for, the codes that wait, and who has asked by one."""
    people.own(person, row_id)
    made = [(code.id, _day(person, code)) for code in kept.waiting(tx, person.id, now)]
    asked = [(code.id, _names(tx, code)) for code in kept.taken(tx, person.id, now)]
    return Shows(views.hub(person.id, made, asked))


def _day(person: Person, code: Code) -> str:
    return dates.day(windows.local_day(code.expires_at, person.zone), person.locale)


def _names(tx: Session, code: Code) -> dict[str, str]:
    maker = tx.get_one(Person, code.made_by_id)
    return {"who": people.full_name(maker), "place": people.place(tx, maker)}


def begin(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open what a new code is to be for."""
    people.own(person, row_id)
    return Opens(NEW, person.id)


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    return Page(initial={"kind": invitations.CAREER})


def make(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Make a code and show it, once: only its digest is kept."""
    people.own(person, row_id)
    tx.refresh(person, with_for_update=True)
    if len(kept.waiting(tx, person.id, now)) >= codes.MOST_OPEN:
        raise Correctable(scripts.error("too_many_codes", limit=codes.MOST_OPEN), "role")
    code, plain = codes.make(tx, person, answers["role"], answers["kind"], now)
    return Shows(views.made(code.id, plain, _day(person, code)))


def withdraw(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Take a code back; from then on it is as wrong as any other."""
    code = tx.get(Code, row_id, with_for_update=True)
    if code is None or code.made_by_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    if code.relationship_id is not None:
        raise Correctable(scripts.error("code_used"))
    code.withdrawn_at = code.withdrawn_at or now
    return Shows(views.said("code_withdrawn"), instead=True)


def enter(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the one field for somebody's code."""
    people.own(person, row_id)
    return Opens(ENTER, person.id)


def _empty(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    people.own(person, row_id)
    return Page()


def take(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Show who asks, once the code is right; a wrong one is counted and may be typed again."""
    people.own(person, row_id)
    if not codes.may_try(tx, person, now):
        return Says(scripts.error("code_tries"))
    code = codes.look_up(tx, person, answers["code"], now)
    if code is None:
        return Opens(AGAIN, person.id)
    maker = tx.get_one(Person, code.made_by_id)
    if (refusal := _refusal(tx, person, maker)) is not None:
        return Says(refusal)
    code.taken_by_id, code.taken_at = person.id, code.taken_at or now
    return Shows(_question(tx, code))


def _refusal(tx: Session, person: Person, maker: Person) -> str | None:
    """Give why these two can't be a pair by a code, None when they can."""
    if maker.id == person.id:
        return scripts.error("own_code")
    if maker.workspace_id == person.workspace_id:
        return scripts.error("same_workspace", other=people.name(maker))
    if maker.deactivated_at is not None:
        return scripts.error("deactivated", other=people.name(maker))
    found = relationships.open_between(tx, person.id, maker.id)
    if found is None:
        return None
    key = "already_asked" if found.state == "invited" else "already_paired"
    return scripts.error(key, other=people.name(maker))


def _question(tx: Session, code: Code) -> dict[str, object]:
    entry = f"across_as_{OTHER_ROLE[code.role]}"
    if code.kind == invitations.CAREER:
        entry = f"{entry}_career"
    return views.question(entry, code.id, _names(tx, code))


def ask_again(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Show once more who asks, to somebody who has entered the code before."""
    return Shows(_question(tx, _taken(tx, person, row_id, now)))


def _taken(tx: Session, person: Person, row_id: str, now: datetime) -> Code:
    """Give a code that the person has taken and not answered, locked; Correctable for any other."""
    code = tx.get(Code, row_id, with_for_update=True)
    if code is None or code.taken_by_id != person.id:
        raise Correctable(scripts.script("not_yours").text)
    if codes.over(code, now) or code.declined_at is not None:
        raise Correctable(scripts.script("gone").text)
    return code


def say_yes(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Keep the first yes, which uses the code up, and ask whoever made it for the second."""
    code = _taken(tx, person, row_id, now)
    maker = tx.get_one(Person, code.made_by_id)
    if (refusal := _refusal(tx, person, maker)) is not None:
        raise Correctable(refusal)
    capacities.check(tx, person, person if code.role == "mentee" else maker)
    answers = {"role": OTHER_ROLE[code.role], "kind": code.kind}
    code.relationship_id = invitations.propose(tx, person, maker, answers, now).id
    for each in (person, maker):
        errands.refresh_home(tx, each, now)
    return Shows(views.said("asked", other=people.name(maker)), instead=True)


def say_no(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Let the code be; whoever made it isn't told, and sees it wait until it runs out."""
    _taken(tx, person, row_id, now).declined_at = now
    return Shows(views.said("across_declined"), instead=True)


FORMS = {
    NEW: Form(page=_page, submit=make),
    ENTER: Form(page=_empty, submit=take),
    AGAIN: Form(page=_empty, submit=take),
}
ACTS = {
    "elsewhere": show,
    "new_code": begin,
    "withdraw_code": withdraw,
    "enter_code": enter,
    "asked_by_code": ask_again,
    "across_yes": say_yes,
    "across_no": say_no,
}
