"""A room of ours that its people left for another one (client-server, room upgrades).

Owns the facts about it. Refuses to know how one goes along (`plan.following`) and what is written anew.
"""

from attrs import frozen

from microsol_matrix.ids import RoomId, RoomKey, UserId


@frozen
class Successor:
    """The room in which a room of ours goes on, as long as we have not taken it for ours.

    Attributes:
        by: Who said so; through their server it can be joined.
    """

    room_id: RoomId
    by: UserId


@frozen
class RoomUpgraded:
    """A room's people went on in another one."""

    key: RoomKey
    successor: Successor


@frozen
class RoomFollowed:
    """The other room is ours now, in the place of the one before.

    Attributes:
        came: Who was in both; who was only in the one before is asked to come along.
        creators: Who has more than any number in the new one, from room version 12 on.
    """

    key: RoomKey
    room_id: RoomId
    came: frozenset[UserId]
    creators: tuple[UserId, ...] = ()


UpgradeFact = RoomUpgraded | RoomFollowed
