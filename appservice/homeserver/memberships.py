"""Who is in a room: inviting, putting out, coming and going.

Owns how each change of a membership is asked for, and when a no means that all is as wanted. Refuses to
know why anybody is to be in.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final

import msgspec

from appservice.homeserver.account import Done
from appservice.homeserver.key_place import KeyPlace
from appservice.homeserver.line import Line, path_of
from appservice.homeserver.secrecy import SecretiveBot
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomId, UserId

NOT_IN_THERE: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
"""What is said of a room to somebody who is not in it, or if there is none."""


class _Membership(msgspec.Struct):
    membership: str


class _Joined(msgspec.Struct):
    joined_rooms: list[RoomId]


class InvitingBot(SecretiveBot):
    """An account that invites, puts out, comes and goes."""

    def __init__(
        self,
        line_for: Callable[[str], Line],
        *,
        bot: UserId,
        device_id: str,
        keys: KeyPlace | None,
        federation_timeout: timedelta,
    ) -> None:
        """Add how long another server is given.

        Args:
            line_for: Makes a line to the homeserver that speaks as a device of ours.
            bot: Who we are.
            device_id: The one that speaks.
            keys: Where the keys lie; None to do without.
            federation_timeout: For a call that waits for another server.

        Raises:
            StoreUnavailable: The place of the keys cannot be used.
        """
        super().__init__(line_for, bot=bot, device_id=device_id, keys=keys)
        self._federation_timeout = federation_timeout

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Invite one person, bounded by the time that their server is given."""
        await self._change_membership(
            room_id,
            "invite",
            body={"user_id": user_id},
            within=self._federation_timeout,
            fine=("invite", "join"),
        )

    async def remove(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Kick one person, or take back their invitation, or refuse their knock."""
        body = {"user_id": user_id, "reason": reason}
        await self._change_membership(room_id, "kick", body=body, fine=("leave", "ban", None))

    async def ban(self, room_id: RoomId, user_id: UserId, reason: str) -> None:
        """Ban one person."""
        body = {"user_id": user_id, "reason": reason}
        await self._change_membership(room_id, "ban", body=body, fine=("ban",))

    async def lift_ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Unban one person; Synapse would write of anybody else, too, that they are out."""
        if await self._membership(room_id, user_id) == "ban":
            body = {"user_id": user_id}
            await self._change_membership(room_id, "unban", body=body, fine=("leave", "invite"))

    async def _change_membership(
        self,
        room_id: RoomId,
        verb: str,
        *,
        body: Mapping[str, str],
        fine: Sequence[str | None],
        within: timedelta | None = None,
    ) -> None:
        """Ask for a change; a refusal counts only if the person does not stand as wanted."""
        path = path_of("v3", "rooms", room_id, verb)
        try:
            await self._line.ask("POST", path, body=body, reply=Done, within=within)
        except HomeserverRefused as no:
            if no.status != HTTPStatus.FORBIDDEN:
                raise
            if await self._membership(room_id, body["user_id"]) not in fine:
                raise

    async def _membership(self, room_id: RoomId, user_id: str) -> str | None:
        """Ask how a person stands to a room that we can read; None for not at all."""
        path = path_of("v3", "rooms", room_id, "state", "m.room.member", user_id)
        try:
            return (await self._line.ask("GET", path, reply=_Membership)).membership
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_NOT_FOUND":
                raise
            return None

    async def join(self, room_id: RoomId, via: Sequence[str]) -> None:
        """Join a room; `via` goes out under its old name too, for homeservers before v1.12."""
        query = [(name, server) for server in via for name in ("via", "server_name")]
        path = path_of("v3", "join", room_id)
        await self._line.ask(
            "POST", path, query=query, body={}, reply=Done, within=self._federation_timeout
        )

    async def leave(self, room_id: RoomId) -> None:
        """Leave a room; one that the bot is not in is fine."""
        path = path_of("v3", "rooms", room_id, "leave")
        try:
            await self._line.ask("POST", path, body={}, reply=Done, within=self._federation_timeout)
        except HomeserverRefused as no:
            if no.status not in NOT_IN_THERE:
                raise
            if room_id in await self.joined_rooms():
                raise

    async def joined_rooms(self) -> frozenset[RoomId]:
        """Name all rooms that the bot is in: 25 ms for 1,700."""
        joined = await self._line.ask("GET", path_of("v3", "joined_rooms"), reply=_Joined)
        return frozenset(joined.joined_rooms)
