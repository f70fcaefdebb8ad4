"""Crews whose rooms are encrypted: as called, as made, with keys and without."""

from collections.abc import Mapping
from typing import Final

import pytest
from attrs import evolve

from microsol_matrix.addresses import addresses
from microsol_matrix.house import House
from microsol_matrix.ids import Text
from microsol_matrix.markup import to_plain
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.intents import Intent, MakeRoom, PutState, Say
from microsol_matrix.ports import Address, AddressKind
from microsol_matrix.rooms import Json, RoomSpec
from microsol_matrix.scales.congregation import CongregationFounded
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.structure.types import CREW
from microsol_matrix.world import World
from tests.core.life import Village, harbourlight
from tests.core.lineage import comes_to
from tests.core.said import AMARA, BO, CLEO, DAY, HOUSE
from tests.core.told import told

AGREE: Final = "!agree Tue 19:00, review 18 January"

WITH_KEYS = evolve(HOUSE, reads_encrypted=True)
SEALED = "encrypted=yes"


def village(*, house: House = WITH_KEYS, encrypts_crews: bool = False) -> Village:
    """Amara's congregation, with Bo and Cleo in it."""
    made = harbourlight(BO, CLEO, house=house)
    assert made.world.congregation is not None
    congregation = evolve(made.world.congregation, encrypts_crews=encrypts_crews)
    made.world = evolve(made.world, congregation=congregation)
    return made


def crew_of(life: Village, options: str) -> Village:
    """Let a crew of two begin by a call with these options."""
    life.says(AMARA, f"!call Slow Kettle | seats=2-3 {options}")
    life.settle()
    life.done.clear()
    life.tells(BO, "yes")
    life.settle()
    return life


def spec_of(done: list[Intent]) -> RoomSpec:
    """Give the spec of the one room that was made."""
    (spec,) = (one.spec for one in done if isinstance(one, MakeRoom))
    return spec


def said_in_crew(life: Village) -> str:
    """Give what was said in the crew's room."""
    return "\n".join(
        to_plain(one.text)
        for one in life.done
        if isinstance(one, Say) and one.room_id == life.crew_room
    )


def is_encrypted(spec: RoomSpec) -> bool:
    return "m.room.encryption" in {piece.type for piece in spec.state}


@pytest.mark.parametrize(
    ("options", "by_default", "has_keys", "encryption"),
    [
        ("", False, True, Encryption.OFF),
        ("", True, True, Encryption.READ),
        ("", True, False, Encryption.UNREAD),
        ("encrypted=no", True, True, Encryption.OFF),
        ("encrypted=YES", False, True, Encryption.READ),
        ("encrypted=yes bot-reads=yes", False, True, Encryption.READ),
        ("encrypted=yes bot-reads=no", False, True, Encryption.UNREAD),
        ("bot-reads=no", True, True, Encryption.UNREAD),
        ("bot-reads=yes", False, True, Encryption.OFF),
        ("bot-reads=yes", False, False, Encryption.OFF),
        ("encrypted=yes", False, False, Encryption.UNREAD),
    ],
)
def test_how_a_crew_is_encrypted_is_said_by_its_call_or_its_congregation(
    options: str, encryption: Encryption, *, by_default: bool, has_keys: bool
) -> None:
    life = village(house=WITH_KEYS if has_keys else HOUSE, encrypts_crews=by_default)

    crew_of(life, options)

    assert life.call.encryption is life.crew.encryption is encryption
    assert is_encrypted(spec_of(life.done)) is (encryption is not Encryption.OFF)


@pytest.mark.parametrize(
    ("options", "house", "refusal"),
    [
        ("bot-reads=no", WITH_KEYS, "bot-reads.open"),
        ("encrypted=no bot-reads=no", WITH_KEYS, "bot-reads.open"),
        ("encrypted=yes bot-reads=yes", HOUSE, "bot-reads.no-keys"),
    ],
)
def test_what_could_not_be_kept_is_not_promised(options: str, house: House, refusal: str) -> None:
    life = village(house=house)

    answer = life.says(AMARA, f"!call Slow Kettle | {options}")

    assert answer == told(refusal)
    assert life.world.calls == {}


def test_a_congregation_is_founded_with_what_holds_for_its_crews() -> None:
    life = Village(World(), house=WITH_KEYS)
    life.tells(AMARA, '!found "Thornfield Loop" a place | encrypted=yes')

    (founded,) = (fact for fact in life.facts if isinstance(fact, CongregationFounded))
    assert founded.congregation.encrypts_crews
    life.settle()
    texts = [getattr(one, "text", Text("")) for one in life.done]
    assert any(told("found.encrypted") in to_plain(text) for text in texts)
    assert SPACE in life.world.rooms


@pytest.mark.parametrize(
    ("options", "room", "welcome"),
    [
        (SEALED, "call.room.read", "crew.room.read"),
        (f"{SEALED} bot-reads=no", "call.room.unread", "crew.room.unread"),
    ],
)
def test_who_answers_and_who_comes_in_is_told_what_can_be_read(
    options: str, room: str, welcome: str
) -> None:
    life = village()
    crew_of(life, options)
    listed = life.tells(CLEO, "!calls")

    assert told("crew.welcome", name="Slow Kettle", caller="Amara", example=AGREE) in said_in_crew(
        life
    )
    assert told(welcome) in said_in_crew(life)
    assert "Slow Kettle" in listed
    life.says(AMARA, f"!call Night Ferry | {options}")
    assert told(room) in life.tells(CLEO, "!calls")


def test_without_keys_nothing_is_said_in_the_room_and_each_is_welcomed_by_letter() -> None:
    life = village(house=HOUSE)
    crew_of(life, SEALED)

    key = crew_room(life.crew.id)
    life.joins(AMARA, at=key)
    life.joins(BO, at=key)
    life.settle()

    assert said_in_crew(life) == ""
    welcome = told("crew.welcome", name="Slow Kettle", caller="Amara", example=AGREE)
    assert welcome in "\n".join(life.letters_to(AMARA))
    assert welcome in "\n".join(life.letters_to(BO))
    assert welcome not in "\n".join(life.letters_to(CLEO))
    assert life.crew.is_welcomed


def test_without_keys_what_a_crew_is_asked_comes_to_each_who_is_in_it() -> None:
    life = village(house=HOUSE)
    crew_of(life, f"{SEALED} closes=2d")
    key = crew_room(life.crew.id)
    life.joins(AMARA, BO, at=key)
    life.pass_time(3 * DAY)
    before = len(life.letters)

    life.leaves(BO, at=key)
    life.settle()

    after = [(one.to, to_plain(one.text)) for one in life.letters[before:]]
    assert [to for to, _ in after] == [AMARA]
    assert told("crew.small.forming", name="Slow Kettle", count=1, least=2) in after[0][1]
    assert said_in_crew(life) == ""


def test_an_encrypted_room_is_found_with_whether_we_read_there() -> None:
    for options, role in ((SEALED, "read"), (f"{SEALED} bot-reads=no", "unread"), ("", None)):
        life = crew_of(village(), options)

        found = addresses(life.world).get(Address(AddressKind.ENCRYPTED, life.crew_room))

        assert found == role


def written_in(life: Village, kind: str) -> list[Mapping[str, Json]]:
    """Give all that was ever written as state of a type, as a whole or when a room was made."""
    put = [one.piece for one in life.done if isinstance(one, PutState)]
    made = [piece for one in life.done if isinstance(one, MakeRoom) for piece in one.spec.state]
    return [one.content for one in (*made, *put) if one.type == kind]


@pytest.mark.parametrize("house", [HOUSE, WITH_KEYS])
def test_no_words_of_an_encrypted_crew_stand_in_the_clear(house: House) -> None:
    life = village(house=house)
    assert life.world.congregation is not None
    numbers = evolve(life.world.numbers, crew_min=1)
    life.world = evolve(life.world, congregation=evolve(life.world.congregation, numbers=numbers))
    crew_of(life, f"{SEALED} rhythm=Sundays")
    life.joins(AMARA, BO, at=crew_room(life.crew.id))
    life.settle()
    life.tells(AMARA, "!agree Tue 19:00 at the old mill | review=8w")
    life.settle()
    life.tells(AMARA, "!visibility porch")
    life.tells(AMARA, "!split Millers | Weavers")
    life.settle()

    assert {one.labels for one in life.crew.open_questions} == {(), ("Millers", "Weavers")}
    written = written_in(life, CREW)
    assert any(one.get("rhythm") == "Sundays" for one in written)
    assert any(one.get("agreements") for one in written)
    for words in ("old mill", "Millers", "Weavers", "wanted"):
        assert words not in str(written)


@pytest.mark.parametrize(
    "words", ["!call again Slow Kettle", "!call again Slow Kettle encrypted=no"]
)
@pytest.mark.parametrize(("called", "told_then"), [("rhythm=Sundays", "Sundays"), ("", "")])
def test_an_encrypted_crew_is_called_again_with_what_its_call_told_and_not_with_what_it_agreed(
    words: str, called: str, told_then: str
) -> None:
    life = crew_of(village(), f"{SEALED} {called}")
    life.joins(AMARA, BO, at=crew_room(life.crew.id))
    life.tells(AMARA, "!agree Tue 19:00 at the old mill | review=8w")
    comes_to(life, life.crew, CrewState.ARCHIVED)
    life.done.clear()

    life.tells(BO, words)
    life.settle()

    assert life.call.name == "Slow Kettle II"
    assert life.call.rhythm == told_then
    written = [one.piece.content for one in life.done if isinstance(one, PutState)]
    in_commons = life.said_in(life.commons)
    assert any("Slow Kettle II" in one for one in in_commons)
    assert "old mill" not in f"{in_commons} {written}"


def test_what_an_open_crew_agreed_is_still_told_as_it_is_called_again() -> None:
    life = crew_of(village(), "")
    life.joins(AMARA, BO, at=crew_room(life.crew.id))
    life.tells(AMARA, "!agree Tue 19:00 at the old mill | review=8w")
    comes_to(life, life.crew, CrewState.ARCHIVED)

    life.tells(BO, "!call again Slow Kettle")

    assert life.call.rhythm == "Tue 19:00 at the old mill"


@pytest.mark.parametrize("words", ["!agreements", "!crew", "!agree Sundays | review=8w", "!rest"])
def test_of_another_crew_nothing_is_told_where_others_read(words: str) -> None:
    life = crew_of(village(), SEALED)
    sealed = life.crew
    life.joins(AMARA, BO, at=crew_room(sealed.id))
    life.tells(AMARA, "!agree Tue 19:00 at the old mill | review=8w")
    life.says(AMARA, "!call Paper Boats | seats=2-3")
    life.settle()
    life.tells(CLEO, "yes Paper Boats")
    life.settle()
    other = crew_room(life.crew.id)
    life.joins(AMARA, CLEO, at=other)
    before, separator = life.world.crews, "|" if "|" not in words else ""

    refused = life.says(AMARA, f'{words} {separator} crew="{sealed.name}"', at=other)
    unknown = life.says(AMARA, f"{words} {separator} crew=Nobody", at=other)

    assert (refused, unknown) == (told("crew.others-read"), told("crew.others-read"))
    assert life.world.crews == before
    assert "old mill" in life.tells(AMARA, f'!agreements crew="{sealed.name}"')
    named = life.says(AMARA, '!crew crew="Paper Boats"', at=other)
    assert named == life.says(AMARA, "!crew", at=other)
