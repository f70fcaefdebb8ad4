"""Adopt: what a space that people made would become, and whether it may.

Owns the rules: who has to hold which power, which rooms cannot be taken in, and what is shown before anything is
written. Refuses to know when it is looked at (`private`, `taking_in`).
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.decide.surveyed import Surveyed
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, Text, UserId, localpart_of
from microsol_matrix.observe.surveying import CREATOR, RoomSurvey
from microsol_matrix.plan.power import BOT, PEOPLE
from microsol_matrix.scales.adoption import MOST_PEOPLE, Outline
from microsol_matrix.scales.congregation import NAME_LIMIT, PURPOSE_LIMIT, Joining
from microsol_matrix.words import Said, joined, say

POWER_LEVELS: Final = "m.room.power_levels"
VERSIONS: Final = range(9, 13)
"""Room versions whose rooms can be restricted to a space and knocked at, and that we know."""
JOININGS: Final = {"public": Joining.OPEN, "knock": Joining.ASK, "knock_restricted": Joining.ASK}


def outlined(found: Surveyed, asker: UserId, house: House) -> tuple[Outline | None, Said]:
    """Say what would become of a space, or what is missing; then there is no outline."""
    space = found.space
    if found.too_large:
        return None, say("adopt.too-large", rooms=", ".join(found.too_large), most=MOST_PEOPLE)
    if found.missing or space is None:
        rooms = ", ".join(found.missing or (found.ask.space,))
        return None, say("adopt.not-in", rooms=rooms, bot=house.bot)
    strange = tuple(
        room
        for room in (space, found.commons, *found.crews)
        if room is not None and asker not in room.members()
    )
    if strange:
        return None, _not_theirs(found, strange)
    if not space.is_space:
        return None, say("adopt.not-space", room=called(space))
    rest = [one for one in (found.commons, *found.crews) if one is not None]
    troubles = [
        one
        for room in (space, *rest)
        if (one := trouble_of(room, asker, house, is_the_space=room is space)) is not None
    ]
    if found.commons is not None and found.commons.is_encrypted:
        troubles.append(say("adopt.encrypted", room=called(found.commons)))
    ids = [room.room_id for room in rest]
    if len({space.room_id, *ids}) <= len(ids):
        troubles.append(say("adopt.twice"))
    if not space.name:
        troubles.append(say("adopt.nameless"))
    if len(space.name) > NAME_LIMIT:
        troubles.append(say("adopt.too-long", length=len(space.name), limit=NAME_LIMIT))
    if troubles:
        return None, say("adopt.not-yet", space=called(space), troubles=_listed(troubles))
    outline = Outline(
        space=space.room_id,
        via=found.via,
        name=space.name,
        purpose=Text(space.topic[:PURPOSE_LIMIT].rstrip()),
        joining=JOININGS.get(space.rule, Joining.CLOSED),
        commons=None if found.commons is None else found.commons.room_id,
        crews=tuple(room.room_id for room in found.crews),
    )
    return outline, _preview(found, space, outline, asker=asker, house=house)


def _not_theirs(found: Surveyed, strange: tuple[RoomSurvey, ...]) -> Said:
    """Say which rooms they are not in, and nothing else of these: we may be in there for others."""
    lines = [say("adopt.gone", room=say("adopt.room", name=room.room_id)) for room in strange]
    asked = say("adopt.room", name=found.ask.space)
    return say("adopt.not-yet", space=asked, troubles=_listed(lines))


def trouble_of(
    room: RoomSurvey, asker: UserId, house: House, *, is_the_space: bool = False
) -> Said | None:
    """Say why a room cannot be taken in as it is, and what would be right; None if it can."""
    name = called(room)
    needed = room.needed_for(POWER_LEVELS)
    own = max(needed, BOT)
    if room.is_newer:
        return say("adopt.newer", room=name)
    if room.is_marked:
        return say("adopt.ours", room=name)
    if room.has_moved:
        return say("adopt.moved", room=name)
    if room.is_space and not is_the_space:
        return say("adopt.is-space", room=name)
    if room.is_read_by_all:
        return say("adopt.read-by-all", room=name)
    if room.version not in VERSIONS:
        return say("adopt.version", room=name, least=VERSIONS[0], most=VERSIONS[-1])
    if asker not in room.members():
        return say("adopt.gone", room=name)
    if room.power_of(asker) < needed:
        return say("adopt.no-power", room=name, needed=needed, has=room.power_of(asker))
    if house.bot not in room.members():
        return say("adopt.not-in", rooms=name, bot=house.bot)
    if room.power_of(house.bot) < own:
        return say("adopt.bot-power", room=name, bot=house.bot, needed=own)
    return None


def hosts_in(space: RoomSurvey, house: House) -> tuple[UserId, ...]:
    """Give who looks after a space already: they are its hosts; other bots are not."""
    return tuple(
        person
        for person in space.members(house.bot, *space.power.services)
        if space.power_of(person) >= PEOPLE
    )


def called(room: RoomSurvey) -> Said:
    """Name a room that people made."""
    return say("adopt.room", name=room.name or Text(room.room_id))


def person_in(room: RoomSurvey, person: UserId) -> Said:
    """Name somebody as they are called there."""
    return say("person", name=room.names.get(person) or localpart_of(person))


def _preview(
    found: Surveyed, space: RoomSurvey, outline: Outline, *, asker: UserId, house: House
) -> Said:
    taken = [one for one in (space, found.commons, *found.crews) if one is not None]
    strong = {
        person: room
        for room in taken
        for person in room.members(house.bot)
        if room.power_of(person) >= min(BOT, CREATOR)
    }
    others = space.children - {room.room_id for room in taken}
    hosts = tuple(sorted({*hosts_in(space, house), asker}))
    return say(
        "adopt.preview",
        name=space.name,
        people=len(space.members(house.bot, *space.power.services)),
        hosts=_names(space, hosts),
        commons=say("adopt.commons.new")
        if found.commons is None
        else say("adopt.commons", room=called(found.commons)),
        crews=_crews(found.crews, house),
        others=say("adopt.others", count=len(others)) if others else say("adopt.others.none"),
        joining=say(f"adopt.joining.{outline.joining.value}"),
        strong=say("adopt.strong", people=_strong(strong)) if strong else say("adopt.strong.none"),
    )


def _crews(crews: tuple[RoomSurvey, ...], house: House) -> Said:
    if not crews:
        return say("adopt.crews.none")
    lines = [
        say(
            "adopt.crew",
            room=called(room),
            people=len(room.members(house.bot, *room.power.services)),
            encrypted=say("adopt.crew.encrypted") if room.is_encrypted else Said(),
        )
        for room in crews
    ]
    return say("adopt.crews", crews=joined(lines))


def _strong(people: Mapping[UserId, RoomSurvey]) -> Said:
    return joined([person_in(room, person) for person, room in sorted(people.items())], ", ")


def _names(space: RoomSurvey, people: tuple[UserId, ...]) -> Said:
    return joined([person_in(space, person) for person in people], ", ")


def _listed(lines: list[Said]) -> Said:
    return joined([say("adopt.line", text=line) for line in lines])


def rooms_of(outline: Outline) -> tuple[RoomId, ...]:
    """Give every room that would be taken in."""
    commons = () if outline.commons is None else (outline.commons,)
    return (outline.space, *commons, *outline.crews)
