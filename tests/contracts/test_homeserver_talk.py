"""What every homeserver behind the port promises of what is said, and of hearing it.

Here on the fake, in `tests/live` on Synapse, as in `test_homeserver.py`.
"""

import json

import pytest

from microsol_matrix.errors import NO_KEYS, HomeserverRefused
from microsol_matrix.ids import RoomId
from microsol_matrix.rooms import StatePiece
from tests.contracts.crew_rooms import bodies, parts_of, read, room_spec, says
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood


class TalkContract:
    """The promises; a subclass brings the `around` fixture."""

    # -------------------------------------------------------------------------------------- words

    async def test_a_thing_is_said_once_under_one_transaction_id(
        self, around: Neighbourhood
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        say = around.homeserver.send

        first = await say(room_id, type="m.room.message", content=says("tea"), txn_id="1")
        again = await say(room_id, type="m.room.message", content=says("tea"), txn_id="1")
        other = await say(room_id, type="m.room.message", content=says("tea"), txn_id="2")

        past = await around.homeserver.read_back(room_id, since=None, before=None, limit=50)
        assert first == again != other
        assert bodies(past) == ["tea", "tea"]

    async def test_without_keys_nothing_but_reactions_is_said_in_an_encrypted_room(
        self, around: Neighbourhood
    ) -> None:
        encryption = StatePiece("m.room.encryption", "", {"algorithm": "m.megolm.v1.aes-sha2"})
        room_id = (await around.homeserver.make_room(room_spec(state=(encryption,)))).room_id
        bo = await around.newcomer("Bo")
        await around.homeserver.invite(room_id, bo.user_id)
        await bo.join(room_id)
        said = await bo.say(room_id, "by a client that does not encrypt")
        relation = {"rel_type": "m.annotation", "event_id": said, "key": "✋"}

        with pytest.raises(HomeserverRefused) as caught:
            await around.homeserver.send(
                room_id, type="m.room.message", content=says("tea"), txn_id="1"
            )
        await around.homeserver.send(
            room_id, type="m.reaction", content={"m.relates_to": relation}, txn_id="2"
        )

        past = read(await around.homeserver.read_back(room_id, since=None, before=None, limit=50))
        by_bot = [event["type"] for event in past if event["sender"] == around.bot]
        assert caught.value.matrix_errcode == NO_KEYS
        assert "m.reaction" in by_bot
        assert "m.room.message" not in by_bot

    async def test_what_was_redacted_is_empty(self, around: Neighbourhood) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        said = await around.homeserver.send(
            room_id, type="m.room.message", content=says("a slip"), txn_id="1"
        )

        for _ in range(2):
            await around.homeserver.redact(room_id, said, txn_id="2", reason="a slip")

        past = read(await around.homeserver.read_back(room_id, since=None, before=None, limit=50))
        by_id = {event["event_id"]: event for event in past}
        redactions = [event for event in past if event["type"] == "m.room.redaction"]
        assert by_id[said]["content"] == {}
        assert [event["redacts"] for event in redactions] == [said]

    async def test_reading_back_gives_the_newest_up_to_the_limit(
        self, around: Neighbourhood
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        for number in range(130):
            await around.homeserver.send(
                room_id, type="m.room.message", content=says(str(number)), txn_id=str(number)
            )

        newest = await around.homeserver.read_back(room_id, since=None, before=None, limit=3)
        every = await around.homeserver.read_back(room_id, since=None, before=None, limit=1000)

        assert bodies(newest) == ["127", "128", "129"]
        assert bodies(every) == [str(number) for number in range(130)]

    async def test_a_direct_room_is_marked_once(self, around: Neighbourhood) -> None:
        amara, bo = await around.newcomer("Amara"), await around.newcomer("Bo")
        first, second = RoomId("!first:elsewhere"), RoomId("!second:elsewhere")

        for room_id in (first, first, second):
            await around.homeserver.mark_direct(amara.user_id, room_id)
        await around.homeserver.mark_direct(bo.user_id, first)

        direct = await around.direct()
        assert direct[amara.user_id] == [first, second]
        assert direct[bo.user_id] == [first]

    # --------------------------------------------------------------------------------------- news

    async def test_a_first_sync_gives_only_a_position(self, around: Neighbourhood) -> None:
        await around.homeserver.make_room(room_spec())

        answer = await around.homeserver.sync(None)

        assert answer.position
        assert (answer.rooms, answer.invitations) == ((), ())

    async def test_a_sync_tells_what_happened_since(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        before = (await around.homeserver.sync(None)).position

        await amara.join(room_id)
        said = await amara.say(room_id, "tea?")
        tapped = await amara.react(room_id, "✋", to=said)
        await amara.redact(room_id, tapped)
        await around.homeserver.put_state(room_id, StatePiece("m.room.name", "", {"name": "Pot"}))
        await around.homeserver.put_state(
            room_id, StatePiece("m.room.pinned_events", "", {"pinned": []})
        )
        answer = await around.homeserver.sync(before)

        (room,) = parts_of(answer, room_id)
        events = read(room.events)
        assert (room.room_id, room.gap_from) == (room_id, None)
        assert [event["type"] for event in events] == [
            "m.room.member",
            "m.room.message",
            "m.reaction",
            "m.room.redaction",
            "m.room.name",
        ]
        assert [event["sender"] for event in events] == [*[amara.user_id] * 4, around.bot]
        assert [event["room_id"] for event in events] == [room_id] * 5
        assert events[1]["event_id"] == said
        assert events[3]["redacts"] == tapped
        assert parts_of(await around.homeserver.sync(answer.position), room_id) == ()

    async def test_what_a_sync_cuts_off_is_read_back(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)
        await amara.say(room_id, "long ago")
        before = (await around.homeserver.sync(None)).position

        said = [str(number) for number in range(60)]
        for body in said:
            await amara.say(room_id, body)
        (room,) = parts_of(await around.homeserver.sync(before), room_id)
        assert room.gap_from is not None
        gap = await around.homeserver.read_back(
            room_id, since=before, before=room.gap_from, limit=500
        )

        assert bodies([*gap, *room.events]) == said
        assert 0 < len(gap) < len(said)

    async def test_a_sync_tells_of_invitations(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        before = (await around.homeserver.sync(None)).position
        room_id = await amara.create_direct(around.bot, first_words="hello?")

        answer = await around.homeserver.sync(before)

        (event,) = read(answer.invitations)
        shown = {piece["type"] for piece in event["unsigned"]["invite_room_state"]}
        assert event["type"] == "m.room.member"
        assert event["room_id"] == room_id
        assert event["event_id"].startswith(f"invite:{room_id}:")
        assert (event["sender"], event["state_key"]) == (amara.user_id, around.bot)
        assert (event["content"]["membership"], event["content"]["is_direct"]) == ("invite", True)
        assert {"m.room.create", "m.room.join_rules", "m.room.member"} <= shown
        assert parts_of(answer, room_id) == ()

    async def test_a_second_invitation_is_another_one(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        before = (await around.homeserver.sync(None)).position
        room_id = await amara.create_direct(around.bot)
        first = await around.homeserver.sync(before)
        same = await around.homeserver.sync(before)
        await around.homeserver.leave(room_id)
        await amara.invite(room_id, around.bot)

        second = await around.homeserver.sync(first.position)

        (one,), (other,) = read(first.invitations), read(second.invitations)
        assert first.invitations == same.invitations
        assert one["event_id"] != other["event_id"]

    async def test_a_room_that_the_bot_came_into_is_read_whole(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_direct(around.bot, first_words="hello?")
        before = (await around.homeserver.sync(None)).position
        await around.homeserver.join(room_id, [])
        await amara.say(room_id, "there you are")

        (room,) = parts_of(await around.homeserver.sync(before), room_id)
        gap = await around.homeserver.read_back(
            room_id, since=None, before=room.gap_from, limit=500
        )

        # The two may overlap: where a timeline that is new to us was cut is the homeserver's affair.
        every = {event["event_id"]: json.dumps(event).encode() for event in read(gap)}
        every |= {event["event_id"]: json.dumps(event).encode() for event in read(room.events)}
        assert bodies(every.values()) == ["hello?", "there you are"]

    async def test_a_sync_tells_that_the_bot_was_put_out(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = await amara.create_room(name="Pantry", invite=[around.bot])
        await around.homeserver.join(room_id, [])
        before = (await around.homeserver.sync(None)).position

        await amara.say(room_id, "good bye")
        await amara.kick(room_id, around.bot)
        (room,) = parts_of(await around.homeserver.sync(before), room_id)

        *_, said, put_out = read(room.events)
        assert said["content"]["body"] == "good bye"
        assert (put_out["state_key"], put_out["content"]["membership"]) == (around.bot, "leave")
        assert (put_out["sender"], put_out["room_id"]) == (amara.user_id, room_id)


class TestFakeHomeserver(TalkContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()
