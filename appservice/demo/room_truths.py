"""What must be true of rooms: which there are, who is in them, who has power, what is published.

Owns those claims and how to look. Refuses to know calls and what was said.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from appservice.demo.client import MatrixRefused
from appservice.demo.season import BOT, Place
from appservice.demo.seen import SpaceRoom
from appservice.demo.sight import Sight, Truth, difference
from microsol_matrix.errors import ForeignContent
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check

_FORBIDDEN = "M_FORBIDDEN"
_LISTED = 6


def room_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of the congregation's rooms and whoever is in or out of them."""
    season = sight.season
    rooms = ", ".join(place.brief for place in season.rooms)
    yield Truth(f"{season.address} is the space {season.name}", partial(_address, sight))
    yield Truth(f"its rooms are {rooms}", partial(_rooms, sight))
    for shelf in season.shelves:
        shelved = ", ".join(place.brief for place in season.shelved)
        yield Truth(f"in {shelf.brief} stands {shelved}", partial(_shelf, sight, shelf))
    for place in season.places:
        yield Truth(f"in {place.brief}: {_who(place)}", partial(_people, sight, place))
    yield Truth("nobody is in any other room, or invited to one", partial(_nowhere_else, sight))
    for name in sorted(season.declined):
        yield Truth(f"{name} said no, and was not asked again", partial(_left_alone, sight, name))
    for name in sorted(season.strangers):
        yield Truth(f"{name}, a stranger, is shown nothing", partial(_shut_out, sight, name))
    yield Truth(
        "everywhere the bot alone has power 100, hosts and callers 50, everybody else 0",
        partial(_power, sight),
    )
    yield Truth(
        "each room is marked, and every org.microsol.* event fits its JSON Schema",
        partial(_published, sight),
    )


def _who(place: Place) -> str:
    """Name the people of a small place, and count those of a large one."""
    if len(place.people) > _LISTED:
        return f"{len(place.people)} people and the bot, nobody else"
    return f"{', '.join(sorted(place.people))} and the bot, nobody else"


async def _address(sight: Sight) -> str | None:
    space = sight.season.space
    found = await sight.witness(space).member.resolve(sight.season.address)
    if found != space.room_id:
        return f"it leads to {found}"
    state = await sight.state(space)
    kind, name = state["m.room.create", ""].get("type"), state["m.room.name", ""].get("name")
    return None if (kind, name) == ("m.space", space.name) else f"it is a {kind} named {name}"


async def _rooms(sight: Sight) -> str | None:
    """Walk the space; crews' rooms are listed as children there, and shown to their own people only."""
    season = sight.season
    seen = await sight.witness(season.space).member.hierarchy(season.space.room_id)
    if misfit := _children(seen, season.space, told=season.rooms):
        return misfit
    archive = seen.get(season.archive.room_id)
    return None if archive is not None and archive.is_space else "Archive is no space"


async def _shelf(sight: Sight, shelf: Place) -> str | None:
    """Walk the Archive as any member may: a season's archived rooms stand in its own space there."""
    season = sight.season
    seen = await sight.witness(season.space).member.hierarchy(season.archive.room_id)
    if misfit := _children(seen, season.archive, told=season.shelves):
        return misfit
    return _children(seen, shelf, told=season.shelved)


def _children(
    seen: Mapping[RoomId, SpaceRoom], space: Place, *, told: Iterable[Place]
) -> str | None:
    names = {place.room_id: place.brief for place in told}
    children = set(seen[space.room_id].children)
    if besides := children - set(names):
        return f"besides: {', '.join(sorted(besides))}"
    if missing := set(names) - children:
        return f"not there: {', '.join(sorted(names[room_id] for room_id in missing))}"
    return None


async def _people(sight: Sight, place: Place) -> str | None:
    """Compare memberships: nobody else may ever have had one, but for who declined the space."""
    members = await sight.witness(place).member.members(place.room_id)
    joined = {account for account, membership in members.items() if membership == "join"}
    if misfit := difference(sight, seen=joined, told=sight.accounts({*place.people, BOT})):
        return misfit
    declined = sight.season.declined if place is sight.season.space else frozenset[str]()
    others = members.keys() - joined
    if misfit := difference(sight, seen=others, told=sight.accounts(declined)):
        return f"invited or once there, {misfit}"
    return None


async def _nowhere_else(sight: Sight) -> str | None:
    for name, person in sight.people.items():
        if person.bot != sight.bot:  # who lives elsewhere has rooms there
            continue
        told = {place.room_id for place in sight.season.places if name in place.people}
        told |= {person.direct} if person.direct is not None else set()
        joined = await person.member.joined_rooms()
        if joined != told:
            return f"{name} is in {len(joined)} rooms instead of {len(told)}"
        if invitations := await person.member.invitations():
            names = ", ".join(str(one.name) for one in invitations.values())
            return f"{name} is invited to {names}"
    return None


async def _left_alone(sight: Sight, name: str) -> str | None:
    person, space = sight.people[name], sight.season.space
    membership = (await sight.witness(space).member.members(space.room_id)).get(person.user_id)
    if membership != "leave":
        return f"their membership is {membership}"
    return "there is an invitation" if await person.member.invitations() else None


async def _shut_out(sight: Sight, name: str) -> str | None:
    """Try, through the servers that are in there too."""
    stranger = sight.people[name].member
    via = [sight.witness(sight.season.space).member.server_name]
    for place in sight.season.places:
        for what, look in (
            ("reading its state", stranger.state),
            ("walking it", stranger.hierarchy),
            ("listing its members", stranger.members),
            ("joining it", partial(stranger.join, via=via)),
        ):
            try:
                await look(place.room_id)
            except MatrixRefused as refused:
                if refused.errcode != _FORBIDDEN:
                    raise
            else:
                return f"{what} is allowed in {place.brief}"
    return None


async def _power(sight: Sight) -> str | None:
    for place in sight.season.places:
        levels = (await sight.state(place))["m.room.power_levels", ""]
        told = dict.fromkeys(sight.accounts(place.hosts), 50) | {sight.bot: 100}
        if levels["users"] != told or levels.get("users_default", 0) != 0:
            return f"{place.brief}: {levels['users']}, others {levels.get('users_default', 0)}"
    return None


async def _published(sight: Sight) -> str | None:
    for place in sight.season.places:
        state = await sight.state(place)
        ours = [(kind, content) for (kind, _), content in state.items() if kind in types.OURS]
        if not ours:
            return f"{place.brief} has no marker"
        for kind, content in ours:
            try:
                check(kind, content)
            except ForeignContent as misfit:
                return f"{place.brief}: {misfit}"
    return None
