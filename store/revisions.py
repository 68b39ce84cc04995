"""Bringing a database to the newest revision, and seeing whether it is there."""

from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from store.database import Database
from store.tables import metadata

FOLDER = Path(__file__).parent / "migrations"
# PostgreSQL's words on why it takes no connection: wrong for good, unless it is about its state.
FATAL, SOON = "FATAL", ("the database system is", "too many clients")
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(2704)")


class Behind(Exception):
    """A database the bot can't work with; the sentence says what to do."""


class Away(Behind):
    """A database that gives no answer and may do so in a while; `error` names what happened."""

    def __init__(self, error: SQLAlchemyError) -> None:
        self.error = type(error).__name__
        super().__init__(f"The database can't be opened ({self.error}).")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())
    config.attributes["connection"] = connection
    return config


def migrate(database: Database) -> None:
    """Run every migration that is not yet in the database, all or none of them on PostgreSQL."""
    if current(database):
        return
    with database.engine.connect() as connection:
        if not database.sqlite:
            connection.execute(ONE_AT_A_TIME)  # two that are started at once run one after another
        command.upgrade(_config(connection), "head")
        connection.commit()


def prepare(database: Database) -> None:
    """Bring SQLite to the newest revision; Behind, the database closed, if PostgreSQL is not.

    Away, and it may be tried again, where nobody answers or not yet.
    """
    if database.sqlite:
        migrate(database)
        return
    try:
        ready = current(database)
    except SQLAlchemyError as error:
        away = Away(error)
        if any(word in str(error) for word in SOON) or FATAL not in str(error):
            raise away from error
        database.close()
        raise Behind(str(away)) from error
    if not ready:
        database.close()
        raise Behind("The database is not up to date: run second-coffee migrate.")


def current(database: Database) -> bool:
    """Say whether the database is at the newest revision."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == _newest()


@cache
def _newest() -> str | None:
    config = Config()
    config.set_main_option("script_location", FOLDER.as_posix())
    return ScriptDirectory.from_config(config).get_current_head()


def differences(database: Database) -> list[Any]:
    """Give what the tables in code have and the database has not, or the other way round."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def draft(database: Database, message: str) -> None:
    """Write a new migration file from the difference; for developers."""
    with database.engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True)
