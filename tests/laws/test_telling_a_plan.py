"""The law *Private*, for plans that an admin reads: no person, no words, no name of a hidden crew."""

import json
from typing import get_args

from attrs import evolve as changed
from hypothesis import given

from appservice.cli.plan_text import document_of, text_of
from appservice.planning import Outlook
from appservice.planning.telling import OTHERWISE, WORDS
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomAlias, Text
from microsol_matrix.plan import Intent, plan
from microsol_matrix.plan.intents import EditPrompt, Say, SendPrompt
from microsol_matrix.world import World
from tests.core.said import PEOPLE
from tests.laws.acts import Act, Beginning, a_law, acts, beginnings, houses
from tests.laws.test_published import lived


def doubted(world: World) -> World:
    """Let nothing be known of what stands in any room and of any message: all is to be written again."""
    rooms = {key: changed(room, state={}, people={}) for key, room in world.rooms.items()}
    return changed(world, rooms=rooms, prompts={}, refused=frozenset())


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_plan_tells_no_admin_what_is_nobodys_business(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = lived(house, beginning, life)
    world = doubted(village.world)
    wanted = plan(world, house)
    outlook = Outlook(
        LaneId("lane"),
        Text("Harbourlight"),
        RoomAlias("#_microsol_harbourlight:here.example"),
        believed=village.world,
        world=world,
        intents=wanted,
    )
    shown = text_of([outlook]) + json.dumps(document_of([outlook]), ensure_ascii=False)

    assert len(wanted) > len(village.world.rooms)
    assert not [person for person in PEOPLE if person in shown]
    said = [one.text for one in wanted if isinstance(one, Say | SendPrompt | EditPrompt)]
    assert not [words for words in said if words in shown]
    named = {crew.name for crew in world.crews.values() if not crew.is_hidden}
    hidden = {crew.name for crew in world.crews.values() if crew.is_hidden} - named
    for name in sorted(named, key=len, reverse=True):
        shown = shown.replace(f"crew {name}", "")  # one crew's name may begin with that of another
    assert not [name for name in hidden if f"crew {name}" in shown]


def test_there_are_words_for_every_kind_of_intent() -> None:
    assert set(get_args(Intent)) == {*WORDS, *OTHERWISE}
