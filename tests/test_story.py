"""The main job, end to end over the wire: from "let's do this" to the second session booked.

The unchanged bot listens by Socket Mode and speaks by the Web API; the clock is turned by hand.
"""

from datetime import UTC, datetime
from pathlib import Path

from tests.wire import Wire, begin, buttons

LEARNT = "The brief was a mess, so now I ask two questions first"
BETTER = "When I paused you answered for me; wait a little, I was still thinking"


def epoch(month: int, day: int, hour: int) -> int:
    """Give what a date and time picker sends."""
    return int(datetime(2027, month, day, hour, tzinfo=UTC).timestamp())


async def pair_up(wire: Wire) -> None:
    """Maya names Leo, who says yes."""
    await wire.command("maya", "/mentor", "@leo")
    assert await wire.submit("maya", role="mentee") == {}
    await wire.click("leo", "Shall I look after the dates", "Yes")
    assert "You both said yes" in wire.said("maya")


async def set_up(wire: Wire) -> None:
    """Maya uses the forms, Leo answers in threads; they differ on the rhythm."""
    await wire.click("leo", "five minutes of setup", "Set it up")
    await wire.reply("leo", "Help Maya know you", "I began in a bakery")
    await wire.reply("leo", "Help Maya know you", "done")
    await wire.reply("leo", "What do you hope to learn", "How people choose data work")
    await wire.click("leo", "How often, how long", "Answer")
    await wire.submit("leo", every="month")
    await wire.click("leo", "ground rules", "Use the usual ones")
    await wire.click("maya", "five minutes of setup", "Set it up")
    await wire.click("maya", "Help Leo know you", "Fill in my card")
    await wire.submit("maya", path="Physics, then data")
    await wire.click("maya", "What would make this year", "I don't know yet")
    await wire.click("maya", "talk through what I want", "Good")
    assert "every month" not in wire.said("maya")
    await wire.click("maya", "How often, how long", "Answer")
    await wire.submit("maya")
    await wire.click("maya", "ground rules", "Use the usual ones")
    assert "one of you said every month, the other every 2 months" in wire.said("maya")


async def book(wire: Wire, words: str, *times: int) -> None:
    """Maya offers times, Leo takes the first; both get the calendar file."""
    await wire.turn_until("maya", words)
    await wire.click("maya", words, "Make the invite")
    first, *rest = times
    answers = {"first": first, **({"second": rest[0]} if rest else {})}
    assert await wire.submit("maya", **answers) == {}
    before = len(files(wire, "leo"))
    await wire.turn_until("leo", "Which one", more_than=before)
    offer = wire.find("leo", "Which one")
    await wire.click("leo", "Which one", buttons(offer)[0])
    assert len(files(wire, "leo")) == before + 1


def files(wire: Wire, person: str) -> list[dict[str, str]]:
    """Give every file somebody got from the bot."""
    return [file for message in wire.inbox(person) for file in message.get("files", ())]


async def meet(wire: Wire) -> None:
    """A topic, a one-pager, and the session itself."""
    await wire.turn_until("maya", "What one thing would make it worth it")
    await wire.reply("maya", "What one thing would make it worth it", "Should I ask to lead?")
    await wire.turn_until("leo", "Should I ask to lead?")
    await wire.click("leo", "Should I ask to lead?", "See the one-pager")
    page = str(wire.view("leo"))
    assert "Physics, then data" in page
    assert "How people choose data work" in page
    await wire.turn_until("maya", "Did you and Leo meet")
    await wire.click("maya", "Did you and Leo meet", "Yes, note it")
    said = {"first": "Ask for the brief first", "moment_1": "the project starts"}
    assert await wire.submit("maya", **said, step_1="ask for the brief") == {}


async def trade(wire: Wire) -> None:
    """Maya writes in the form, Leo in the thread; neither sees a word before both have written."""
    await wire.turn_until("leo", "Three short lines for Maya")
    await wire.click("maya", "Three short lines for Leo", "Write mine")
    await wire.submit("maya", value="You drew me a map", better=BETTER, appreciate="Your patience")
    assert BETTER not in wire.said("leo")
    for line in ("She came prepared", "Say what you tried first", "The honest question", "1"):
        await wire.reply("leo", "Three short lines for Maya", line)
    assert "Say what you tried first" not in wire.said("maya")
    await wire.turn_until("leo", "Your notes are open")
    await wire.turn_until("maya", "Your notes are open")
    await wire.click("leo", "Your notes are open", "Open")
    assert BETTER in str(wire.view("leo"))
    await wire.click("maya", "Your notes are open", "Open")
    assert "Say what you tried first" in str(wire.view("maya"))


async def follow_through(wire: Wire) -> None:
    """What Maya learnt reaches Leo only after she has seen exactly what he will get."""
    await wire.turn_until("maya", "How did it go?")
    await wire.click("maya", "How did it go?", "Tried it")
    await wire.click("maya", "Trying is the point", "Write a line")
    await wire.submit("maya", line=LEARNT, share="share")
    assert LEARNT in str(wire.view("maya"))
    assert LEARNT not in wire.said("leo")
    await wire.click_in_view("maya", "Send")
    await wire.turn_until("leo", LEARNT)
    await wire.click("leo", LEARNT, "Lovely to hear")
    await wire.turn_until("maya", "Lovely to hear")


async def test_a_pair_goes_from_the_first_word_to_its_second_session(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await pair_up(wire)
        await set_up(wire)
        await book(wire, "Inviting is your part", epoch(1, 21, 15), epoch(1, 22, 16))
        await meet(wire)
        await trade(wire)
        await follow_through(wire)
        await book(wire, "around Thursday 18 February", epoch(2, 18, 15))
        await wire.turn_until("leo", "Thu, Feb 18")


async def test_stopping_and_starting_again_finds_everything_where_it_was(tmp_path: Path) -> None:
    async with begin(tmp_path) as wire:
        await pair_up(wire)
        before, now = wire.said("maya"), wire.now
    async with begin(tmp_path) as wire:
        assert wire.said("maya") == before
        assert wire.now >= now
        await wire.click("maya", "five minutes of setup", "Set it up")
        assert "Help Leo know you" in wire.said("maya")
