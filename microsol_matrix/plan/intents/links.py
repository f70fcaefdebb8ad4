"""What can be done about neighbours: on our own porch their invitation, on theirs nothing but our own seat.

Owns the law *Owned* by its shape: none of these changes anything in a neighbour's porch but whether we are in it.
"""

from attrs import frozen

from microsol_matrix.ids import EventId, RoomAlias, RoomId, RoomKey, ServerName, UserId


@frozen
class LookForPorch:
    """Find the porch behind an address, go in as anybody may, and read it.

    What is no porch is left again at once.

    Attributes:
        ours: Our porch: what theirs says of it is looked for.
        because: The message that asked for it.
    """

    address: RoomAlias
    ours: RoomId
    because: EventId


@frozen
class Propose:
    """Invite a neighbour's service to our porch: the invitation is the proposal.

    Attributes:
        key: Of our porch.
        room_id: Our porch.
        person: The neighbour's service.
        to: The neighbour's porch; goes with the invitation, so that their service knows which of its
            congregations is meant.
        because: The event that made the link.
    """

    key: RoomKey
    room_id: RoomId
    person: UserId
    to: RoomId
    because: EventId


@frozen
class EnterPorch:
    """Accept a neighbour's invitation to its porch, and read what it says of us.

    Attributes:
        ours: Our porch: what theirs says of it is looked for.
        because: The event that made the link.
        before: Our porch as it was before it was upgraded: what theirs says of that counts as well.
    """

    porch: RoomId
    via: tuple[ServerName, ...]
    ours: RoomId
    because: EventId
    before: tuple[RoomId, ...] = ()


@frozen
class LeavePorch:
    """Give back our seat on a neighbour's porch, or decline to take it.

    Another congregation of ours may have a seat there by the same bot: then nothing is left. Nor is anything where
    the porch is one of ours: its congregation is told instead.

    Attributes:
        ours: Our porch, where the same service looks after both; None where the neighbour sees for itself.
        successor: The room in which it was said to go on, where we may have come in and found nothing; None if none.
    """

    porch: RoomId
    ours: RoomId | None = None
    successor: RoomId | None = None


@frozen
class ReadPorch:
    """Read a neighbour's porch again.

    Attributes:
        ours: Our porch: what theirs says of it is looked for.
        before: Our porch as it was before it was upgraded: what theirs says of that counts as well.
    """

    porch: RoomId
    ours: RoomId
    before: tuple[RoomId, ...] = ()


@frozen
class FollowPorch:
    """Go into the room in which a neighbour's porch says that it goes on, and make sure that it does.

    Attributes:
        porch: The one before.
        bot: The neighbour's service, which has to write in both.
        ours: Our porch: what theirs says of it is looked for.
        before: Our porch as it was before it was upgraded: what theirs says of that counts as well.
    """

    porch: RoomId
    successor: RoomId
    via: tuple[ServerName, ...]
    bot: UserId
    ours: RoomId
    before: tuple[RoomId, ...] = ()


@frozen
class ProbePorch:
    """Ask the neighbour's homeserver whether its porch is where it was."""

    address: RoomAlias
    porch: RoomId


Afar = LookForPorch | EnterPorch | LeavePorch | ReadPorch | FollowPorch | ProbePorch
"""What is done where we have nothing but a seat."""
