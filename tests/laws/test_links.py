"""The laws of links, held against any life of a congregation, its neighbours, and strangers who would be some."""

from hypothesis import given

from microsol_matrix.decide.happenings import Started
from microsol_matrix.evolve import replay
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.places import PORCH
from microsol_matrix.scales.link import MOVES, Link, LinkBegan, LinkMoved, LinkState
from microsol_matrix.structure import types
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.porch import stands
from tests.laws.acts import Act, Beginning, a_law, acts, begin, houses, live

WANTED = (LinkState.PROPOSED, LinkState.AGREED, LinkState.MUTUAL)


def lived(house: House, life: list[Act]) -> Village:
    """Live among neighbours."""
    village = begin(house, Beginning.LINKED)
    for act in life:
        live(village, act)
    return village


def worlds(village: Village) -> list[tuple[World, Fact]]:
    """Give each world of a life, with the fact that ended it."""
    ended: list[tuple[World, Fact]] = []
    world = World()
    for fact in village.facts:
        ended.append((world, fact))
        world = replay(world, [fact])
    return ended


@a_law
@given(house=houses, life=acts)
def test_a_link_moves_only_as_links_move(house: House, life: list[Act]) -> None:
    for world, fact in worlds(lived(house, life)):
        if isinstance(fact, LinkMoved):
            assert fact.to in MOVES[world.links[fact.porch].state]
        elif isinstance(fact, LinkBegan):
            before = world.links.get(fact.link.porch)
            assert before is None or not before.is_live


@a_law
@given(house=houses, life=acts)
def test_no_link_is_without_a_host_of_ours_and_a_word_of_theirs(
    house: House, life: list[Act]
) -> None:
    village = lived(house, life)

    for world, fact in worlds(village):
        if isinstance(fact, LinkMoved) and fact.to is LinkState.MUTUAL:
            link = world.links[fact.porch]
            assert link.reading is not None
            assert link.reading.claim is not None
    for link in village.world.links.values():
        assert link.state not in WANTED or link.by is not None


@a_law
@given(house=houses, life=acts)
def test_on_a_neighbours_porch_nothing_is_changed_but_our_own_seat(
    house: House, life: list[Act]
) -> None:
    village = lived(house, life)
    village.settle()
    porches = {fact.link.porch for fact in village.facts if isinstance(fact, LinkBegan)}

    touched = {room for one in village.done if (room := getattr(one, "room_id", None))}
    assert touched.isdisjoint(porches)


@a_law
@given(house=houses, life=acts)
def test_our_porch_tells_of_the_links_there_are_and_of_no_others(
    house: House, life: list[Act]
) -> None:
    village = lived(house, life)
    village.happen(Started())  # what the homeserver refused for good is tried once more
    village.settle()
    told = {
        RoomId(state_key): content["state"]
        for (kind, state_key), content in stands(village).items()
        if kind == types.LINK
    }

    assert told == said_of(village.world)


def said_of(world: World) -> dict[RoomId, str]:
    """Give what the porch should say of each link."""
    if world.room(PORCH) is None or world.publishing.value == "off":
        return {}
    return {porch: link.state.value for porch, link in world.links.items() if _is_told(link)}


def _is_told(link: Link) -> bool:
    return link.state in (LinkState.PROPOSED, LinkState.MUTUAL)
