"""What a decision needs besides the world: who we are here, what the admin allows, what time it is.

Owns `House` (fixed while the service runs) and `Moment` (one deciding's present). Refuses to know
where they come from.
"""

import re
from datetime import datetime
from typing import Protocol

from attrs import field, frozen

from microsol_matrix.ids import RoomAlias, RoomKey, ServerName, UserId, server_of, ulid
from microsol_matrix.languages import Language
from microsol_matrix.quotas import Quotas
from microsol_matrix.times import to_ms

BOT_NAME = "microsol"
"""What we are called unless the admin says otherwise."""
ALIAS_PREFIX = "_microsol"
"""Every alias of ours begins so; the registration claims the namespace for us alone."""


def porch_localpart(slug: str) -> str:
    """Name the alias of a porch by its congregation's slug."""
    return f"{ALIAS_PREFIX}.porch_{slug}"


class Entropy(Protocol):
    """Names that nobody can guess but that come out the same each time for the same reason."""

    def derive(self, *reason: str) -> bytes:
        """Give 32 bytes that depend on a kept secret and on the reason, and on nothing else (HMAC-SHA-256)."""
        ...


@frozen
class House:
    """Who we are on this homeserver.

    Attributes:
        bot: Our own user.
        room_version: For new rooms, `"11"` or `"12"`.
        founders: Who may found a congregation: user ids or patterns of them (`*:example.org`, `*`).
        entropy: Derives ids and aliases.
        name: The display name that we give ourselves.
        quotas: The most that one person may ask for.
        language: In which we speak with people who have not said in which.
        lists_porches: Whether the homeserver's room directory shows what is published.
        reads_encrypted: Whether we hold keys, so that encrypted messages are messages like any other.
    """

    bot: UserId
    server: ServerName
    room_version: str
    founders: tuple[str, ...]
    entropy: Entropy = field(repr=False, eq=False)
    reads_encrypted: bool = False
    name: str = BOT_NAME
    quotas: Quotas = field(factory=Quotas)
    language: Language = Language.ENGLISH
    lists_porches: bool = False

    def may_found(self, person: UserId) -> bool:
        """Whether the admin lets this person found a congregation."""
        return any(
            re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), person)
            for pattern in self.founders
        )

    @property
    def is_local_founding(self) -> bool:
        """Whether founding is for the people of this homeserver, the default."""
        return self.founders == (f"*:{self.server}",)

    def alias_localpart(self, *, owner: str, key: RoomKey, slug: str) -> str:
        """Name a room's alias: readable for the space and the porch, opaque for every other room.

        Args:
            owner: The lane's id.
            key: The room's place in the house.
            slug: The congregation's; used where the alias is readable.
        """
        if key == "space":
            return f"{ALIAS_PREFIX}_{slug}"
        if key == "porch":
            return porch_localpart(slug)
        return f"{ALIAS_PREFIX}_{self.entropy.derive('alias', owner, key).hex()[:24]}"

    def alias(self, localpart: str) -> RoomAlias:
        """Complete an alias with our server."""
        return RoomAlias(f"#{localpart}:{self.server}")

    def is_local(self, person: UserId) -> bool:
        """Whether a person's account is on our own homeserver."""
        return server_of(person) == self.server


@frozen
class Moment:
    """One deciding's present: the house, and when what is decided upon arrived (UTC)."""

    house: House
    now: datetime

    def new_id(self, *reason: str, at_ms: int | None = None) -> str:
        """Make a ULID that is the same again if the same thing is decided once more after a crash.

        Args:
            reason: What it is for.
            at_ms: The moment that it begins with, in milliseconds since the epoch, where there is one that
                is known from something else than our clock: with it the id is the same, too, if the same
                thing is decided at another time, as when a backup was brought back. None for now.
        """
        moment = to_ms(self.now) if at_ms is None else at_ms
        return ulid(at_ms=moment, randomness=self.house.entropy.derive("id", *reason))
