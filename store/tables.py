"""Every table in one import, for migrations and for the tests that compare them."""

from sqlmodel import SQLModel

from store import (
    advice,
    alarms,
    cards,
    changes,
    codes,
    contacts,
    errands,
    gates,
    goals,
    lines,
    people,
    prompts,
    pulses,
    receipts,
    relationships,
    reviews,
    rhythms,
    seals,
    sessions,
    thanks,
    trades,
    visions,
    workspaces,
)

__all__ = [
    "advice",
    "alarms",
    "cards",
    "changes",
    "codes",
    "contacts",
    "errands",
    "gates",
    "goals",
    "lines",
    "metadata",
    "people",
    "prompts",
    "pulses",
    "receipts",
    "relationships",
    "reviews",
    "rhythms",
    "seals",
    "sessions",
    "thanks",
    "trades",
    "visions",
    "workspaces",
]

metadata = SQLModel.metadata
