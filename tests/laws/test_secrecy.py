"""The law that nothing is said in an encrypted room by a service that could say it in the clear only."""

from hypothesis import given

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import EditPrompt, MakeRoom, Say, SendPrompt
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.world import World
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live


def encrypted_rooms(world: World) -> set[RoomId]:
    """Give the rooms of those crews that are encrypted."""
    return {
        room.room_id
        for crew in world.crews.values()
        if crew.encryption is not Encryption.OFF
        if (room := world.room(crew_room(crew.id))) is not None
    }


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_without_keys_nothing_is_said_in_an_encrypted_room(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()

    sealed = encrypted_rooms(village.world)
    said = [
        one
        for one in village.done
        if isinstance(one, Say | SendPrompt | EditPrompt) and one.room_id in sealed
    ]
    assert house.reads_encrypted or said == []


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_crew_has_the_room_that_its_call_promised(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()

    made = {one.key: one.spec for one in village.done if isinstance(one, MakeRoom)}
    for crew in village.world.crews.values():
        call = village.world.call_of(crew)
        promised = crew.encryption if call is None else call.encryption  # one from others has none
        spec = made.get(crew_room(crew.id))
        is_encrypted = spec is not None and "m.room.encryption" in {one.type for one in spec.state}
        assert crew.encryption is promised
        assert spec is None or is_encrypted is (promised is not Encryption.OFF)
