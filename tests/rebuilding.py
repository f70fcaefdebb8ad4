"""A store rebuilt from a fake homeserver's rooms, beside the one that there was."""

from attrs import frozen

from appservice.rebuilding import Gathering, lay
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import Intent, PutListing
from microsol_matrix.rebuild import Rebuilt, rebuild
from microsol_matrix.rebuild.difference import Difference, difference
from microsol_matrix.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.homeserver import FakeHomeserver
from tests.fakes.store import MemoryStore


@frozen(eq=False)
class Anew:
    """What a rebuild gave."""

    rebuilt: Rebuilt
    store: MemoryStore
    gaps: int

    def world(self, lane: LaneId) -> World:
        """Give a congregation's world as its facts tell it."""
        world = replay(empty_world(lane), self.rebuilt.congregations[lane])
        assert isinstance(world, World)
        return world


async def rebuilt_from(homeserver: FakeHomeserver, clock: FakeClock, house: House) -> Anew:
    """Rebuild from the rooms that the bot is in."""
    gathered = await Gathering(homeserver, house, clock).all()
    rebuilt = rebuild(
        gathered.sorting,
        gathered.rooms,
        directs=gathered.directs,
        house=house,
        now=clock.now(),
    )
    store = MemoryStore()
    laid = await lay(rebuilt, store, position=gathered.position, house=house, now=clock.now())
    return Anew(rebuilt, store, laid.gaps)


def left_to_do(world: World, house: House) -> tuple[Intent, ...]:
    """Give what is left to do but to tell the room directory, of which no room tells how it is."""
    return tuple(one for one in plan(world, house) if not isinstance(one, PutListing))


def unlawful(old: World, new: World) -> list[Difference]:
    """Give the differences that no law allows."""
    return [one for one in difference(old, new) if one.lost is None]
