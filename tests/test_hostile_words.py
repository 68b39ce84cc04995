"""What people write and what they are called stands as written, wherever it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot import people
from bot.people import Profile
from bot.views import blocks
from playground.kit import checks
from tests import databases, scenes_follow, scenes_sessions, scenes_trades
from tests.hostile import Hostile, slack
from tests.scenes import Gallery, Scene
from tests.scenes_beginnings import a_mentor_asks, set_up_in_forms, silence

__all__ = ["slack"]
NAMES = {"maya": "<!channel>&{mentor}%s", "leo": "*<@UEVIL>*{name}", "ines": "<https://evil|x>"}
WORDS = " <!channel> <@UEVIL> <https://evil.example|t> & *b* `c` {mentor} {0} %s \u202e\u200b"
RAW = ("<!", "<@UE", "<http", "&amp;amp", "&amp;lt", "{mentor}{")
SCENES = (
    a_mentor_asks,
    set_up_in_forms,
    silence,
    scenes_sessions.offered_and_taken,
    scenes_sessions.called_off_by_him,
    scenes_sessions.wrapped_up,
    scenes_follow.did_it,
    scenes_follow.another_way_told,
    scenes_trades.asked_for,
)


@dataclass
class Marked(Scene):
    """A life of people whose names and words are full of Slack's markup."""

    def arrive(self, handle: str, zone: str = "Europe/London", **more: Any) -> None:
        """Let somebody join under a name like no other."""
        profile = Profile(f"{NAMES[handle]} Doe", zone, "en-GB", is_bot=False, deleted=False)
        self.run(lambda tx: people.meet(tx, self.who(handle), self.now))
        self.run(lambda tx: people.learn(tx, self.who(handle), profile, self.now))

    def submit(self, handle: str, view: Any, **answers: Any) -> Any:
        """Send a form with markup at the end of each text."""
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        for block in inputs:
            limit, name = block["element"].get("max_length", 0), block["block_id"]
            if block["element"]["type"] == "plain_text_input" and answers.get(name):
                answers[name] = (answers[name] + WORDS)[:limit]
        return super().submit(handle, view, **answers)


def marked_up(body: Any) -> Iterator[str]:
    """Give every text of a message or a view that Slack reads as markup."""
    if isinstance(body, dict):
        if body.get("type") == "mrkdwn" or (isinstance(body.get("text"), str) and "blocks" in body):
            yield body["text"]
        for part in body.values():
            yield from marked_up(part)
    elif isinstance(body, list):
        for part in body:
            yield from marked_up(part)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_markup_in_names_and_words_is_shown_as_written(scene: Any) -> None:
    life = Marked(databases.emptied(), gallery=Gallery())
    scene(life)
    bodies = [*(body for _, body in life.gallery.seen), *(message.body for message in life.sent)]
    for body in bodies:
        for text in marked_up(body):
            assert not [part for part in RAW if part in text], text
        kind = body.get("type")
        wrong = checks.view(dict(body), kind) if kind else checks.blocks(body["blocks"])
        assert wrong == []


def test_a_sentence_in_a_page_shows_words_as_written() -> None:
    drawn = blocks.notice("<!channel> & {mentor} is asked.")
    assert drawn["blocks"][0]["text"]["text"] == "&lt;!channel&gt; &amp; {mentor} is asked."


async def test_a_sentence_after_a_command_shows_names_as_written(slack: Hostile) -> None:
    named = {"id": "ULEO", "team_id": "T1", "tz": "UTC", "real_name": "<!channel> Doe"}
    await slack.event({"type": "user_change", "user": named})
    ack = await slack.command("maya", "/mentor", "<@ULEO>")
    assert ack is not None
    assert "&lt;!channel&gt;" in ack["text"]
