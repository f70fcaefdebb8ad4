"""The law that an encrypted room keeps what is said there: we say nothing in the clear, and state holds none of it."""

from collections.abc import Iterator, Mapping

from hypothesis import given

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomId
from microsol_matrix.phrases import PHRASES
from microsol_matrix.places import COMMONS, HOSTS, crew_room
from microsol_matrix.plan.intents import EditPrompt, MakeRoom, PutState, Say, SendPrompt
from microsol_matrix.rooms import Json
from microsol_matrix.scales.crew_life import CrewAgreed
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import QuestionAsked
from microsol_matrix.structure.types import CREW
from microsol_matrix.world import World
from tests.core.life import Village
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


def markers(village: Village) -> Iterator[Mapping[str, Json]]:
    """Give all markers that were ever written in crews' rooms."""
    for one in village.done:
        if isinstance(one, MakeRoom):
            yield from (piece.content for piece in one.spec.state if piece.type == CREW)
        elif isinstance(one, PutState) and one.piece.type == CREW:
            yield one.piece.content


def told_in_the_clear(village: Village) -> Iterator[str]:
    """Give all that was ever written in state, and said where all members or hosts read it."""
    clear = {
        village.world.rooms[key].room_id for key in (COMMONS, HOSTS) if key in village.world.rooms
    }
    for one in village.done:
        if isinstance(one, MakeRoom):
            yield from (str(piece.content) for piece in one.spec.state)
        elif isinstance(one, PutState):
            yield str(one.piece.content)
        elif isinstance(one, Say | SendPrompt | EditPrompt) and one.room_id in clear:
            yield one.text


def leaves(told: Json) -> Iterator[Json]:
    """Give everything that stands somewhere in a content."""
    match told:
        case Mapping():
            for name, value in told.items():
                yield name
                yield from leaves(value)
        case list() | tuple():
            for value in told:
                yield from leaves(value)
        case _:
            yield told


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_words_that_an_encrypted_crew_agreed_or_is_asked_stand_in_the_state_of_its_room(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()

    sealed = {
        crew.id: set[str]()
        for crew in village.world.crews.values()
        if crew.encryption is not Encryption.OFF
    }
    for fact in village.facts:
        if isinstance(fact, CrewAgreed) and fact.crew_id in sealed:
            sealed[fact.crew_id].add(fact.agreement.rhythm)
        elif isinstance(fact, QuestionAsked) and fact.crew_id in sealed:
            sealed[fact.crew_id].update(fact.question.labels)
            sealed[fact.crew_id].update({"wanted"} if fact.question.wanted else ())
    for marker in markers(village):
        kept = sealed.get(CrewId(str(marker.get("id", ""))), set())
        assert kept.isdisjoint(str(one) for one in leaves(marker)), marker


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_what_only_encrypted_crews_agreed_is_told_nowhere_in_the_clear(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()

    sealed, open_ = set[str](), {str(PHRASES["agree.rhythm.usual"])}
    for fact in village.facts:
        if isinstance(fact, CrewAgreed):
            crew = village.world.crews.get(fact.crew_id)
            is_sealed = crew is not None and crew.encryption is not Encryption.OFF
            (sealed if is_sealed else open_).add(fact.agreement.rhythm)
    for told in told_in_the_clear(village):
        assert not any(words in told for words in sealed - open_), told
