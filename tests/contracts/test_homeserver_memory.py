"""What every homeserver behind the port promises of what rooms remember.

Here on the fake, in `tests/live` on Synapse, as in `test_homeserver.py`.
"""

import pytest

from microsol_matrix.observe.remembered import (
    moment_of,
    read_reactions,
    read_said,
    read_states,
)
from microsol_matrix.rooms import StatePiece
from microsol_matrix.structure.messages import BY, REF
from tests.contracts.crew_rooms import room_spec, says
from tests.contracts.neighbourhood import FakeNeighbourhood, Neighbourhood

NAME = "m.room.name"


class MemoryContract:
    """The promises; a subclass brings the `around` fixture."""

    async def test_a_room_tells_every_version_of_its_state(self, around: Neighbourhood) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        for name in ("Salt Kettle", "Sweet Kettle"):
            await around.homeserver.put_state(room_id, StatePiece(NAME, "", {"name": name}))

        past = read_states(await around.memory.past_of(room_id, (NAME, "m.room.power_levels")))

        names = [seen.content["name"] for seen in past if seen.type == NAME]
        assert names == ["Slow Kettle", "Salt Kettle", "Sweet Kettle"]
        assert {seen.type for seen in past} == {NAME, "m.room.power_levels"}
        assert {seen.sender for seen in past} == {around.bot}
        assert room_id in await around.memory.joined_rooms()

    async def test_what_we_said_is_told_apart_from_what_others_did(
        self, around: Neighbourhood
    ) -> None:
        room_id = (await around.homeserver.make_room(room_spec())).room_id
        bo = await around.newcomer("Bo")
        await around.homeserver.invite(room_id, bo.user_id)
        await bo.join(room_id)
        prompt = {**says("who comes?"), REF: "call/1", BY: bo.user_id}
        asked = await around.homeserver.send(
            room_id, type="m.room.message", content=prompt, txn_id="1"
        )
        edit = {
            **says("* who came?"),
            "m.new_content": says("who came?"),
            "m.relates_to": {"rel_type": "m.replace", "event_id": asked},
        }
        await around.homeserver.send(room_id, type="m.room.message", content=edit, txn_id="2")
        await bo.say(room_id, "I do")
        kept = await bo.react(room_id, "✋", to=asked)
        taken = await bo.react(room_id, "🎉", to=asked)
        await bo.redact(room_id, taken)
        words = ("m.room.message", "m.room.encrypted")

        raw = await around.memory.past_of(room_id, words, is_ours_alone=True)
        given = await around.memory.past_of(room_id, ("m.reaction",))

        first, second = read_said(raw, bot=around.bot)
        assert (first.ref, first.by, first.body) == ("call/1", bo.user_id, "who comes?")
        assert (second.replaces, second.body) == (asked, "who came?")
        (reaction,) = read_reactions(given)
        assert (reaction.event_id, reaction.by, reaction.key) == (kept, bo.user_id, "✋")

    async def test_direct_rooms_are_told_by_person(self, around: Neighbourhood) -> None:
        bo = await around.newcomer("Bo")
        direct = await bo.create_direct(around.bot)
        await around.homeserver.join(direct, via=(around.server_name,))
        none = await around.memory.direct_rooms()

        await around.homeserver.mark_direct(bo.user_id, direct)

        assert bo.user_id not in none
        assert (await around.memory.direct_rooms())[bo.user_id] == (direct,)


class TestFakeHomeserver(MemoryContract):
    """The fake keeps them."""

    @pytest.fixture
    def around(self) -> Neighbourhood:
        return FakeNeighbourhood()


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"type":"m.reaction"}', b'{"content":[]}'])
def test_what_makes_no_sense_is_passed_over(raw: bytes) -> None:
    assert not read_states([raw])
    assert not read_reactions([raw])
    assert moment_of(1 << 62) is moment_of(-1) is None
