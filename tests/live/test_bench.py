"""The bench keeps its promises: what the other live tests lean on is tried here first."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from appservice.demo.client import ClientApi, MatrixRefused
from appservice.demo.synapse import Synapse, SynapseDied
from appservice.demo.waiting import NeverCame, until
from appservice.registration import Registration
from microsol_matrix.ids import RoomAlias, RoomId

pytestmark = pytest.mark.live


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def spare(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Synapse]:
    """A homeserver that nobody else uses, to be killed and changed."""
    async with Synapse(directory=tmp_path_factory.mktemp("spare")) as synapse:
        yield synapse


# ---------------------------------------------------------------------------------------- members


async def test_members_talk(homeserver: Synapse) -> None:
    amara, bo = await homeserver.newcomer("Amara"), await homeserver.newcomer("Bo")
    room = await amara.create_room(name="Harbourlight", invite=[bo.user_id])

    invitation = await bo.wait_for_invitation(room_name="Harbourlight")
    await bo.join(invitation.room_id)
    question = await amara.say(room, "Is the kettle on?")
    await bo.say(room, "It is.", reply_to=question)
    answer = await amara.wait_for_message(room, containing="It is", sender=bo.user_id)

    assert invitation.inviter == amara.user_id
    assert not invitation.is_direct
    assert answer.reply_to == question
    assert [message.body for message in await bo.messages(room)] == ["Is the kettle on?", "It is."]
    assert await bo.members(room) == {amara.user_id: "join", bo.user_id: "join"}
    assert await bo.joined_rooms() == {room}
    assert await bo.invitations() == {}


async def test_threads_edits_and_formatted_text_are_read_as_a_client_reads_them(
    homeserver: Synapse,
) -> None:
    amara = await homeserver.newcomer("Amara")
    room = await amara.create_room(name="Harbourlight")

    first = await amara.say(room, "Slow Kettle", html="<b>Slow Kettle</b>")
    await amara.say(room, "in a thread", thread=first)
    await amara.edit(room, first, body="Quick Kettle")

    said, threaded, edited = await amara.messages(room)
    assert (said.html, said.thread) == ("<b>Slow Kettle</b>", None)
    assert (threaded.thread, threaded.reply_to) == (first, first)
    assert (edited.body, edited.replaces) == ("Quick Kettle", first)


async def test_reactions_are_counted_until_they_are_taken_back(homeserver: Synapse) -> None:
    amara, bo = await homeserver.newcomer("Amara"), await homeserver.newcomer("Bo")
    room = await amara.create_room(name="Harbourlight", is_public=True)
    await bo.join(room)
    prompt = await amara.say(room, "Who comes?")

    await amara.react(room, "✋", to=prompt)
    hand = await bo.react(room, "✋", to=prompt)
    raised = await amara.reactions(room, prompt)
    await bo.redact(room, hand)

    assert raised == {"✋": {amara.user_id, bo.user_id}}
    assert await amara.reactions(room, prompt) == {"✋": {amara.user_id}}


async def test_the_first_words_are_there_before_the_other_has_come_in(homeserver: Synapse) -> None:
    amara, bo = await homeserver.newcomer("Amara"), await homeserver.newcomer("Bo")

    room = await amara.create_direct(bo.user_id, first_words="!help")
    invitation = await bo.wait_for_invitation()
    await bo.join(room)

    assert invitation.is_direct
    assert [message.body for message in await bo.messages(room)] == ["!help"]


async def test_what_is_said_in_an_encrypted_conversation_cannot_be_read(
    homeserver: Synapse,
) -> None:
    amara, bo = await homeserver.newcomer("Amara"), await homeserver.newcomer("Bo")

    room = await amara.create_direct(bo.user_id, first_words="!help", is_encrypted=True)

    assert await amara.state_event(room, "m.room.encryption") == {
        "algorithm": "m.megolm.v1.aes-sha2"
    }
    newest = (await amara.events(room))[-1]
    assert newest["type"] == "m.room.encrypted"
    assert "!help" not in str(newest["content"])
    assert await amara.messages(room) == ()


async def test_people_knock_are_let_in_put_out_and_decline(homeserver: Synapse) -> None:
    amara, bo = await homeserver.newcomer("Amara"), await homeserver.newcomer("Bo")
    cleo = await homeserver.newcomer("Cleo")
    room = await amara.create_room(name="Harbourlight")
    await amara.set_state(room, "m.room.join_rules", content={"join_rule": "knock"})

    await bo.knock(room, reason="I was told of you")
    assert (await amara.members(room))[bo.user_id] == "knock"
    await amara.invite(room, bo.user_id)
    await bo.join(room)
    await amara.kick(room, bo.user_id)
    await amara.invite(room, cleo.user_id)
    await cleo.decline(room)
    assert await amara.members(room) == {
        amara.user_id: "join",
        bo.user_id: "leave",
        cleo.user_id: "leave",
    }
    await amara.ban(room, bo.user_id)

    assert (await amara.members(room))[bo.user_id] == "ban"


async def test_a_space_is_walked_and_an_alias_resolved(homeserver: Synapse) -> None:
    amara = await homeserver.newcomer("Amara")
    alias = RoomAlias(f"#harbour{amara.user_id[7:15]}:{homeserver.server_name}")
    space = await _create_space(amara.api, name="Harbourlight")
    room = await amara.create_room(name="Commons")

    await amara.set_state(
        space, "m.space.child", key=room, content={"via": [homeserver.server_name]}
    )
    await amara.api.call("PUT", "directory", "room", alias, body={"room_id": space})

    rooms = await amara.hierarchy(space)
    assert list(rooms) == [space, room]
    assert rooms[space].is_space
    assert rooms[space].children == (room,)
    assert (rooms[room].name, rooms[room].join_rule, rooms[room].joined) == ("Commons", "invite", 1)
    assert await amara.resolve(alias) == space
    assert await amara.resolve(RoomAlias(f"#nothing:{homeserver.server_name}")) is None


async def test_a_space_with_more_rooms_than_one_answer_holds_is_walked_to_its_end(
    homeserver: Synapse,
) -> None:
    amara = await homeserver.newcomer("Amara")
    space = await _create_space(amara.api, name="Harbourlight")
    via = {"via": [homeserver.server_name]}
    rooms = [await amara.create_room(name=f"Room {number}") for number in range(52)]
    for room in rooms:
        await amara.set_state(space, "m.space.child", key=room, content=via)

    assert set(await amara.hierarchy(space)) == {space, *rooms}


async def test_a_space_is_walked_more_often_than_the_homeserver_likes(homeserver: Synapse) -> None:
    amara = await homeserver.newcomer("Amara")
    space = await _create_space(amara.api, name="Harbourlight")

    walks = [await amara.hierarchy(space) for _ in range(20)]

    assert all(list(rooms) == [space] for rooms in walks)


async def _create_space(api: ClientApi, *, name: str) -> RoomId:
    wanted = {"name": name, "creation_content": {"type": "m.space"}}
    return RoomId((await api.call("POST", "createRoom", body=wanted))["room_id"])


async def test_state_that_never_was_is_told_from_state_that_may_not_be_seen(
    homeserver: Synapse,
) -> None:
    amara, stranger = await homeserver.newcomer("Amara"), await homeserver.newcomer("Stranger")
    room = await amara.create_room(name="Harbourlight")

    assert await amara.state_event(room, "m.room.topic") is None
    assert (await amara.state(room))["m.room.name", ""] == {"name": "Harbourlight"}
    with pytest.raises(MatrixRefused, match="M_FORBIDDEN") as refused:
        await stranger.state_event(room, "m.room.name")
    assert refused.value.status == 403


async def test_waiting_in_vain_tells_what_was_said_instead(homeserver: Synapse) -> None:
    amara = await homeserver.newcomer("Amara")
    room = await amara.create_room(name="Harbourlight")
    before = await amara.say(room, "It is beginning.")
    await amara.say(room, "Not yet.")

    with pytest.raises(NeverCame, match=r"containing 'beginning'(?s:.*)Not yet\.$"):
        await amara.wait_for_message(room, containing="beginning", after=before, timeout_s=0)


# ------------------------------------------------------------------------------------ homeservers


async def test_the_names_of_the_service_are_kept_for_it(
    homeserver: Synapse, registration: Registration
) -> None:
    with pytest.raises(MatrixRefused, match="M_EXCLUSIVE"):
        await homeserver.register(registration.bot_localpart)


@pytest.mark.federation
async def test_two_homeservers_federate(federation: tuple[Synapse, Synapse]) -> None:
    here, elsewhere = federation
    amara, esi = await here.newcomer("Amara"), await elsewhere.newcomer("Esi")
    room = await amara.create_room(name="Across the water", invite=[esi.user_id])

    await esi.join((await esi.wait_for_invitation(room_name="Across the water")).room_id)
    await esi.say(room, "Hello from over here.")
    heard = await amara.wait_for_message(room, containing="over here")

    assert heard.sender == esi.user_id
    assert amara.server_name != esi.server_name


async def test_a_killed_homeserver_is_gone_and_comes_back_as_it_was(spare: Synapse) -> None:
    amara = await spare.newcomer("Amara")
    room = await amara.create_room(name="Harbourlight")
    await amara.say(room, "Remember this.")
    name = spare.server_name

    await spare.kill()
    assert not spare.is_running
    with pytest.raises(aiohttp.ClientConnectionError):
        await amara.messages(room)
    await spare.start()

    assert spare.server_name == name
    assert [message.body for message in await amara.messages(room)] == ["Remember this."]


async def test_a_restarted_homeserver_takes_new_settings(spare: Synapse) -> None:
    amara = await spare.newcomer("Amara")
    spare.rate_limits = "stock"
    spare.settings = {"default_room_version": "11"}

    await spare.restart()
    room = await amara.create_room(name="Harbourlight")

    async def is_limited() -> MatrixRefused | None:
        try:
            await amara.say(room, "Again!")
        except MatrixRefused as refused:
            return refused
        return None

    refused = await until(is_limited, hint="a stock homeserver to have had enough")
    assert refused.errcode == "M_LIMIT_EXCEEDED"
    assert refused.retry_after_ms
    assert (await amara.state(room))["m.room.create", ""]["room_version"] == "11"


async def test_a_homeserver_that_cannot_start_tells_its_cause(tmp_path: Path) -> None:
    registration = tmp_path / "registration.yaml"
    registration.write_text("id: microsol\nurl: null\n", encoding="utf-8")
    synapse = Synapse(directory=tmp_path, registrations=[registration])

    with pytest.raises(SynapseDied, match="as_token"):
        await synapse.start()

    assert not synapse.is_running
