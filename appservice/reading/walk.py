"""From an address to a porch and its crowd, as an account that belongs to nobody there.

Owns the steps: resolve, look, join if there is no other way, read, leave again. Refuses to join
anything but the room that was asked for; of others it shows what can be seen without. Refuses to know what contents
mean (`microsol_matrix.structure`).
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Final, TypeAlias

from attrs import define

from appservice.exits import Exit
from appservice.reading.asking import LONG, USUAL, V1, AnsweredNo, Asking, ReadRefused
from appservice.reading.tree import Read, Seen, Stop
from microsol_matrix.ids import RoomAlias, RoomId, UserId
from microsol_matrix.rooms import Json
from microsol_matrix.structure.crowd import MOST_ROOMS, Branch, Crowd, crowd
from microsol_matrix.structure.reading import (
    NoPorch,
    ReadPorch,
    membership_in,
    read_porch,
)

Tell: TypeAlias = Callable[[str], None]

_PAGE: Final = 100
_MOST_PAGES: Final = 10
_MOST_SERVERS: Final = 10


@define
class _Visit:
    """One room, being read."""

    asking: Asking
    room_id: RoomId
    servers: tuple[str, ...]
    tell: Tell
    joined: bool = False
    is_still_in: bool = False

    async def state(self, user_id: UserId) -> list[Json]:
        """Read the room's state, from inside if it must be."""
        try:
            state = await _state(self.asking, self.room_id)
        except AnsweredNo as no:
            if no.status not in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
                raise
        else:
            # Whoever has left is shown the state of that moment, for ever.
            if membership_in(state, user_id) != "leave":
                return state
        await self._join()
        return await _state(self.asking, self.room_id)

    async def _join(self) -> None:
        query = [(name, one) for one in self.servers for name in ("via", "server_name")]
        try:
            # Noted before, because an answer that is lost may have been a yes.
            self.joined = self.is_still_in = True
            await self.asking.post("join", self.room_id, query=query, within=LONG)
        except AnsweredNo as no:
            self.joined = self.is_still_in = False
            raise _not_joined(no) from no

    async def leave(self) -> None:
        """Go out again and forget the room, so that no old state of it is kept for this account."""
        try:
            await self.asking.post("rooms", self.room_id, "leave")
            self.is_still_in = False
            await self.asking.post("rooms", self.room_id, "forget")
        except (AnsweredNo, ReadRefused) as trouble:
            self.tell(f"{self.room_id} could not be left and forgotten again: {trouble}")


async def read_crowd(
    asking: Asking, alias: RoomAlias, *, depth: int, stays: bool, tell: Tell
) -> Read:
    """Read the porch at an address, and those that it leads to.

    Args:
        asking: Of which homeserver, and as whom.
        alias: The porch's.
        depth: How many steps from it; 0 is the porch alone.
        stays: Stay in the room if it had to be joined.
        tell: Takes what could not be done, in words; also when nothing can be read in the end.

    Raises:
        ReadRefused: There is nothing to read, or it cannot be.
    """
    try:
        user_id = await _who(asking)
        room_id, servers = await _resolve(asking, alias)
        async with _visiting(_Visit(asking, room_id, servers, tell), stays=stays) as visit:
            porch = read_porch(await visit.state(user_id))
            if isinstance(porch, NoPorch):
                message = f"{alias} is no porch: {porch.value}."
                raise ReadRefused(message, code=Exit.DATA)
            around = await _around(visit, depth=depth)
            if not around.is_whole:
                tell(f"There are more than {MOST_ROOMS} rooms; the nearest are shown.")
            root = await _stop(visit, around.tree, around=around, porch=porch)
    except AnsweredNo as no:
        raise _unexpected(no) from no
    return Read(alias=alias, root=root, joined=visit.joined, is_still_in=visit.is_still_in)


@asynccontextmanager
async def _visiting(visit: _Visit, *, stays: bool) -> AsyncIterator[_Visit]:
    """Leave again whatever happens, were it Ctrl-C."""
    try:
        yield visit
    finally:
        if visit.is_still_in and not stays:
            await visit.leave()


async def _who(asking: Asking) -> UserId:
    match await asking.get("account", "whoami"):
        case {"user_id": str(user_id)}:
            return UserId(user_id)
        case _:
            message = f"What answers at {asking.url} does not say whose the token is."
            raise ReadRefused(message, code=Exit.UNAVAILABLE)


async def _resolve(asking: Asking, alias: RoomAlias) -> tuple[RoomId, tuple[str, ...]]:
    try:
        answer = await asking.get("directory", "room", alias, within=LONG)
    except AnsweredNo as no:
        if no.status == HTTPStatus.NOT_FOUND:
            message = f"No room has the address {alias}, or the homeserver after its colon does not answer."
            raise ReadRefused(message, code=Exit.NOT_FOUND) from no
        if no.status == HTTPStatus.BAD_REQUEST:
            message = (
                f"The homeserver does not take {alias} for the address of a room ({no.errcode})."
            )
            raise ReadRefused(message, code=Exit.NOT_FOUND) from no
        raise
    match answer:
        case {"room_id": str(room_id), **told}:
            servers = told.get("servers")
            listed = servers if isinstance(servers, list) else []
            found = tuple(one for one in listed if isinstance(one, str))
            return RoomId(room_id), found[:_MOST_SERVERS]
        case _:
            message = f"The homeserver does not say which room {alias} is."
            raise ReadRefused(message, code=Exit.UNAVAILABLE)


async def _state(asking: Asking, room_id: RoomId, *, within: timedelta = LONG) -> list[Json]:
    answer = await asking.get("rooms", room_id, "state", within=within)
    return answer if isinstance(answer, list) else []


async def _around(visit: _Visit, *, depth: int) -> Crowd:
    """Ask for the hierarchy; a homeserver that shows none leaves the porch alone."""
    entries: list[Json] = []
    page = ""
    for _ in range(_MOST_PAGES if depth else 0):
        query = [("max_depth", str(depth)), ("limit", str(_PAGE))]
        query += [("from", page)] if page else []
        try:
            answer = await visit.asking.get(
                "rooms", visit.room_id, "hierarchy", query=query, root=V1, within=LONG
            )
        except AnsweredNo as no:
            visit.tell(f"The homeserver does not show where the porch leads ({no}).")
            break
        told = answer if isinstance(answer, Mapping) else {}
        rooms, token = told.get("rooms"), told.get("next_batch")
        entries += rooms if isinstance(rooms, list) else []
        if not isinstance(token, str) or not token or len(entries) > MOST_ROOMS:
            break
        page = token
    return crowd(visit.room_id, entries, depth=depth)


async def _stop(
    visit: _Visit, branch: Branch, *, around: Crowd, porch: ReadPorch | None = None
) -> Stop:
    known = around.glimpses.get(branch.room_id)
    found: ReadPorch | NoPorch | None = porch
    if found is None and known is not None and not branch.is_above:
        found = await _from_outside(visit, branch.room_id)
    if branch.is_above:
        seen = Seen.ABOVE
    elif found is not None:
        seen = Seen.READ
    else:
        seen = Seen.HIDDEN if known is None else Seen.GLIMPSED
    children = [await _stop(visit, one, around=around) for one in branch.children]
    return Stop(
        room_id=branch.room_id,
        seen=seen,
        name=None if known is None else known.name,
        alias=None if known is None else known.alias,
        porch=found,
        children=tuple(children),
    )


async def _from_outside(visit: _Visit, room_id: RoomId) -> ReadPorch | NoPorch | None:
    """Read a room without joining it; None if that is not possible."""
    try:
        return read_porch(await _state(visit.asking, room_id, within=USUAL))
    except AnsweredNo:
        return None
    except ReadRefused as refused:
        if refused.code is not Exit.DATA:
            raise
        visit.tell(f"{room_id} is left out: {refused}")
        return None


def _not_joined(no: AnsweredNo) -> ReadRefused:
    if no.status >= HTTPStatus.INTERNAL_SERVER_ERROR or no.status == HTTPStatus.NOT_FOUND:
        message = f"No homeserver that is in the room lets us in now ({no})."
        return ReadRefused(message, code=Exit.UNAVAILABLE)
    message = (
        f"The room is not open to this account ({no}): it is closed, or publishes nothing now."
    )
    return ReadRefused(message, code=Exit.NOT_ALLOWED)


def _unexpected(no: AnsweredNo) -> ReadRefused:
    if no.status == HTTPStatus.FORBIDDEN:
        return ReadRefused(f"The homeserver does not allow this ({no}).", code=Exit.NOT_ALLOWED)
    return ReadRefused(f"The homeserver cannot answer now ({no}).", code=Exit.UNAVAILABLE)
