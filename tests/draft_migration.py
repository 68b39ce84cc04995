"""Writes a migration for what store/ has and the newest revision has not: `make migration`."""

import sys
import tempfile

from store import revisions
from store.database import Database


def main(message: str) -> None:
    """Write the file; review it before you commit it."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/draft.sqlite")
        revisions.migrate(database)
        revisions.draft(database, message)
        database.close()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "A change of tables")
