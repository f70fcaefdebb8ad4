"""What every homeserver behind the port promises of rooms and what stands in them.

Here on the fake, in `tests/live` on Synapse; whoever changes a promise changes it for both. What
only a real one can show (time-outs, rate limits, other servers) is in
`tests/live/test_homeserver_door.py`.
"""

import pytest

from appservice.demo.client import MatrixRefused
from microsol_matrix.errors import HomeserverRefused, NotOurs
from microsol_matrix.ids import RoomId
from microsol_matrix.rooms import Json, StatePiece
from tests.contracts.crew_rooms import (
    OPEN_TALK,
    POWER,
    read,
    room_spec,
    says,
    state_of,
)
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood


class RoomsContract:
    """The promises; a subclass brings the `around` fixture."""

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_a_room_is_made_as_it_was_asked_for(
        self, around: Neighbourhood, version: str
    ) -> None:
        amara = await around.newcomer("Amara")
        rule = StatePiece("m.room.join_rules", "", {"join_rule": "knock"})
        spec = room_spec(version=version, state=[rule], users={amara.user_id: 50})

        made = await around.homeserver.make_room(spec)

        events = read(await around.homeserver.read_state(made.room_id))
        state = {(event["type"], event["state_key"]): event["content"] for event in events}
        creator = next(event["sender"] for event in events if event["type"] == "m.room.create")
        powers = state["m.room.power_levels", ""]
        assert made.alias == f"#{spec.alias_localpart}:{around.server_name}"
        assert await amara.resolve(made.alias) == made.room_id
        assert creator == around.bot
        assert state["m.room.create", ""]["room_version"] == version
        assert "type" not in state["m.room.create", ""]
        assert state["m.room.name", ""] == {"name": "Slow Kettle"}
        assert state["m.room.topic", ""]["topic"] == "Tea, in time"
        assert state["m.room.join_rules", ""] == {"join_rule": "knock"}
        assert state["org.microsol.crew", ""] == spec.marker.content
        assert powers["state_default"] == 100
        assert powers["invite"] == 50
        listed = {around.bot: 100} if version == "11" else {}
        assert powers["users"] == {**listed, amara.user_id: 50}
        assert all(event["room_id"] == made.room_id for event in events)

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_power_is_given_and_taken_and_the_bots_own_stays(
        self, around: Neighbourhood, version: str
    ) -> None:
        amara, bo = await around.newcomer("Amara"), await around.newcomer("Bo")
        spec = room_spec(version=version, users={amara.user_id: 50})
        made = await around.homeserver.make_room(spec)

        for users in ({amara.user_id: 50, bo.user_id: 50}, {bo.user_id: 50}):
            for _ in range(2):
                await around.homeserver.set_power(made.room_id, power=OPEN_TALK, users=users)

            powers = (await state_of(around, made.room_id))["m.room.power_levels", ""]
            listed = {around.bot: 100} if version == "11" else {}
            assert powers["users"] == {**listed, **users}
            assert powers["state_default"] == 100

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_the_bot_may_keep_less_than_it_has_where_it_is_listed(
        self, around: Neighbourhood, version: str
    ) -> None:
        amara = await around.newcomer("Amara")
        spec = room_spec(version=version, users={amara.user_id: 50})
        room_id = (await around.homeserver.make_room(spec)).room_id
        users = {amara.user_id: 100}

        for _ in range(2):
            await around.homeserver.set_power(room_id, power=OPEN_TALK, users=users, own=50)

            listed = {around.bot: 50} if version == "11" else {}
            assert (await state_of(around, room_id))[POWER]["users"] == {**listed, **users}

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_power_that_equals_the_bots_stays_where_it_cannot_be_taken(
        self, around: Neighbourhood, version: str
    ) -> None:
        amara, bo = await around.newcomer("Amara"), await around.newcomer("Bo")
        cleo = await around.newcomer("Cleo")
        spec = room_spec(version=version, users={amara.user_id: 100, bo.user_id: 50})
        room_id = (await around.homeserver.make_room(spec)).room_id

        await around.homeserver.set_power(room_id, power=OPEN_TALK, users={cleo.user_id: 50})

        listed = {around.bot: 100, amara.user_id: 100} if version == "11" else {}
        users = (await state_of(around, room_id))[POWER]["users"]
        assert users == {**listed, cleo.user_id: 50}

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_power_that_was_taken_away_is_given_back_to_the_letter(
        self, around: Neighbourhood, version: str
    ) -> None:
        amara = await around.newcomer("Amara")
        spec = room_spec(version=version, users={amara.user_id: 50})
        room_id = (await around.homeserver.make_room(spec)).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)
        before = (await state_of(around, room_id))[POWER]
        listed: dict[str, Json] = {around.bot: 100} if version == "11" else {}
        quiet = {**before, "events_default": 100, "state_default": 100, "invite": 100}

        await around.homeserver.put_state(room_id, StatePiece(*POWER, {**quiet, "users": listed}))
        with pytest.raises((HomeserverRefused, MatrixRefused)):
            await amara.say(room_id, "Is anybody there?")
        await around.homeserver.put_state(room_id, StatePiece(*POWER, before))
        await amara.say(room_id, "Here I am again")

        assert (await state_of(around, room_id))[POWER] == before

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_a_room_says_which_one_it_goes_on_from(
        self, around: Neighbourhood, version: str
    ) -> None:
        former = await around.homeserver.make_room(room_spec(version=version))

        made = await around.homeserver.make_room(
            room_spec(version=version, predecessor=former.room_id)
        )

        create = (await state_of(around, made.room_id))["m.room.create", ""]
        assert create["predecessor"] == {"room_id": former.room_id}
        assert "predecessor" not in (await state_of(around, former.room_id))["m.room.create", ""]

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_a_room_is_made_once_however_often_it_is_asked_for(
        self, around: Neighbourhood, version: str
    ) -> None:
        spec = room_spec(version=version)

        first = await around.homeserver.make_room(spec)
        renamed = StatePiece(spec.marker.type, "", {**spec.marker.content, "status": "archived"})
        await around.homeserver.put_state(first.room_id, renamed)

        assert await around.homeserver.make_room(spec) == first
        assert (await state_of(around, first.room_id))["org.microsol.crew", ""] == renamed.content

    async def test_another_room_under_the_alias_is_left_alone(self, around: Neighbourhood) -> None:
        spec = room_spec(crew="slow-kettle")
        standing = await around.homeserver.make_room(spec)

        with pytest.raises(NotOurs, match=spec.alias_localpart):
            await around.homeserver.make_room(
                room_spec(alias=spec.alias_localpart, crew="quick-kettle")
            )

        assert (await state_of(around, standing.room_id))["org.microsol.crew", ""]["id"] == (
            "slow-kettle"
        )

    async def test_a_room_that_the_bot_has_left_is_not_taken_over(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        spec = room_spec()
        made = await around.homeserver.make_room(spec)
        await around.homeserver.invite(made.room_id, amara.user_id)
        await amara.join(made.room_id)
        await around.homeserver.leave(made.room_id)

        with pytest.raises(NotOurs, match=spec.alias_localpart):
            await around.homeserver.make_room(spec)

    async def test_state_is_put_once_while_it_stays_the_same(self, around: Neighbourhood) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        named, renamed = (
            StatePiece("m.room.name", "", {"name": name}) for name in ("Kettle", "Pot")
        )

        first = await around.homeserver.put_state(room_id, named)
        again = await around.homeserver.put_state(room_id, named)
        other = await around.homeserver.put_state(room_id, renamed)

        assert first == again != other
        assert (await state_of(around, room_id))["m.room.name", ""] == {"name": "Pot"}

    @pytest.mark.parametrize("version", ["11", "12"])
    async def test_all_that_ever_stood_in_a_place_can_be_found_and_taken_away(
        self, around: Neighbourhood, version: str
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec(version=version))).room_id
        place, other = ("org.microsol.call", "ours"), ("org.microsol.call", "other")
        told = [
            await around.homeserver.put_state(room_id, StatePiece(*place, {"name": name}))
            for name in ("Kettle", "Pot")
        ]
        await around.homeserver.put_state(room_id, StatePiece(*other, {"name": "Boats"}))
        assert await around.homeserver.versions_of(room_id, place) == tuple(told)

        for event_id in told:
            await around.homeserver.redact(room_id, event_id, txn_id=event_id[1:9], reason="")
        await around.homeserver.put_state(room_id, StatePiece(*place, {}))

        assert await around.homeserver.versions_of(room_id, place) == ()
        state = await state_of(around, room_id)
        assert state[place] == {}
        assert state[other] == {"name": "Boats"}

    @pytest.mark.parametrize(
        ("kind", "field"), [("m.room.name", "name"), ("m.room.topic", "topic")]
    )
    async def test_a_rooms_words_are_emptied_and_cannot_be_removed(
        self, around: Neighbourhood, kind: str, field: str
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id

        with pytest.raises(HomeserverRefused):
            await around.homeserver.put_state(room_id, StatePiece(kind, "", {}))
        await around.homeserver.put_state(room_id, StatePiece(kind, "", {field: ""}))

        assert (await state_of(around, room_id))[kind, ""] == {field: ""}

    async def test_what_was_taken_away_can_be_written_again_just_as_it_was(
        self, around: Neighbourhood
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        piece = StatePiece("org.microsol.call", "ours", {"name": "Kettle"})
        first = await around.homeserver.put_state(room_id, piece)
        await around.homeserver.redact(room_id, first, txn_id="1", reason="")

        again = await around.homeserver.put_state(room_id, piece)

        place = (piece.type, piece.state_key)
        assert await around.homeserver.versions_of(room_id, place) == (again,)
        assert (await state_of(around, room_id))[place] == piece.content

    async def test_a_room_that_the_bot_is_not_in_is_refused(self, around: Neighbourhood) -> None:
        nowhere = RoomId(f"!nowhere:{around.server_name}")

        with pytest.raises(HomeserverRefused):
            await around.homeserver.read_state(nowhere)
        with pytest.raises(HomeserverRefused):
            await around.homeserver.send(
                nowhere, type="m.room.message", content=says("anybody?"), txn_id="1"
            )


class TestFakeHomeserver(RoomsContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()
