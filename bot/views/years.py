"""Our year as pages of a modal: as many as Slack's hundred blocks ask for."""

from collections.abc import Iterator

from bot import albums, scripts
from bot.albums import Album
from bot.recollections import Item
from bot.views import blocks
from bot.views.blocks import Block

MOST_PAGES = 3
# Room is left for the sentence on top, the buttons, and a heading said again.
MOST_BLOCKS, MOST_WORDS = 90, 60_000


def act(number: int) -> str:
    """Give the name of the act that opens a page."""
    return "our_year" if number == 1 else f"our_year_{number}"


def page(album: Album, number: int) -> Block:
    """Give one page; what is beyond the last one stands in the file."""
    look = album.look
    pages = _pages(album)
    number = min(number, len(pages))
    drawn = [blocks.section(blocks.escape(albums.summary(album)))] if number == 1 else []
    drawn += pages[number - 1] or [blocks.section(scripts.script("year_empty").text)]
    if number == MOST_PAGES < len(pages):
        drawn.append(blocks.context(scripts.script("year_more_in_file").text))
    drawn.append(blocks.context(scripts.fill(scripts.script("year_readers").text, look.names)))
    drawn.append(blocks.actions(_taps(album, number, len(pages))))
    return blocks.page(scripts.script("our_year").text, drawn)


def _taps(album: Album, number: int, count: int) -> list[Block]:
    row = album.look.relationship
    found = []
    if number < min(count, MOST_PAGES):
        found.append(blocks.act("Go on", act(number + 1), row.id))
    if number > 1:
        found.append(blocks.act("Back", act(number - 1), row.id))
    return [*found, blocks.act("Save our year", "save_year", row.id, primary=True)]


def _pages(album: Album) -> list[list[Block]]:
    """Spread the parts over pages: a heading stays with what follows it."""
    pages: list[list[Block]] = [[]]
    words = 0
    for group in _groups(album):
        size = sum(len(str(block)) for block in group)
        full = len(pages[-1]) + len(group) > MOST_BLOCKS or words + size > MOST_WORDS
        if pages[-1] and full:
            pages.append([])
            words = 0
        pages[-1] += group
        words += size
    return pages


def _groups(album: Album) -> Iterator[list[Block]]:
    """Give the blocks that belong together, the heading of a part with its first item."""
    for part in album.parts:
        head = [blocks.header(part.heading)]
        plain = [item.heading for item in part.items if not item.words]
        for start in range(0, len(plain), 40):
            yield [*head, blocks.section(blocks.escape("\n".join(plain[start : start + 40])))]
            head = []
        for item in part.items:
            if item.words:
                yield [*head, *_item(item)]
                head = []


def _item(item: Item) -> list[Block]:
    """Draw what people wrote exactly as written, each under what the bot says of it."""
    only = f" {scripts.script('goal_is_private').text}" if item.private else ""
    drawn = []
    if item.heading:
        drawn.append(blocks.section(f"*{blocks.escape(item.heading)}*{only}"))
        only = ""
    for label, words in item.words:
        if label or only:
            drawn.append(blocks.context(blocks.escape(f"{label}{only}".strip())))
            only = ""
        if words:
            drawn.append(blocks.said(words))
    return drawn
