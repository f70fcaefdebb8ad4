"""`kill -9` at each step of archiving a crew and of taking it up again: its room as it was, and everything once."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from attrs import frozen

from appservice.demo.waiting import until
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.structure import types
from tests.crash.mortal import Mortal
from tests.crash.phrases import opening

pytestmark = [pytest.mark.live, pytest.mark.crash]

NAME, POWER, ALIAS = "m.room.name", "m.room.power_levels", "m.room.canonical_alias"

ARCHIVING = (
    "before append CrewMoved",
    "after append CrewMoved",
    "after read_state",
    "after append StateKept",
    "after put_state org.microsol.crew",
    "after put_state m.room.name",
    "after put_state m.room.canonical_alias",
    "after put_state m.space.child 2",
    "after drop_alias",
    "after send words",
    "before set_power",
    "after set_power",
    "after remove",
)
"""Each step once: what is before one is after another."""
UNARCHIVING = (
    "after append CrewMoved",
    "after put_state org.microsol.crew",
    "after put_state m.room.name",
    "after put_state m.space.parent",
    "after put_state m.room.canonical_alias",
    "before put_state m.room.power_levels",
    "after put_state m.room.power_levels",
    "after put_state m.space.child 2",
    "after name_alias",
    "after append StateGivenBack",
    "after invite",
)


@pytest.mark.parametrize("step", ARCHIVING)
async def test_a_death_on_the_way_to_the_archive_loses_nothing(mortal: Mortal, step: str) -> None:
    ending = await Ending.of(mortal)

    await mortal.awaits_death(step)
    ending.time_is_over()
    await mortal.comes_back()
    await ending.is_archived()

    await ending.opens()
    await ending.is_given_back()


@pytest.mark.parametrize("step", UNARCHIVING)
async def test_a_death_on_the_way_back_gives_all_of_it_back(mortal: Mortal, step: str) -> None:
    ending = await Ending.of(mortal)
    ending.time_is_over()
    await ending.is_archived()

    await mortal.awaits_death(step)
    await ending.opens()
    await mortal.comes_back()

    await ending.is_given_back()


@pytest.mark.parametrize("step", ["while make_room archive", "after make_room archive"])
async def test_a_season_has_one_place_in_the_archive(mortal: Mortal, step: str) -> None:
    season = f"Tide {secrets.token_hex(4)}"
    await mortal.village.founder.ask(f'!season "{season}" weeks=4', expecting=season)
    ending = await Ending.of(mortal)

    await mortal.awaits_death(step)
    ending.time_is_over()
    await mortal.comes_back()
    await ending.is_archived()

    (place,) = await mortal.new_rooms()
    assert ((await mortal.eyes.state(place))[NAME, ""]["name"]).endswith(season)
    assert await mortal.puts(mortal.village.archive, "m.space.child", key=place) == 1
    assert await mortal.puts(place, "m.space.child", key=ending.room_id) == 1


@frozen
class Ending:
    """A crew whose closing is about to be over, with somebody asked in who has not come.

    Attributes:
        before: What its room holds, memberships left out.
    """

    mortal: Mortal
    name: str
    room_id: RoomId
    before: Mapping[tuple[str, str], Any]

    @classmethod
    async def of(cls, mortal: Mortal) -> "Ending":
        """Let a crew of two finish, and its host ask Dara in."""
        village = mortal.village
        amara, dara = village.founder, village["Dara"]
        await amara.ask("!settings closing=1d", expecting="")
        name = f"Slow Kettle {secrets.token_hex(4)}"
        room_id = await village.crew(f"{name} | seats=2-4", "Bo", "Cleo")
        await village["Bo"].tell(f"!finish {name}")
        await _marked(mortal, room_id, "closing")
        await village["Bo"].member.invite(room_id, dara.user_id)
        await dara.member.wait_for_invitation(room_name=name)
        await village["Bo"].ask("!crews", expecting=name)
        return cls(mortal, name, room_id, await _contents(mortal, room_id))

    def time_is_over(self) -> None:
        """Let the last day of the closing pass."""
        self.mortal.note.almanac.turn(timedelta(days=2, hours=1))

    async def opens(self) -> None:
        """Have Cleo open it again."""
        await self.mortal.village["Cleo"].tell(f"!unarchive {self.name}")

    async def is_archived(self) -> None:
        """Wait until it is, and hold that it was said once and everything was written once."""
        await until(self._stands_archived, hint=f"{self.name} to be archived")
        mortal, archive = self.mortal, self.mortal.village.archive
        assert (
            len(await mortal.said(self.room_id, containing=opening("archived", name=self.name)))
            == 1
        )
        for kind in (NAME, POWER, ALIAS):
            assert await self._written(kind) == self._at_first(kind) + 1
        assert await mortal.puts(archive, types.CREW, key=self._crew_id) == 1
        assert await mortal.puts(mortal.village.space, "m.space.child", key=self.room_id) == 2

    async def is_given_back(self) -> None:
        """Wait until it lives again, and hold that its room is as it was."""
        await until(self._stands_as_before, hint=f"the room of {self.name} to be as it was")
        mortal, dara = self.mortal, self.mortal.village["Dara"]
        await dara.member.wait_for_invitation(room_name=self.name)
        told = opening("unarchive.told", person="Cleo", name=self.name)
        assert len(await mortal.said(self.room_id, containing=told)) == 1
        for kind in (NAME, POWER, ALIAS):
            assert await self._written(kind) == self._at_first(kind) + 2
        assert (await mortal.invited(self.room_id))[dara.user_id] == 2
        assert await mortal.eyes.resolve(self._alias) == self.room_id

    @property
    def _alias(self) -> RoomAlias:
        return RoomAlias(self.before[ALIAS, ""]["alias"])

    @property
    def _crew_id(self) -> str:
        return str(self.before[types.CREW, ""]["id"])

    async def _written(self, kind: str) -> int:
        return await self.mortal.puts(self.room_id, kind, key="")

    def _at_first(self, kind: str) -> int:
        # Making the room writes each once; power besides when the caller's became the host's.
        return {NAME: 1, POWER: 1, ALIAS: 1}[kind]

    async def _stands_archived(self) -> bool:
        mortal, village = self.mortal, self.mortal.village
        state = await mortal.eyes.state(self.room_id)
        space, archive = await mortal.eyes.state(village.space), village.archive
        card = (types.CREW, self._crew_id)
        places = await mortal.eyes.hierarchy(archive)
        return bool(
            state[types.CREW, ""]["state"] == "archived"
            and "(archived, " in state[NAME, ""]["name"]
            and state[POWER, ""]["events_default"] == 100
            and state[ALIAS, ""] == state["m.space.parent", village.space] == {}
            and space["m.space.child", self.room_id] == space[card] == {}
            and any(self.room_id in place.children for place in places.values())
            and (await mortal.eyes.state(archive)).get(card, {}).get("state") == "archived"
            and await mortal.eyes.resolve(self._alias) is None
            and (await mortal.eyes.members(self.room_id))[village["Dara"].user_id] == "leave"
        )

    async def _stands_as_before(self) -> bool:
        village, eyes = self.mortal.village, self.mortal.eyes
        card = (types.CREW, self._crew_id)
        space = await eyes.state(village.space)
        return bool(
            await _contents(self.mortal, self.room_id) == self.before
            and bool(space["m.space.child", self.room_id])
            and space[card].get("state") == "closing"
            and (await eyes.state(village.archive))[card] == {}
        )


async def _contents(mortal: Mortal, room_id: RoomId) -> Mapping[tuple[str, str], Any]:
    """Give a room's state, memberships left out; of the marker, whose crew it is and where that is in its life."""
    state = await mortal.eyes.state(room_id)
    whole = {
        place: dict(content) for place, content in state.items() if place[0] != "m.room.member"
    }
    told = ("version", "id", "space", "state", "cycle")
    whole[types.CREW, ""] = {name: whole[types.CREW, ""][name] for name in told}
    return whole


async def _marked(mortal: Mortal, room_id: RoomId, state: str) -> None:
    async def is_marked() -> bool:
        return bool((await mortal.eyes.state(room_id))[types.CREW, ""]["state"] == state)

    await until(is_marked, hint=f"the crew to be {state}")
