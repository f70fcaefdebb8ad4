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
    key_place: KeyPlace | None = None,
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
        keys=key_place if keys is None else KeyPlace(keys, secret="only the service knows"),
    )
    try:
        yield door
    finally:
        await door.close()
