"""A homeserver that does whatever it is asked, at once: what is left to measure is ours.

Owns no memory: nothing that was done can be read back, so nothing here grows.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Final

from attrs import define, field

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId, ZoneName
from microsol_matrix.ports import FoundRoom, Homeserver, RoomSummary, SyncAnswer
from microsol_matrix.rooms import Json, MadeRoom, RoomSpec, StatePiece
from tests.core.said import SERVER


@define
class ObligingHomeserver:
    """Keeps the promises of the port that can be kept without a memory."""

    _events: "count[int]" = field(factory=count, init=False)

    async def make_room(self, spec: RoomSpec) -> MadeRoom:
        alias = RoomAlias(f"#{spec.alias_localpart}:{SERVER}")
        return MadeRoom(RoomId(f"!{spec.alias_localpart}:{SERVER}"), alias)

    async def put_state(self, room_id: RoomId, piece: StatePiece) -> EventId:
        return self._event(room_id, piece)

    async def set_power(
        self,
        room_id: RoomId,
        *,
        power: Mapping[str, Json],
        users: Mapping[UserId, int],
        own: int | None = None,
    ) -> None:
        """Do it."""

    async def name_alias(self, alias: RoomAlias, room_id: RoomId) -> None:
        """Do it."""

    async def drop_alias(self, alias: RoomAlias) -> None:
        """Do it."""

    async def set_listed(self, room_id: RoomId, *, is_listed: bool) -> None:
        """Do it."""

    async def joined_rooms(self) -> frozenset[RoomId]:
        reason = "it has no memory that could be looked into"
        raise HomeserverUnreachable(reason)

    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        del alias
        return None

    async def look_up(self, alias: RoomAlias) -> FoundRoom | None:
        del alias
        return None

    async def summary(self, room_id: RoomId, via: Sequence[str]) -> RoomSummary | None:
        del room_id, via
        return None

    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        del user_id
        return None

    async def read_state(
        self, room_id: RoomId, *, most_bytes: int | None = None
    ) -> tuple[bytes, ...]:
        del room_id, most_bytes
        return ()

    async def versions_of(self, room_id: RoomId, place: tuple[str, str]) -> tuple[EventId, ...]:
        del room_id, place
        return ()

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Do it."""

    async def remove(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Do it."""

    async def ban(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Do it."""

    async def lift_ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Do it."""

    async def join(self, room_id: RoomId, via: Sequence[str]) -> None:
        """Do it."""

    async def leave(self, room_id: RoomId) -> None:
        """Do it."""

    async def send(
        self,
        room_id: RoomId,
        *,
        type: str,  # noqa: A002 - the port's word
        content: Mapping[str, Json],
        txn_id: str,
    ) -> EventId:
        return self._event(room_id, type, content, txn_id)

    async def redact(self, room_id: RoomId, event_id: EventId, *, txn_id: str, reason: str) -> None:
        """Do it."""

    async def read_back(
        self, room_id: RoomId, *, since: str | None, before: str | None, limit: int
    ) -> tuple[bytes, ...]:
        del room_id, since, before, limit
        return ()

    async def sync(self, position: str | None) -> SyncAnswer:
        return SyncAnswer(position=position or "from-here", rooms=(), invitations=())

    async def mark_direct(self, user_id: UserId, room_id: RoomId) -> None:
        """Do it."""

    async def versions(self) -> None:
        """Answer."""

    async def register_bot(self) -> None:
        """Know it."""

    async def ensure_device(self, name: str) -> None:
        """Know it."""

    async def introduce_keys(self) -> None:
        """Know them."""

    async def set_display_name(self, name: str) -> None:
        """Know it."""

    async def close(self) -> None:
        """Hang up."""

    def _event(self, *about: object) -> EventId:
        del about
        return EventId(f"$done-{next(self._events)}")


KEEPS: Final[type[Homeserver]] = ObligingHomeserver
"""Says to the type checker that nothing is missing which the port promises."""
