"""Pages: files of HTML that open without the bot, filled from bot/templates."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


def filled(template: str, **words: object) -> str:
    """Give a page with these words in it; whatever people wrote is escaped."""
    return _environment().get_template(template).render(words)


def clean(words: str) -> str:
    """Give words without the signs no page may hold; line ends and tabs stay."""
    return "".join(each for each in words if each.isprintable() or each in "\n\t")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("bot", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["clean"] = clean
    return environment
