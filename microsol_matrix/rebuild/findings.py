"""What a rebuild says of rooms that it could not simply take, and of what no room tells.

Owns the kinds of both. Refuses to name people: what is lost is told by how much it may touch.
"""

from enum import Enum

from attrs import frozen

from microsol_matrix.ids import RoomId


class Oddity(Enum):
    """Why a room was not taken, or not as it claims; each reads after the room's id."""

    FORGED = "carries a marker that somebody else wrote; left alone"
    NEWER = "carries a marker of a newer version; left alone: rebuild with that version"
    MALFORMED = "carries a marker that cannot be read; left alone"
    HOMELESS = "belongs to a congregation whose space we are not in; left alone"
    TAKEN = "claims a place that another room has; left alone"
    UNPLACED = "belongs to the Archive, but not to a season that is known; left alone"
    POWERLESS = "was taken, but we have not the power there that we need"
    NO_FOUNDER = "is a space of which nobody can tell who founded it; left alone"


@frozen
class Finding:
    """One room with an oddity."""

    room_id: RoomId
    oddity: Oddity


class Lost(Enum):
    """What no room tells, most of it by law; each reads after a number of things that it may touch."""

    ANSWERS = "open calls: answers by direct message or in words"
    CONSENT = "questions of crews: objections and what was answered in words; those that wait for objections run anew"
    TIERS = "members: who is guest, friend or partner; hosts are partners, all others friends"
    SEATS = "crews: who waits for a seat, who heard 'not this cycle', seats whose invitation had not gone out"
    HARVESTS = "living crews: harvests that were left, and not yet given to the congregation"
    SEALED = "encrypted crews: the words of what they agreed, and what they were asked with words of their own"
    DIRECT = "people: in which language they are spoken with, and which congregation they mean"
    INVITATIONS = "congregations: invitations that had not arrived, who asked for them, who was asked to be host"
    NEIGHBOURS = "congregations: links that hosts had not answered yet, porches looked for, servers refused for good"
    HISTORY = "congregations: what is over and stands nowhere any more, as ended calls, answered requests, deeds"
    UNSAID = "congregations: what was still to be said"


@frozen
class Loss:
    """One kind of what is lost.

    Attributes:
        touching: How many calls, crews, people or congregations it may touch; never how many did what.
    """

    lost: Lost
    touching: int
