"""The homeserver's directories: which room an alias leads to, and what a profile says.

Owns how each is asked, and when a no means that all is as wanted. Refuses to know which names the house
gives its rooms.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec

from appservice.homeserver.account import Done
from appservice.homeserver.line import path_of
from appservice.homeserver.memberships import NOT_IN_THERE, InvitingBot
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomAlias, RoomId, UserId, ZoneName
from microsol_matrix.ports import FoundRoom, RoomSummary
from microsol_matrix.structure.listed import NETWORK
from microsol_matrix.zones import read_zone

_ZONES: Final = ("m.tz", "us.cloke.msc4175.tz")
"""Where a profile names a time zone: as the specification says since v1.16, and as clients wrote it before."""

_MOST_SERVERS: Final = 10


class RoomNamed(msgspec.Struct):
    """An answer that names a room."""

    room_id: str


class _Found(RoomNamed):
    servers: list[object] = []


class _Summary(msgspec.Struct):
    room_type: str | None = None
    num_joined_members: int = 0


class KnowingBot(InvitingBot):
    """An account that looks names up and gives them."""

    async def resolve(self, alias: RoomAlias) -> RoomId | None:
        """Look up a room alias."""
        try:
            found = await self._line.ask("GET", _entry(alias), reply=RoomNamed)
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_NOT_FOUND":
                raise
            return None
        return RoomId(found.room_id)

    async def look_up(self, alias: RoomAlias) -> FoundRoom | None:
        """Ask the alias' own homeserver, bounded by the time that it is given."""
        try:
            found = await self._line.ask(
                "GET", _entry(alias), reply=_Found, within=self._federation_timeout
            )
        except HomeserverRefused as no:
            # Of an alias that is none at all, Synapse says 400.
            if no.matrix_errcode not in ("M_NOT_FOUND", "M_INVALID_PARAM"):
                raise
            return None
        servers = (one for one in found.servers if isinstance(one, str))
        return FoundRoom(RoomId(found.room_id), tuple(servers)[:_MOST_SERVERS])

    async def summary(self, room_id: RoomId, via: Sequence[str]) -> RoomSummary | None:
        """Look at a room, wherever it is (spec v1.15, room summaries)."""
        try:
            seen = await self._line.ask(
                "GET",
                path_of("v1", "room_summary", room_id),
                query=[("via", server) for server in via],
                reply=_Summary,
                within=self._federation_timeout,
            )
        except HomeserverRefused as no:
            if no.status not in NOT_IN_THERE:
                raise
            return None
        return RoomSummary(seen.room_type, seen.num_joined_members)

    async def name_alias(self, alias: RoomAlias, room_id: RoomId) -> None:
        """Let an alias lead to a room."""
        try:
            await self._line.ask("PUT", _entry(alias), body={"room_id": room_id}, reply=Done)
        except HomeserverRefused as no:
            if no.status != HTTPStatus.CONFLICT or await self.resolve(alias) != room_id:
                raise

    async def drop_alias(self, alias: RoomAlias) -> None:
        """Let an alias lead nowhere."""
        try:
            await self._line.ask("DELETE", _entry(alias), reply=Done)
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_NOT_FOUND":
                raise

    async def set_listed(self, room_id: RoomId, *, is_listed: bool) -> None:
        """Put a room into the room directory's list of our network, or take it out."""
        path = path_of("v3", "directory", "list", "appservice", NETWORK, room_id)
        visibility = {"visibility": "public" if is_listed else "private"}
        await self._line.ask("PUT", path, body=visibility, reply=Done)

    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        """Read the time zone of a profile; asked as a whole, it comes under its old name too."""
        try:
            profile = await self._line.ask(
                "GET", path_of("v3", "profile", user_id), reply=dict[str, Any]
            )
        except HomeserverRefused as no:
            if no.status not in NOT_IN_THERE:
                raise
            return None
        written = (profile.get(field) for field in _ZONES)
        zones = (read_zone(name) for name in written if isinstance(name, str))
        return next((zone for zone in zones if zone is not None), None)


def _entry(alias: RoomAlias) -> str:
    return path_of("v3", "directory", "room", alias)
