"""Erasures: what a person's own words and traces lie in, found to be gathered or deleted."""

from sqlmodel import Session, col, select

from store.prompts import Draft


def drafts(tx: Session, person_id: str) -> list[Draft]:
    """Give every answer a person has begun and not sent."""
    query = select(Draft).where(Draft.person_id == person_id)
    return list(tx.exec(query.order_by(col(Draft.kept_at), col(Draft.id))).all())
