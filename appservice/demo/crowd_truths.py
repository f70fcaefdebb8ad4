"""What must be true of the crowd: porches are read and name nobody, links stand as both say, and one walks there.

Owns those claims and how to look. Refuses to know what is inside of a congregation.
"""

import json
from collections.abc import Iterator
from functools import partial

from appservice.demo.season import LinkTold, PorchTold
from appservice.demo.seen import Content
from appservice.demo.sight import Sight, Truth
from microsol_matrix.errors import ForeignContent
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check

_MEMBER = "m.room.member"
_CHILD = "m.space.child"


def crowd_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of porches, and of the links between them."""
    season = sight.season
    for porch in season.porches:
        yield Truth(
            f"{porch.reader}, who is not in it, reads the card of {porch.name} at {porch.address}",
            partial(_card, sight, porch),
        )
    yield Truth(
        "no porch names a person or ever did, and nobody is in one but the services",
        partial(_nobody, sight),
    )
    yield Truth(
        "every org.microsol.* event on porches fits its JSON Schema", partial(_fitting, sight)
    )
    for link in season.links:
        if link.is_mutual:
            yield Truth(
                f"the porches of {link.one} and {link.other} name each other, and lead there",
                partial(_mutual, sight, link),
            )
        else:
            yield Truth(
                f"that {link.one} is linked with {link.other} is a proposal: only {link.one} says so",
                partial(_proposed, sight, link),
            )
    for name, purpose in season.purposes:
        yield Truth(
            f"beside the way to {name} stands what it is for now: “{purpose}”",
            partial(_heard, sight, name, purpose),
        )
    for name, space in season.walkers:
        yield Truth(
            f"from their own space {name}'s client walks to all who are linked, and nowhere else",
            partial(_walk, sight, name, space),
        )


# ---------------------------------------------------------------------------------------- a porch


async def _card(sight: Sight, porch: PorchTold) -> str | None:
    reader = sight.people[porch.reader].member
    found = await reader.resolve(porch.address)
    if found != porch.room_id:
        return f"it leads to {found}"
    card = await reader.state_event(porch.room_id, types.CONGREGATION) or {}
    return None if card.get("name") == porch.name else f"it reads {card}"


async def _nobody(sight: Sight) -> str | None:
    """Search all that stands there, and all that ever stood there, for accounts and names."""
    bots = {person.bot for person in sight.people.values()}
    for porch in sight.season.porches:
        reader = sight.people[porch.reader].member
        members = {key for kind, key in await reader.state(porch.room_id) if kind == _MEMBER}
        if besides := members - bots:
            return f"on that of {porch.name} there is {', '.join(sorted(besides))}"
        events = await reader.events(porch.room_id, limit=500)
        text = json.dumps(events, ensure_ascii=False)
        if named := [name for name in sorted(sight.people) if sight.names(name, text)]:
            return f"that of {porch.name} names {', '.join(named)}"
    return None


async def _fitting(sight: Sight) -> str | None:
    for porch in sight.season.porches:
        state = await sight.people[porch.reader].member.state(porch.room_id)
        for (kind, _), content in state.items():
            if kind in types.OURS and content:
                try:
                    check(kind, content)
                except ForeignContent as misfit:
                    return f"on that of {porch.name}: {misfit}"
    return None


# ----------------------------------------------------------------------------------------- a link


async def _mutual(sight: Sight, link: LinkTold) -> str | None:
    one, other = sight.season.porch(link.one), sight.season.porch(link.other)
    for porch, to in ((one, other), (other, one)):
        record, child = await _half(sight, porch, to=to)
        if record.get("state") != "mutual":
            return f"on that of {porch.name} stands {dict(record)}"
        if not child.get("via"):
            return f"that of {porch.name} does not lead to {to.name}"
    return None


async def _proposed(sight: Sight, link: LinkTold) -> str | None:
    one, other = sight.season.porch(link.one), sight.season.porch(link.other)
    record, child = await _half(sight, one, to=other)
    if record.get("state") != "proposed" or child:
        return f"on that of {one.name} stands {dict(record)}, and {dict(child)}"
    record, child = await _half(sight, other, to=one)
    return f"{other.name} says so too" if record or child else None


async def _heard(sight: Sight, name: str, purpose: str) -> str | None:
    season = sight.season
    _, child = await _half(sight, season.porch(season.name), to=season.porch(name))
    card = child.get(types.CARD, {})
    return None if card.get("purpose") == purpose else f"there stands {dict(card)}"


async def _half(sight: Sight, porch: PorchTold, *, to: PorchTold) -> tuple[Content, Content]:
    """Read what a porch says of another, and its way there; empty where it says nothing."""
    state = await sight.people[porch.reader].member.state(porch.room_id)
    return state.get((types.LINK, to.room_id), {}), state.get((_CHILD, to.room_id), {})


async def _walk(sight: Sight, name: str, space: RoomId) -> str | None:
    """Go from the card in somebody's own space to its porch, and from there as one walks nested spaces."""
    walker = sight.people[name].member
    card = await walker.state_event(space, types.CONGREGATION) or {}
    seen = await walker.hierarchy(RoomId(card["porch"]))
    linked = {
        two for link in sight.season.links if link.is_mutual for two in (link.one, link.other)
    }
    told = {sight.season.porch(one).room_id: one for one in linked}
    if other := seen.keys() - told.keys():
        return f"besides: {', '.join(sorted(other))}"
    if missing := told.keys() - seen.keys():
        return f"not to {', '.join(told[room_id] for room_id in missing)}"
    wrong = [one for room_id, one in told.items() if seen[room_id].name != one]
    return f"{', '.join(wrong)} goes by another name" if wrong else None
