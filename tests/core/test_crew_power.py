"""Who has power in a crew's room: its host of today, and nobody else."""

from microsol_matrix.ids import UserId
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import PutPower
from microsol_matrix.scales.crew import Freeing, SeatFreed, SeatGiven
from microsol_matrix.scales.crew_life import CrewHostChanged
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, NOW


def kettle() -> Village:
    village = called("!call Slow Kettle | seats=2-4", BO, CLEO)
    village.tells(BO, "yes")
    village.settle()
    return village


def powers(village: Village) -> list[dict[UserId, int]]:
    """Tell what power is to be given in the crew's room now, if any."""
    key = crew_room(village.crew.id)
    return [
        dict(one.users) for one in village.plan() if isinstance(one, PutPower) and one.key == key
    ]


def test_a_room_has_the_power_that_it_was_made_with() -> None:
    village = kettle()

    assert powers(village) == []


def test_power_goes_with_the_role_of_the_host() -> None:
    village = kettle()

    village.become([CrewHostChanged(village.crew.id, host=BO, at=NOW)])
    passed_on = powers(village)
    village.settle()
    village.become([CrewHostChanged(village.crew.id, host=AMARA, at=NOW)])

    assert passed_on == [{BO: 50}]
    assert powers(village) == [{AMARA: 50}]


def test_a_host_who_has_no_seat_any_more_has_no_power_and_has_it_again_with_a_seat() -> None:
    village = kettle()

    village.become([SeatFreed(village.crew.id, AMARA, why=Freeing.LEFT)])
    without = powers(village)
    village.settle()
    village.become([SeatGiven(village.crew.id, AMARA, at=NOW)])

    assert without == [{}]
    assert powers(village) == [{AMARA: 50}]
