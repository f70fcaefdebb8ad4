"""What can be found of porches: what stands on them now, and nothing else."""

import pytest
from attrs import evolve as changed

from microsol_matrix.addresses import addresses
from microsol_matrix.decide.happenings import Failed
from microsol_matrix.house import House
from microsol_matrix.places import PORCH
from microsol_matrix.plan.directory import listed, plan_directory
from microsol_matrix.plan.intents import LeaveRoom, MakeRoom, PutListing, PutState
from microsol_matrix.ports import Address, AddressKind
from microsol_matrix.seen import UNKNOWN, StatePut
from microsol_matrix.structure import types
from tests.core.beside_kettle import says
from tests.core.life import Village
from tests.core.porch import ADDRESS, crew_on_porch, published, two_hosts
from tests.core.said import AMARA, BO, HOUSE

LISTING = changed(HOUSE, lists_porches=True)


def found(village: Village) -> list[tuple[str, str, str]]:
    return [(one.alias, one.congregation, one.name) for one in listed(village.world, village.house)]


def test_a_congregation_that_publishes_nothing_is_not_found() -> None:
    assert found(two_hosts()) == []


def test_a_congregation_is_found_with_its_card_alone() -> None:
    assert found(published()) == [(ADDRESS, "Harbourlight", "")]


def test_a_crew_is_found_where_it_stands_on_the_porch() -> None:
    assert found(crew_on_porch()) == [
        (ADDRESS, "Harbourlight", ""),
        (ADDRESS, "Harbourlight", "Slow Kettle"),
    ]


def test_nothing_is_found_before_it_stands_there() -> None:
    village = two_hosts()
    village.tells(AMARA, "!publish card yes")
    wanted = [one.key for one in village.plan() if isinstance(one, MakeRoom)]

    assert (wanted, found(village)) == ([PORCH], [])
    village.settle()
    assert len(found(village)) == 1


def test_what_is_taken_back_is_not_found_from_that_moment_on() -> None:
    village = crew_on_porch()
    village.tells(AMARA, "!publish off")

    assert found(village) == []


def test_a_crew_that_is_for_members_only_is_not_found_from_that_moment_on() -> None:
    village = crew_on_porch()
    says(village, BO, "!visibility congregation")

    assert found(village) == [(ADDRESS, "Harbourlight", "")]


def test_what_may_or_may_not_stand_there_is_not_found() -> None:
    village = crew_on_porch()
    crew_id = village.crew.id

    village.become([StatePut(PORCH, types.CREW, state_key=crew_id, digest=UNKNOWN)])
    assert found(village) == [(ADDRESS, "Harbourlight", "")]

    village.become([StatePut(PORCH, types.CONGREGATION, state_key="", digest=UNKNOWN)])
    assert found(village) == []


def test_a_porch_that_is_not_known_to_be_open_is_not_found() -> None:
    village = published()
    village.become([StatePut(PORCH, "m.room.join_rules", state_key="", digest=UNKNOWN)])

    assert found(village) == []
    assert isinstance(village.plan()[0], PutState)


# ------------------------------------------------------------------------------------ the directory


def listing(village: Village) -> list[bool]:
    """Tell what was said to the directory so far, in order."""
    return [one.is_listed for one in village.done if isinstance(one, PutListing)]


def wanted_under(village: Village, house: House) -> list[bool]:
    return [one.is_listed for one in plan_directory(village.world, house)]


def in_directory(village: Village) -> Village:
    """The same village, where the admin has turned the directory on."""
    village.house = LISTING
    village.settle()
    return village


def test_the_directory_shows_nothing_unless_the_admin_wants_it() -> None:
    village = crew_on_porch()

    assert listing(village) == []
    assert found(village) != []


def test_a_porch_stands_in_the_directory_as_long_as_something_is_published() -> None:
    village = in_directory(published())
    village.tells(AMARA, "!publish crews yes")
    village.settle()
    shown = listing(village)
    village.tells(AMARA, "!publish off")
    village.settle()
    village.tells(AMARA, "!publish card yes")
    village.settle()

    assert shown == [True]
    assert listing(village) == [True, False, True]


def test_a_porch_comes_into_the_directory_only_when_its_card_stands() -> None:
    village = two_hosts()
    village.house = LISTING
    village.tells(AMARA, "!publish card yes")
    village.settle()
    done = [type(one) for one in village.done]

    assert listing(village) == [True]
    assert done.index(PutListing) > max(at for at, one in enumerate(done) if one is PutState)


def test_a_card_that_is_being_written_anew_stays_in_the_directory() -> None:
    village = in_directory(published())
    village.become([StatePut(PORCH, types.CONGREGATION, state_key="", digest=UNKNOWN)])

    assert wanted_under(village, LISTING) == []


def test_a_setting_that_was_turned_off_takes_porches_out_of_the_directory() -> None:
    village = in_directory(published())

    assert wanted_under(village, LISTING) == []
    assert wanted_under(village, HOUSE) == [False]


def test_a_directory_that_says_no_is_not_the_hosts_business() -> None:
    village = published()
    village.house = LISTING
    (wanted,) = village.plan()
    before = village.world.notices
    village.happen(Failed(wanted, "M_UNRECOGNIZED", is_final=True, is_taken=False))

    assert isinstance(wanted, PutListing)
    assert village.world.notices == before
    assert village.plan() == ()


@pytest.mark.parametrize("house", [HOUSE, LISTING])
def test_who_listens_at_a_start_is_told_how_each_porch_stands_in_the_directory(
    house: House,
) -> None:
    village = published()
    village.house = house
    village.settle()
    porch = Address(AddressKind.LISTED, village.key_id(PORCH))

    assert addresses(village.world)[porch] == ("shown" if house.lists_porches else "hidden")
    assert porch not in addresses(two_hosts().world)


def test_a_porch_that_is_handed_over_goes_out_of_the_directory_first() -> None:
    village = in_directory(published())
    for person in (AMARA, BO):
        village.tells(person, "!release yes")
    village.settle()

    last = [one for one in village.done if isinstance(one, PutListing | LeaveRoom)]
    parted = next(one for one in last if isinstance(one, LeaveRoom) and one.key == PORCH)
    assert listing(village) == [True, False]
    assert last.index(parted) > last.index(PutListing(PORCH, parted.room_id, is_listed=False))
    assert PORCH not in village.world.rooms
