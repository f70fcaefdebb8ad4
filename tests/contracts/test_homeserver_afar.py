"""What every homeserver behind the port promises of rooms that are not ours: found, joined, and asked into.

Here on the fake, in `tests/live` on Synapse; whoever changes a promise changes it for both. What two homeservers
are to each other is in `tests/live/test_crowd.py`.
"""

import secrets
from typing import Any

import pytest
from attrs import evolve

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import RoomAlias, RoomId, ServerName, UserId
from microsol_matrix.ports import RoomSummary
from microsol_matrix.rooms import Json, StatePiece
from tests.contracts.crew_rooms import read, room_spec
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood

PUBLIC = StatePiece("m.room.join_rules", "", {"join_rule": "public"})


class AfarContract:
    """The promises; a subclass brings the `around` fixture."""

    async def test_an_alias_leads_to_a_room_and_the_servers_that_are_in_it(
        self, around: Neighbourhood
    ) -> None:
        made = await around.homeserver.make_room(room_spec())

        found = await around.homeserver.look_up(made.alias)

        assert found is not None
        assert (found.room_id, found.servers) == (made.room_id, (around.server_name,))

    async def test_an_alias_that_nobody_gave_leads_nowhere(self, around: Neighbourhood) -> None:
        alias = RoomAlias(f"#_microsol.porch_{secrets.token_hex(8)}:{around.server_name}")

        assert await around.homeserver.look_up(alias) is None

    async def test_of_a_homeserver_that_does_not_answer_it_is_not_said_that_there_is_no_room(
        self, around: Neighbourhood
    ) -> None:
        dead = await around.dead_server()

        with pytest.raises(HomeserverUnreachable):
            await around.homeserver.look_up(RoomAlias(f"#_microsol.porch_x:{dead}"))

    async def test_of_an_open_room_something_is_shown_and_of_a_closed_one_nothing(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        porch = await amara.create_room(name="Their porch", is_public=True)
        kitchen = await amara.create_room(name="Their kitchen")
        via = [around.server_name]

        seen = [await around.homeserver.summary(one, via) for one in (porch, kitchen)]

        assert seen == [RoomSummary(type=None, people=1), None]

    async def test_a_space_shows_that_it_is_one(self, around: Neighbourhood) -> None:
        spec = evolve(room_spec(state=[PUBLIC]), room_type="m.space")
        made = await around.homeserver.make_room(spec)

        seen = await around.homeserver.summary(made.room_id, [])

        assert seen == RoomSummary(type="m.space", people=1)

    async def test_a_state_that_is_larger_than_what_is_asked_for_is_not_read(
        self, around: Neighbourhood
    ) -> None:
        made = await around.homeserver.make_room(room_spec())
        state = await around.homeserver.read_state(made.room_id, most_bytes=1_000_000)

        with pytest.raises(HomeserverRefused) as refused:
            await around.homeserver.read_state(made.room_id, most_bytes=1000)

        assert len(state) > 5
        assert refused.value.matrix_errcode == "M_TOO_LARGE"

    async def test_a_room_that_is_open_to_all_is_joined_twice_and_left_twice(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        theirs = await amara.create_room(name="Their porch", is_public=True)
        for _ in range(2):
            await around.homeserver.join(theirs, [around.server_name])
        seen = [theirs in await around.homeserver.joined_rooms()]
        for _ in range(2):
            await around.homeserver.leave(theirs)
        seen.append(theirs in await around.homeserver.joined_rooms())

        assert seen == [True, False]

    async def test_a_room_that_is_closed_is_not_joined(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        theirs = await amara.create_room(name="Their kitchen")

        with pytest.raises(HomeserverRefused):
            await around.homeserver.join(theirs, [around.server_name])

    async def test_an_invitation_carries_what_was_put_into_it(self, around: Neighbourhood) -> None:
        made = await around.homeserver.make_room(room_spec(state=[PUBLIC]))
        cleo = await around.newcomer("Cleo")
        content: dict[str, Json] = {"membership": "invite", "org.microsol.link": {"porch": "!it:x"}}

        await around.homeserver.put_state(
            made.room_id, StatePiece("m.room.member", cleo.user_id, content)
        )

        written = await _member(around, room_id=made.room_id, user_id=cleo.user_id)
        assert written["org.microsol.link"] == {"porch": "!it:x"}
        assert written["membership"] == "invite"


async def _member(around: Neighbourhood, *, room_id: RoomId, user_id: UserId) -> dict[str, Any]:
    events = read(await around.homeserver.read_state(room_id))
    return next(
        dict(event["content"])
        for event in events
        if (event["type"], event["state_key"]) == ("m.room.member", user_id)
    )


class TestFake(AfarContract):
    """The homeserver in memory."""

    @pytest.fixture
    def around(self) -> FakeNeighbourhood:
        return FakeNeighbourhood()

    async def test_a_room_of_another_homeserver_is_joined_by_one_that_is_alive(
        self, around: FakeNeighbourhood
    ) -> None:
        there = around.homeserver.beside(around.homeserver, "there.example")
        theirs = (await there.make_room(room_spec(state=[PUBLIC]))).room_id
        around.homeserver.matrix.dead_servers.add(ServerName("there.example"))

        with pytest.raises(HomeserverUnreachable):
            await around.homeserver.join(theirs, ["there.example"])
        around.homeserver.matrix.dead_servers.clear()
        with pytest.raises(HomeserverUnreachable):
            await around.homeserver.join(theirs, [])
        await around.homeserver.join(theirs, ["there.example"])

        assert await around.homeserver.joined_rooms() == {theirs}
