"""What rooms remember: whole histories of a few types, and which rooms are direct.

Owns that they are read to their beginning, page by page. Refuses to know what for (`appservice.rebuilding`).
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec

from appservice.homeserver.directory import KnowingBot
from appservice.homeserver.line import path_of
from appservice.homeserver.reading import Page
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import RoomId, UserId

_PAGE: Final = 500
"""Events asked for at once; homeservers give fewer if they want."""


class _Kind(msgspec.Struct):
    type: str = ""


_KIND: Final = msgspec.json.Decoder(_Kind)
_BEGINNING: Final = "m.room.create"
"""Before it there is nothing: asked for too, it saves asking whether there is more."""


class RememberingBot(KnowingBot):
    """An account that reads back to the beginning."""

    async def direct_rooms(self) -> Mapping[UserId, tuple[RoomId, ...]]:
        """Give the bot's `m.direct`; what is misshapen in it is passed over."""
        path = path_of("v3", "user", self._bot, "account_data", "m.direct")
        try:
            direct = await self._line.ask("GET", path, reply=dict[str, Any])
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_NOT_FOUND":
                raise
            return {}
        return {
            UserId(person): tuple(RoomId(one) for one in rooms if isinstance(one, str))
            for person, rooms in direct.items()
            if isinstance(rooms, list)
        }

    async def past_of(
        self, room_id: RoomId, types: Collection[str], *, is_ours_alone: bool = False
    ) -> tuple[bytes, ...]:
        """Read all events of some types, page by page, and give them oldest first."""
        wanted: dict[str, Any] = {"types": sorted({*types, _BEGINNING})}
        if is_ours_alone:
            wanted["senders"] = [self._bot]
        newest_first: list[bytes] = []
        begin: str | None = None
        while True:
            query = [
                ("dir", "b"),
                ("limit", str(_PAGE)),
                ("filter", msgspec.json.encode(wanted).decode()),
            ]
            query += [("from", begin)] if begin is not None else []
            page = await self._line.ask(
                "GET", path_of("v3", "rooms", room_id, "messages"), query=query, reply=Page
            )
            kinds = [_KIND.decode(event).type for event in page.chunk]
            newest_first += [
                bytes(event) for event, kind in zip(page.chunk, kinds, strict=True) if kind in types
            ]
            # A page without anything of these types need not be the last; one that leads nowhere is.
            if _BEGINNING in kinds or page.end is None or page.end == begin:
                return tuple(newest_first[::-1])
            begin = page.end
