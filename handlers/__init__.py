"""What comes in, from Slack or from the clock: unpacks, calls one verb and answers."""

from slack_bolt.async_app import AsyncApp

from handlers import acts, arriving, commands, failures, forms, homes, taps, typing, users
from handlers.deps import Deps


def register(app: AsyncApp, deps: Deps) -> None:
    """Attach every listener."""
    for listeners in (arriving, taps, acts, forms, commands, typing, homes, users, failures):
        listeners.register(app, deps)
