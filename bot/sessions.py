"""Sessions: their cycle from a target date to held, and on to the next."""

from datetime import datetime

from sqlmodel import Session

from store.relationships import Relationship


def begin(tx: Session, relationship: Relationship, now: datetime) -> None:
    """Set the first session's target within 14 days of the second yes (PRODUCT 2.5)."""
