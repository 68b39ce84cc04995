"""What comes in, from Slack or from the clock: unpacks, calls one verb and answers."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    acts,
    arriving,
    commands,
    failures,
    forms,
    homes,
    taps,
    typing,
    uninstalling,
    users,
)
from handlers.deps import Deps


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach every listener; Bolt asks each in turn, so what is most frequent comes first."""
    interactions = (commands, taps, acts, forms)
    for listeners in (arriving, *interactions, typing, homes, users, uninstalling, failures):
        listeners.register(app, deps)
