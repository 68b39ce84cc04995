"""What came back from a form or a thread, checked before any verb sees it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from bot import scripts
from bot.errors import Correctable
from bot.kinds import Page
from bot.scripts import FormWords, Question

SHORTCODE = re.compile(r":[a-z0-9_+\-]+(?:::skin-tone-\d)?:")
CHANNEL, FILE = r"[CG][A-Z0-9]{2,}", r"F[A-Z0-9]{2,30}"
DATE, TIME = r"\d{4}-\d\d-\d\d", r"\d\d:\d\d"
TYPED = ("text", "lines")
LAST_EPOCH = 4_102_444_800  # the year 2100


def clean(words: FormWords, raw: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """Give every question's answer, trimmed, None where nothing was given.

    Raises Correctable at the first field that is too long, missing, emoji alone, or not on offer.
    """
    return {
        question.id: one(question, raw.get(question.id), page)
        for question in words.questions
        if question.id not in page.leave_out
    }


def one(question: Question, value: Any, page: Page) -> Any:
    """Give one checked answer; Correctable with the question's id as its field."""
    if question.kind in TYPED:
        value = text(value, question.limit, question.id)
    elif value:
        _check(question, value, page)
    elif question.kind != "choices":
        value = None
    if not value and not question.optional and question.kind != "choices":
        raise Correctable(scripts.error("empty"), question.id)
    return value


def text(value: Any, limit: int, field: str | None = None) -> str | None:
    """Give typed words trimmed, None for nothing; Correctable for too many or emoji alone."""
    words = value.replace("\x00", "").strip() if isinstance(value, str) else ""
    if not words:
        return None
    if len(words) > limit:
        raise Correctable(scripts.error("too_long", count=len(words), limit=limit), field)
    if not speaks(words):
        raise Correctable(scripts.error("only_emoji"), field)
    return words


def _check(question: Question, value: Any, page: Page) -> None:
    """Raise Correctable for what no menu or picker of the form could have sent."""
    offered = [key for key, _ in (*question.choices, *page.choices.get(question.id, ()))]
    match question.kind:
        case "choice" | "minutes" if not (isinstance(value, str) and value in offered):
            raise Correctable(scripts.error("pick_one"), question.id)
        case "choices" if not (isinstance(value, list) and all(key in offered for key in value)):
            raise Correctable(scripts.error("pick_one"), question.id)
        case "date" if not (_of_picker(DATE, value) and _reads(date.fromisoformat, value)):
            raise Correctable(scripts.error("not_a_date"), question.id)
        case "time" if not (_of_picker(TIME, value) and _reads(time.fromisoformat, value)):
            raise Correctable(scripts.error("not_a_time"), question.id)
        case "channel" if not _of_picker(CHANNEL, value):
            raise Correctable(scripts.error("pick_one"), question.id)
        case "file" if not _one_file(value):
            raise Correctable(scripts.error("pick_one"), question.id)
        case "datetime" if not isinstance(value, int) or not 0 < value < LAST_EPOCH:
            raise Correctable(scripts.error("not_a_date"), question.id)


def _of_picker(form: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def _one_file(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1 and _of_picker(FILE, value[0])


def _reads(read: Callable[[str], object], value: Any) -> bool:
    try:
        read(value)
    except (TypeError, ValueError):
        return False
    return True


def speaks(words: str) -> bool:
    """Say whether there is a letter or a digit in it, emoji names left aside."""
    rest = SHORTCODE.sub("", words)
    return any(unicodedata.category(character)[0] in "LN" for character in rest)
