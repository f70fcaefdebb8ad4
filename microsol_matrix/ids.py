"""The identifiers of the house: one `NewType` each, so that no bare string travels inside.

Owns the names of things and the two string types that the store keeps by reference (`UserId` and
`Text`: what names a person or was written by one). Refuses to know where an identifier comes from
or what it opens.
"""

from typing import NewType

UserId = NewType("UserId", str)
"""A Matrix user id (`@localpart:server`), or a pseudonym once the person has been forgotten. Stored by reference."""

Text = NewType("Text", str)
"""Words that a person wrote, or that name a person. Stored by reference, so that forgetting is deleting a row."""

RoomId = NewType("RoomId", str)
EventId = NewType("EventId", str)
ZoneName = NewType("ZoneName", str)
"""A time zone of IANA's: `Pacific/Auckland`."""

RoomAlias = NewType("RoomAlias", str)
ServerName = NewType("ServerName", str)

CongregationId = NewType("CongregationId", str)
"""A ULID; also the id of the congregation's lane."""
CallId = NewType("CallId", str)
CrewId = NewType("CrewId", str)
MandateId = NewType("MandateId", str)
SeasonId = NewType("SeasonId", str)

LaneId = NewType("LaneId", str)
"""One ordered history: a congregation's id, or `self-` and a random key for one person's private things."""

RoomKey = NewType("RoomKey", str)
"""A room of a congregation by its place in the house: `space`, `commons`, `hosts`, `archive`, `archive/<season id>`,
`crew/<crew id>`."""

Ref = NewType("Ref", str)
"""Names one thing that the service will say or do exactly once; transaction ids are derived from it."""

InboxId = NewType("InboxId", int)
"""The place of an arrival in the durable order of arrivals; grows, never reused."""


def server_of(whose: UserId | RoomAlias) -> ServerName:
    """Name the homeserver of a user or an alias: what stands after the first colon (Matrix spec, appendices 4.2)."""
    return ServerName(whose.partition(":")[2])


def localpart_of(user_id: UserId) -> str:
    """Give the part of a user id between `@` and the first colon."""
    return user_id.partition(":")[0].removeprefix("@")


_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

LATEST_MS = (1 << 48) - 1
"""The last moment that a ULID can name, in the year 10889."""


def ulid(*, at_ms: int, randomness: bytes) -> str:
    """Make a ULID: 48 bits of time and 80 bits that nobody can guess, in 26 characters (github.com/ulid/spec).

    Args:
        at_ms: Milliseconds since the epoch.
        randomness: At least ten bytes; the first ten are used.
    """
    number = (at_ms << 80) | int.from_bytes(randomness[:10], "big")
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def ms_of(ulid_: str) -> int:
    """Give the milliseconds since the epoch that a ULID begins with."""
    number = 0
    for character in ulid_[:10]:
        number = number << 5 | _CROCKFORD.index(character)
    return number
