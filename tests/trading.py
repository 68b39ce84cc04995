"""A pair that has met, and what each of the two can see of their feedback trade."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from bot import homes, people, scripts, trades
from bot.errors import Correctable
from store import trades as store
from store.people import Person
from store.relationships import Relationship, pair_key
from store.sessions import HELD, Meeting
from store.trades import Note, Trade
from tests.life import Life

ON_HOME = ("notes_unread", "trade_waiting", "trade_closed_shared", "trade_closed_private")
LEO_SAYS = {
    "value": "You came with the numbers ready and that made the hour fly.",
    "better": "When I went quiet on Tuesday, ask me what I am thinking.",
    "appreciate": "How open you were about the lost client.",
}
MAYA_SAYS = {
    "value": "The sketch of the two teams showed me where I stand.",
    "better": "When I told the story of the launch, wait until I reach the end.",
    "appreciate": "That you wrote down what I had asked for.",
}


def paired(life: Life) -> None:
    """Let Maya and Leo be a pair."""

    def pair(tx: Session) -> None:
        maya, leo = life.person("maya", tx), life.person("leo", tx)
        tx.add(
            Relationship(
                workspace_id=maya.workspace_id,
                mentee_id=maya.id,
                mentor_id=leo.id,
                asked_by_id=maya.id,
                open_pair=pair_key(maya.id, leo.id),
                state="active",
                created_at=life.now,
                begun_at=life.now,
            )
        )

    life.run(pair)


def meets(life: Life, number: int = 1) -> Trade | None:
    """Let the two have met an hour ago, and open their trade."""

    def hold(tx: Session) -> Trade | None:
        relationship = tx.exec(select(Relationship)).one()
        meeting = Meeting(
            relationship_id=relationship.id,
            number=number,
            state=HELD,
            target_on=life.now.date(),
            starts_at=life.now - timedelta(hours=1),
            settled_at=life.now,
        )
        tx.add(meeting)
        tx.flush()
        return trades.open_for(tx, relationship, meeting, life.now)

    trade: Trade | None = life.run(hold)
    return trade


def asked(life: Life) -> Trade:
    """Let the two have met and both have been asked for their lines."""
    paired(life)
    trade = meets(life)
    assert trade is not None
    life.turn_to(trade.opens_at)
    return trade


def trade(life: Life) -> Trade:
    """Give the newest trade as it stands."""
    found: Trade = life.run(
        lambda tx: store.of_relationship(tx, tx.exec(select(Relationship)).one().id)[-1]
    )
    return found


def note(life: Life, handle: str) -> Note:
    """Give somebody's note of the newest trade."""
    trade_id, author_id = trade(life).id, life.person(handle).id
    found: Note = life.run(lambda tx: store.notes(tx, trade_id)[author_id])
    return found


def feedback(life: Life, handle: str) -> Any:
    """Give the page or the form that /mentor-feedback opens."""
    return life.command(handle, "/mentor-feedback").view


def form(life: Life, handle: str) -> Any:
    """Give the form of the round that is open; the test fails when there is none."""
    view = feedback(life, handle)
    assert view["callback_id"] == "form:trade"
    return view


def write(life: Life, handle: str, **answers: Any) -> Any:
    """Fill the form of the open round and send it."""
    said = LEO_SAYS if handle == "leo" else MAYA_SAYS
    return life.submit(handle, form(life, handle), **{**said, **answers})


def both_write(life: Life) -> datetime:
    """Let both write in the form, and give the minute at which both notes will open."""
    write(life, "maya")
    write(life, "leo")
    due = trade(life).release_at
    assert due is not None
    return due


def screens(life: Life, handle: str) -> str:
    """Give everything somebody was sent and every page they can open, as one text."""
    pages: list[object] = [message.body for message in life.sent if message.person == handle]
    for attempt in (
        lambda: feedback(life, handle),
        lambda: life.act(handle, "notes", life.relationship.id).view,
        lambda: life.act(handle, "note_open", trade(life).id).view,
        lambda: life.act(handle, "note_say_thanks", trade(life).id).view,
        lambda: life.act(handle, "note_id_put_it_differently", trade(life).id).view,
        lambda: home(life, handle),
        lambda: reminders(life, handle),
    ):
        try:
            pages.append(attempt())
        except Correctable as refused:
            pages.append(refused.sentence)
    return repr(pages)


def home(life: Life, handle: str) -> list[str]:
    """Give what somebody's Home says of the trades."""
    view = repr(life.run(lambda tx: homes.draw(tx, life.person(handle, tx), life.now)))
    relationship = life.relationship

    def names(tx: Session) -> Mapping[str, str]:
        return people.names(tx, relationship, life.person(handle, tx))

    filled = life.run(names)
    said = [scripts.fill(scripts.script(entry).text, filled) for entry in ON_HOME]
    return [line for line in said if line in view or repr(line)[1:-1] in view]


def reminders(life: Life, handle: str) -> list[str]:
    """Give what somebody wanted to try before the next session."""
    return _theirs(life, handle, trades.private_reminders)


def _theirs(life: Life, handle: str, what: Any) -> list[str]:
    relationship_id = life.relationship.id

    def look(tx: Session) -> list[str]:
        person: Person = life.person(handle, tx)
        relationship = people.theirs(tx, person, relationship_id)
        found: list[str] = what(tx, relationship, person)
        return found

    lines: list[str] = life.run(look)
    return lines
