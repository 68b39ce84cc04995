"""One turn of the bot in a thread: what it kept, and the next question, from the scripts."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from bot import catalogue, scripts
from bot.kinds import Page
from bot.scripts import Question
from store.people import Person
from store.prompts import Prompt

TURN = "thread_turn"


def words(tx: Session, prompt: Prompt, now: datetime) -> str:
    """Give what a turn says: each of its parts names an entry, a question, or is a sentence."""
    person = tx.get_one(Person, prompt.person_id)
    page, questions = Page(), dict[str, Question]()
    if name := prompt.about.get("form"):
        page = catalogue.FORMS[name].page(tx, person, prompt.about["row_id"], now)
        questions = {q.id: q for q in scripts.form(page.words or name).questions}
    parts = prompt.about["say"]
    return "\n".join(_part(part[0], part[1], part[2:], page, questions) for part in parts)


def _part(
    what: str,
    value: str,
    params: Sequence[dict[str, str]],
    page: Page,
    questions: dict[str, Question],
) -> str:
    if what == "sentence":
        return value
    if what == "script":
        return scripts.fill(scripts.script(value).text, params[0] if params else {})
    question = questions[value]
    if what == "choices":
        listed = ", ".join(_labels(question, page))
        return scripts.fill(scripts.script("thread_choices").text, {"choices": listed})
    if what == "ask":
        return asked(question, page)
    label = scripts.fill(question.label, page.params).rstrip("?.")
    return scripts.fill(scripts.script(what).text, {"words": label})


def asked(question: Question, page: Page) -> str:
    """Give a question as it is asked in a thread, with its choices numbered."""
    numbered = [f"{number}. {label}" for number, label in enumerate(_labels(question, page), 1)]
    return "\n".join([scripts.fill(question.ask, page.params), *numbered])


def _labels(question: Question, page: Page) -> list[str]:
    choices = (*question.choices, *page.choices.get(question.id, ()))
    return [scripts.fill(label, page.params) for _, label in choices]
