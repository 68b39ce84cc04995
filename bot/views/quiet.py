"""The page on which a person chooses how often the bot writes."""

from collections.abc import Mapping

from bot import budgets, scripts
from bot.budgets import Frequency
from bot.views import blocks
from bot.views.blocks import Block
from store.people import Person

TAPS = {
    Frequency.ALL: ("As it comes", "write_all"),
    Frequency.HALF: ("Half as often", "write_half"),
    Frequency.HOME: ("Home tab only", "write_home"),
}


def page(person: Person, words: Mapping[Frequency, str], away: str | None) -> Block:
    """Give the page: each choice in words, the one that holds now said beneath."""
    now = {"frequency": words[Frequency(person.frequency)]}
    lines = [f"*{TAPS[each][0]}*: {words[each]}" for each in Frequency]
    said = [scripts.fill(scripts.script("quiet_now").text, now)]
    if budgets.frequency(person.frequency, person.unanswered) != person.frequency:
        said.append(scripts.script("quiet_for_now").text)
    if away:
        said.append(away)
    taps = [blocks.act(*TAPS[each], person.id) for each in Frequency if each != person.frequency]
    taps.append(blocks.act("Away until a date", "away", person.id))
    if away:
        taps.append(blocks.act("I'm here again", "here_again", person.id))
    return blocks.page(
        "How often I write",
        [
            blocks.section(scripts.script("quiet_page").text),
            blocks.section("\n".join(lines)),
            blocks.context(*said),
            blocks.actions(taps),
        ],
    )
