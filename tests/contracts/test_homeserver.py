"""What every homeserver behind the port promises; here on the fake, in `tests/live` on Synapse.

Whoever changes a promise changes it for both. What only a real one can show (time-outs, rate
limits, other servers) is in `tests/live/test_homeserver_door.py`.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

import pytest

from microsol_matrix.errors import HomeserverRefused, NotOurs
from microsol_matrix.ids import RoomAlias, RoomId, UserId
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood

OPEN_TALK: Final[Mapping[str, Json]] = {
    "invite": 50,
    "state_default": 100,
    "events": {"m.room.name": 50, "m.room.power_levels": 100, "org.microsol.crew": 100},
}


def room_spec(
    *,
    version: str = "11",
    alias: str | None = None,
    crew: str = "slow-kettle",
    state: Iterable[StatePiece] = (),
    users: dict[UserId, int] | None = None,
) -> RoomSpec:
    """A crew's room, under an alias that nobody has had."""
    marker = StatePiece("org.microsol.crew", "", {"id": crew, "space": "!space", "status": "live"})
    return RoomSpec(
        alias_localpart=alias or f"_microsol_{secrets.token_hex(8)}",
        version=version,
        name="Slow Kettle",
        topic="Tea, in time",
        room_type=None,
        is_direct=False,
        marker=marker,
        state=(marker, *state),
        power=OPEN_TALK,
        users=users or {},
    )


def read(events: Iterable[bytes]) -> list[dict[str, Any]]:
    return [json.loads(event) for event in events]


def bodies(events: Iterable[bytes]) -> list[str]:
    said = (event for event in read(events) if event["type"] == "m.room.message")
    return [event["content"]["body"] for event in said if event["content"]]


def says(body: str) -> dict[str, Any]:
    return {"msgtype": "m.notice", "body": body, "m.mentions": {}}


class HomeserverContract:
    """The promises; a subclass brings the `around` fixture."""

    async def state(self, around: Neighbourhood, room_id: RoomId) -> dict[tuple[str, str], Any]:
        events = read(await around.homeserver.read_state(room_id))
        return {(event["type"], event["state_key"]): event["content"] for event in events}

    async def memberships(self, around: Neighbourhood, room_id: RoomId, user: UserId) -> list[str]:
        events = read(
            await around.homeserver.read_back(room_id, since=None, before=None, limit=200)
        )
        return [
            event["content"]["membership"]
            for event in events
            if (event["type"], event.get("state_key")) == ("m.room.member", user)
        ]

    # -------------------------------------------------------------------------------------- rooms

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
        assert await around.homeserver.resolve(made.alias) == made.room_id
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
    async def test_a_room_is_made_once_however_often_it_is_asked_for(
        self, around: Neighbourhood, version: str
    ) -> None:
        spec = room_spec(version=version)

        first = await around.homeserver.make_room(spec)
        renamed = StatePiece(spec.marker.type, "", {**spec.marker.content, "status": "archived"})
        await around.homeserver.put_state(first.room_id, renamed)

        assert await around.homeserver.make_room(spec) == first
        assert (await self.state(around, first.room_id))["org.microsol.crew", ""] == renamed.content

    async def test_another_room_under_the_alias_is_left_alone(self, around: Neighbourhood) -> None:
        spec = room_spec(crew="slow-kettle")
        standing = await around.homeserver.make_room(spec)

        with pytest.raises(NotOurs, match=spec.alias_localpart):
            await around.homeserver.make_room(
                room_spec(alias=spec.alias_localpart, crew="quick-kettle")
            )

        assert (await self.state(around, standing.room_id))["org.microsol.crew", ""]["id"] == (
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
        assert (await self.state(around, room_id))["m.room.name", ""] == {"name": "Pot"}

    async def test_an_alias_that_nobody_took_leads_nowhere(self, around: Neighbourhood) -> None:
        alias = RoomAlias(f"#_microsol_{secrets.token_hex(8)}:{around.server_name}")

        assert await around.homeserver.resolve(alias) is None

    async def test_a_room_that_the_bot_is_not_in_is_refused(self, around: Neighbourhood) -> None:
        nowhere = RoomId(f"!nowhere:{around.server_name}")

        with pytest.raises(HomeserverRefused):
            await around.homeserver.read_state(nowhere)
        with pytest.raises(HomeserverRefused):
            await around.homeserver.send(
                nowhere, type="m.room.message", content=says("anybody?"), txn_id="1"
            )

    # ------------------------------------------------------------------------------------- people

    async def test_somebody_is_invited_once_however_often_it_is_asked_for(
        self, around: Neighbourhood
    ) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id

        await around.homeserver.invite(room_id, amara.user_id)
        await around.homeserver.invite(room_id, amara.user_id)
        invited = await self.memberships(around, room_id, amara.user_id)
        await amara.join(room_id)
        await around.homeserver.invite(room_id, amara.user_id)

        assert invited == ["invite"]
        assert await self.memberships(around, room_id, amara.user_id) == ["invite", "join"]

    async def test_whoever_declined_can_be_asked_again(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)
        await amara.leave(room_id)

        await around.homeserver.invite(room_id, amara.user_id)

        memberships = await self.memberships(around, room_id, amara.user_id)
        assert memberships == ["invite", "leave", "invite"]

    async def test_an_invitation_is_taken_back(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        await around.homeserver.invite(room_id, amara.user_id)

        await around.homeserver.remove(room_id, amara.user_id, "the crew is full")
        await around.homeserver.remove(room_id, amara.user_id, "the crew is full")

        assert await self.memberships(around, room_id, amara.user_id) == ["invite", "leave"]

    async def test_removing_somebody_who_never_came_is_fine(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id

        await around.homeserver.remove(room_id, amara.user_id, "nobody asked them")

        assert await self.memberships(around, room_id, amara.user_id) == []

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

        assert await self.memberships(around, room_id, amara.user_id) == ["invite", "join"]

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

        memberships = await self.memberships(around, room_id, amara.user_id)
        assert memberships == ["invite", "join", "ban"]

    async def test_a_knock_is_answered_with_an_invitation(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        rule = StatePiece("m.room.join_rules", "", {"join_rule": "knock"})
        room_id = (await around.homeserver.make_room(room_spec(state=[rule]))).room_id
        await amara.knock(room_id, reason="tea?")

        await around.homeserver.invite(room_id, amara.user_id)
        await amara.join(room_id)

        memberships = await self.memberships(around, room_id, amara.user_id)
        assert memberships == ["knock", "invite", "join"]

    async def test_an_invitation_can_be_marked_as_direct(self, around: Neighbourhood) -> None:
        amara = await around.newcomer("Amara")
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        direct: Mapping[str, Json] = {"membership": "invite", "is_direct": True}

        await around.homeserver.put_state(
            room_id, StatePiece("m.room.member", amara.user_id, direct)
        )

        member = (await self.state(around, room_id))["m.room.member", amara.user_id]
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
        answer = await around.homeserver.sync(before)

        (room,) = answer.rooms
        events = read(room.events)
        assert (room.room_id, room.gap_from) == (room_id, None)
        assert [event["type"] for event in events] == [
            "m.room.member",
            "m.room.message",
            "m.reaction",
            "m.room.redaction",
        ]
        assert [event["sender"] for event in events] == [amara.user_id] * 4
        assert [event["room_id"] for event in events] == [room_id] * 4
        assert events[1]["event_id"] == said
        assert events[3]["redacts"] == tapped
        assert (await around.homeserver.sync(answer.position)).rooms == ()

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
        (room,) = (await around.homeserver.sync(before)).rooms
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
        assert answer.rooms == ()

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

        (room,) = (await around.homeserver.sync(before)).rooms
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
        (room,) = (await around.homeserver.sync(before)).rooms

        *_, said, put_out = read(room.events)
        assert said["content"]["body"] == "good bye"
        assert (put_out["state_key"], put_out["content"]["membership"]) == (around.bot, "leave")
        assert (put_out["sender"], put_out["room_id"]) == (amara.user_id, room_id)


class TestFakeHomeserver(HomeserverContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()
