"""Keepsakes: Our year as one file that opens without the bot, or a network (PRODUCT I7, I10)."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot import albums, dates, errands, pages, people, prompts, scripts, totals, years
from bot.albums import Album
from bot.kinds import Kind
from bot.replies import Reply, Says
from bot.totals import Span
from store import prompts as kept
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship

SAID = "year_saved"
# The picture's box, its line, and where each kind of mark stands; marks of one day stack.
WIDTH, HEIGHT, EDGE, LINE = 560, 124, 16, 78
ROWS = {"talk": LINE, "tried": LINE - 26, "milestone": LINE + 28}
STACK, MOST_STACKED = 14, 3
# The table stands for the list of talks.
LEFT_OUT = ("talks",)


@dataclass(frozen=True)
class Mark:
    """One mark of the picture: its shape's kind and its place."""

    kind: str
    x: float
    y: float


def file(
    tx: Session,
    relationship: Relationship,
    person: Person,
    now: datetime,
    span: Span | None = None,
) -> tuple[str, bytes]:
    """Give the name and content of one person's keepsake; Correctable for a stranger.

    It holds what this person may see and nothing else, of their whole time unless told otherwise.
    """
    album = albums.of(tx, relationship, person, span or Span(), now)
    html = pages.filled("year.html", **_filled(album, person, now))
    return f"our-year-{album.until_on.isoformat()}.html", html.encode()


def _filled(album: Album, person: Person, now: datetime) -> dict[str, Any]:
    locale, names = person.locale, {**album.look.names, "first": people.name(person)}

    def say(entry: str, **words: object) -> str:
        return scripts.fill(scripts.script(entry).text, {**names, **words})

    began, until = (dates.full(on, locale) for on in (album.began_on, album.until_on))
    return {
        "say": say,
        "full": lambda on: dates.full(on, locale),
        "began": began,
        "until": until,
        "made": dates.full(album.look.day(now), locale),
        "summary": albums.summary(album),
        "parts": [part for part in album.parts if part.name not in LEFT_OUT],
        "moments": album.moments,
        "kinds": sorted({each.kind for each in album.moments}, key=list(ROWS).index),
        "marks": marks(album),
        "months": [_x(on, album) for on in _months(album)],
        "box": {"width": WIDTH, "height": HEIGHT, "edge": EDGE, "line": LINE},
        "figures": _figures(album),
    }


def _figures(album: Album) -> list[tuple[str, str]]:
    """Give the few numbers there are: never a nought."""
    minutes, talks = album.total.minutes, album.total.talks
    found = [("keepsake_talks", totals.talks(talks), talks)]
    found += [("keepsake_time", totals.time(minutes), minutes)]
    found += [("keepsake_tried", totals.things(album.tried), album.tried)]
    return [(scripts.script(entry).text, words) for entry, words, count in found if count]


def marks(album: Album) -> list[Mark]:
    """Give the picture's marks from left to right, those of one day above each other."""
    stacked: Counter[tuple[str, date]] = Counter()
    found = []
    for moment in album.moments:
        height = min(stacked[moment.kind, moment.on], MOST_STACKED)
        stacked[moment.kind, moment.on] += 1
        y = ROWS[moment.kind] - STACK * height * (moment.kind == "tried")
        found.append(Mark(moment.kind, _x(moment.on, album), y))
    return found


def _x(on: date, album: Album) -> float:
    whole = max((album.until_on - album.began_on).days, 1)
    share = min(max((on - album.began_on).days / whole, 0), 1)
    return round(EDGE + share * (WIDTH - 2 * EDGE), 1)


def _months(album: Album) -> list[date]:
    """Give the first days of the months in it, of the years when there are many."""
    every = 1 if (album.until_on - album.began_on).days < 3 * 366 else 12
    first, last = album.began_on, album.until_on
    count = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in count if number % every == 0]


def post(
    tx: Session,
    person: Person,
    relationship: Relationship,
    prompt: Prompt,
    span: Span,
    now: datetime,
) -> None:
    """Plan to post a person's keepsake in the thread of a message."""
    bounds = {"since": _iso(span.since), "until": _iso(span.until)}
    errands.plan(
        tx,
        person,
        "file",
        now,
        key=f"{relationship.id}:{prompt.id}",
        prompt_id=prompt.lead_id or prompt.id,
        about={"relationship": relationship.id, **bounds},
    )


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def drawn(tx: Session, person: Person, about: dict[str, Any], now: datetime) -> tuple[str, bytes]:
    """Give the file that an errand asks for."""
    since, until = (about[key] and date.fromisoformat(about[key]) for key in ("since", "until"))
    relationship = tx.get_one(Relationship, about["relationship"])
    return file(tx, relationship, person, now, Span(since, until))


def save(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
    """Say that the year is there and post it beneath: for a tap on Home or in a page.

    Tapped again in the same minute it is the same file.
    """
    relationship = years.theirs(tx, person, row_id)
    occasion = f"{relationship.id}:{now:%Y%m%dT%H%M}"
    if kept.find(tx, SAID, person.id, occasion) is None:
        said = prompts.say(tx, person, SAID, occasion, now, relationship=relationship)
        post(tx, person, relationship, tx.get_one(Prompt, said.id), Span(), now)
    return Says(scripts.script("year_on_its_way").text)


KINDS = {SAID: Kind()}
ACTS = {"save_year": save}
