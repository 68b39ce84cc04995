"""Health: whether the database answers at all, and how much in it is in doubt."""

from sqlalchemy import text
from sqlmodel import Session, func, select

from store.prompts import UNSURE, Prompt


def answer(tx: Session) -> None:
    """Ask for nothing; raises what the driver raises when there is no answer."""
    tx.connection().execute(text("SELECT 1")).one()


def unsure(tx: Session) -> int:
    """Give how many messages may have been posted, with nobody knowing yet."""
    return tx.exec(select(func.count()).select_from(Prompt).where(Prompt.state == UNSURE)).one()
