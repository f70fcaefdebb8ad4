"""Rooms as they were seen on the homeserver, who is in them, and what happens to them."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import RoomId, RoomKey, ServerName, Text, UserId
from microsol_matrix.kept import Alias, Kept, OwnPower
from microsol_matrix.upgrades import Successor

UNKNOWN: Final = ""
"""The digest of what may or may not stand, because the answer to its writing got lost: equal to none."""

SHARED: Final = "shared"
"""The digest of power that people have beside us, all of it: from then on nobody is locked out if we go."""

HANDED_OVER: Final = "handed over"
"""The digest of power that is people's from then on: whatever they make of it, it is not written again."""

WITHDRAWN: Final = "withdrawn"
"""The digest of what was taken away for good, earlier versions too, and stands empty."""


class Membership(Enum):
    """A person's membership of a room (spec, client-server `m.room.member`)."""

    INVITE = "invite"
    JOIN = "join"
    KNOCK = "knock"
    LEAVE = "leave"
    BAN = "ban"


OUT = (Membership.LEAVE, Membership.BAN)
"""Memberships of somebody who is no longer in a room: left, declined, removed or banned."""


@frozen
class RoomSeen:
    """A room of ours as last seen.

    Attributes:
        state: Digest of each state content that we wrote, by (type, state key).
        people: Everybody who ever had a membership there that we know of; who is not in it was
            never asked.
        unreached: Whose invitation has failed so far.
        asked_back: Who is out and was asked for anew; that they are out is no news until it changes.
        removed: Who was removed from the space while they were in here, and is to be put out here too.
        carried: Who is out of here only because they are out of the space.
        is_out: Whether we ourselves are out of it: what is wanted there waits.
        asked_by: Who has invited us back.
        kept: What it held before its crew was archived; None unless that was read.
        adopted: Who may do what there as its people made it; None for a room that we made.
        through: Servers besides ours through which it can be joined; changes only when it must.
        alias: Where the alias under which it was made leads, as far as we know.
        successor: In which room its people went on, until we have followed them; None if they have not.
        before: The rooms that it was earlier, which its people left for it.
        left_behind: Who was in the last of them and has not come along.
        is_listed: Whether the homeserver's room directory shows it among ours.
    """

    room_id: RoomId
    state: Mapping[tuple[str, str], str] = field(hash=False)
    people: Mapping[UserId, Membership] = field(hash=False)
    unreached: frozenset[UserId]
    asked_back: frozenset[UserId] = frozenset()
    removed: frozenset[UserId] = frozenset()
    carried: frozenset[UserId] = frozenset()
    is_out: bool = False
    asked_by: UserId | None = None
    kept: Kept | None = None
    through: tuple[ServerName, ...] = ()
    alias: Alias = Alias.HERE
    successor: Successor | None = None
    before: tuple[RoomId, ...] = ()
    left_behind: frozenset[UserId] = frozenset()
    is_listed: bool = False
    adopted: OwnPower | None = None

    def has(self, person: UserId, *memberships: Membership) -> bool:
        """Whether a person's last known membership is one of these."""
        return self.people.get(person) in memberships


@frozen
class RoomMade:
    """A room of ours exists; its initial state was as wanted then.

    Attributes:
        adopted: Who may do what there as its people made it; None for a room that we made.
        before: The rooms that it was earlier; none for a room that is new.
    """

    key: RoomKey
    room_id: RoomId
    state: Mapping[tuple[str, str], str] = field(hash=False)
    adopted: OwnPower | None = None
    before: tuple[RoomId, ...] = ()


@frozen
class StatePut:
    """A state event stands with this content, or with an `UNKNOWN` one."""

    key: RoomKey
    type: str
    state_key: str
    digest: str


@frozen
class ListingPut:
    """The homeserver's room directory shows a room of ours, or does not show it any more."""

    key: RoomKey
    is_listed: bool


@frozen
class PersonInvited:
    """An invitation went out."""

    key: RoomKey
    person: UserId
    at: datetime


@frozen
class PersonUnreached:
    """An invitation did not get through; it is tried again unless `is_final`."""

    key: RoomKey
    person: UserId
    errcode: str
    is_final: bool


@frozen
class MembershipSeen:
    """Matrix said how a person stands to a room of ours.

    Attributes:
        by: Who did it; another than the person means invited, removed or banned by them.
        name: The display name that came with it; empty if none.
        is_carried: Whether we did it, because of how the person stands to the space.
    """

    key: RoomKey
    person: UserId
    membership: Membership
    by: UserId
    name: Text
    is_carried: bool = False


@frozen
class ServersNamed:
    """Servers besides ours were named, through which a room can be joined."""

    key: RoomKey
    servers: tuple[ServerName, ...]


@frozen
class WeAreOut:
    """We are not in a room of ours any more: somebody put us out, or took an invitation back."""

    key: RoomKey


@frozen
class WeWereAsked:
    """Somebody invited us back to a room of ours."""

    key: RoomKey
    by: UserId


@frozen
class WeAreIn:
    """We are in a room of ours again."""

    key: RoomKey
