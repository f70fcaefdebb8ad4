"""A new database from what rooms tell: made beside its place, put there only when it is whole.

Owns that nobody ever finds half of one, and that no service runs meanwhile. Refuses to know what follows from what
rooms tell (`microsol_matrix.rebuild`).
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from attrs import define, field, frozen

from appservice.backup.archive import own_folder
from appservice.backup.placing import must_be_empty, put_in_place
from appservice.backup.refusals import InTheWay, NotNow, reason_of
from appservice.clock import SystemClock
from appservice.config import DEVICE_ID, Config
from appservice.homeserver import NioHomeserver
from appservice.rebuilding.gathering import Gathered, Gathering, Watch
from appservice.store import locked, open_store, unmark_restored
from appservice.wiring import house_of, key_place
from microsol_matrix.addresses import addresses
from microsol_matrix.decide import next_due
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId
from microsol_matrix.plan import plan
from microsol_matrix.plan.directory import listed
from microsol_matrix.plan.intents import PutListing
from microsol_matrix.ports import Append, Clock, Store
from microsol_matrix.rebuild import Rebuilt, rebuild
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.structure.types import CREW
from microsol_matrix.world import LaneWorld, World

_DATABASE: Final = "database"
_WAY_OUT: Final = "--over puts it aside under another name and rebuilds."


@frozen
class Laid:
    """A store as it was written.

    Attributes:
        facts: How many were written.
        gaps: How many things the next start will do on the homeserver, because rooms are not as they are to be; what it
            tells the room directory is not among them, for nobody can read there how that is.
    """

    facts: int
    gaps: int


@frozen
class Built:
    """A database that was rebuilt.

    Attributes:
        rooms: In how many rooms we are.
        kept_aside: Where the database that stood there is now; None if there was none.
    """

    rebuilt: Rebuilt
    laid: Laid
    rooms: int
    kept_aside: Path | None = field(default=None)


@define
class _Unread:
    """Which rooms' keys are not to be kept: known only once their markers are read."""

    gathering: Gathering | None = None

    async def rooms(self) -> frozenset[str]:
        """Read which crews chose that we hold no keys."""
        if self.gathering is None:
            return frozenset()
        standing = await self.gathering.standing()
        unread = Encryption.UNREAD.value
        return frozenset(
            room_id
            for room_id, read in standing.items()
            if read.content(CREW).get("encryption") == unread
        )


async def rebuild_database(
    config: Config, *, replaces: bool, watch: Watch = lambda *_: None
) -> Built:
    """Rebuild the database of a service that does not run.

    Args:
        config: The service's.
        replaces: Whether a database in which something happened is put aside for it.
        watch: Told how it goes on.

    Raises:
        BackupRefused: Nothing was changed: something is in the way, or a service runs.
        HomeserverUnreachable: Nothing was changed: it did not answer.
        HomeserverRefused: Nothing was changed: it says no.
    """
    database, clock, house = config.database_path, SystemClock(), house_of(config)
    try:
        with locked(database):
            if not replaces:
                must_be_empty(database, way_out=_WAY_OUT)
            with own_folder(database) as folder:
                gathered = await _gathered(config, house, clock=clock, watch=watch)
                now = clock.now()
                rebuilt = rebuild(
                    gathered.sorting,
                    gathered.rooms,
                    directs=gathered.directs,
                    house=house,
                    now=now,
                )
                store = await open_store(folder / _DATABASE)
                try:
                    laid = await lay(
                        rebuilt, store, position=gathered.position, house=house, now=now
                    )
                finally:
                    await store.close()
                unmark_restored(database)  # of an earlier time
                aside = put_in_place(folder / _DATABASE, database, before="rebuild", at=now)
    except StoreUnavailable as error:
        message = f"{error} Nothing was changed. Stop the service first."
        raise NotNow(message) from error
    except OSError as error:
        message = f"Nothing was rebuilt: {reason_of(error)}"
        raise InTheWay(message) from error
    return Built(rebuilt=rebuilt, laid=laid, rooms=len(gathered.rooms), kept_aside=aside)


async def _gathered(config: Config, house: House, *, clock: Clock, watch: Watch) -> Gathered:
    unread = _Unread()
    homeserver = NioHomeserver(
        config.homeserver.url,
        config.homeserver.server_name,
        as_token=config.appservice.as_token,
        bot=config.bot,
        device_id=DEVICE_ID,
        # The position that is fetched takes what was sent to our device with it: keys come only once.
        keys=key_place(config, unread.rooms),
    )
    try:
        # As each start does: without its keys it has another device, which is not known yet.
        await homeserver.ensure_device(config.appservice.bot_name)
        await homeserver.introduce_keys()
        gathering = Gathering(homeserver, house, clock, watch=watch)
        unread.gathering = gathering
        return await gathering.all()
    finally:
        await homeserver.close()


async def lay(
    rebuilt: Rebuilt, store: Store, *, position: str, house: House, now: datetime
) -> Laid:
    """Write everything that is known into an empty store.

    Args:
        rebuilt: The facts of every lane.
        store: Where nothing is yet.
        position: From which everything that happens later is heard.
        house: Who we are.
        now: When it is written.
    """
    gaps, written = 0, 0
    lanes: dict[LaneId, tuple[Fact, ...]] = dict(rebuilt.congregations)
    for person, facts in rebuilt.people.items():
        lanes[await store.self_lane(person)] = facts
    for lane, facts in lanes.items():
        world = replay(empty_world(lane), facts)
        gaps += sum(1 for one in plan(world, house) if not isinstance(one, PutListing))
        written += len(facts)
        await store.append(_first_commit(lane, facts, world=world, house=house, now=now))
    await store.accept((), arrived_at=now, sync_position=position)
    return Laid(facts=written, gaps=gaps)


def _first_commit(
    lane: LaneId, facts: tuple[Fact, ...], *, world: LaneWorld, house: House, now: datetime
) -> Append:
    return Append(
        lane=lane,
        expected_seq=0,
        facts=facts,
        at=now,
        consumed=(),
        letters=(),
        addresses=addresses(world),
        next_due=next_due(world),
        is_unsettled=bool(plan(world, house)) or world.is_worth_retrying,
        snapshot=world,
        listed=listed(world, house) if isinstance(world, World) else (),
    )


def counted(rebuilt: Rebuilt) -> Mapping[str, int]:
    """Say how many of which there are, for people and machines alike."""
    worlds = [
        world
        for lane, facts in rebuilt.congregations.items()
        if isinstance(world := replay(empty_world(lane), facts), World)
    ]
    return {
        "congregations": len(worlds),
        "crews": sum(len(world.crews) for world in worlds),
        "open calls": sum(len(world.calls) for world in worlds),
        "people talked with": len(rebuilt.people),
    }
