"""Exchanges: the mentor asks the mentee something, and the mentee gives advice back (J6, J7)."""

from datetime import datetime

from sqlmodel import Session

from bot import (
    agendas,
    choosing,
    lines,
    look_backs,
    people,
    prompts,
    scripts,
    shares,
    wrap_ups,
)
from bot.errors import Correctable
from bot.kinds import Answers, Form, Kind, Page
from bot.lifecycle import State
from bot.replies import Done, Opens, Reply, Says, Shows
from bot.views import exchanges as views
from store import prompts as kept_prompts
from store import trades
from store.alarms import Alarm
from store.lines import Line
from store.people import Person
from store.prompts import SENT, Prompt
from store.relationships import Relationship
from store.sessions import Meeting

QUESTION, ANSWER, ADVICE = "question", "answer", "advice"
OFFERED_IN = ("active", "closing", "in_touch")


def ring(tx: Session, alarm: Alarm, now: datetime) -> None:
    """Offer both their side of the exchange after every fourth session, along with the trade.

    After the last one of a round they are asked to look back instead (I8, I9).
    """
    relationship = tx.get_one(Relationship, alarm.relationship_id)
    session = tx.get_one(Meeting, alarm.occasion)
    if relationship.state == State.CLOSING and look_backs.is_last(tx, relationship, session):
        return
    mentee, mentor = people.pair(tx, relationship)
    trade = trades.of_session(tx, alarm.occasion)
    due = trade.opens_at if trade else wrap_ups.morning_after(now, mentee, mentor)
    for kind, person in (("J7", mentee), ("J6", mentor)):
        prompts.plan(tx, kind, person, alarm.occasion, due, now, relationship=relationship)


def _offered(tx: Session, prompt: Prompt, now: datetime) -> bool:
    return tx.get_one(Relationship, prompt.relationship_id).state in OFFERED_IN


def offer(tx: Session, person: Person, relationship: Relationship, now: datetime) -> Reply:
    """Show the mentor the two ways to let the mentee be the mentor for ten minutes (J6)."""
    choosing.live(tx, person, relationship.id, "mentor")
    return Shows(views.ask(relationship.id, people.names(tx, relationship, person)))


def ask(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Open the question to the mentee."""
    return Opens("ask_mentee", choosing.live(tx, person, row_id, "mentor").id)


def swap(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Let the next agenda open with the mentee's turn to teach."""
    relationship = choosing.live(tx, person, row_id, "mentor")
    _swap(tx, relationship, person, now)
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script("J6").results["swap_roles_next_time"], names))


def _swap(tx: Session, relationship: Relationship, mentor: Person, now: datetime) -> None:
    agendas.add(tx, relationship, "teach", mentor, now)
    prompts.close(tx, ("J6",), relationship, mentor, "swap_roles_next_time", now)


def _tap_ask(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("ask_mentee", str(prompt.relationship_id))


def _tap_swap(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    relationship = tx.get_one(Relationship, prompt.relationship_id)
    _swap(tx, relationship, tx.get_one(Person, prompt.person_id), now)
    return Done("swap_roles_next_time")


def _page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentor")
    return Page(params=people.names(tx, relationship, person))


def send_question(
    tx: Session, person: Person, row_id: str, answers: Answers, now: datetime
) -> Reply:
    """Send the question to the mentee as it stands in the form."""
    relationship = choosing.live(tx, person, row_id, "mentor")
    line = _keep(tx, relationship, person, answers["question"], QUESTION, "question", now)
    mentee, _ = people.pair(tx, relationship)
    about = {"line": line.id}
    prompts.plan(tx, "J6_asked", mentee, line.id, now, now, relationship=relationship, about=about)
    prompts.close(tx, ("J6",), relationship, person, "ask_question", now)
    return _says(tx, relationship, person, "J6", "ask_question")


def _keep(
    tx: Session,
    relationship: Relationship,
    author: Person,
    text: str,
    kind: str,
    field: str,
    now: datetime,
) -> Line:
    """Keep a line that was seen as it goes; Correctable for one too long for a message."""
    shares.check(text, field)
    line = Line(
        relationship_id=relationship.id, author_id=author.id, kind=kind, text=text, sent_at=now
    )
    tx.add(line)
    tx.flush()
    return line


def _says(
    tx: Session, relationship: Relationship, person: Person, entry: str, result: str
) -> Reply:
    names = people.names(tx, relationship, person)
    return Says(scripts.fill(scripts.script(entry).results[result], names))


def _line(tx: Session, prompt: Prompt, now: datetime) -> dict[str, str]:
    return {"line": tx.get_one(Line, prompt.about["line"]).text}


def _answer(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("answer_mentor", prompt.about["line"])


def _pass(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("pass")


def _asked(tx: Session, person: Person, line_id: str) -> tuple[Line, Relationship]:
    """Give a question to the mentee it was put to, while it isn't answered."""
    line = tx.get(Line, line_id)
    if line is None or line.kind != QUESTION:
        raise Correctable(scripts.script("gone").text)
    relationship = choosing.live(tx, person, line.relationship_id, "mentee")
    tx.refresh(relationship, with_for_update=True)
    asked = kept_prompts.find(tx, "J6_asked", person.id, line.id)
    if asked is None or asked.state != SENT:
        raise Correctable(scripts.error("already_sent"))
    return line, relationship


def _answer_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    line, relationship = _asked(tx, person, row_id)
    names = people.names(tx, relationship, person)
    return Page(params={**names, "question": line.text})


def send_answer(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Bring the answer back to the mentor, once, as it stands in the form."""
    line, relationship = _asked(tx, person, row_id)
    answer = _keep(tx, relationship, person, answers["answer"], ANSWER, "answer", now)
    prompts.close(tx, ("J6_asked",), relationship, person, "answer", now, occasion=line.id)
    _, mentor = people.pair(tx, relationship)
    about = {"line": answer.id}
    prompts.plan(
        tx, "J6_answered", mentor, line.id, now, now, relationship=relationship, about=about
    )
    return _says(tx, relationship, person, "J6_asked", "answer")


def _share_one(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Opens("advice_back", str(prompt.relationship_id))


def _not_this_time(tx: Session, prompt: Prompt, now: datetime) -> Reply:
    return Done("not_this_time")


def _advice_page(tx: Session, person: Person, row_id: str, now: datetime) -> Page:
    relationship = choosing.live(tx, person, row_id, "mentee")
    return Page(params=people.names(tx, relationship, person))


def send_advice(tx: Session, person: Person, row_id: str, answers: Answers, now: datetime) -> Reply:
    """Send the mentee's one thing to the mentor as it stands in the form; the offer takes one."""
    relationship = choosing.live(tx, person, row_id, "mentee")
    tx.refresh(relationship, with_for_update=True)
    if not kept_prompts.waiting(tx, "J7", relationship.id, person.id):
        raise Correctable(scripts.error("already_sent"), "line")
    shares.check(answers["line"], "line")
    lines.relay(tx, relationship, person, answers["line"], now, kind=ADVICE)
    prompts.close(tx, ("J7",), relationship, person, "share_one_thing", now)
    return _says(tx, relationship, person, "J7", "share_one_thing")


KINDS = {
    "J6": Kind(
        guard=_offered,
        taps={"ask_question": _tap_ask, "swap_roles_next_time": _tap_swap},
    ),
    "J6_asked": Kind(guard=_offered, words=_line, taps={"answer": _answer, "pass": _pass}),
    "J6_answered": Kind(words=_line),
    "J7": Kind(
        guard=_offered, taps={"share_one_thing": _share_one, "not_this_time": _not_this_time}
    ),
}
FORMS = {
    "ask_mentee": Form(page=_page, submit=send_question),
    "answer_mentor": Form(page=_answer_page, submit=send_answer),
    "advice_back": Form(page=_advice_page, submit=send_advice),
}
ACTS = {
    "ask_mentee": choosing.by_act(offer),
    "ask_question": ask,
    "swap_roles": swap,
}
ALARMS = {"advice_back": ring}
