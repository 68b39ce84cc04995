"""The pages a browser shows to whoever installs the bot."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@dataclass(frozen=True)
class Words:
    """What a page says: its title, its paragraphs, and the label of the way on."""

    title: str
    paragraphs: tuple[str, ...]
    label: str = ""


INVITATION = Words(
    "Second Coffee for your Slack",
    (
        "Second Coffee looks after mentoring once two people have met. It helps them say what "
        "they hope for, reminds the mentee to book, brings what came of advice back to the "
        "mentor, and then goes quiet.",
        "Whoever installs it first becomes the person whom people can ask for a word when "
        "mentoring is hard: two names reach you, and nothing they wrote.",
    ),
    "Add to Slack",
)
ENDS = {
    "done": Words(
        "Second Coffee is in {workspace}",
        (
            "It is installed, and nobody has been written to yet.",
            "Type /mentor in Slack, or open its Home tab, to begin.",
        ),
        "Open Slack",
    ),
    "stopped": Words(
        "Nothing was installed",
        ("You said no in Slack, so nothing was installed and nothing is kept.",),
        "Go back",
    ),
    "stale": Words(
        "This link is used up",
        ("Each link to Slack works once, for ten minutes. Nothing was changed.",),
        "Start again",
    ),
    "failed": Words(
        "Slack didn't confirm it",
        ("Slack didn't confirm the installation ({code}), so nothing was changed.",),
        "Start again",
    ),
    "wait": Words(
        "A moment, please",
        ("Many people want this page at once. It will be there again in a minute.",),
    ),
}


def invitation(link: str, scopes: Mapping[str, str]) -> str:
    """Draw the page that leads to Slack, with each scope and its reason."""
    return _template().render(words=INVITATION, link=link, scopes=scopes, **_said(INVITATION, {}))


def end(name: str, link: str = "", **params: str) -> str:
    """Draw a page that says how an install ended, perhaps with a way on."""
    words = ENDS[name]
    return _template().render(words=words, link=link, scopes={}, **_said(words, params))


def _said(words: Words, params: Mapping[str, str]) -> Mapping[str, object]:
    paragraphs = [paragraph.format_map(params) for paragraph in words.paragraphs]
    return {"title": words.title.format_map(params), "paragraphs": paragraphs}


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("bot", "templates"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("install.html")
