"""The bot's own account, and the homeserver as such: what start and doctor ask.

Owns the account's making, its device, its name, and the questions whether the two sides reach and
accept each other. Refuses to know rooms.
"""

from datetime import timedelta

import msgspec
from attrs import frozen

from appservice.homeserver.line import Line, Speaker, path_of
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import UserId, localpart_of


@frozen
class Capabilities:
    """What the homeserver can do that matters to us (spec, client-server `/capabilities`).

    Attributes:
        default_room_version: What it takes if none is asked for.
        room_versions: All that it can make.
    """

    default_room_version: str
    room_versions: frozenset[str]


class Done(msgspec.Struct):
    """An answer of which only the success counts."""


class _Versions(msgspec.Struct):
    versions: tuple[str, ...]


class _WhoAmI(msgspec.Struct):
    user_id: str


class _Profile(msgspec.Struct):
    displayname: str | None = None


class _Pong(msgspec.Struct):
    duration_ms: float


class _RoomVersions(msgspec.Struct):
    default: str
    available: dict[str, str]


class _Capable(msgspec.Struct):
    # Room version 1 is what a homeserver has that names none (spec, `m.room_versions`).
    room_versions: _RoomVersions = msgspec.field(
        name="m.room_versions", default_factory=lambda: _RoomVersions("1", {"1": "stable"})
    )


class _CapabilitiesReply(msgspec.Struct):
    capabilities: _Capable


class BotAccount:
    """What start and doctor need beyond the port. Errors are those of every call at the door."""

    def __init__(self, line: Line, *, bot: UserId, device_id: str) -> None:
        self._line = line
        self._bot = bot
        self._device_id = device_id

    async def versions(self) -> tuple[str, ...]:
        """Ask which versions of the specification the homeserver speaks.

        Raises:
            HomeserverRefused: `M_UNKNOWN_TOKEN`: anybody may ask, yet Synapse looks at the token.
        """
        path = path_of("versions")
        return (
            await self._line.ask("GET", path, reply=_Versions, speaker=Speaker.SERVICE)
        ).versions

    async def register_bot(self) -> None:
        """Make the bot's account; one that exists is fine.

        Raises:
            HomeserverRefused: `M_UNKNOWN_TOKEN` if the homeserver does not know our registration,
                `M_EXCLUSIVE` if the bot is not in its namespace.
        """
        account = {
            "type": "m.login.application_service",
            "username": localpart_of(self._bot),
            "inhibit_login": True,
        }
        path = path_of("v3", "register")
        try:
            await self._line.ask("POST", path, body=account, reply=Done, speaker=Speaker.SERVICE)
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_USER_IN_USE":
                raise

    async def ensure_device(self, display_name: str) -> None:
        """Make the bot's device; one that exists is renamed (spec v1.17, identity assertion)."""
        path = path_of("v3", "devices", self._device_id)
        named = {"display_name": display_name}
        await self._line.ask("PUT", path, body=named, reply=Done, speaker=Speaker.BOT)

    async def whoami(self) -> UserId:
        """Ask whom the homeserver takes us for: the bot, if token, namespace and device hold."""
        path = path_of("v3", "account", "whoami")
        return UserId((await self._line.ask("GET", path, reply=_WhoAmI)).user_id)

    async def set_display_name(self, name: str) -> None:
        """Give the bot a name, unless it has it: each writing tells every room."""
        path = path_of("v3", "profile", self._bot, "displayname")
        try:
            present = (await self._line.ask("GET", path, reply=_Profile)).displayname
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_NOT_FOUND":
                raise
            present = None
        if present != name:
            await self._line.ask("PUT", path, body={"displayname": name}, reply=Done)

    async def ping(self, registration_id: str, txn_id: str) -> timedelta:
        """Have the homeserver ping us, and give the time that it took there and back.

        Args:
            registration_id: The `id` of our registration.
            txn_id: What the ping will carry, so that our edge knows it as its own.

        Raises:
            HomeserverUnreachable: With errcode `M_CONNECTION_FAILED` or `M_CONNECTION_TIMEOUT` if
                the homeserver does not reach us, `M_BAD_STATUS` if we answered it with an error.
            HomeserverRefused: `M_FORBIDDEN` for another's id, `M_URL_NOT_SET` if it has no URL.
        """
        path = path_of("v1", "appservice", registration_id, "ping")
        body = {"transaction_id": txn_id}
        pong = await self._line.ask("POST", path, body=body, reply=_Pong, speaker=Speaker.SERVICE)
        return timedelta(milliseconds=pong.duration_ms)

    async def capabilities(self) -> Capabilities:
        """Ask which room versions the homeserver can make."""
        path = path_of("v3", "capabilities")
        told = (await self._line.ask("GET", path, reply=_CapabilitiesReply)).capabilities
        return Capabilities(
            default_room_version=told.room_versions.default,
            room_versions=frozenset(told.room_versions.available),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._line.hang_up()
