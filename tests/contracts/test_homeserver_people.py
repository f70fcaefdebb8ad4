"""What every homeserver behind the port promises of who is in a room: invited, removed, banned, come and gone.

Here on the fake, in `tests/live` on Synapse, as `test_homeserver` says.
"""

from collections.abc import Mapping

import pytest

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.rooms import Json, StatePiece
from tests.contracts.crew_rooms import (
    bodies,
    memberships,
    read,
    room_spec,
    says,
    state_of,
)
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood


class PeopleContract:
    """The promises; a subclass brings the `around` fixture."""

    async def test_somebody_is_invited_once_however_often_it_is_asked_for(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id

        await around.homeserver.invite(room_id, amara.user_id)
        await around.homeserver.invite(room_id, amara.user_id)
        invited = await memberships(around, room_id, amara.user_id)
        await amara.join(room_id)
        await around.homeserver.invite(room_id, amara.user_id)

        assert invited == ["invite"]
        assert await memberships(around, room_id, amara.user_id) == ["invite", "join"]

    async def test_whoever_declined_can_be_asked_again(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.leave(room_id)

        await around.homeserver.invite(room_id, amara.user_id)

        stood = await memberships(around, room_id, amara.user_id)
        assert stood == ["invite", "leave", "invite"]

    async def test_an_invitation_is_taken_back(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)

        await around.homeserver.remove(room_id, amara.user_id, "the crew is full")
        await around.homeserver.remove(room_id, amara.user_id, "the crew is full")

        assert await memberships(around, room_id, amara.user_id) == ["invite", "leave"]

    async def test_removing_somebody_who_never_came_is_fine(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id

        await around.homeserver.remove(room_id, amara.user_id, "nobody asked them")

        assert await memberships(around, room_id, amara.user_id) == []

    async def test_somebody_as_strong_as_the_bot_is_not_removed(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        spec = room_spec(version="11", users={amara.user_id: 100})
        room_id = (await around.homeserver.make_room(spec)).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)

        with pytest.raises(HomeserverRefused):
            await around.homeserver.remove(room_id, amara.user_id, "no")

        assert await memberships(around, room_id, amara.user_id) == ["invite", "join"]

    async def test_whoever_is_banned_is_not_invited(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)

        await around.homeserver.ban(room_id, amara.user_id, "unkind")
        await around.homeserver.ban(room_id, amara.user_id, "unkind")
        await around.homeserver.remove(room_id, amara.user_id, "unkind")
        with pytest.raises(HomeserverRefused):
            await around.homeserver.invite(room_id, amara.user_id)

        stood = await memberships(around, room_id, amara.user_id)
        assert stood == ["invite", "join", "ban"]

    async def test_a_ban_can_be_lifted(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.lift_ban(room_id, amara.user_id)
        await around.homeserver.ban(room_id, amara.user_id, "unkind")

        await around.homeserver.lift_ban(room_id, amara.user_id)
        await around.homeserver.lift_ban(room_id, amara.user_id)
        await around.homeserver.invite(room_id, amara.user_id)

        stood = await memberships(around, room_id, amara.user_id)
        assert stood == ["ban", "leave", "invite"]

    async def test_a_knock_is_answered_with_an_invitation(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        rule = StatePiece("m.room.join_rules", "", {"join_rule": "knock"})
        room_id = (await around.homeserver.make_room(room_spec(state=[rule]))).room_id
        await amara.knock(room_id, reason="tea?")

        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)

        stood = await memberships(around, room_id, amara.user_id)
        assert stood == ["knock", "invite", "join"]

    async def test_an_invitation_can_be_marked_as_direct(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        direct: Mapping[str, Json] = {"membership": "invite", "is_direct": True}

        await around.homeserver.put_state(
            room_id, StatePiece("m.room.member", amara.user_id, direct)
        )

        member = (await state_of(around, room_id))["m.room.member", amara.user_id]
        assert (member["membership"], member["is_direct"]) == ("invite", True)

    # -------------------------------------------------------------------------- coming and going

    async def test_what_was_said_before_the_bot_came_is_read_back(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_direct(around.bot, first_words="hello?")
        await amara.say(room_id, "is anybody there?")

        await around.homeserver.join(room_id, [around.server_name])
        await around.homeserver.join(room_id, [])

        past = await around.homeserver.read_back(room_id, since=None, before=None, limit=50)
        assert bodies(past) == ["hello?", "is anybody there?"]
        assert {event["room_id"] for event in read(past)} == {room_id}

    async def test_a_room_is_left_once(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_direct(around.bot)
        await around.homeserver.join(room_id, [])

        await around.homeserver.leave(room_id)
        await around.homeserver.leave(room_id)

        with pytest.raises(HomeserverRefused):
            await around.homeserver.send(
                room_id, type="m.room.message", content=says("bye"), txn_id="1"
            )

    async def test_an_invitation_is_declined(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_direct(around.bot)

        await around.homeserver.leave(room_id)

        with pytest.raises(HomeserverRefused):
            await around.homeserver.join(room_id, [])

    async def test_a_room_nobody_asked_the_bot_into_is_not_joined(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_room(name="Pantry", invite=[around.bot])
        await amara.kick(room_id, around.bot)

        with pytest.raises(HomeserverRefused):
            await around.homeserver.join(room_id, [])


class TestFakeHomeserverPeople(PeopleContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()
