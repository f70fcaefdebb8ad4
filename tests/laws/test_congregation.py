"""The laws of the house, held against any life of a congregation."""

from collections.abc import Mapping
from typing import Any

import attrs
from hypothesis import given

from microsol_matrix.addresses import addresses
from microsol_matrix.decide import Decision, decide, next_due
from microsol_matrix.decide.afar import PorchFound, PorchWasRead
from microsol_matrix.decide.happenings import Failed, Happening, Heard, Tick
from microsol_matrix.evolve import replay
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import LaneId
from microsol_matrix.plan import name_of, plan
from microsol_matrix.ports import AddressKind
from microsol_matrix.world import LaneWorld, World
from tests.core.life import Village
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live


def reordered(world: LaneWorld) -> LaneWorld:
    """Give the same world with all its mappings the other way round."""

    def turned(value: Any) -> Any:  # noqa: ANN401 - any field of any value
        if isinstance(value, Mapping):
            return {key: turned(inner) for key, inner in reversed(list(value.items()))}
        if attrs.has(type(value)):
            fields = attrs.fields(type(value))
            return attrs.evolve(value, **{f.name: turned(getattr(value, f.name)) for f in fields})
        return value

    turned_world: LaneWorld = turned(world)
    return turned_world


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_performing_the_plan_empties_it(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)

    village.settle()  # raises if it never empties

    assert village.plan() == ()


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_equal_worlds_give_equal_plans(house: House, beginning: Beginning, life: list[Act]) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        same = reordered(village.world)

        assert same == village.world
        assert plan(same, house) == village.plan()
        assert addresses(same) == addresses(village.world)
        assert next_due(same) == next_due(village.world)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_equal_worlds_decide_the_same(house: House, beginning: Beginning, life: list[Act]) -> None:
    village = begin(house, beginning)

    def check(happening: Happening) -> None:
        moment = Moment(house, now=village.now)
        one = decide(village.world, happening, moment=moment)
        other = decide(reordered(village.world), happening, moment=moment)

        assert one == other

    for act in life:
        live(village, act, before=check)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_two_intents_of_a_plan_have_one_name(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        names = [name_of(intent) for intent in village.plan()]

        assert len(set(names)) == len(names)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_repeated_observation_changes_nothing(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        seen: list[Happening] = []
        written = {letter.ref for letter in village.letters}
        live(village, act, before=seen.append)
        written |= {letter.ref for letter in village.letters}
        for happening in seen:
            if isinstance(happening, Heard | Failed | PorchFound | PorchWasRead):
                # The store takes words in once for ever, by their event id; each failure and reading is a new one.
                continue
            again = decide(village.world, happening, moment=Moment(house, now=village.now))
            if isinstance(again, Decision):
                assert replay(village.world, again.facts) == village.world, happening
                assert {letter.ref for letter in again.letters} <= written


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_due_time_stays_due_once_it_was_judged(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.happen(Tick())
    due = next_due(village.world)

    assert due is None or due > village.now


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_every_room_and_member_leads_back_to_its_lane(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    found = addresses(village.world)
    rooms = {address.key for address in found if address.kind is AddressKind.ROOM}
    members = {address.key for address in found if address.kind is AddressKind.MEMBER}

    assert rooms == {room.room_id for room in village.world.rooms.values()}
    assert members == village.world.members


def lane_of(village: Village) -> LaneId:
    assert village.world.congregation is not None
    return LaneId(village.world.congregation.id)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_facts_alone_give_the_world(house: House, beginning: Beginning, life: list[Act]) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)

    assert replay(World(), village.facts) == village.world
