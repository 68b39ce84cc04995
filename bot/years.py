"""Years: Our year, what a round held as one of the two may see it (PRODUCT I7)."""

from datetime import datetime

from sqlmodel import Session

from bot import albums, choosing, people, scripts
from bot.errors import Correctable
from bot.kinds import Act
from bot.replies import Reply, Shows
from bot.totals import Span
from bot.views import years as views
from store.people import Person
from store.relationships import Relationship

MAY_SEE = (*choosing.LIVE, "ended")


def this_round(relationship: Relationship) -> Span:
    """Give the days of the present round; the first one begins with the second yes."""
    return Span(relationship.starts_on if relationship.round > 1 else None)


def theirs(tx: Session, person: Person, row_id: str | None) -> Relationship:
    """Give a relationship to look back on to one of its two; Correctable for any other."""
    relationship = people.theirs(tx, person, row_id)
    if relationship.state not in MAY_SEE:
        raise Correctable(scripts.script("gone").text)
    return relationship


def show(
    tx: Session,
    person: Person,
    relationship: Relationship,
    now: datetime,
    number: int = 1,
    book: str = views.ROUND,
) -> Reply:
    """Show a page of Our year, or of all rounds, to one of the two."""
    span = this_round(relationship) if book == views.ROUND else Span()
    album = albums.of(tx, relationship, person, span, now)
    return Shows(views.page(album, book, number), instead=(book, number) != (views.ROUND, 1))


def _opens(book: str, number: int) -> Act:
    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        return show(tx, person, theirs(tx, person, row_id), now, number, book)

    return act


ACTS = {
    views.act(book, number): _opens(book, number)
    for book in (views.ROUND, views.EVER)
    for number in range(1, views.MOST_PAGES + 1)
}
