"""`second-coffee new-key`: a key for ENCRYPTION_KEYS."""

import typer

from store import keys


def new_key() -> None:
    """Print a new key for ENCRYPTION_KEYS; nothing is kept."""
    typer.echo(keys.make())
