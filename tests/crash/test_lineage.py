"""`kill -9` while crews grow from others: no room twice, nobody asked twice, no way that leads nowhere."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from appservice.demo.almanac import MovedClock
from appservice.demo.waiting import until
from microsol_matrix.ids import EventId, RoomId
from microsol_matrix.seen import CHECK, CROSS
from microsol_matrix.structure import types
from tests.crash.mortal import Mortal, once_each
from tests.crash.phrases import opening
from tests.live.village import Neighbour

pytestmark = [pytest.mark.live, pytest.mark.crash]

CLOSED = 100


@pytest.mark.parametrize(
    "step",
    [
        "before append CrewBegan",
        "after append CrewBegan",
        "while make_room crew",
        "after make_room crew",
        "after append RoomMade",
        "before put_state m.room.tombstone",
        "after put_state m.room.tombstone",
        "after send welcome",
    ],
)
async def test_a_death_on_the_way_to_a_crew_called_again_leaves_one_way(
    mortal: Mortal, step: str
) -> None:
    name = f"Salt {secrets.token_hex(4)}"
    bo, cleo = mortal.village["Bo"], mortal.village["Cleo"]
    old = await _archived(mortal, name)
    await bo.ask(f"!call again {name}", expecting=opening("call.done", name=f"{name} II"))

    await mortal.awaits_death(step)
    await cleo.tell(f"yes {name} II")
    await mortal.comes_back()

    new = await bo.comes_into(f"{name} II")
    assert await cleo.comes_into(f"{name} II") == new
    await _until_state(bo, old, "m.room.tombstone")
    await cleo.member.wait_for_message(new, containing=opening("crew.welcome"))
    await cleo.ask("!crews", expecting=name)
    assert await mortal.new_rooms() == {new}
    assert await mortal.invited(new) == once_each((bo, cleo))
    assert await mortal.puts(old, "m.room.tombstone", key="") == 1
    tombstone = await _until_state(bo, old, "m.room.tombstone")
    create = await _until_state(bo, new, "m.room.create")
    assert tombstone["replacement_room"] == new
    assert create["predecessor"] == {"room_id": old}
    assert len(await mortal.said(new, containing=opening("crew.welcome"))) == 1


@pytest.mark.parametrize(
    "step",
    [
        "before append CrewBegan",
        "after append CrewBegan",
        "while make_room crew",
        "after make_room crew",
        "while make_room crew 2",
        "after make_room crew 2",
        "after invite 3",
        "after send welcome 2",
        "after send words",
        "after send prompt",
        "after append PromptReacted",
    ],
)
async def test_a_death_on_the_way_to_two_crews_makes_two_and_no_more(
    mortal: Mortal, step: str
) -> None:
    name = f"Table {secrets.token_hex(4)}"
    people = [mortal.village[one] for one in ("Amara", "Bo", "Cleo", "Dara")]
    *others, dara = people
    old = await _active(mortal, name, "Amara", "Bo", "Cleo", "Dara")
    await dara.member.say(old, f'!split "{name} East" | "{name} West"')
    asked = await _asked(mortal, dara, old, "split.ask", name=name)
    for one, key in zip(others, ("1️⃣", "1️⃣", "2️⃣"), strict=True):
        await one.member.react(old, key, to=asked)

    await mortal.awaits_death(step)
    await dara.member.react(old, "2️⃣", to=asked)
    await mortal.comes_back()

    rooms = set()
    for side, (one, other) in (("East", people[:2]), ("West", people[2:])):
        room = await one.comes_into(f"{name} {side}")
        assert await other.comes_into(f"{name} {side}") == room
        await one.member.wait_for_message(room, containing=opening("crew.welcome"))
        assert await mortal.invited(room) == once_each((one, other))
        assert len(await mortal.said(room)) == 1
        rooms.add(room)
    await _is_asked_about_its_room(mortal, dara, old)
    assert await mortal.new_rooms() == rooms
    assert len(await mortal.said(old, containing=opening("split.parted", name=name))) == 1


@pytest.mark.parametrize(
    "step",
    [
        "before append CrewBegan",
        "after append CrewBegan",
        "while make_room crew",
        "after make_room crew",
        "after invite 2",
        "after send welcome",
        "after send prompt",
        "after send prompt 2",
        "after append PromptReacted",
    ],
)
async def test_a_death_on_the_way_to_one_crew_of_two_makes_one(mortal: Mortal, step: str) -> None:
    mark = secrets.token_hex(4)
    people = [mortal.village[one] for one in ("Amara", "Bo", "Cleo", "Dara")]
    amara, _, cleo, dara = people
    ferry = await _active(mortal, f"Ferry {mark}", "Amara", "Bo")
    boats = await _active(mortal, f"Boats {mark}", "Cleo", "Dara")
    await amara.member.say(ferry, f'!merge Boats {mark} as "Both {mark}"')
    offer = await _asked(mortal, cleo, boats, "merge.offer", other=f"Ferry {mark}", intention="")
    await cleo.member.react(boats, CHECK, to=offer)
    for room, some in ((ferry, people[:2]), (boats, people[2:3])):
        along = await some[0].member.wait_for_message(room, containing="Do you come along?")
        for one in some:
            await one.member.react(room, CHECK, to=along.event_id)
    last = await dara.member.wait_for_message(boats, containing="Do you come along?")

    await mortal.awaits_death(step)
    await dara.member.react(boats, CHECK, to=last.event_id)
    await mortal.comes_back()

    both = [await one.comes_into(f"Both {mark}") for one in people]
    await dara.member.wait_for_message(both[0], containing=opening("crew.welcome"))
    for room, member in ((ferry, amara), (boats, dara)):
        await _is_asked_about_its_room(mortal, member, room)
    assert await mortal.new_rooms() == set(both)
    assert await mortal.invited(both[0]) == once_each(people)
    assert len(await mortal.said(both[0])) == 1


async def _active(mortal: Mortal, name: str, *people: str) -> RoomId:
    """Have people begin a crew of two or more and agree."""
    room_id = await mortal.village.crew(f"{name} | seats=2-4", *people)
    caller = mortal.village[people[0]]
    review = MovedClock(mortal.note.almanac).now() + timedelta(days=21)
    await caller.member.say(room_id, f"!agree Sun 18:00, review {review:%Y-%m-%d}")
    await caller.member.wait_for_message(room_id, containing="Agreed")
    return room_id


async def _archived(mortal: Mortal, name: str) -> RoomId:
    """Have Amara and Bo begin a crew and end it."""
    amara = mortal.village["Amara"]
    await amara.ask("!settings closing=1d", expecting=mortal.village.name)
    room_id = await _active(mortal, name, "Amara", "Bo")
    await amara.tell(f"!finish {name}")
    await _until_marked(amara, room_id, state="closing")
    mortal.note.almanac.turn(timedelta(days=2))
    await _until_marked(amara, room_id, state="archived")

    async def is_closed() -> bool:
        levels = await amara.member.state_event(room_id, "m.room.power_levels") or {}
        return levels.get("events_default") == CLOSED

    await until(is_closed, hint=f"{name} to be closed")
    return room_id


async def _asked(
    mortal: Mortal, neighbour: Neighbour, room_id: RoomId, phrase: str, **values: str
) -> EventId:
    message = await neighbour.member.wait_for_message(
        room_id, containing=opening(phrase, **values), sender=mortal.service.bot
    )
    return message.event_id


async def _is_asked_about_its_room(mortal: Mortal, neighbour: Neighbour, room_id: RoomId) -> None:
    """See that an old room is asked once, with each reaction once."""
    bot = mortal.service.bot
    asked = await _asked(mortal, neighbour, room_id, "old-room.ask")

    async def offers() -> bool:
        return await mortal.eyes.reactions(room_id, asked) == {CHECK: {bot}, CROSS: {bot}}

    await until(offers, hint="both reactions")
    assert len(await mortal.said(room_id, containing=opening("old-room.ask"))) == 1


async def _until_marked(neighbour: Neighbour, room_id: RoomId, *, state: str) -> None:
    async def is_marked() -> bool:
        marker = await neighbour.member.state_event(room_id, types.CREW) or {}
        return marker.get("state") == state

    await until(is_marked, hint=f"the crew to be {state}")


async def _until_state(neighbour: Neighbour, room_id: RoomId, event_type: str) -> Mapping[str, Any]:
    async def content() -> Mapping[str, Any] | None:
        return await neighbour.member.state_event(room_id, event_type) or None

    return await until(content, hint=f"{event_type} in {room_id}")
