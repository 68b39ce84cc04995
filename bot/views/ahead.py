"""What lies ahead, in lines and buttons on a person's card on Home and on the page behind More."""

from bot import dates, people, renewal_asks, scripts
from bot.invitations import CAREER
from bot.lifecycle import State
from bot.overviews import Overview
from bot.views import blocks
from bot.views.blocks import Block


def _line(entry: str, **words: str) -> str:
    marked = {key: blocks.escape(value) for key, value in words.items()}
    return scripts.fill(scripts.script(entry).text, marked)


def closing(view: Overview) -> list[str]:
    """Give when the round ends, the reader's own answer where it isn't the plan, and the plan."""
    row, ahead, found = view.relationship, view.ahead, []
    if row.state == State.CLOSING and row.ends_on is not None:
        found.append(_line("home_closing", date=dates.full(row.ends_on, view.person.locale)))
    if ahead.answer and ahead.answer != ahead.plan:
        found.append(_line("home_closing_own", answer=renewal_asks.plan_words(ahead.answer)))
    if ahead.plan:
        found.append(_line("home_closing_plan", plan=renewal_asks.plan_words(ahead.plan)))
    return found


def in_touch(view: Overview) -> str:
    """Give when the next hello will be suggested."""
    on = view.ahead.hello_on
    return _line("home_in_touch", date=dates.day(on, view.person.locale)) if on else ""


def contact(view: Overview) -> list[str]:
    """Give the other's contact once both have left one, else that one's own waits."""
    other, found = people.name(view.other), view.ahead.contact
    if found is not None:
        return [_line("home_contact", other=other, contact=found)]
    return [_line("home_contact_own", other=other)] if view.ahead.left_one else []


def taps(view: Overview) -> list[Block]:
    """Give the buttons that come first on the card in a closing, or while keeping in touch."""
    row, name = view.relationship, people.name(view.other)
    if row.state == State.CLOSING:
        said = f"What comes next with {name}"
        return [blocks.act("What comes next", "renewal", row.id, accessibility=said)]
    if row.state == State.IN_TOUCH:
        return [
            blocks.act("Say hello", "say_hello", row.id, accessibility=f"Say hello to {name}"),
            blocks.act("Start again", "start_again", row.id, accessibility=f"Start again: {name}"),
        ]
    return []


def more(view: Overview) -> list[tuple[str, str]]:
    """Give what the page behind More offers of it: label and act."""
    return [("My contact", "contact")] if view.relationship.kind == CAREER else []
