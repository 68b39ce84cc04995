"""A form, drawn as a modal from its words and what it opens with."""

from collections.abc import Sequence
from typing import Any

from bot import ids, scripts
from bot.kinds import Page
from bot.scripts import Question
from bot.views import blocks
from bot.views.blocks import Block

ANSWER = "answer"


def draw(name: str, row_id: str, page: Page) -> Block:
    """Give the modal of a form on a row; the row's id is all it carries."""
    words = scripts.form(page.words or name)
    shown = [question for question in words.questions if question.id not in page.leave_out]
    drawn: list[Block] = []
    if words.intro:
        drawn.append(blocks.section(_filled(words.intro, page, escape=True)))
    drawn += [_input(question, page) for question in shown]
    if words.reader:
        drawn.append(blocks.context(_filled(words.reader, page, escape=True)))
    return {
        "type": "modal",
        "callback_id": ids.action(ids.Prefix.FORM, name),
        "private_metadata": row_id,
        "notify_on_close": False,
        "title": blocks.plain(words.title, blocks.TITLE),
        "submit": blocks.plain(words.submit, blocks.TITLE),
        "close": blocks.plain(words.close, blocks.TITLE),
        "blocks": drawn,
    }


def _filled(words: str, page: Page, *, escape: bool = False) -> str:
    params = page.params
    if escape:
        params = {key: blocks.escape(value) for key, value in params.items()}
    return scripts.fill(words, params)


def _input(question: Question, page: Page) -> Block:
    element = _element(question, page)
    block: Block = {
        "type": "input",
        "block_id": question.id,
        "label": blocks.plain(_filled(question.label, page), 150),
        "element": {**element, "action_id": ANSWER},
        "optional": question.optional,
    }
    if question.hint:
        block["hint"] = blocks.plain(_filled(question.hint, page), 150)
    return block


def _element(question: Question, page: Page) -> Block:
    initial = page.initial.get(question.id)
    choices = [(key, _filled(label, page)) for key, label in question.choices] + [
        (key, label) for key, label in page.choices.get(question.id, ())
    ]
    match question.kind:
        case "date":
            return {"type": "datepicker", **_given("initial_date", initial)}
        case "time":
            return {"type": "timepicker", **_given("initial_time", initial)}
        case "datetime":
            return {"type": "datetimepicker", **_given("initial_date_time", initial)}
        case "person":
            return {"type": "users_select", **_given("initial_user", initial)}
        case "channel":
            return {"type": "channels_select", **_given("initial_channel", initial)}
        case "file":
            return {"type": "file_input", "filetypes": ["zip"], "max_files": 1}
        case "choice" | "minutes":
            return _one_of(choices, initial)
        case "choices":
            return _some_of(choices, initial or ())
        case _:
            return _typed(question, page, initial)


def _given(key: str, value: Any) -> Block:
    return {} if value is None else {key: value}


def _one_of(choices: Sequence[tuple[str, str]], initial: Any) -> Block:
    """Draw radio buttons, or a menu where they would be too many."""
    options = blocks.options(choices)
    chosen = next((option for option in options if option["value"] == initial), None)
    kind = "radio_buttons" if len(options) <= 5 else "static_select"
    return {"type": kind, "options": options, **_given("initial_option", chosen)}


def _some_of(choices: Sequence[tuple[str, str]], initial: Sequence[str]) -> Block:
    options = blocks.options(choices)
    chosen = [option for option in options if option["value"] in initial]
    return {"type": "checkboxes", "options": options, **_given("initial_options", chosen or None)}


def _typed(question: Question, page: Page, initial: Any) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "multiline": question.multiline or question.kind == "lines",
        "max_length": min(question.limit, 3000),
        **_given("initial_value", initial or None),
    }
    if question.placeholder:
        element["placeholder"] = blocks.plain(_filled(question.placeholder, page), 150)
    return element
