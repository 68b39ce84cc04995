"""Codes: sixteen letters that join two people of two workspaces, kept as a digest alone."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session

from store import codes
from store.codes import Attempt, Code
from store.people import Person
from store.types import new_id

# No I, L, O or U: read aloud or copied by hand, each letter is only itself.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("ILO", "110")
LENGTH, GROUP = 16, 4  # 80 bits: no table of digests is ever worth making
LASTS = timedelta(days=7)
MOST_OPEN = 5
MOST_TRIES, MOST_TRIES_THERE = 5, 200
SPAN = timedelta(days=1)


def make(tx: Session, person: Person, role: str, kind: str, now: datetime) -> tuple[Code, str]:
    """Make a code in somebody's name; give its row and the words to pass on, told only now."""
    codes.forget(tx, now - LASTS)
    plain = _draw()
    code = Code(
        digest=digest(plain),
        made_by_id=person.id,
        role=role,
        kind=kind,
        made_at=now,
        expires_at=now + LASTS,
    )
    tx.add(code)
    tx.flush()
    return code, "-".join(plain[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def _draw() -> str:
    """Give fresh letters, drawn as row ids are: by the system, or by a scene's own numbers."""
    number = int.from_bytes(sha256(f"{new_id()}{new_id()}".encode()).digest())
    return "".join(LETTERS[number >> 5 * at & 31] for at in range(LENGTH))


def digest(typed: str) -> str:
    """Give what is kept of a code, however its letters were typed."""
    letters = "".join(each for each in typed.upper() if each.isalnum()).translate(ALIKE)
    return sha256(letters.encode()).hexdigest()


def may_try(tx: Session, person: Person, now: datetime) -> bool:
    """Count a try, and say whether it is one of the few a day that are looked at.

    The person is locked: two tries at once are two.
    """
    tx.refresh(person, with_for_update=True)
    own = codes.tries(tx, person.id, now - SPAN)
    if own >= MOST_TRIES or codes.tries_at(tx, person.workspace_id, now - SPAN) >= MOST_TRIES_THERE:
        return False
    tx.add(Attempt(person_id=person.id, tried_at=now))
    tx.flush()
    return True


def look_up(tx: Session, person: Person, typed: str, now: datetime) -> Code | None:
    """Give the code that these letters are; None when there is none for this person.

    One that ran out, was withdrawn, answered, or taken by another is none.
    """
    code = codes.find(tx, digest(typed))
    if code is None or over(code, now) or code.declined_at is not None:
        return None
    if code.taken_by_id not in (None, person.id):
        return None
    return code


def over(code: Code, now: datetime) -> bool:
    """Say whether a code can come to nothing any more."""
    done = code.withdrawn_at is not None or code.relationship_id is not None
    return done or code.expires_at <= now
