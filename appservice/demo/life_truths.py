"""What must be true of crews' lives: where each is in it, who hosts, what an archived one leaves, what grew from it.

Owns those claims and how to look. Refuses to know calls, and who is in which room.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from appservice.demo.client import MatrixRefused
from appservice.demo.season import BOT, CrewTold, Place
from appservice.demo.seen import Content
from appservice.demo.sight import Sight, Truth, difference
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types

_FORBIDDEN: Final = "M_FORBIDDEN"
_PEOPLE: Final = 50
_HAND: Final = "✋"


def life_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of each crew's life, and of what grew from it."""
    for crew in sight.season.crews:
        seats = "1 seat" if crew.seats_open == 1 else f"{crew.seats_open or 'no'} seats"
        yield Truth(
            f"{crew.name} is {crew.state.value}, in cycle {crew.cycle}, with {seats} to answer for",
            partial(_standing, sight, crew),
        )
        if crew.place.hosts:
            hosts = ", ".join(sorted(crew.place.hosts))
            yield Truth(f"{hosts} hosts {crew.name}, as its room says", partial(_host, sight, crew))
        yield Truth(
            f"all that the bot said in {crew.name} was told, from one welcome on",
            partial(_said, sight, crew),
        )
        if crew.is_archived:
            yield from _archived_truths(sight, crew)
        if crew.grew_from is not None:
            yield from _grown_truths(sight, crew, sight.season.crew(crew.grew_from))


def _archived_truths(sight: Sight, crew: CrewTold) -> Iterator[Truth]:
    people = ", ".join(sorted(crew.place.people))
    yield Truth(
        f"in the old room of {crew.name} nobody can say or react anything more",
        partial(_silent, sight, crew),
    )
    yield Truth(f"{people} can still read all of it", partial(_readable, sight, crew))
    if crew.harvest:
        yield Truth(
            f"what {crew.name} left was said once in Commons, without a name",
            partial(_harvest, sight, crew),
        )


def _grown_truths(sight: Sight, crew: CrewTold, old: CrewTold) -> Iterator[Truth]:
    yield Truth(
        f"the room of {crew.name} goes on from that of {old.name}, and says so",
        partial(_lineage, sight, crew, old),
    )
    yield Truth(
        f"the old room leads to {crew.name}, and did not before there was one",
        partial(_tombstone, sight, crew, old),
    )
    yield Truth(
        f"nobody is in {crew.name} who did not call it or say yes",
        partial(_consented, sight, crew),
    )


# ------------------------------------------------------------------------------------- every crew


async def _standing(sight: Sight, crew: CrewTold) -> str | None:
    season = sight.season
    home, other = season.space, season.archive
    if crew.is_archived:
        home, other = other, home
    cards = await _cards(sight, home, crew.name)
    told = (crew.state.value, crew.seats_open)
    if [(card["state"], card["seats_open"]) for card in cards] != [told]:
        return f"the cards in {home.brief} are {cards}"
    if elsewhere := await _cards(sight, other, crew.name):
        return f"in {other.brief} there is {elsewhere}"
    marker = await _marker(sight, crew)
    if (marker["state"], marker["cycle"]) != (crew.state.value, crew.cycle):
        return f"its room says {marker['state']}, cycle {marker['cycle']}"
    return None


async def _cards(sight: Sight, place: Place, name: str) -> list[Content]:
    return [one for one in await sight.published(place, types.CREW) if one["name"] == name]


async def _marker(sight: Sight, crew: CrewTold) -> Content:
    return (await sight.state(crew.place))[types.CREW, ""]


async def _host(sight: Sight, crew: CrewTold) -> str | None:
    levels = (await sight.state(crew.place))["m.room.power_levels", ""]
    having = {account for account, level in levels["users"].items() if level == _PEOPLE}
    return difference(sight, seen=having, told=sight.accounts(crew.place.hosts))


async def _said(sight: Sight, crew: CrewTold) -> str | None:
    room_id = crew.place.room_id
    said = await sight.said_by_bot(room_id, to=crew.caller)
    told = {
        quote.event_id
        for quote in sight.season.quotes
        if quote.speaker == BOT and quote.room_id == room_id
    }
    if untold := [one for one in said if one.event_id not in told]:
        return f"besides “{untold[0].body}”"
    if missing := told - {one.event_id for one in said}:
        return f"{len(missing)} are not there"
    welcomes = [one for one in said if one.body.startswith("Welcome.")]
    shown = sight.people[crew.caller].shown
    if welcomes != [said[0]] or f"\n{shown} called {crew.name} " not in said[0].body:
        return f"there are {len(welcomes)} welcomes, and first was said “{said[0].body}”"
    return None


# -------------------------------------------------------------------------------- archived crews


async def _silent(sight: Sight, crew: CrewTold) -> str | None:
    """Try to speak and to react, as each of its people."""
    room_id = crew.place.room_id
    last = (await sight.witness(crew.place).member.messages(room_id))[-1].event_id
    for name in sorted(crew.place.people):
        member = sight.people[name].member
        for what, trying in (
            ("say something", partial(member.say, room_id, "Is anybody there?")),
            ("react", partial(member.react, room_id, _HAND, to=last)),
        ):
            try:
                await trying()
            except MatrixRefused as refused:
                if refused.errcode != _FORBIDDEN:
                    raise
            else:
                return f"{name} can {what}"
    return None


async def _readable(sight: Sight, crew: CrewTold) -> str | None:
    told = {q.event_id for q in sight.season.quotes if q.room_id == crew.place.room_id}
    for name in sorted(crew.place.people):
        try:
            messages = await sight.people[name].member.messages(crew.place.room_id, limit=500)
        except MatrixRefused as refused:
            return f"{name} cannot: {refused}"
        if missing := told - {one.event_id for one in messages}:
            return f"{name} does not see {len(missing)} of {len(told)} messages"
    return None


async def _harvest(sight: Sight, crew: CrewTold) -> str | None:
    commons = sight.season.commons
    said = await sight.said_by_bot(commons.room_id, to=crew.caller)
    harvests = [one.body for one in said if crew.harvest in one.body]
    if len(harvests) != 1:
        return f"it was said {len(harvests)} times"
    named = [name for name in sorted(sight.people) if sight.names(name, harvests[0])]
    return f"it names {', '.join(named)}" if named else None


# ----------------------------------------------------------------------------- crews called again


async def _lineage(sight: Sight, crew: CrewTold, old: CrewTold) -> str | None:
    state = await sight.state(crew.place)
    predecessor = state["m.room.create", ""].get("predecessor", {}).get("room_id")
    if predecessor != old.place.room_id:
        return f"it goes on from {predecessor}"
    lineage = [card["lineage"] for card in await _cards(sight, sight.season.space, crew.name)]
    parent = (await _marker(sight, old))["id"]
    return None if lineage == [[parent]] else f"its card says {lineage}"


async def _tombstone(sight: Sight, crew: CrewTold, old: CrewTold) -> str | None:
    """Look where it leads and when it was put, by the homeserver's own clock."""
    stone = await _event(sight, old.place, "m.room.tombstone")
    leads_to = stone["content"].get("replacement_room")
    if leads_to != crew.place.room_id:
        return f"it leads to {leads_to}"
    made = await _event(sight, crew.place, "m.room.create")
    is_later = stone["origin_server_ts"] >= made["origin_server_ts"]
    return None if is_later else "it led on before there was anything"


async def _event(sight: Sight, place: Place, kind: str) -> Mapping[str, Any]:
    """Read a whole state event, with when it was put."""
    room_id: RoomId = place.room_id
    api = sight.witness(place).member.api
    segments = ("rooms", room_id, "state", kind, "")
    return await api.call("GET", *segments, query=[("format", "event")])


async def _consented(sight: Sight, crew: CrewTold) -> str | None:
    """Compare who is in, or was ever asked, with the hands that are seen at its prompt."""
    member = sight.witness(crew.place).member
    call = sight.season.call(crew.name)
    reactions = await member.reactions(sight.season.commons.room_id, call.prompt)
    asked = reactions.get(_HAND, frozenset()) | sight.accounts({call.caller, BOT})
    there = (await member.members(crew.place.room_id)).keys()
    return difference(sight, seen=there, told=asked)
