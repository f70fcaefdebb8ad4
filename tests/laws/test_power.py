"""The law *Reversible*: nothing that the service sets takes from it the power to undo what it did."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.languages import Language
from microsol_matrix.places import role_of
from microsol_matrix.plan.intents import GiveBack, MakeDirect, MakeRoom, PutPower, PutState
from microsol_matrix.plan.power import closed_power
from microsol_matrix.plan.private import direct_spec
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from microsol_matrix.structure.types import CREW, OURS
from tests.core.life import harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, house
from tests.fakes.homeserver import FakeHomeserver
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live

NEEDED = (
    "m.room.power_levels",
    "m.room.join_rules",
    "m.room.history_visibility",
    "m.room.canonical_alias",
    "m.room.tombstone",
    "m.room.encryption",
    "m.room.server_acl",
    "m.room.guest_access",
    "m.space.parent",
    "io.element.functional_members",
    *OURS,
)
"""What only the service may write, because with it a room could be taken from it, or its words forged."""

WAYS_IN = {
    "space": {"invite", "knock", "public"},
    "commons": {"restricted"},
    "hosts": {"invite"},
    "archive": {"restricted"},
    "crew": {"invite", "knock", "restricted"},
    "porch": {"public", "invite"},
}
"""How people may come in, by the part of a room in the house."""


def level(value: Json) -> int:
    assert type(value) is int, "power levels are whole numbers"
    return value


def levels(value: Json) -> Mapping[str, int]:
    assert isinstance(value, Mapping)
    return {key: level(one) for key, one in value.items()}


def check_levels(power: Mapping[str, Json], users: Mapping[UserId, int]) -> None:
    """Hold one room's power against the law."""
    events = levels(power["events"])
    most_of_people = max([level(power["users_default"]), *users.values()])
    assert BOT not in users, "the door lists the bot, where the room version wants it"
    assert most_of_people <= 50
    assert "users" not in power
    for type_ in NEEDED:
        assert events[type_] == 100, type_
    assert level(power["state_default"]) == 100, "any type that nobody thought of is the bot's too"
    for action in ("invite", "kick", "ban", "redact", "events_default"):
        assert level(power[action]) <= 100, "more than the bot has in version 11"
    assert max(events.values()) <= 100


def check_given_back(content: Mapping[str, Json]) -> None:
    """Hold the power that an archived room had before: the room's own, so the bot is listed where it was."""
    users = {UserId(user): at for user, at in levels(content["users"]).items() if user != BOT}
    check_levels({key: at for key, at in content.items() if key != "users"}, users)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_power_takes_from_the_bot_what_it_needs(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    for intent in (*village.done, *village.plan()):
        match intent:
            case MakeRoom(spec=spec) | MakeDirect(spec=spec):
                assert spec.version == house.room_version
                check_levels(spec.power, spec.users)
            case PutPower(power=power, users=users):
                check_levels(power, users)
            case GiveBack(power=StatePiece(content=content)):
                check_given_back(content)
            case PutState(piece=piece):
                assert piece.type != "m.room.power_levels", "written by its own intent"
                if piece.type == "m.room.join_rules":
                    assert piece.content["join_rule"] in WAYS_IN[role_of(intent.key)]
            case _:
                pass


def test_a_direct_room_of_ours_keeps_the_law_too() -> None:
    spec = direct_spec(BO, house(), attempt=0, language=Language.ENGLISH)
    check_levels(spec.power, spec.users)


async def _made(version: str) -> tuple[FakeHomeserver, tuple[RoomId, ...], tuple[RoomSpec, ...]]:
    """Make every kind of room on a homeserver that knows Matrix's rules of power."""
    village = harbourlight(BO, CLEO, house=house(room_version=version))
    village.says(AMARA, "!call Slow Kettle")
    village.tells(BO, "yes")
    village.tells(CLEO, "yes")
    village.settle()
    specs = [intent.spec for intent in village.done if isinstance(intent, MakeRoom)]
    specs.append(direct_spec(BO, house(room_version=version), attempt=0, language=Language.ENGLISH))
    homeserver = FakeHomeserver.named("here.example")
    rooms = [(await homeserver.make_room(spec)).room_id for spec in specs]
    return homeserver, tuple(rooms), tuple(specs)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_in_every_room_the_bot_stands_above_everybody_else(version: str) -> None:
    homeserver, rooms, specs = await _made(version)

    assert len(rooms) == 6
    for room_id, spec in zip(rooms, specs, strict=True):
        room = homeserver.matrix.room(room_id)
        for type_ in NEEDED:
            room.demand_send(BOT, type_, state_key="")
        for action in ("invite", "kick", "ban", "redact"):
            room.demand(BOT, action, default=50)
        for person in (*spec.users, AMARA, UserId("@anybody:far.example")):
            assert room.power(BOT) > room.power(person)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_the_bot_can_empty_what_people_wrote_and_they_cannot_empty_its_state(
    version: str,
) -> None:
    homeserver, rooms, _ = await _made(version)
    for room_id in rooms:
        marker: EventId = next(iter(homeserver.matrix.room(room_id).events)).event_id
        await homeserver.redact(room_id, marker, txn_id="t", reason="")

        assert marker in homeserver.matrix.room(room_id).redacted


@pytest.mark.parametrize("version", ["11", "12"])
async def test_the_bot_can_open_a_room_that_it_has_closed(version: str) -> None:
    homeserver, rooms, specs = await _made(version)
    place = next(i for i, spec in enumerate(specs) if spec.marker.type == CREW)
    room = homeserver.matrix.room(rooms[place])
    before = room.content("m.room.power_levels")
    for person in (AMARA, BO, CLEO):
        await homeserver.invite(rooms[place], person)
        homeserver.matrix.join(rooms[place], person)

    await homeserver.set_power(rooms[place], power=closed_power(), users={})

    closed = room.content("m.room.power_levels")
    assert {room.power(person) for person in (AMARA, BO, CLEO)} == {0}
    for person in (AMARA, BO, CLEO):
        for type_ in ("m.room.message", "m.reaction"):
            with pytest.raises(HomeserverRefused):
                room.demand_send(person, type_, state_key=None)
        room.demand_send(person, "m.room.redaction", state_key=None)  # of one's own words
    assert closed["users"] == ({} if version == "12" else {BOT: 100})
    await homeserver.put_state(rooms[place], StatePiece("m.room.power_levels", "", before))
    assert room.content("m.room.power_levels") == before
