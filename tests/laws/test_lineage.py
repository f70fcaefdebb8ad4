"""Whatever happens: nobody is taken along, and no way leads nowhere."""

from hypothesis import given

from microsol_matrix.house import House
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import PutState
from microsol_matrix.plan.lineage import TOMBSTONE
from microsol_matrix.scales.crew import CrewBegan, CrewState, Visibility
from microsol_matrix.scales.question import QuestionAnswered
from tests.core.life import Village
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live


def _lived(house: House, beginning: Beginning, life: list[Act]) -> Village:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()
    return village


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_whoever_is_in_a_crew_that_grew_from_others_has_said_so(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = _lived(house, beginning, life)
    said = set()
    for fact in village.facts:
        if isinstance(fact, QuestionAnswered):
            said.add((fact.crew_id, fact.reply.person))
        if isinstance(fact, CrewBegan) and fact.crew.call_id is None:
            for person in fact.crew.first:
                assert any((parent, person) in said for parent in fact.crew.lineage)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_tombstone_stands_once_and_leads_to_a_room(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = _lived(house, beginning, life)
    stones = [
        one
        for one in village.done
        if isinstance(one, PutState) and (one.piece.type, one.piece.state_key) == TOMBSTONE
    ]
    rooms = {room.room_id for room in village.world.rooms.values()}
    relaunched = {
        village.key_id(crew_room(crew.id))
        for crew in village.world.crews.values()
        if crew.state is CrewState.RELAUNCHED and village.world.room(crew_room(crew.id)) is not None
    }

    assert len({one.room_id for one in stones}) == len(stones)
    assert {one.room_id for one in stones} <= relaunched
    assert {one.piece.content["replacement_room"] for one in stones} <= rooms


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_what_grows_from_a_hidden_crew_without_a_call_is_hidden(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        known = set(village.world.crews)
        before = village.world.crews
        live(village, act)
        for crew in village.world.crews.values():
            if crew.id not in known and crew.call_id is None:
                hidden = any(before[one].visibility is Visibility.HIDDEN for one in crew.lineage)
                assert (crew.visibility is Visibility.HIDDEN) == hidden
