"""Read what somebody says about adopting: which space, which rooms of it, whether it is to be, and whether it is so.

Owns the words. Refuses to look at anything: that takes a homeserver.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Final

from attrs import evolve, frozen

from microsol_matrix.decide.naming import said_name
from microsol_matrix.ids import RoomId
from microsol_matrix.navigation import room_linked
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE
from microsol_matrix.scales.adoption import MOST_CREWS, AdoptionAsk
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.options import COMMONS_ROOM, CREW_ROOMS
from microsol_matrix.words import Said, say
from microsol_matrix.world import LaneWorld, World

_ROOM: Final = re.compile(r"#[^\s:]+:\S+|![^\s]+")
"""An alias, or a room id; since room version 12 that names no server."""
_MADE: Final = (SPACE, COMMONS, HOSTS, ARCHIVE)


@frozen
class Agreed:
    """They agree to what they were shown.

    Attributes:
        space: Which they named; empty if none.
    """

    space: str


@frozen
class NotSo:
    """They want nothing of it."""


@frozen
class Again:
    """They name nothing: what they asked about before is meant."""

    def of(self, before: AdoptionAsk, message: MessageSaid, *, at: datetime) -> AdoptionAsk:
        """Ask anew what they asked before."""
        return evolve(before, event_id=message.event_id, room_id=message.room_id, at=at)


def read_adoption(
    command: Command, given: Given, *, message: MessageSaid, at: datetime
) -> AdoptionAsk | Again | Agreed | NotSo | Said:
    """Read it; what is unclear is said back, with what would be right."""
    words = [_bare(word) for word in said_name(command).split()]
    rooms = [word for word in words if _ROOM.fullmatch(word)]
    rest = [word.lower().strip(".!") for word in words if word not in rooms]
    space = rooms[0] if rooms else ""
    if rest == ["yes"] and len(rooms) <= 1:
        return Agreed(space)
    if rest == ["no"]:
        return NotSo()
    if not words and all(given.of(one) is None for one in (COMMONS_ROOM, CREW_ROOMS)):
        return Again()
    if not space or rest or len(rooms) > 1:
        return say("adopt.needs-space")
    commons = _bare(given.of(COMMONS_ROOM) or "")
    crews = tuple(_bare(one) for one in re.split(r"[,\s]+", given.of(CREW_ROOMS) or "") if one)
    for one in (*((commons,) if commons else ()), *crews):
        if not _ROOM.fullmatch(one):
            return say("adopt.no-room", given=one)
    if len(crews) > MOST_CREWS:
        return say("adopt.too-many", count=len(crews), most=MOST_CREWS)
    return AdoptionAsk(
        message.event_id,
        message.room_id,
        space=space,
        commons=commons,
        crews=tuple(dict.fromkeys(crews)),
        at=at,
    )


def taken_in(founded: Iterable[LaneWorld], space: str) -> Said | None:
    """Say that the space was taken in, or is being, to somebody who agrees to it once more; None if there is none.

    Args:
        founded: What they began.
        space: Which they named; empty for the last one.
    """
    worlds = [
        (one.congregation.founded_at, taken, one)
        for one in founded
        if isinstance(one, World)
        if one.congregation is not None
        if one.released_at is None
        if (taken := _taken_space(one)) is not None
        if space in ("", taken)
    ]
    if not worlds:
        return None
    _, _, last = max(worlds, key=itemgetter(0, 1))
    is_done = not last.takings and all(key in last.rooms for key in _MADE)
    return say("adopt.done.already" if is_done else "adopt.begun.already", name=last.name)


def _taken_space(world: World) -> RoomId | None:
    """Give the space that people made and that is a congregation's; None if the service made it."""
    taking, room = world.takings.get(SPACE), world.room(SPACE)
    if taking is not None:
        return taking.room_id
    return room.room_id if room is not None and room.adopted is not None else None


def _bare(word: str) -> str:
    bare = word.strip(",;<>")
    return room_linked(bare) or bare.partition("?")[0]
