"""Store and homeserver for commands that do one thing and end, put together as the service would.

Owns that looking ahead opens the database for reading alone, and that nothing here touches the keys to encrypted
messages: they are the running service's. Refuses to know what a command does with it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from attrs import frozen

from appservice.clock import SystemClock
from appservice.config import DEVICE_ID, Config
from appservice.homeserver import NioHomeserver
from appservice.inbox import Inbox
from appservice.planning import Apply, KeylessPerformer, Sight, Tally, Watch
from appservice.store import must_be_there, open_store, reading_store, restored_position
from appservice.wiring import house_of
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.lanes.registry import Lanes

_NOT_CAUGHT_UP: Final = (
    "A backup was brought back, and the service has not caught up since: what people did in between would be taken "
    "back as if it were wrong. Start the service; once it has caught up it does by itself what is to be done."
)


@asynccontextmanager
async def looking(config: Config, *, watch: Watch) -> AsyncIterator[Sight]:
    """Open what is needed to look ahead; a service may run meanwhile.

    Raises:
        MicrosolError: The database cannot be read.
    """
    homeserver = _keyless(config)
    try:
        with reading_store(config.database_path) as past:
            yield Sight(past, homeserver, house_of(config), SystemClock(), watch=watch)
    finally:
        await homeserver.close()


@frozen
class Bench:
    """What is needed to look ahead and to have it done."""

    sight: Sight
    apply: Apply


@asynccontextmanager
async def working(config: Config, *, tally: Tally, watch: Watch) -> AsyncIterator[Bench]:
    """Open what is needed to have a plan done; no service may run meanwhile.

    Raises:
        MicrosolError: The database is not there, cannot be used, or was restored and has not caught up; or a service
            has it open.
    """
    must_be_there(config.database_path)
    if restored_position(config.database_path) is not None:
        raise StoreUnavailable(_NOT_CAUGHT_UP)
    store = await open_store(config.database_path)
    homeserver, house, clock = _keyless(config), house_of(config), SystemClock()
    inbox = Inbox(house=house, store=store, clock=clock)
    lanes = Lanes(
        house=house,
        store=store,
        performer=KeylessPerformer(homeserver=homeserver, house=house, clock=clock, store=store),
        clock=clock,
        reports=tally,
        post=inbox.post,
        take_in=inbox.take_in,
    )
    try:
        yield Bench(Sight(store, homeserver, house, clock, watch=watch), Apply(lanes, tally))
    finally:
        await lanes.stop()
        await homeserver.close()
        await store.close()


def _keyless(config: Config) -> NioHomeserver:
    return NioHomeserver(
        config.homeserver.url,
        config.homeserver.server_name,
        as_token=config.appservice.as_token,
        bot=config.bot,
        device_id=DEVICE_ID,
    )
