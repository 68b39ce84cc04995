"""Trouble of the database's own: a full disk, a server that is away. No row is to blame for it."""

from sqlalchemy.exc import OperationalError

__all__ = ["Trouble"]

Trouble = OperationalError
