"""The key ring: its first key seals what people write, and each of its keys opens (DESIGN 4)."""

import base64
import binascii
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = 32
ID, NONCE = 4, 12
HEX = re.compile(r"[0-9a-fA-F]{64}")
MAKE_ONE = "`second-coffee new-key` prints one."


class Shut(Exception):
    """A database whose words this ring doesn't open; the sentence says what to do."""


class Unopened(Exception):
    """Words that can't be read: another key's, another row's, or changed. Says where, not what."""


class Ring:
    """Keys of 32 bytes each; `first` is the id of the one that seals, `ids` has them all."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_id(key): AESGCM(key) for key in keys}
        self.ids = tuple(self._ciphers)
        self.first = self.ids[0]
        self._sealing = self._ciphers[self.first]

    @classmethod
    def read(cls, text: str) -> "Ring":
        """Read keys in base64 or hex with commas between; ValueError with a sentence."""
        return cls([_key(each.strip(), number) for number, each in enumerate(text.split(","), 1)])

    def seal(self, text: str, place: str) -> bytes:
        """Seal a text for one place: key id, nonce, what is sealed and its tag, 32 bytes more."""
        nonce = os.urandom(NONCE)
        return self.first + nonce + self._sealing.encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Give the text that was sealed for this place; Unopened for anything else."""
        where, cipher = place.replace("\0", " "), self._ciphers.get(sealed[:ID])
        if cipher is None:
            raise Unopened(f"{where} is sealed with the key {sealed[:ID].hex()}, not on the ring")
        nonce, rest = sealed[ID : ID + NONCE], sealed[ID + NONCE :]
        try:
            return cipher.decrypt(nonce, rest, place.encode()).decode()
        except (InvalidTag, ValueError):
            raise Unopened(f"{where} holds what was not sealed there") from None


def make() -> str:
    """Give a new key as ENCRYPTION_KEYS takes it."""
    return base64.b64encode(os.urandom(KEY)).decode()


def of_file(file: Path) -> str:
    """Give the keys of a file; one that isn't there is made, for its owner alone to read."""
    with suppress(FileExistsError):
        made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as empty:
            empty.write(make() + "\n")
    return file.read_text(encoding="ascii").strip()


def _id(key: bytes) -> bytes:
    return sha256(b"second-coffee key id" + key).digest()[:ID]


def _key(text: str, number: int) -> bytes:
    if HEX.fullmatch(text):
        return bytes.fromhex(text)
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        key = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY:
        which = "The key" if number == 1 else f"Key number {number}"
        raise ValueError(f"{which} in ENCRYPTION_KEYS is not 32 bytes in base64 or hex: {MAKE_ONE}")
    return key
