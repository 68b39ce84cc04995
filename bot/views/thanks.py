"""Public thanks drawn: as the channel would see them, before anybody is asked (J8)."""

from collections.abc import Mapping

from bot import people, scripts
from bot.views import blocks
from bot.views.blocks import Block
from store.people import Person
from store.thanks import Thanks

ACTS = {"ask_them": "ask_about_thanks", "send_it_privately": "thank_privately"}


def thanked(other: Person, *, apart: bool) -> str:
    """Give how a post calls whom it thanks: by mention, or by name where they aren't there."""
    return blocks.escape(people.name(other)) if apart else f"<@{other.slack_id}>"


def post(found: Thanks, author: str, other: str) -> str:
    """Give the words of the post; what somebody typed can mention nobody."""
    words = {"author": author, "thanked": other, "words": blocks.escape(found.text)}
    return scripts.fill(scripts.script("thanks_post").text, words)


def preview(found: Thanks, author: str, other: str, names: Mapping[str, str]) -> Block:
    """Give the page that shows the post as it would stand in the channel."""
    entry = scripts.script("J8")
    safe = {key: blocks.escape(name) for key, name in names.items()}
    said = scripts.fill(entry.text, {**safe, "channel": f"<#{found.channel}>"})
    taps = [
        blocks.act(
            button.label,
            ACTS[button.id],
            found.id,
            primary=button.primary,
            accessibility=button.accessibility and scripts.fill(button.accessibility, names),
        )
        for button in entry.buttons
    ]
    drawn = [blocks.section(said), blocks.divider(), blocks.section(post(found, author, other))]
    return blocks.page("Thank in public", [*drawn, blocks.divider(), blocks.actions(taps)])


def waiting(found: Thanks, names: Mapping[str, str], *, may_withdraw: bool) -> Block:
    """Give what is known of a thank-you on its way, and the way to take it back."""
    entry = scripts.script("thanks_waiting")
    safe = {key: blocks.escape(name) for key, name in names.items()}
    said = scripts.fill(entry.text, {**safe, "channel": found.channel})
    drawn = [blocks.section(said), blocks.said(found.text)]
    if may_withdraw:
        button = entry.buttons[0]
        drawn.append(blocks.actions([blocks.act(button.label, "withdraw_thanks", found.id)]))
    return blocks.page("Thank in public", drawn)
