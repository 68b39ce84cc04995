"""What came back from a form or a thread, checked before any verb sees it."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from bot import scripts
from bot.errors import Correctable
from bot.scripts import FormWords, Question

SHORTCODE = re.compile(r":[a-z0-9_+\-]+(?:::skin-tone-\d)?:")
TYPED = ("text", "lines")


def clean(words: FormWords, raw: Mapping[str, Any], leave_out: frozenset[str]) -> dict[str, Any]:
    """Give every question's answer, trimmed, None where nothing was given.

    Raises Correctable at the first field that is too long, missing, or emoji alone.
    """
    asked = [question for question in words.questions if question.id not in leave_out]
    return {question.id: one(question, raw.get(question.id)) for question in asked}


def one(question: Question, value: Any) -> Any:
    """Give one checked answer; Correctable with the question's id as its field."""
    if question.kind in TYPED:
        value = text(value, question.limit, question.id)
    if not value and not question.optional and question.kind != "choices":
        raise Correctable(scripts.error("empty"), question.id)
    return value


def text(value: Any, limit: int, field: str | None = None) -> str | None:
    """Give typed words trimmed, None for nothing; Correctable for too many or emoji alone."""
    words = "" if value is None else str(value).replace("\x00", "").strip()
    if not words:
        return None
    if len(words) > limit:
        raise Correctable(scripts.error("too_long", count=len(words), limit=limit), field)
    if not speaks(words):
        raise Correctable(scripts.error("only_emoji"), field)
    return words


def speaks(words: str) -> bool:
    """Say whether there is a letter or a digit in it, emoji names left aside."""
    rest = SHORTCODE.sub("", words)
    return any(unicodedata.category(character)[0] in "LN" for character in rest)
