"""Many ids, or rows of texts, as one parameter, on whichever database there is."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as core
from sqlmodel import Session, col, select

from store.among import among
from store.items import AsDate, items
from store.people import Person
from store.workspaces import Workspace
from tests.life import Life

ODD = ("o'neil", 'a"b', "a,b", "{c}", "%s", ":d", "é\n", "")
PERSON: core.Table = Person.__table__  # type: ignore[attr-defined]


def known(life: Life) -> None:
    """Know somebody of each odd handle, with the ids p0, p1 and so on."""

    def work(tx: Session) -> None:
        tx.add(Workspace(id="T9"))
        tx.flush()
        for number, handle in enumerate(ODD):
            tx.add(Person(id=f"p{number}", workspace_id="T9", slack_id=handle))

    life.run(work)


@pytest.mark.parametrize("asked", [(), ODD[:1], ODD, (*ODD, *ODD, "nobody")])
def test_a_column_is_among_as_many_ids_as_there_are(life: Life, asked: Sequence[str]) -> None:
    known(life)
    query = select(Person.slack_id).where(among(Person.slack_id, "handles"))
    found: list[str] = life.run(lambda tx: tx.execute(query, {"handles": asked}).scalars().all())
    assert sorted(found) == sorted({*asked} & {*ODD})


def test_each_row_gets_its_own_texts_and_keeps_what_none_is_given_for(life: Life) -> None:
    known(life)
    row, name, away = items("rows", 3)
    away_until = core.func.coalesce(AsDate(away), PERSON.c.away_until)
    change = core.update(PERSON).where(PERSON.c.id == row).values(name=name, away_until=away_until)
    first = [("p0", ODD[1], "2027-03-01"), ("p1", ODD[6], None), ("p9", "nobody", None)]
    for given in (first, [("p0", ODD[2], None)]):
        life.run(lambda tx, given=given: tx.execute(change, {"rows": given}))
    columns = (Person.id, Person.name, col(Person.away_until))
    query = select(*columns).where(Person.workspace_id == "T9")
    found: Any = {each[0]: each[1:] for each in life.run(lambda tx: tx.exec(query).all())}
    assert found["p0"] == (ODD[2], date(2027, 3, 1))
    assert found["p1"] == (ODD[6], None)
    assert found["p2"] == ("", None)
