"""What a rebuilt world lacks beside the one that it was, field by field, and whether that may be.

Owns which fields no room tells, and why (`Lost`). Whatever else differs is a promise broken: `tests/laws` hold any life
of a congregation against it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs
from attrs import evolve as changed, frozen

from microsol_matrix.plan.messages import call_prompt, knock_prompt, round_prompt
from microsol_matrix.rebuild.findings import Lost
from microsol_matrix.rebuild.questions import BY_CONSENT
from microsol_matrix.scales.crew import Crew, SeatState
from microsol_matrix.scales.knock import KnockState
from microsol_matrix.scales.link import LinkState
from microsol_matrix.seen import Membership, RoomSeen
from microsol_matrix.structure.sealed import in_the_clear
from microsol_matrix.times import to_ms
from microsol_matrix.world import World

ALLOWED: Final[Mapping[str, Lost]] = {
    "wanted": Lost.INVITATIONS,
    "asked_by": Lost.INVITATIONS,
    "invited": Lost.INVITATIONS,
    "asked_hosts": Lost.INVITATIONS,
    "offers": Lost.INVITATIONS,
    "refused": Lost.INVITATIONS,
    "rooms.*.unreached": Lost.INVITATIONS,
    "rooms.*.asked_back": Lost.INVITATIONS,
    "rooms.*.left_behind": Lost.INVITATIONS,
    "rooms.*.people": Lost.INVITATIONS,
    "rooms.*.through": Lost.HISTORY,
    "rooms.*.is_listed": Lost.UNSAID,  # the directory is told once more
    "notices": Lost.UNSAID,
    "redactions": Lost.UNSAID,
    "once": Lost.UNSAID,
    "deeds": Lost.HISTORY,
    "tiers": Lost.TIERS,
    "calls.*.answers": Lost.ANSWERS,
    "crews.*.harvests": Lost.HARVESTS,
    "crews.*.waiting": Lost.SEATS,
    "crews.*.not_now": Lost.SEATS,
    "crews.*.first": Lost.SEATS,
    "crews.*.before.by": Lost.HISTORY,
    "crews.*.lineage": Lost.HISTORY,
    "encrypted_crews.*.rhythm": Lost.SEALED,
    "encrypted_crews.*.agreements": Lost.SEALED,
    "encrypted_crews.*.questions": Lost.SEALED,
    "searches": Lost.NEIGHBOURS,
    "proposals": Lost.NEIGHBOURS,
    "refused_servers": Lost.NEIGHBOURS,
    "release_wishes": Lost.UNSAID,
    **dict.fromkeys(
        (
            f"links.*.{one}"
            for one in (
                *("address", "because", "by", "name", "purpose", "reading", "renewal_for"),
                *(
                    "stirred_at",
                    "is_settled",
                    "read_at",
                    "heard_at",
                    "probed_at",
                    "is_probing",
                    "trouble",
                ),
                *("told", "stays_by", "is_invited", "haste", "is_rid", "via"),
            )
        ),
        Lost.HISTORY,
    ),
    "congregation.asked_by_event": Lost.HISTORY,
    "rooms.*.adopted.events": Lost.HISTORY,
    "rooms.*.adopted.users": Lost.HISTORY,  # what we gave there stays theirs
}
"""Fields that may differ, by their way from the world, a star for any key; of `encrypted_crews` their words alone."""


@frozen
class Difference:
    """One field that differs.

    Attributes:
        field: Its way from the world, a star for any key: `crews.*.host`.
        lost: Why it may; None if it may not.
    """

    field: str
    lost: Lost | None


def difference(old: World, new: World) -> tuple[Difference, ...]:
    """Say in which fields a rebuilt world differs from the one that it was, each once.

    Args:
        old: As it was, with nothing left to do.
        new: As it was read from rooms.
    """
    # Rooms may tell more names than were ever looked at, as of people invited a moment ago.
    named = {person: name for person, name in old.names.items() if name}
    told = {person: name for person, name in new.names.items() if person in named}
    before, after = changed(old, names=named), changed(new, names=told)
    found = dict.fromkeys((*_words_between(old, new), *_between("", _told(before), _told(after))))
    return tuple(Difference(one, _why(one)) for one in found)


def _words_between(old: World, new: World) -> Iterator[str]:
    """Say which words of encrypted crews are no more; whatever else of them differs is told as of any crew."""
    for crew in old.crews.values():
        clear, after = in_the_clear(crew), new.crews.get(crew.id)
        for one in ("rhythm", "agreements", "questions"):
            had_words = getattr(crew, one) != getattr(clear, one)
            if had_words and after is not None and getattr(crew, one) != getattr(after, one):
                yield f"encrypted_crews.*.{one}"


def _why(path: str) -> Lost | None:
    """Say why a field may differ: because it, or what it is a part of, does not come back."""
    ways = [way for way in ALLOWED if path == way or path.startswith(f"{way}.")]
    return ALLOWED[ways[0]] if ways else None


def _told(world: World) -> World:
    """Give what of a world still matters: what is over leads to nothing any more."""
    live = {call.id: call for call in world.calls.values() if call.is_taking_answers}
    crews = {crew.id: _crew_told(crew) for crew in world.crews.values()}
    knocks = tuple(one for one in world.knocks if one.state is KnockState.OPEN)
    awaited = {question.ref for crew in crews.values() for question in crew.questions}
    anew = {
        question.ref
        for crew in crews.values()
        for question in crew.questions
        if question.asking in BY_CONSENT
    }
    awaited |= {knock_prompt(one.id) for one in knocks} | {call_prompt(one) for one in live}
    awaited |= {round_prompt(one.id) for one in world.rounds if one.is_open}
    standing = (LinkState.PROPOSED, LinkState.MUTUAL)
    return changed(
        world,
        links={key: one for key, one in world.links.items() if one.state in standing},
        calls=live,
        crews=crews,
        rooms={key: _room_told(room) for key, room in world.rooms.items()},
        knocks=knocks,
        rounds=tuple(one for one in world.rounds if one.is_open),
        mandates={one.id: one for one in world.live_mandates},
        prompts={
            ref: changed(prompt, shown=(), digest="" if ref in anew else prompt.digest)
            for ref, prompt in world.prompts.items()
            if ref in awaited
        },
    )


def _crew_told(crew: Crew) -> Crew:
    """Give a crew without what nobody can do anything about any more, and who exactly wrote what is agreed.

    Nor with words that were kept from the clear: those are told apart (`_words_between`).
    """
    crew = in_the_clear(crew)
    return changed(
        crew,
        questions=tuple(
            changed(
                one,
                by=None,
                is_objected=False,
                replies=(),
                closes_at=one.asked_at if one.asking in BY_CONSENT else one.closes_at,
            )
            for one in crew.open_questions
        ),
        agreements=tuple(changed(one, by=crew.host) for one in crew.agreements),
        seats=tuple(
            sorted(
                (
                    changed(seat, since=crew.begun_at)
                    for seat in crew.seats
                    if seat.state is not SeatState.FREED or seat.has_been_taken
                ),
                key=lambda seat: seat.person,
            )
        ),
        since=crew.state_since,
    )


def _room_told(room: RoomSeen) -> RoomSeen:
    """Give a room with what stands there: that something stood there once and is empty is no more than that."""
    return changed(
        room,
        state={},
        people={
            person: membership
            for person, membership in room.people.items()
            if membership is not Membership.LEAVE
        },
        carried=frozenset(),
    )


def _between(path: str, old: object, new: object) -> Iterator[str]:
    if isinstance(old, datetime) and isinstance(new, datetime):
        if to_ms(old) != to_ms(new):
            yield path
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        if old.keys() != new.keys():
            yield path
        for key in old.keys() & new.keys():
            yield from _between(f"{path}.*", old[key], new[key])
    elif type(old) is type(new) and attrs.has(type(old)):
        for one in attrs.fields(_class_of(old)):
            way = f"{path}.{one.name}" if path else one.name
            yield from _between(way, getattr(old, one.name), getattr(new, one.name))
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for one, other in zip(old, new, strict=True):
            inner = list(_between("", one, other))
            if inner:
                yield path
    elif old != new:
        yield path


def _class_of(value: object) -> type[Any]:
    return type(value)
