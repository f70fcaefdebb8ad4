"""What can be found of porches: what stands on them now, and nothing else."""

from microsol_matrix.places import PORCH
from microsol_matrix.plan.directory import listed
from microsol_matrix.plan.intents import MakeRoom, PutState
from microsol_matrix.seen import UNKNOWN, StatePut
from microsol_matrix.structure import types
from tests.core.beside_kettle import says
from tests.core.life import Village
from tests.core.said import AMARA, BO
from tests.core.test_publishing import ADDRESS, crew_on_porch, published, two_hosts


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
