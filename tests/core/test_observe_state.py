"""What people and we wrote into the state of a room, as it is observed."""

from typing import Any

import pytest

from microsol_matrix.ids import Text
from microsol_matrix.observe import (
    Ignored,
    Power,
    RoomDescribed,
    RuleWritten,
    Side,
)
from microsol_matrix.structure.types import digest
from tests.core.raw_events import EVENT, ROOM, seen
from tests.core.said import AMARA, BO, BOT


@pytest.mark.parametrize(
    ("side", "field"), [(Side.NAME, "name"), (Side.TOPIC, "topic"), (Side.AVATAR, "url")]
)
def test_what_people_say_of_a_room_is_read(side: Side, field: str) -> None:
    assert seen(side.value, {field: "Kettle"}, state_key="") == RoomDescribed(
        room_id=ROOM, event_id=EVENT, by=BO, side=side, words=Text("Kettle")
    )


@pytest.mark.parametrize("content", [{}, {"name": 7}, {"name": "\ud83d"}, {"title": "Kettle"}])
def test_a_name_that_cannot_be_read_is_empty(content: dict[str, Any]) -> None:
    observed = seen("m.room.name", content, state_key="")

    assert isinstance(observed, RoomDescribed)
    assert observed.words == ""


def test_of_a_very_long_topic_the_beginning_is_read() -> None:
    observed = seen("m.room.topic", {"topic": "tea " * 10_000}, state_key="")

    assert isinstance(observed, RoomDescribed)
    assert len(observed.words) == 1000


def test_power_is_read_as_whole_numbers() -> None:
    users = {AMARA: 50, BO: "100", "nobody": 100, BOT: 100}
    content = {
        "invite": 50,
        "kick": 1.5,
        "ban": True,
        "events": {"m.room.name": 50},
        "users": users,
    }

    observed = seen("m.room.power_levels", content, state_key="")

    assert isinstance(observed, RuleWritten)
    assert observed.power == Power(
        levels={"invite": 50}, events={"m.room.name": 50}, users={AMARA: 50, BOT: 100}
    )


def test_power_written_in_the_bots_name_is_news_and_its_other_state_is_not() -> None:
    power = seen("m.room.power_levels", {"users": {}}, state_key="", sender=BOT)
    rule = seen("m.room.join_rules", {"join_rule": "invite"}, state_key="", sender=BOT)

    assert isinstance(power, RuleWritten)
    assert rule == Ignored("our own")


def test_a_rule_is_known_again_by_the_digest_of_what_we_write() -> None:
    content = {"join_rule": "knock"}

    observed = seen("m.room.join_rules", content, state_key="")

    assert isinstance(observed, RuleWritten)
    assert observed.digest == digest(content)
    assert observed.power is None


@pytest.mark.parametrize("kind", ["m.room.name", "m.room.join_rules", "org.microsol.crew"])
def test_state_without_a_key_is_no_state(kind: str) -> None:
    assert isinstance(seen(kind, {}), Ignored)
