"""Seals: one for each key that words may lie under, so that a wrong ring is seen at the start."""

from sqlmodel import Field, Session, SQLModel, select

from store.database import Database
from store.keys import MAKE_ONE, Ring, Shut, Unopened


class Seal(SQLModel, table=True):
    """What only the right key opens; `key_id` is the id of the key, in hex."""

    key_id: str = Field(primary_key=True)
    check: bytes


def prove(database: Database, *, leaves: bool = True) -> None:
    """Hold the ring against what is in the database; Shut, the database closed, if it won't do.

    The key that seals from now on leaves its seal, unless this is only a look.
    """
    ring = database.ring
    try:
        if ring is None:
            raise Shut(
                "ENCRYPTION_KEYS is needed: what people write is kept encrypted. "
                f"{MAKE_ONE} Put it in .env, and a copy of it where the backups are not."
            )
        database.run(lambda tx: _prove(tx, ring, leaves))
    except Shut:
        database.close()
        raise


def _prove(tx: Session, ring: Ring, leaves: bool) -> None:
    for seal in tx.exec(select(Seal)).all():
        if bytes.fromhex(seal.key_id) not in ring.ids:
            raise Shut(
                f"ENCRYPTION_KEYS lacks the key {seal.key_id}, with which people's words here are "
                "encrypted: put it back, after the new one if there is a new one. (The demo keeps "
                "its keys in its folder.) Nothing was changed. Without that key nobody can read "
                "them."
            )
        try:
            ring.open(seal.check, _place(seal.key_id))
        except Unopened as error:
            raise Shut(f"The key {seal.key_id} doesn't open what it should: {error}.") from error
    if leaves:
        leave(tx, ring)


def leave(tx: Session, ring: Ring) -> None:
    """Leave the seal of the key that seals, if it isn't there."""
    key_id = ring.first.hex()
    if tx.get(Seal, key_id) is None:
        tx.add(Seal(key_id=key_id, check=ring.seal("", _place(key_id))))
        tx.flush()


def _place(key_id: str) -> str:
    return f"seal\0check\0{key_id}"
