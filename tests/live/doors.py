"""Doors to real homeservers, closed when the test ends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from appservice.demo.synapse import Synapse
from appservice.homeserver import KeyPlace, NioHomeserver
from appservice.registration import Registration
from microsol_matrix.ids import UserId


@asynccontextmanager
async def door_to(
    synapse: Synapse,
    registration: Registration,
    *,
    half_made_patience: timedelta | None = None,
    keys: Path | None = None,
    unread_rooms: frozenset[str] = frozenset(),
) -> AsyncIterator[NioHomeserver]:
    door = NioHomeserver(
        synapse.url,
        synapse.server_name,
        as_token=registration.as_token,
        bot=UserId(f"@{registration.bot_localpart}:{synapse.server_name}"),
        device_id="MICROSOL",
        half_made_patience=timedelta(minutes=2)
        if half_made_patience is None
        else half_made_patience,
        keys=None if keys is None else _key_place(keys, unread_rooms),
    )
    try:
        yield door
    finally:
        await door.close()


def _key_place(directory: Path, unread_rooms: frozenset[str]) -> KeyPlace:
    async def give() -> frozenset[str]:
        return unread_rooms

    # One secret for all doors: the bot's identity follows from it, and a homeserver takes none back.
    return KeyPlace(directory, secret="only the service knows", unread_rooms=give)
