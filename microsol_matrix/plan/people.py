"""The gap in people: whom to invite where, whose invitation to withdraw, whose removal to carry on.

Owns the law *Respectful*: only somebody who never had a membership of a room is invited to it, or
whose absence was never theirs (who is out of a room only because they were out of the space), or who
asks to come in and is let in.
Local people come first.
"""

from collections.abc import Iterator
from operator import itemgetter

from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.places import COMMONS, HOSTS, PORCH, SPACE, crew_room, role_of
from microsol_matrix.plan.intents import Ban, Farewell, Invite, LiftBan, PutOut, Remove
from microsol_matrix.scales.crew import Crew, SeatState
from microsol_matrix.scales.knock import KnockState
from microsol_matrix.seen import OUT, Membership, RoomSeen
from microsol_matrix.words import plain
from microsol_matrix.world import World


def plan_people(world: World, house: House) -> Iterator[Invite | Farewell]:
    """Plan invitations, withdrawals, carried removals and bans of all rooms."""
    for crew in world.crews_in_order:
        yield from _invite(world, crew_room(crew.id), wanted=_awaited(world, crew), house=house)
        yield from _withdraw(world, crew)
    yield from _invite_along(world, house)
    yield from _invite(world, SPACE, wanted=world.wanted - world.members, house=house)
    yield from _invite(world, COMMONS, wanted=world.members, house=house)
    yield from _invite(world, HOSTS, wanted=world.hosts & world.members, house=house)
    yield from _refuse_knocks(world)
    yield from _withdraw_from_house(world)
    yield from _carry_removals(world)
    yield from _carry_bans(world)


def _awaited(world: World, crew: Crew) -> frozenset[UserId]:
    room = world.room(crew_room(crew.id))
    if not crew.is_living or (room is not None and room.kept is not None):
        return frozenset()  # whoever was asked in is asked again once the room is open again
    return frozenset(seat.person for seat in crew.seats if seat.state is SeatState.GIVEN)


def _invite_along(world: World, house: House) -> Iterator[Invite]:
    """Ask into a room's successor whoever was in the room and is not out of the space."""
    space = world.room(SPACE)
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        here = {one for one in room.left_behind if space is None or not space.has(one, *OUT)}
        if key == PORCH:  # neighbours' services come by themselves, or are proposed to anew
            here -= {link.bot for link in world.links.values()}
        yield from _invite(world, key, wanted=frozenset(here), house=house)


def _invite(
    world: World, key: RoomKey, *, wanted: frozenset[UserId], house: House
) -> Iterator[Invite]:
    room = world.room(key)
    if room is None:
        return
    missing = [
        person
        for person in wanted
        if person != house.bot and (_is_missing(room, person) or _is_let_in(world, key, person))
    ]
    for person in sorted(missing, key=lambda one: (not house.is_local(one), one)):
        yield Invite(key, room.room_id, person=person, is_local=house.is_local(person))


def _is_missing(room: RoomSeen, person: UserId) -> bool:
    is_carried = person in room.carried and room.has(person, Membership.LEAVE)
    return person not in room.people or is_carried


def _is_let_in(world: World, key: RoomKey, person: UserId) -> bool:
    """Whether somebody asks to come in, and the answer is yes."""
    room, knock = world.room(key), world.knock_of(person)
    if room is None or not room.has(person, Membership.KNOCK):
        return False
    if role_of(key) == "crew":
        return True  # who has a seat and knocks still: the crew has said yes
    return key == SPACE and knock is not None and knock.state is KnockState.LET_IN


def _refuse_knocks(world: World) -> Iterator[Remove]:
    """Answer those who asked to come in and were not let in."""
    space = world.room(SPACE)
    if space is None:
        return
    for person in sorted(space.people):
        knock = world.knock_of(person) if space.has(person, Membership.KNOCK) else None
        if knock is not None and knock.state is KnockState.REFUSED:
            yield Remove(
                SPACE,
                space.room_id,
                person=person,
                reason=plain("knock.not-this-time", world.language),
            )


def _withdraw(world: World, crew: Crew) -> Iterator[Remove]:
    key = crew_room(crew.id)
    room = world.room(key)
    if room is None:
        return
    for seat in crew.seats:
        is_over = seat.state is SeatState.FREED or not crew.is_living
        if is_over and room.has(seat.person, Membership.INVITE):
            yield Remove(
                key, room.room_id, person=seat.person, reason=plain("withdrawn", world.language)
            )


def _withdraw_from_house(world: World) -> Iterator[Remove]:
    """Withdraw what is still open towards somebody who left the space or was removed from it."""
    space = world.room(SPACE)
    if space is None:
        return
    out = [person for person in space.people if space.has(person, *OUT)]
    for key in (COMMONS, HOSTS):
        room = world.room(key)
        if room is not None:
            # A mandate that ended before its holder came into Hosts leaves nothing to come in for.
            over = _former_hosts(world) if key == HOSTS else frozenset()
            for person in sorted({*out, *over}):
                if room.has(person, Membership.INVITE):
                    yield Remove(
                        key, room.room_id, person=person, reason=plain("withdrawn", world.language)
                    )


def _former_hosts(world: World) -> frozenset[UserId]:
    holders = frozenset(mandate.holder for mandate in world.mandates_in_order)
    return holders - world.hosts


def _carry_removals(world: World) -> Iterator[PutOut]:
    for key in world.keys_of_the_space:
        room = world.room(key)
        if room is not None:
            for person in sorted(room.removed):
                if room.has(person, Membership.JOIN):
                    yield PutOut(
                        key, room.room_id, person=person, reason=plain("removed", world.language)
                    )


def _carry_bans(world: World) -> Iterator[Ban | LiftBan]:
    space = world.room(SPACE)
    if space is None:
        return
    banned = {person for person, what in space.people.items() if what is Membership.BAN}
    for key in world.keys_of_the_space:
        room = world.room(key)
        if room is None:
            continue
        for person in sorted(banned):
            if not room.has(person, Membership.BAN):
                yield Ban(key, room.room_id, person=person, reason=plain("banned", world.language))
        for person in sorted(room.carried - banned):
            if room.has(person, Membership.BAN):
                yield LiftBan(key, room.room_id, person=person)
