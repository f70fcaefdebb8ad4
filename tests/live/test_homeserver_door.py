"""The door on a real Synapse: what only a real one can show."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta

import attrs
import pytest
import pytest_asyncio
from aiohttp import web

from appservice.demo.client import ClientApi
from appservice.demo.loopback import LOOPBACK
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from appservice.homeserver import NioHomeserver
from appservice.registration import Registration
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import EventId, RoomAlias, UserId
from microsol_matrix.rooms import MadeRoom
from tests.contracts.crew_rooms import bodies, parts_of, room_spec, says
from tests.contracts.neighbourhood import RealNeighbourhood
from tests.live.doors import door_to

pytestmark = pytest.mark.live


@pytest_asyncio.fixture
async def door(homeserver: Synapse, registration: Registration) -> AsyncIterator[NioHomeserver]:
    async with door_to(homeserver, registration) as door:
        await door.register_bot()
        await door.ensure_device("microsol-matrix")
        yield door


@pytest.fixture
def around(
    homeserver: Synapse, registration: Registration, door: NioHomeserver
) -> RealNeighbourhood:
    bot = UserId(f"@{registration.bot_localpart}:{homeserver.server_name}")
    return RealNeighbourhood(homeserver, door, bot, registration.as_token)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stock(
    registration: Registration, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Synapse]:
    """A homeserver with the limits of a public one, for our service too.

    It lets anybody bind any alias, so that a test can leave one that leads nowhere.
    """
    directory = tmp_path_factory.mktemp("stock")
    lenient = {"require_membership_for_aliases": False}
    synapse = Synapse(directory=directory, rate_limits="stock", settings=lenient)
    text = attrs.evolve(registration, server_name=synapse.server_name).to_yaml()
    path = directory / "registration.yaml"
    path.write_text(text.replace("rate_limited: false", "rate_limited: true"), encoding="utf-8")
    synapse.registrations.append(path)
    async with synapse:
        yield synapse


# ------------------------------------------------------------------------------- the bot's account


async def test_the_account_is_made_again_and_again(around: RealNeighbourhood) -> None:
    door = around.homeserver

    await door.register_bot()
    await door.ensure_device("microsol-matrix")
    await door.set_display_name("Microsol")
    await door.set_display_name("Microsol")

    profile = await ClientApi(around.synapse.url).call("GET", "profile", around.bot, "displayname")
    assert profile == {"displayname": "Microsol"}
    assert await door.whoami() == around.bot


async def test_the_homeserver_says_what_it_can(door: NioHomeserver) -> None:
    capabilities = await door.capabilities()

    assert "v1.11" in await door.versions()
    assert {"11", "12"} <= capabilities.room_versions
    assert capabilities.default_room_version in capabilities.room_versions


async def test_a_wrong_token_is_refused(homeserver: Synapse, registration: Registration) -> None:
    mistaken = attrs.evolve(registration, as_token="another")

    async with door_to(homeserver, mistaken) as door:
        with pytest.raises(HomeserverRefused) as no:
            await door.whoami()

    assert no.value.matrix_errcode == "M_UNKNOWN_TOKEN"


async def test_a_bot_outside_the_namespace_is_refused(
    homeserver: Synapse, registration: Registration
) -> None:
    mistaken = attrs.evolve(registration, bot_localpart="somebody")

    async with door_to(homeserver, mistaken) as door:
        with pytest.raises(HomeserverRefused) as no:
            await door.register_bot()

    assert no.value.matrix_errcode == "M_EXCLUSIVE"


async def test_the_token_is_in_no_address(door: NioHomeserver, around: RealNeighbourhood) -> None:
    room_id = (await door.make_room(room_spec())).room_id
    await door.sync((await door.sync(None)).position)
    await door.read_back(room_id, since=None, before=None, limit=5)

    log = around.synapse.log.read_text(encoding="utf-8")
    assert "/messages?" in log
    assert around.as_token not in log


# -------------------------------------------------------------------------------------------- ping


async def test_a_ping_that_does_not_reach_us_says_so(
    door: NioHomeserver, registration: Registration
) -> None:
    with pytest.raises(HomeserverUnreachable) as lost:
        await door.ping(registration.id, "1")

    assert lost.value.matrix_errcode == "M_CONNECTION_FAILED"


async def test_a_ping_goes_there_and_back(door: NioHomeserver, registration: Registration) -> None:
    pinged: list[dict[str, str]] = []

    async def answer(request: web.Request) -> web.Response:
        pinged.append(await request.json())
        return web.json_response({})

    app = web.Application()
    app.router.add_post("/_matrix/app/v1/ping", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    port = int(registration.url.rpartition(":")[2])
    await web.TCPSite(runner, LOOPBACK, port).start()

    took = await door.ping(registration.id, "42")

    await runner.cleanup()
    assert pinged == [{"transaction_id": "42"}]
    assert timedelta() <= took < timedelta(seconds=30)


async def test_the_ping_of_another_service_is_refused(door: NioHomeserver) -> None:
    with pytest.raises(HomeserverRefused) as no:
        await door.ping("somebody-elses", "1")

    assert no.value.matrix_errcode == "M_FORBIDDEN"


# ------------------------------------------------------------------------------------------- rooms


@pytest.mark.parametrize("version", ["11", "12"])
async def test_calls_at_once_make_one_room(door: NioHomeserver, version: str) -> None:
    spec = room_spec(version=version)

    async def make() -> MadeRoom:
        async def made() -> MadeRoom | None:
            try:
                return await door.make_room(spec)
            except HomeserverUnreachable:  # while another call is at it
                return None

        return await until(made, hint="the room to be made")

    rooms = await asyncio.gather(*(make() for _ in range(4)))

    assert len(set(rooms)) == 1


async def test_a_space_names_its_creator_for_clients_that_look_for_it(door: NioHomeserver) -> None:
    spec = attrs.evolve(room_spec(version="11"), room_type="m.space")

    made = await door.make_room(spec)

    state = [json.loads(event) for event in await door.read_state(made.room_id)]
    create = next(event for event in state if event["type"] == "m.room.create")
    assert create["content"]["type"] == "m.space"
    assert create["content"]["creator"] == create["sender"]


async def test_an_alias_whose_room_was_never_finished_is_taken_back(
    stock: Synapse, registration: Registration
) -> None:
    """A homeserver that dies in the middle of `createRoom` leaves an alias and nothing of ours."""
    registration = attrs.evolve(registration, server_name=stock.server_name)
    spec = room_spec()
    async with (
        door_to(stock, registration) as patient,
        door_to(stock, registration, half_made_patience=timedelta(0)) as resolute,
    ):
        await patient.register_bot()
        await patient.ensure_device("microsol-matrix")
        alias = RoomAlias(f"#{spec.alias_localpart}:{stock.server_name}")
        assert await patient.resolve(alias) is None
        await bind_to_another_room(stock, registration, spec.alias_localpart)

        with pytest.raises(HomeserverUnreachable, match="half made") as later:
            await patient.make_room(spec)
        made = await resolute.make_room(spec)

        assert later.value.retry_after is not None
        assert await patient.resolve(alias) == made.room_id
        assert await patient.make_room(spec) == made


async def bind_to_another_room(
    synapse: Synapse, registration: Registration, localpart: str
) -> None:
    """Bind an alias of ours to a room that the bot has never been in."""
    amara = await synapse.newcomer("Amara")
    room_id = await amara.create_room(name="Pantry")
    await ClientApi(synapse.url, access_token=registration.as_token).call(
        "PUT",
        *("directory", "room", f"#{localpart}:{synapse.server_name}"),
        body={"room_id": room_id},
    )


async def test_too_many_rooms_are_made_later(stock: Synapse, registration: Registration) -> None:
    hasty = attrs.evolve(
        registration, server_name=stock.server_name, bot_localpart="_microsol_hasty"
    )
    async with door_to(stock, hasty) as door:
        await door.register_bot()
        await door.ensure_device("microsol-matrix")

        async def make_many() -> None:
            for _ in range(20):  # stock homeservers allow ten in a row
                await door.make_room(room_spec())

        with pytest.raises(HomeserverUnreachable) as later:
            await make_many()

    assert later.value.matrix_errcode == "M_LIMIT_EXCEEDED"
    assert later.value.retry_after is not None
    assert timedelta() < later.value.retry_after < timedelta(minutes=5)


# ---------------------------------------------------------------------------------- other servers


async def test_somebody_whose_server_is_gone_is_invited_later_and_nobody_waits(
    door: NioHomeserver, around: RealNeighbourhood
) -> None:
    amara = await around.newcomer("Amara")
    room_id = (await door.make_room(room_spec())).room_id

    with pytest.raises(HomeserverUnreachable):
        await door.invite(room_id, UserId(f"@zoe:{LOOPBACK}:1"))
    await door.invite(room_id, amara.user_id)

    assert await amara.join(room_id) == room_id


@pytest.mark.federation
async def test_a_room_elsewhere_is_joined_through_its_servers(
    federation: tuple[Synapse, Synapse], door: NioHomeserver, around: RealNeighbourhood
) -> None:
    _, elsewhere = federation
    zoe = await elsewhere.newcomer("Zoe")
    before = (await door.sync(None)).position
    room_id = await zoe.create_direct(around.bot, first_words="hello from afar")

    async def invited() -> bool:
        return any(
            json.loads(event)["room_id"] == room_id
            for event in (await door.sync(before)).invitations
        )

    await until(invited, hint="the invitation")
    await door.join(room_id, [elsewhere.server_name])

    past = await door.read_back(room_id, since=None, before=None, limit=50)
    assert bodies(past) == ["hello from afar"]


@pytest.mark.federation
async def test_people_elsewhere_are_invited_and_come(
    federation: tuple[Synapse, Synapse], door: NioHomeserver
) -> None:
    here, elsewhere = federation
    zoe = await elsewhere.newcomer("Zoe")
    room_id = (await door.make_room(room_spec(version="12"))).room_id

    await door.invite(room_id, zoe.user_id)
    await door.invite(room_id, zoe.user_id)
    await zoe.wait_for_invitation(room_name="Slow Kettle")

    assert await zoe.join(room_id, via=[here.server_name]) == room_id


# ---------------------------------------------------------------------------------------- restarts


async def test_a_restart_of_the_homeserver_says_nothing_twice(
    homeserver: Synapse, door: NioHomeserver
) -> None:
    room_id = (await door.make_room(room_spec())).room_id
    position = (await door.sync(None)).position

    async def say() -> EventId:
        return await door.send(
            room_id, type="m.room.message", content=says("once"), txn_id="restart-1"
        )

    first = await say()
    await homeserver.stop()
    with pytest.raises(HomeserverUnreachable):
        await say()
    await homeserver.start()
    again = await say()

    (room,) = parts_of(await door.sync(position), room_id)
    assert first == again
    assert bodies(room.events) == ["once"]
