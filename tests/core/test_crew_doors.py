"""The door of a crew: its people say whether newcomers may come in late."""

from datetime import timedelta

import pytest

from microsol_matrix.plan.intents import PutState
from microsol_matrix.rooms import Json
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState
from tests.core.beside_kettle import (
    KETTLE,
    joins_the_room,
    kettle,
    reads,
    room_of,
    says,
)
from tests.core.late_comers import H, active, closed
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DOV
from tests.core.told import told


def rules(village: Village) -> list[Json]:
    """Tell the join rules that were written in Slow Kettle's room, in order."""
    key = room_of(village)
    return [
        one.piece.content["join_rule"]
        for one in village.done
        if isinstance(one, PutState) and one.key == key and one.piece.type == "m.room.join_rules"
    ]


# ------------------------------------------------------------------------------------ the crew says


def test_an_active_crew_is_closed_until_one_of_its_people_says_otherwise() -> None:
    village = active()

    assert kettle(village).joining is Joining.CLOSED
    assert says(village, BO, "!joining") == told("crew-joining.closed", name=KETTLE)
    assert village.tells(DOV, f"!join {KETTLE}") == closed(KETTLE)
    assert rules(village) == []


def test_a_closed_crew_whose_call_is_still_open_says_so() -> None:
    village = called(f"!call {KETTLE} seats=3-5", BO, CLEO)
    for person in (BO, CLEO):
        village.tells(person, f"yes {KETTLE}")
    village.settle()
    joins_the_room(village, AMARA, BO, CLEO)
    says(village, BO, "!agree Tue 19:00")
    wide = told("crew-joining.call", until="Monday 7 December 2026", seats="2 seats")

    assert says(village, BO, "!joining") == f"{told('crew-joining.closed', name=KETTLE)}\n{wide}"
    village.pass_time(timedelta(days=15))
    assert says(village, BO, "!joining") == told("crew-joining.closed", name=KETTLE)


@pytest.mark.parametrize(("way", "rule"), [("ask", "knock"), ("open", "restricted")])
def test_the_door_of_a_crews_room_is_as_its_people_say(way: str, rule: str) -> None:
    village = active(way)

    assert rules(village) == [rule]
    says(village, CLEO, "!joining closed")
    village.settle()
    assert rules(village) == [rule, "invite"]


def test_an_open_crew_lets_members_of_the_space_in() -> None:
    village = active("open")

    (rule,) = (
        one.piece.content
        for one in village.done
        if isinstance(one, PutState) and one.piece.content.get("join_rule") == "restricted"
    )
    space = village.world.rooms[next(iter(village.world.rooms))].room_id
    assert rule["allow"] == [{"type": "m.room_membership", "room_id": space}]


def test_who_says_it_in_a_direct_message_is_named_to_the_crew() -> None:
    village = active()

    answer = village.tells(BO, f'!joining ask crew="{KETTLE}"')
    village.settle()

    assert answer == told("crew-joining.ask", name=KETTLE, span="72 hours")
    assert reads(village) == told("crew-joining.changed", by="Bo", joining=answer)


def test_in_a_direct_message_without_a_crew_it_is_about_the_congregation() -> None:
    village = active()

    assert village.tells(BO, "!joining") == told("joining.closed", name=H)


def test_only_its_people_say_who_may_come() -> None:
    village = active()

    refusal = told("crew.none-yours", congregation=H)
    assert village.tells(DOV, f'!joining open crew="{KETTLE}"') == refusal
    assert says(village, BO, "!joining shut") == told("crew-joining.unknown", given="shut")
    assert kettle(village).joining is Joining.CLOSED


@pytest.mark.parametrize("state", [CrewState.FORMING, CrewState.CLOSING, CrewState.ARCHIVED])
def test_a_crew_that_forms_or_ends_takes_nobody_in_late(state: CrewState) -> None:
    village = active(state=state)

    answer = says(village, AMARA, "!joining open")

    assert answer.startswith("!joining is not possible now")
    assert kettle(village).joining is Joining.CLOSED
