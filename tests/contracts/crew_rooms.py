"""The rooms, words and questions that the homeserver's contract is written in.

Owns how short its tests are. Refuses to promise anything.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.ports import SyncAnswer, SyncedRoom
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from tests.contracts.neighbourhood import Neighbourhood

OPEN_TALK: Final[Mapping[str, Json]] = {
    "invite": 50,
    "state_default": 100,
    "events": {"m.room.name": 50, "m.room.power_levels": 100, "org.microsol.crew": 100},
}


POWER: Final = ("m.room.power_levels", "")


def room_spec(
    *,
    version: str = "11",
    alias: str | None = None,
    crew: str = "slow-kettle",
    state: Iterable[StatePiece] = (),
    users: dict[UserId, int] | None = None,
    predecessor: RoomId | None = None,
) -> RoomSpec:
    """A crew's room, under an alias that nobody has had."""
    marker = StatePiece("org.microsol.crew", "", {"id": crew, "space": "!space", "status": "live"})
    return RoomSpec(
        alias_localpart=alias or f"_microsol_{secrets.token_hex(8)}",
        version=version,
        name="Slow Kettle",
        topic="Tea, in time",
        room_type=None,
        is_direct=False,
        marker=marker,
        state=(marker, *state),
        power=OPEN_TALK,
        users=users or {},
        predecessor=predecessor,
    )


def read(events: Iterable[bytes]) -> list[dict[str, Any]]:
    return [json.loads(event) for event in events]


def bodies(events: Iterable[bytes]) -> list[str]:
    said = (event for event in read(events) if event["type"] == "m.room.message")
    return [event["content"]["body"] for event in said if event["content"]]


def says(body: str) -> dict[str, Any]:
    return {"msgtype": "m.notice", "body": body, "m.mentions": {}}


def parts_of(answer: SyncAnswer, room_id: RoomId) -> tuple[SyncedRoom, ...]:
    """Give what a sync tells of one room: the account is shared, and others' rooms go on meanwhile."""
    return tuple(room for room in answer.rooms if room.room_id == room_id)


async def state_of(around: Neighbourhood, room_id: RoomId) -> dict[tuple[str, str], Any]:
    events = read(await around.homeserver.read_state(room_id))
    return {(event["type"], event["state_key"]): event["content"] for event in events}


async def memberships(around: Neighbourhood, room_id: RoomId, user: UserId) -> list[str]:
    """Tell in order how somebody stood to a room."""
    events = read(await around.homeserver.read_back(room_id, since=None, before=None, limit=200))
    return [
        event["content"]["membership"]
        for event in events
        if (event["type"], event.get("state_key")) == ("m.room.member", user)
    ]
