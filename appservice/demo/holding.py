"""What Matrix holds of a congregation: its rooms, how many are in them, what is published.

Owns reading it, as members see it, and telling what is new in it. Refuses to know what it should be.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from attrs import frozen

from appservice.demo.people import Person
from appservice.demo.seen import RoomState
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
    inside = {person: await person.member.joined_rooms() for person in people}
    holding: dict[str, str] = {}
    published: dict[str, str] = {}
    spaces = [space]
    for one in spaces:  # grows while it is walked: the Archive is a space in the space
        state = await first.member.state(one)
        published |= dict(_published(state))
        children = (RoomId(key) for kind, key in state if kind == _CHILD and state[kind, key])
        for room_id in (space, *children) if one == space else children:
            witness = next((person for person in people if room_id in inside[person]), None)
            if witness is not None:
                room = await witness.member.state(room_id)
                name, what = _room(room_id, room, where="" if one == space else "Archive")
                holding[name] = what
                if room_id != space and _is_space(room):
                    spaces.append(room_id)
    return holding | published


def _room(room_id: RoomId, state: RoomState, *, where: str) -> tuple[str, str]:
    members = [content["membership"] for (kind, _), content in state.items() if kind == _MEMBER]
    name = state.get(("m.room.name", ""), {}).get("name", room_id).rpartition(": ")[2]
    joined, invited = members.count("join") - 1, members.count("invite")  # without the bot
    kind = "space" if _is_space(state) else "room"
    parts = [
        f"{kind} in {where}" if where else kind,
        {0: "nobody yet", 1: "1 person"}.get(joined, f"{joined} people"),
        f"{invited} invited" if invited else "",
        _life(state),
    ]
    return name, ", ".join(part for part in parts if part)


def _is_space(state: RoomState) -> bool:
    return bool(state["m.room.create", ""].get("type") == "m.space")


def _life(state: RoomState) -> str:
    """Say where a crew's room is in its crew's life, as far as the room itself shows it."""
    if state.get(("m.room.tombstone", "")):
        return "read-only, leads on"
    marker = state.get((types.CREW, ""))
    if marker is None:
        return ""
    cycle = marker["cycle"]
    is_open = state["m.room.power_levels", ""].get("events_default", 0) == 0
    return (f"cycle {cycle}" if cycle > 1 else "") if is_open else "read-only"


def _published(state: RoomState) -> Iterator[tuple[str, str]]:
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
                left = {0: "", 1: ", 1 seat left"}.get(seats, f", {seats} seats left")
                yield f"{kind} {content['name']}", f"{content['state']}{left}"
            case types.LINK:
                yield f"{kind} by {content['via'][0]}", content["state"]
            case _:
                pass


_MEMBER = "m.room.member"
_CHILD = "m.space.child"
