"""Rooms that people made, known again by what stands there, whatever they once wrote."""

from collections.abc import Mapping

from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.observe.remembered import RoomRead, StateSeen
from microsol_matrix.rebuild.crews import _closed_since
from microsol_matrix.rebuild.standing import own_power
from microsol_matrix.rooms import Json
from microsol_matrix.structure.types import CREW
from tests.core.said import AMARA, BO, HOUSE, NOW

TEA = RoomId("!tea")


def seen(kind: str, content: Mapping[str, Json], *, by: UserId = AMARA) -> StateSeen:
    return StateSeen(
        type=kind, state_key="", sender=by, event_id=EventId("$it"), at=NOW, content=content
    )


def test_all_who_made_a_room_together_are_its_creators() -> None:
    made = seen("m.room.create", {"room_version": "12", "additional_creators": [BO, 7, "bo"]})

    own = own_power(RoomRead(TEA, {made.place: made}), HOUSE)

    assert own is not None
    assert own.creators == (AMARA, BO)


def test_nonsense_that_once_stood_for_a_marker_closes_no_room() -> None:
    past = (seen(CREW, {"state": ["archived"]}), seen(CREW, {"state": {}}))

    assert _closed_since(past, CREW) is None
