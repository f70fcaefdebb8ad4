"""What Matrix holds of a congregation: its rooms, how many are in them, what is published.

Owns reading it, as members see it, and telling what is new in it. Refuses to know what it should be.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from appservice.demo.people import Person
from appservice.demo.seen import Content
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types

Holding: TypeAlias = Mapping[str, str]
"""What each thing is, by what it is called; in the order in which it is shown."""


@frozen
class Change:
    """One thing that is new, other than it was, or gone.

    Attributes:
        before: None if it is new.
        now: None if it is gone.
    """

    what: str
    before: str | None
    now: str | None


def changes(before: Holding, now: Holding) -> tuple[Change, ...]:
    """Compare: what is there now first, then what is gone."""
    names = (*now, *(name for name in before if name not in now))
    return tuple(
        Change(name, before.get(name), now.get(name))
        for name in names
        if before.get(name) != now.get(name)
    )


async def held(space: RoomId, people: Collection[Person]) -> Holding:
    """Read what there is, each room through somebody who is in it.

    Args:
        space: The congregation's; the first of `people` is in it.
        people: Together they are in every room.
    """
    first = next(iter(people))
    state = await first.member.state(space)
    inside = {person: await person.member.joined_rooms() for person in people}
    holding: dict[str, str] = {}
    rooms = (RoomId(key) for kind, key in state if kind == "m.space.child" and state[kind, key])
    for room_id in (space, *rooms):
        witness = next((person for person in people if room_id in inside[person]), None)
        if witness is not None:
            name, what = await _room(room_id, witness)
            holding[name] = what
    return holding | dict(_published(state))


async def _room(room_id: RoomId, witness: Person) -> tuple[str, str]:
    state = await witness.member.state(room_id)
    members = [content["membership"] for (kind, _), content in state.items() if kind == _MEMBER]
    name = state.get(("m.room.name", ""), {}).get("name", room_id).rpartition(": ")[2]
    kind = "space" if state["m.room.create", ""].get("type") == "m.space" else "room"
    joined, invited = members.count("join") - 1, members.count("invite")  # without the bot
    count = {0: "nobody yet", 1: "1 person"}.get(joined, f"{joined} people")
    return name, f"{kind}, {count}" + (f", {invited} invited" if invited else "")


def _published(state: Mapping[tuple[str, str], Content]) -> Iterator[tuple[str, str]]:
    for (kind, _), content in state.items():
        if not content:
            continue
        match kind:
            case types.CONGREGATION:
                yield kind, "the card of the whole"
            case types.LEDGER:
                yield kind, "what the bot may do"
            case types.CALL:
                yield f"{kind} {content['name']}", f"answers {content['answers']}"
            case types.CREW:
                seats = content["seats_open"]
                left = "1 seat left" if seats == 1 else f"{seats} seats left"
                yield f"{kind} {content['name']}", f"{content['state']}, {left}"
            case _:
                pass


_MEMBER = "m.room.member"
