"""The Home tab: the one next thing, each relationship, one's cards, and quiet and privacy."""

from datetime import datetime

from sqlmodel import Session

from bot.replies import View
from bot.views import blocks
from store.people import Person


def draw(tx: Session, person: Person, now: datetime) -> View:
    """Give a person's Home tab as it stands (PRODUCT 3.5)."""
    return {"type": "home", "blocks": [blocks.header("Now")]}
