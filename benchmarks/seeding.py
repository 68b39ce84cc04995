"""Many relationships at once, as rows: two people, two sessions, prompts and alarms."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    literal_column,
    null,
    select,
    text,
)
from sqlmodel import SQLModel

from store import revisions
from store.alarms import Alarm
from store.database import Database
from store.keys import Ring
from store.people import Person
from store.prompts import Prompt
from store.relationships import Relationship
from store.sessions import Meeting
from store.types import Instant
from store.workspaces import Workspace

NOW = datetime(2027, 1, 12, 14, 35, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = "Europe/London"
PART = 20_000
DAYS = 50
SCRAMBLE, WHOLE = 2_654_435_761, 1_048_576
RING = Ring([bytes(32)])


class Seeds:
    """Writes numbered relationships by INSERT ... SELECT; ids are scattered within each part."""

    def __init__(self, connection: Connection, workspaces: int, due: int, line: int) -> None:
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self.workspaces, self.due, self.line = workspaces, due, line
        self.n: ColumnElement[int] = literal_column("n", BigInteger)

    def sow(self, first: int, last: int) -> None:
        """Write the relationships numbered `first` to `last`; of them `due` ask for a date now."""
        self.bounds = {"first": first, "last": last}
        mentee, mentor, pair = self.id(1), self.id(2), self.id(3)
        held, next_ = self.id(4), self.id(5)
        team = self._text("T", self._workspace())
        for who, letter in ((mentee, "U"), (mentor, "W")):
            self._add(
                Person,
                id=who,
                workspace_id=team,
                slack_id=self._text(letter, self.n),
                name=self._text("Robin ", self.n),
                zone=ZONE,
                locale="en-GB",
                learned_at=NOW - 90 * DAY,
                channel=self._text("D" + letter, self.n),
            )
        self._add(
            Relationship,
            id=pair,
            workspace_id=team,
            mentee_id=mentee,
            mentor_id=mentor,
            asked_by_id=mentee,
            open_pair=mentee.concat(mentor),
            state="active",
            created_at=NOW - 90 * DAY,
            begun_at=NOW - 89 * DAY,
            active_at=NOW - 80 * DAY,
            starts_on=date(2026, 10, 14),
            ends_on=date(2027, 10, 14),
            rhythm_state="agreed",
            rules_state="agreed",
        )
        soon = (NOW + 10 * DAY).date()
        past = {"starts_at": NOW - 50 * DAY, "settled_at": NOW - 50 * DAY, "state": "held"}
        meeting = {"relationship_id": pair, "target_on": soon}
        self._add(Meeting, id=held, number=1, bookings=1, mentee_met=True, **past, **meeting)
        self._add(Meeting, id=next_, number=2, state="to_book", **meeting)
        self._speak(team, mentee, mentor, pair, held, next_)
        waits = {"relationship_id": pair, "occasion": pair}
        self._add(
            Alarm, id=self.id(20), kind="fit", due_at=NOW - 9 * DAY, rung_at=NOW - 9 * DAY, **waits
        )
        for key, kind in ((21, "closing"), (22, "quiet_spell")):
            self._add(Alarm, id=self.id(key), kind=kind, due_at=self._later(), **waits)

    def _speak(
        self,
        team: ColumnElement[str],
        mentee: ColumnElement[str],
        mentor: ColumnElement[str],
        pair: ColumnElement[str],
        held: ColumnElement[str],
        next_: ColumnElement[str],
    ) -> None:
        """Write what the two were told, and what they are still to be asked."""
        theirs = {"workspace_id": team, "relationship_id": pair}
        for key, (kind, who) in enumerate(
            (("A7", mentor), ("M1", mentee), ("M6", mentee)), start=10
        ):
            sent = NOW - (70 - key) * DAY
            self._add(
                Prompt,
                id=self.id(key),
                person_id=who,
                kind=kind,
                occasion=held,
                about=self._about(held),
                state="answered",
                due_at=sent,
                planned_at=sent - DAY,
                sent_at=sent,
                sent_on=sent.date(),
                answered_at=sent,
                channel=self._text("DU", self.n),
                ts=self._text("17.", self.n * 8 + key),
                attempt=1,
                **theirs,
            )
        asked = {"occasion": next_, "about": self._about(next_), "planned_at": NOW - 50 * DAY}
        due_now = self.n < self.due
        for key, (kind, who) in enumerate((("M1", mentee), ("M2", mentee), ("M3", mentor)), 14):
            due = self._later(14 if key > 14 else 1)
            if kind == "M1" and self.due:
                due = func.coalesce(
                    _when(due_now, literal(NOW - timedelta(minutes=5), Instant)), due
                )
            self._add(
                Prompt, id=self.id(key), person_id=who, kind=kind, due_at=due, **asked, **theirs
            )

    def _workspace(self) -> ColumnElement[int]:
        """Give the number of a relationship's workspace: the first ones are all in T0."""
        if not self.line:
            return self.n % self.workspaces
        others = 1 + self.n % (self.workspaces - 1)
        return case((self.n < self.line, literal(0, BigInteger)), else_=others)

    def id(self, key: int) -> ColumnElement[str]:
        """Give the id of a relationship's row of a kind, by its key below 32."""
        scattered = (self.n // PART) * WHOLE + ((self.n * 32 + key) * SCRAMBLE) % WHOLE
        if self.sqlite:
            return func.printf("%08x%024x", scattered, self.n * 32 + key)
        return _hex(scattered, 8).concat(_hex(self.n * 32 + key, 24))

    def _later(self, days: int = 1) -> ColumnElement[Any]:
        """Give an instant some days ahead, another for each relationship."""
        minutes = (self.n * 7919) % (DAYS * 24 * 60)
        begins = NOW + days * DAY
        if self.sqlite:
            start = begins.strftime("%Y-%m-%d %H:%M:%S")
            wait = func.printf("+%d minutes", minutes)
            return func.strftime("%Y-%m-%d %H:%M:%S.000000", start, wait)
        return literal(begins, Instant) + minutes * text("interval '1 minute'")

    def _text(self, before: str, number: ColumnElement[int]) -> ColumnElement[str]:
        if self.sqlite:
            return func.printf(before + "%d", number)
        return literal(before).concat(func.to_char(number, "FM99999999999"))

    def _about(self, session: ColumnElement[str]) -> ColumnElement[Any]:
        whole = literal('{"wording": 0, "session": "').concat(session).concat('"}')
        return whole if self.sqlite else cast(whole, JSON)

    def _add(self, model: type[SQLModel], **values: Any) -> None:
        table: Table = model.__table__  # type: ignore[attr-defined]
        columns = list(table.columns)
        chosen = [_value(model, column, values) for column in columns]
        if self.sqlite:
            numbers = text(
                "(WITH RECURSIVE c(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM c"
                " WHERE n < :last) SELECT n FROM c) AS numbers"
            )
        else:
            numbers = text("generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS n")
        rows = select(*chosen).select_from(numbers)
        written = insert(table).from_select(columns, rows, include_defaults=False)
        self.connection.execute(written, self.bounds)


def _when(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((condition, value), else_=null())


def _hex(number: ColumnElement[int], width: int) -> ColumnElement[str]:
    return func.lpad(func.to_hex(number), width, "0")


def _value(
    model: type[SQLModel], column: Column[Any], values: Mapping[str, Any]
) -> ColumnElement[Any]:
    """Give what a column gets: what was said, else the default of the row, else nothing."""
    given = values.get(column.name)
    if given is None:
        default = model.model_fields[column.name].default
        given = {} if column.name == "about" else default
        given = None if repr(given) == "PydanticUndefined" else given
    if given is None:
        return null()
    return given if isinstance(given, ColumnElement) else literal(given, column.type)


def opened(url: str) -> Database:
    """Open a database of the benchmarks."""
    return Database(url, RING)


def sow(url: str, count: int, *, workspaces: int = 1, due: int = 0, line: int = 0) -> None:
    """Fill an empty database with so many relationships; `due` of them ask for a date now.

    `line`: so many are all of the first workspace, the rest of the others.
    """
    database = opened(url)
    revisions.migrate(database)
    indexes = [index for table in SQLModel.metadata.sorted_tables for index in table.indexes]
    try:
        with database.engine.begin() as connection:
            drop(connection, indexes)
            for number in range(workspaces):
                row = {"id": f"T{number}", "name": "Harbor & Finch", "bot_user_id": "UBOT"}
                connection.execute(insert(Workspace), row)
        for first in range(0, count, PART):
            with database.engine.begin() as connection:
                _hurry(connection)
                seeds = Seeds(connection, workspaces, due, line)
                seeds.sow(first, min(first + PART, count) - 1)
        for index in indexes:
            with database.engine.begin() as connection:
                _hurry(connection)
                index.create(connection)
        _settle(database)
    finally:
        database.close()


def _hurry(connection: Connection) -> None:
    """Keep much in memory meanwhile: this database need not outlive a crash."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -1000000")
    else:
        connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _settle(database: Database) -> None:
    """Let the database look at what it was given, as it does by itself in time."""
    raw = database.engine.raw_connection()
    try:
        if database.sqlite:
            raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        else:
            raw.driver_connection.autocommit = True  # type: ignore[union-attr]
            raw.driver_connection.execute("VACUUM ANALYZE")  # type: ignore[union-attr]
    finally:
        raw.close()


def drop(connection: Connection, indexes: list[Index]) -> None:
    """Take the indexes away while many rows come in."""
    for index in indexes:
        index.drop(connection)
