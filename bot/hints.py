"""Hints: whether the harder line of a note names a moment, or only a label (G3, S72)."""

import re
import unicodedata

FEWEST_WORDS = 6
# A label judges the person or the whole of what they do; it leaves nothing to change next time.
LABELS = frozenset({
    "always", "never", "constantly", "everything", "nothing",
    "annoying", "arrogant", "awful", "bad", "boring", "careless", "cold", "difficult", "dull",
    "hopeless", "horrible", "incompetent", "lazy", "mean", "negative", "passive", "pointless",
    "poor", "rude", "selfish", "stupid", "terrible", "unhelpful", "unprofessional", "useless",
    "weak", "worst",
})  # fmt: skip
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# How many letters make about one word where words are written without spaces between them.
LETTERS_A_WORD = 2
UNSPACED = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")


def wants_moment(words: str) -> bool:
    """Say whether the moment meant could be added: under six words, or a label such as "never"."""
    found = WORD.findall(words.casefold())
    return sum(map(_count, found)) < FEWEST_WORDS or any(word in LABELS for word in found)


def _count(word: str) -> int:
    unspaced = sum(unicodedata.name(letter, "").startswith(UNSPACED) for letter in word)
    return 1 + max(0, unspaced - 1) // LETTERS_A_WORD
