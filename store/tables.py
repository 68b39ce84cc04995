"""Every table in one import, for migrations and for the tests that compare them."""

from sqlmodel import SQLModel

from store import (
    advice,
    alarms,
    cards,
    errands,
    goals,
    lines,
    people,
    prompts,
    receipts,
    relationships,
    rhythms,
    sessions,
    trades,
    workspaces,
)

__all__ = [
    "advice", "alarms", "cards", "errands", "goals", "lines", "metadata", "people", "prompts",
    "receipts", "relationships", "rhythms", "sessions", "trades", "workspaces",
]  # fmt: skip

metadata = SQLModel.metadata
