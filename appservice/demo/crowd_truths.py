"""What must be true of porches: everybody reads them, they name no person, and nobody is in them but services.

Owns those claims and how to look. Refuses to know what is inside of a congregation.
"""

import json
from collections.abc import Iterator
from functools import partial

from appservice.demo.season import PorchTold
from appservice.demo.sight import Sight, Truth
from microsol_matrix.structure import types

_MEMBER = "m.room.member"


def crowd_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of each porch."""
    for porch in sight.season.porches:
        yield Truth(
            f"{porch.reader}, who is not in it, reads the card of {porch.name} at {porch.address}",
            partial(_card, sight, porch),
        )
    yield Truth(
        "no porch names a person, and nobody is in one but the services",
        partial(_nobody, sight),
    )


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
