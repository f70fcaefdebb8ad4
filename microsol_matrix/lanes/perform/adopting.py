"""Rooms that people made: looked at, read, and marked as ours."""

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from microsol_matrix.decide.surveyed import RoomSurveyed, Surveyed
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.house import House
from microsol_matrix.ids import RoomAlias, RoomId, UserId, server_of
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.seats import is_wanted
from microsol_matrix.observe.surveying import RoomSurvey, survey
from microsol_matrix.plan.intents import (
    AdoptingIntent,
    LetRoomBe,
    LookAtSpace,
    MarkRoom,
    ReadRoom,
)
from microsol_matrix.plan.taking_in import state_when_marked
from microsol_matrix.ports import Homeserver, Store
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.adoption import MOST_PEOPLE, LookedRoomLeft, RoomTaken
from microsol_matrix.structure.schemas import check

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of a room that somebody names, which may be anybody's; a space with ten thousand people has less."""


class _NotRead(Enum):
    """Why a room was not read."""

    NO_WAY_IN = auto()
    TOO_LARGE = auto()


async def do_in_adopting(
    intent: AdoptingIntent, homeserver: Homeserver, house: House, *, store: Store
) -> Done:
    """Do one thing with a room that people made."""
    match intent:
        case LookAtSpace():
            return Done(seen=(await _look(intent, homeserver, house),))
        case ReadRoom(key=key, room_id=room_id, via=via):
            await homeserver.join(room_id, via)
            state = await homeserver.read_state(room_id, most_bytes=MOST_BYTES)
            read = survey(room_id, state)
            return Done(seen=(RoomSurveyed(key, read),))
        case LetRoomBe(room_id=room_id):
            if not await is_wanted(room_id, store):
                await homeserver.leave(room_id)
            return Done((LookedRoomLeft(room_id),))
        case MarkRoom(key=key, room_id=room_id, marker=marker, services=services):
            check(marker.type, marker.content)
            await homeserver.put_state(room_id, marker)
            members: Json = list(services)
            piece = StatePiece("io.element.functional_members", "", {"service_members": members})
            await homeserver.put_state(room_id, piece)
            return Done((RoomTaken(key, state_when_marked(marker, key=key, space=intent.space)),))


async def _look(intent: LookAtSpace, homeserver: Homeserver, house: House) -> Surveyed:
    ask = intent.ask
    missing: list[str] = []
    too_large: list[str] = []
    found: dict[str, RoomSurvey] = {}
    for said in dict.fromkeys((ask.space, *((ask.commons,) if ask.commons else ()), *ask.crews)):
        read = await _read(said, homeserver, via=_servers(intent.asker, house))
        match read:
            case _NotRead.NO_WAY_IN:
                missing.append(said)
            case _NotRead.TOO_LARGE:
                too_large.append(said)
            case _:
                found[said] = read
    return Surveyed(
        ask=ask,
        space=found.get(ask.space),
        commons=found.get(ask.commons),
        crews=tuple(found[said] for said in ask.crews if said in found),
        missing=tuple(missing),
        via=_servers(intent.asker, house),
        too_large=tuple(too_large),
    )


def _servers(asker: UserId, house: House) -> tuple[str, ...]:
    return tuple(dict.fromkeys((house.server, server_of(asker))))


async def _read(said: str, homeserver: Homeserver, *, via: Sequence[str]) -> RoomSurvey | _NotRead:
    """Come into a room that lets us and is not too large, as far as it shows from outside, and read it."""
    try:
        room_id = RoomId(said)
        if said.startswith("#"):
            found = await homeserver.look_up(RoomAlias(said))
            if found is None:
                return _NotRead.NO_WAY_IN
            room_id, via = found.room_id, found.servers
        seen = await homeserver.summary(room_id, via)
        if seen is not None and seen.people > MOST_PEOPLE:
            return _NotRead.TOO_LARGE
        await homeserver.join(room_id, via)
        return survey(room_id, await homeserver.read_state(room_id, most_bytes=MOST_BYTES))
    except HomeserverRefused:
        return _NotRead.NO_WAY_IN
