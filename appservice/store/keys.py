"""Keys in place of people and texts, so that forgetting somebody is deleting a row.

Owns how a key is made and what is read where a row is gone: a stable pseudonym for a person, the
empty text for words. Refuses to know where the rows are kept.
"""

import base64
import re
import secrets
from hashlib import blake2b
from typing import Final, Protocol

from microsol_matrix.ids import Text, UserId

_FORGOTTEN: Final = re.compile(r"@forgotten-([a-z2-7]{26}):forgotten\.invalid")
"""No homeserver can have such a name: `.invalid` is never delegated (RFC 2606)."""

NO_TEXT: Final = ""
"""The key of the empty text, which needs no row; a forgotten text is written back as this."""


class Keys(Protocol):
    """One lane's keys, for writing: each person and each text has exactly one.

    Texts that are equal share a key, whoever wrote them: only so is a snapshot, whose texts have lost
    where they came from, the same as the facts it stands for once some of them are forgotten.
    """

    def of_person(self, user_id: UserId) -> str:
        """Give a person's key; the first time it is made."""
        ...

    def of_text(self, text: Text) -> str:
        """Give a text's key; the first time it is made."""
        ...


class Names(Protocol):
    """One lane's people and texts by key, for reading; a row that is gone means forgotten."""

    def person(self, key: str) -> UserId:
        """Give the person, or a pseudonym that is the same each time."""
        ...

    def text(self, key: str) -> Text:
        """Give the text, or the empty one."""
        ...


def new_key() -> str:
    """Make a key from which nothing can be guessed: 16 random bytes, base32, lower case."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def digest_of(text: Text) -> bytes:
    """Shorten a text to 16 bytes to find it by; kept in the text's own row and deleted with it."""
    return blake2b(text.encode(), digest_size=16).digest()


def pseudonym(key: str) -> UserId:
    """Name a person of whom only the key is left."""
    return UserId(f"@forgotten-{key}:forgotten.invalid")


def key_of_pseudonym(user_id: UserId) -> str | None:
    """Give back the key that a pseudonym was made from; None if it is nobody's pseudonym."""
    match = _FORGOTTEN.fullmatch(user_id)
    return match.group(1) if match else None
