"""Row ids that are not one's own, and values no form could send: refused, and nothing is shown."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from bot import catalogue, gestures, people, scripts
from bot.errors import Correctable
from bot.people import Who
from tests import databases
from tests.scenes import Gallery, Scene
from tests.scenes_sessions import wrapped_up

# These are about the person who taps, whatever row the button carries.
OWN = {"away", "who_sees_what", "person_please"}
GARBAGE = ("", "x", "x" * 5000, "' OR 1=1 --")
VALUES = (
    None, "", "x" * 3001, "x" * 100_000, "🎉", "\u200b\u200d", "\u202eabc", ["a"], {"a": 1}, 5, -1,
    True, 10**12, 4_102_444_799, "1970-01-01", "0001-01-01", "9999-12-31", "2027-03-28", "20270328",
    "25:00", "02:30", "15:00+02:00",
)  # fmt: skip
FORMS = ("invite", "wrap_up", "goals", "rhythm", "ground_rules", "trade", "pause", "advice_note")


class Undone(Exception):
    """Ends a unit of work that must leave nothing behind."""


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Give a pair after its first session, and Ines beside them."""
    with databases.opened(databases.lasting("rows")) as database:
        scene = Scene(database, gallery=Gallery())
        wrapped_up(scene)
        yield scene


def rows(scene: Scene) -> dict[str, list[str]]:
    """Give the ids of all rows by table."""

    def read(tx: Session) -> dict[str, list[str]]:
        tables = [table for table in SQLModel.metadata.tables.values() if "id" in table.c]
        return {table.name: list(tx.execute(select(table.c.id)).scalars()) for table in tables}

    found: dict[str, list[str]] = scene.run(read)
    return found


def refused(scene: Scene, verb: Callable[..., Any], handle: str, *given: Any) -> bool:
    """Say whether a gesture is refused with a sentence; what it did is undone."""

    def attempt(tx: Session) -> None:
        verb(tx, scene.who(handle), *given, scene.now)
        tx.flush()
        raise Undone

    try:
        scene.run(attempt)
    except Correctable as wrong:
        return bool(wrong.sentence)
    except Undone:
        return False
    raise AssertionError("a unit of work ended by itself")


def test_a_stranger_is_shown_nothing_of_any_row(scene: Scene) -> None:
    for table, ids in rows(scene).items():
        for row_id in ids[-3:]:
            own = table == "person"
            for name in catalogue.ACTS.keys() - OWN:
                assert refused(scene, gestures.act, "ines", name, row_id) or own, (name, table)
            for name in catalogue.FORMS:
                allowed = own and name in ("pair", "away")
                sent = refused(scene, gestures.submit, "ines", name, row_id, {})
                assert sent or allowed, (name, table)


@pytest.mark.parametrize("row_id", GARBAGE)
@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_a_row_that_is_none_breaks_nothing(scene: Scene, handle: str, row_id: str) -> None:
    for name in catalogue.ACTS.keys() - OWN:
        assert refused(scene, gestures.act, handle, name, row_id)
    for name in catalogue.FORMS.keys() - OWN:
        assert refused(scene, gestures.submit, handle, name, row_id, {})


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("handle", ["maya", "leo"])
def test_no_value_breaks_a_form(scene: Scene, handle: str, name: str) -> None:
    for ids in rows(scene).values():
        for row_id in ids[-1:]:
            for value in VALUES:
                refused(scene, fill, handle, name, row_id, value)


def fill(tx: Session, who: Who, name: str, row_id: str, value: Any, now: datetime) -> None:
    """Send a form with one value everywhere, and then in each field alone."""
    page = catalogue.FORMS[name].page(tx, people.meet(tx, who, now), row_id, now)
    fields = [question.id for question in scripts.form(page.words or name).questions]
    for changed in (fields, *([field] for field in fields)):
        raw = {**page.initial, **dict.fromkeys(changed, value)}
        nested = tx.begin_nested()
        with contextlib.suppress(Correctable):
            gestures.submit(tx, who, name, row_id, raw, now)
            tx.flush()
        nested.rollback()
