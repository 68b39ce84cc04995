"""The pages on the way to the organizer: what they would get, and how to reach them."""

from collections.abc import Mapping

from bot import scripts
from bot.views import blocks
from bot.views.blocks import Block


def preview(row_id: str, names: Mapping[str, str]) -> Block:
    """Give exactly what the organizer would get, with the two buttons of H7's preview."""
    entry = scripts.script("H7_preview")
    pair = "other" in names
    escaped = {key: blocks.escape(value) for key, value in names.items()}
    asked = entry.text if pair else scripts.script("organizer_preview_alone").text
    sent = scripts.script("K2_pair" if pair else "K2").text
    taps = [
        blocks.act(
            button.label,
            f"{button.id}_ask",
            row_id,
            primary=button.primary,
            accessibility=button.accessibility and scripts.fill(button.accessibility, names),
        )
        for button in entry.buttons
    ]
    drawn = [
        blocks.section(scripts.fill(asked, escaped)),
        blocks.said(scripts.fill(sent, names)),
        blocks.actions(taps),
    ]
    return blocks.page("A word with a person", drawn)


def person(row_id: str, slack_id: str, name: str) -> Block:
    """Give who helps, the way to them, and asking them to write first."""
    names = {"organizer": blocks.escape(name), "slack_id": slack_id}
    lines = [scripts.fill(scripts.script(each).text, names) for each in ("K4_person", "K4_write")]
    tap = blocks.act("Ask them to write to me", "ask_organizer", row_id)
    return blocks.page("A person, please", [*map(blocks.section, lines), blocks.actions([tap])])
