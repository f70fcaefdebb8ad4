"""The law *Private*, for everything published: what others can read says nothing that is nobody's business.

Held against any life of a congregation that publishes, takes back, and whose crews come into sight and hide. What
is looked at is what a homeserver would hold: every version that was not taken away, not only the last one.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given

from microsol_matrix.decide.happenings import Started
from microsol_matrix.house import House
from microsol_matrix.ids import Text
from microsol_matrix.places import PORCH, crew_room
from microsol_matrix.plan.intents import MakeRoom, PutState, Withdraw
from microsol_matrix.scales.congregation import PurposeGiven
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.crew_life import CrewRedirected, CrewVisibilityChanged
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from microsol_matrix.talk.porch import is_on_porch
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.said import AMARA, BOT, PEOPLE
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live
from tests.laws.crew_acts import NAMED

Place = tuple[str, str, str]
Versions = Mapping[Place, list[Mapping[str, Any]]]

CHILD = "m.space.child"
WRITTEN = (types.CONGREGATION, types.CREW, types.LINK, CHILD, "m.room.name", "m.room.topic")
"""On the porch, what says something; the rest says what kind of room it is."""

NUMBERS = {
    *(".version", ".season.begins", ".season.ends"),
    *(".since", ".expires", f".{types.CARD}.version"),
}
"""Every number that may stand there: versions, and times of seasons and of links."""


def readable(village: Village) -> Versions:
    """Give every version of every state event that can still be read, by room, type and state key."""
    held: dict[Place, list[Mapping[str, Any]]] = {}
    for one in village.done:
        match one:
            case MakeRoom(key=key, spec=spec):
                for piece in spec.state:
                    held[key, piece.type, piece.state_key] = [piece.content]
            case PutState(key=key, piece=piece):
                before = [] if one.clears_past else held.get((key, piece.type, piece.state_key), [])
                held[key, piece.type, piece.state_key] = [*before, piece.content]
            case Withdraw(key=key, type=kind, state_key=state_key):
                held[key, kind, state_key] = []
            case _:
                pass
    return held


def ours(held: Versions) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Give what is ours or on the porch."""
    for place, versions in held.items():
        if place[0] == PORCH or place[1] in types.OURS:
            yield from ((place, content) for content in versions)


def on_porch(held: Versions) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """Give what says something there; an empty name says nothing."""
    for place, said in ours(held):
        if place[0] == PORCH and place[1] in WRITTEN and any(said.values()):
            yield place, said


def numbers(content: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Name every number in a content."""
    match content:
        case bool():
            pass
        case int():
            yield path
        case dict():
            for key, inner in content.items():
                yield from numbers(inner, f"{path}.{key}")
        case list() | tuple():
            for inner in content:
                yield from numbers(inner, f"{path}[]")
        case _:
            pass


def lived(house: House, beginning: Beginning, life: list[Act]) -> Village:
    """Live a life in which what is to be seen changes as often as everything else."""
    village = begin(house, beginning)
    named = Text(f"ask {NAMED}")
    village.become([PublishingChanged(Publishing.CREWS, by=AMARA), PurposeGiven(named)])
    for crew in village.world.crews:
        redirected = CrewRedirected(crew, named)
        village.become([CrewVisibilityChanged(crew, Visibility.PORCH), redirected])
    for act in life:
        live(village, act)
        crews = sorted(village.world.crews)
        if act.which % 5 == 0 and crews:
            crew = crews[act.who % len(crews)]
            to = tuple(Visibility)[act.how % len(Visibility)]
            village.become([CrewVisibilityChanged(crew, to)])
        if act.which % 7 == 0:
            much = tuple(Publishing)[act.whom % len(Publishing)]
            village.become([PublishingChanged(much, by=AMARA)])
    village.judge(Started())  # what the homeserver refused for good is tried once more
    village.settle()
    return village


def shown_holders(world: World) -> set[str]:
    return {one.holder for one in world.mandates_in_order if one.is_shown}


def marks_of(crew: Crew, world: World) -> set[str]:
    """Give everything by which a crew could be told, but its name: another may be called so."""
    room = world.room(crew_room(crew.id))
    marks = {str(crew.id)} | ({str(room.room_id)} if room is not None else set())
    return marks | ({str(crew.call_id)} if crew.call_id is not None else set())


def names_nobody(world: World, held: Versions) -> None:
    """Hold that no person is published but who agreed to be seen as a host."""
    for (key, kind, state_key), content in ours(held):
        if kind == "io.element.functional_members":
            assert content["service_members"] == [BOT]
            continue
        said = json.dumps([state_key, content])
        assert key != PORCH or NAMED not in said
        named = {str(person) for person in PEOPLE if person in said}
        allowed = shown_holders(world) if (key, kind) == ("space", types.MANDATE) else set()
        assert named <= allowed


def counts_nobody(held: Versions) -> None:
    """Hold that no number of people is on the porch."""
    for _, content in on_porch(held):
        assert set(numbers(content)) <= NUMBERS


def hides_the_hidden(world: World, held: Versions) -> None:
    """Hold that a hidden crew is nowhere in what others read."""
    hidden = [crew for crew in world.crews.values() if crew.is_hidden]
    marks = {mark for crew in hidden for mark in marks_of(crew, world)}
    for (key, _, state_key), content in ours(held):
        if not key.startswith("crew/"):
            said = json.dumps([state_key, content])
            assert [mark for mark in marks if mark in said] == []


def shows_who_agreed(world: World, held: Versions) -> None:
    """Hold that crews that agreed are on the porch, and nothing of the others."""
    shown = {crew.id for crew in world.crews.values() if is_on_porch(world, crew)}
    cards = [place[2] for place, _ in on_porch(held) if place[1] == types.CREW]
    assert sorted(cards) == sorted(shown)
    others = [crew for crew in world.crews.values() if crew.id not in shown]
    names = {crew.name for crew in world.crews.values() if crew.id in shown}
    for _, content in on_porch(held):
        said = json.dumps(content)
        for crew in others:
            assert not [mark for mark in marks_of(crew, world) if mark in said]
            assert crew.name in names or f'"{crew.name}"' not in said


def keeps_partnerships_private(held: Versions) -> None:
    """Hold that no more is published of partnerships than whether they are practised."""
    for (key, kind, _), content in ours(held):
        check(kind, content)
        if (key, kind) == ("space", types.CONGREGATION):
            scales = content["scales"]
            assert set(scales["partnership"]) <= {"label", "is_practised"}
        elif kind in types.OURS:
            assert not any("partner" in field for field in content)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_what_others_can_read_says_nothing_that_is_nobodys_business(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = lived(house, beginning, life)
    held = readable(village)

    names_nobody(village.world, held)
    counts_nobody(held)
    hides_the_hidden(village.world, held)
    shows_who_agreed(village.world, held)
    keeps_partnerships_private(held)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_while_nothing_is_published_nothing_can_be_read_on_the_porch(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = lived(house, beginning, life)
    village.become([PublishingChanged(Publishing.OFF, by=AMARA)])
    village.settle()

    assert list(on_porch(readable(village))) == []
    rule = readable(village).get((PORCH, "m.room.join_rules", ""), [{"join_rule": "invite"}])[-1]
    assert rule == {"join_rule": "invite"}
