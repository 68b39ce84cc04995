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
    instead: bool = False,
) -> Reply:
    """Show a page of Our year to one of the two; earlier rounds are in the file."""
    album = albums.of(tx, relationship, person, this_round(relationship), now)
    return Shows(views.page(album, number), instead=instead)


def _opens(number: int) -> Act:
    def act(tx: Session, person: Person, row_id: str, now: datetime) -> Reply:
        return show(tx, person, theirs(tx, person, row_id), now, number, instead=number > 1)

    return act


ACTS = {views.act(number): _opens(number) for number in range(1, views.MOST_PAGES + 1)}
