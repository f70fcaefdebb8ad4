"""`kill -9` at each step between a call and its prompt: one prompt, one hand, one published call."""

import secrets

import pytest

from microsol_matrix.seen import HAND
from microsol_matrix.structure import types
from tests.crash.mortal import Mortal
from tests.crash.phrases import opening

pytestmark = [pytest.mark.live, pytest.mark.crash]


@pytest.mark.parametrize(
    "step",
    [
        "before accept m.room.message",
        "after accept m.room.message",
        "after append CallOpened",
        "after send prompt",
        "before append PromptSent",
        "after append PromptSent",
        "after send reaction",
        "after append PromptReacted",
        "before put_state org.microsol.call",
        "after put_state org.microsol.call",
        "after append StatePut",
        "after send words",
    ],
)
async def test_a_death_on_the_way_to_a_prompt_makes_no_second_one(
    mortal: Mortal, step: str
) -> None:
    name = f"Night Boat {secrets.token_hex(4)}"
    village = mortal.village
    amara, bo = village["Amara"], village["Bo"]

    await mortal.awaits_death(step)
    asked = await amara.tell(f'!call "{name}" | answers=open seats=3')
    await mortal.comes_back()

    said = await amara.hears(opening("call.done", name=name), after=asked)
    await bo.member.wait_for_message(village.commons, containing=name)
    await bo.ask(f"yes {name}", expecting=opening("yes.first", name=name))
    told = opening("yes.told-caller", person="Bo", name=name, count="2", least="3")
    await amara.hears(told, after=asked)
    (call,) = await mortal.contents(village.space, types.CALL, name=name)
    (prompt,) = await mortal.said(village.commons, containing=name)
    hands = await mortal.eyes.reactions(village.commons, prompt.event_id)

    assert call["prompt"] == prompt.event_id
    assert hands == {HAND: {mortal.service.bot}}
    assert await mortal.answers(amara, asked) == (said.body, told)
    assert await mortal.new_rooms() == frozenset()
