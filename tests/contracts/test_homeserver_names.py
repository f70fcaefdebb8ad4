"""What every homeserver behind the port promises of its directories: of aliases, and of profiles.

Here on the fake, in `tests/live` on Synapse.
"""

import pytest

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import UserId
from microsol_matrix.rooms import StatePiece
from tests.contracts.crew_rooms import room_spec
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood


class NamesContract:
    """The promises; a subclass brings the `around` fixture."""

    async def test_an_alias_is_taken_and_given_back_however_often_it_is_asked_for(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        made = await around.homeserver.make_room(room_spec())

        for _ in range(2):
            await around.homeserver.drop_alias(made.alias)
        gone = await amara.resolve(made.alias)
        for _ in range(2):
            await around.homeserver.name_alias(made.alias, made.room_id)

        assert gone is None
        assert await amara.resolve(made.alias) == made.room_id

    async def test_it_says_where_an_alias_leads_and_which_rooms_it_is_in(
        self, around: Neighbourhood
    ) -> None:
        stays = await around.homeserver.make_room(room_spec())
        goes = await around.homeserver.make_room(room_spec())
        await around.homeserver.drop_alias(goes.alias)
        await around.homeserver.leave(goes.room_id)

        joined = await around.homeserver.joined_rooms()

        assert stays.room_id in joined
        assert goes.room_id not in joined
        assert await around.homeserver.resolve(stays.alias) == stays.room_id
        assert await around.homeserver.resolve(goes.alias) is None

    async def test_an_alias_of_another_room_stays_there(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        standing = await around.homeserver.make_room(room_spec())
        other = await around.homeserver.make_room(room_spec())

        with pytest.raises(HomeserverRefused):
            await around.homeserver.name_alias(standing.alias, other.room_id)

        assert await amara.resolve(standing.alias) == standing.room_id

    async def test_a_room_is_put_into_the_directory_and_taken_out_however_often(
        self, around: Neighbourhood
    ) -> None:
        public = StatePiece("m.room.join_rules", "", {"join_rule": "public"})
        made = await around.homeserver.make_room(room_spec(state=[public]))
        seen = [made.room_id in await around.listed()]
        for is_listed in (True, True, False, False, True):
            await around.homeserver.set_listed(made.room_id, is_listed=is_listed)
            seen.append(made.room_id in await around.listed())

        assert seen == [False, True, True, False, False, True]

    async def test_a_time_zone_is_read_from_a_profile(self, around: Neighbourhood) -> None:
        amara, bo = await around.newcomer("Amara"), await around.newcomer("Bo")
        cleo = await around.newcomer("Cleo")
        await amara.set_profile("m.tz", "Pacific/Auckland")
        await bo.set_profile("m.tz", "Middle/Earth")
        nobody = UserId(f"@nobody-at-all:{around.server_name}")

        zones = [
            await around.homeserver.profile_zone(user_id)
            for user_id in (amara.user_id, bo.user_id, cleo.user_id, nobody)
        ]

        assert zones == ["Pacific/Auckland", None, None, None]


class TestFakeHomeserver(NamesContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()
