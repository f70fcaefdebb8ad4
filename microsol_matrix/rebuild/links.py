"""Links, read again: from the records on our porch, and from the neighbours' porches that we sit in.

Owns that a neighbour is known by what its own porch says now. Refuses to know what hosts had not answered yet: a
proposal that was waiting is made again by whoever made it.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, ServerName, UserId, server_of
from microsol_matrix.observe.remembered import RoomRead, StateSeen
from microsol_matrix.places import PORCH
from microsol_matrix.rebuild.houses import HouseRead
from microsol_matrix.rebuild.known import known
from microsol_matrix.rebuild.standing import membership_of, people_of
from microsol_matrix.scales.link import (
    NAMELESS,
    Link,
    LinkBegan,
    LinkState,
    PorchRead,
    PorchReading,
    Scope,
)
from microsol_matrix.seen import Membership
from microsol_matrix.structure.neighbour import read_neighbour
from microsol_matrix.structure.stranger import alias_of
from microsol_matrix.structure.types import LINK

_STATES = {"proposed": LinkState.PROPOSED, "mutual": LinkState.MUTUAL}


def link_facts(
    read: HouseRead, rooms: Mapping[RoomId, RoomRead], *, house: House, now: datetime
) -> Iterator[Fact]:
    """Say which links there are, and what each neighbour's porch says.

    Args:
        read: The rooms of one congregation.
        rooms: All rooms that we are in, neighbours' porches too.
        house: Who we are.
        now: When they were read.
    """
    porch = read.rooms.get(PORCH)
    if porch is None:
        return
    for (kind, key), seen in sorted(porch.state.items()):
        if kind != LINK or not seen.content or seen.sender != house.bot:
            continue
        theirs = rooms.get(RoomId(key))
        reading = None if theirs is None else _reading(theirs, ours=porch, house=house)
        link = _link(seen, theirs, reading, porch=porch, house=house)
        if link is None:
            continue
        yield LinkBegan(link)
        if reading is not None:
            yield PorchRead(link.porch, reading, at=now)


def _reading(theirs: RoomRead, *, ours: RoomRead, house: House) -> PorchReading | None:
    state = (_raw(theirs.room_id, seen) for seen in theirs.state.values())
    before = tuple(one.room_id for one in ours.before)
    read = read_neighbour(state, ours=ours.room_id, bot=house.bot, before=before)
    return read if isinstance(read, PorchReading) else None


def _raw(room_id: RoomId, seen: StateSeen) -> bytes:
    """Write a state event as the homeserver gives it: that is how porches are read."""
    event = {
        "type": seen.type,
        "state_key": seen.state_key,
        "sender": seen.sender,
        "event_id": seen.event_id,
        "room_id": room_id,
        "content": seen.content,
    }
    return json.dumps(event).encode()


def _link(
    seen: StateSeen,
    theirs: RoomRead | None,
    reading: PorchReading | None,
    *,
    porch: RoomRead,
    house: House,
) -> Link | None:
    told = known(seen.content, type_=LINK, shape="link")
    via = () if told is None else tuple(ServerName(one) for one in told.texts("via"))
    since = None if told is None else told.moment("since")
    bot = reading.bot if reading is not None else _seated(porch, via=via, house=house)
    if told is None or since is None or bot is None:
        return None
    named = {} if theirs is None else theirs.content("m.room.canonical_alias")
    card = None if reading is None else reading.card
    guest = people_of(porch, house=house).get(bot)
    is_there = guest is not None and membership_of(guest) in (Membership.INVITE, Membership.JOIN)
    return Link(
        porch=RoomId(seen.state_key),
        state=_STATES[told.text("state")],
        scope=Scope(told.text("scope")),
        via=via,
        address=alias_of(named.get("alias")),
        bot=bot,
        since=since,
        because=seen.event_id,
        expires_at=told.moment("expires"),
        name=NAMELESS if card is None else card.name,
        purpose=NAMELESS if card is None else card.purpose,
        is_invited=is_there,
    )


def _seated(porch: RoomRead, *, via: tuple[ServerName, ...], house: House) -> UserId | None:
    """Say whose service a neighbour's is while its porch cannot be read: who of its server is asked to ours."""
    there = [one for one in people_of(porch, house=house) if server_of(one) in via]
    return there[0] if len(there) == 1 else None


def neighbours_of(read: HouseRead, *, house: House) -> frozenset[RoomId]:
    """Name the rooms that are neighbours' porches: not ours, and nothing odd."""
    porch = read.rooms.get(PORCH)
    state = {} if porch is None else porch.state
    return frozenset(
        RoomId(key)
        for (kind, key), seen in state.items()
        if kind == LINK and seen.sender == house.bot
    )
