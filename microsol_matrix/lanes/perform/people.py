"""People of our rooms: invitations, and farewells to those who are out."""

from collections.abc import Mapping

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, Text, UserId
from microsol_matrix.lanes.perform.done import Done, observed
from microsol_matrix.observe import MembershipChanged
from microsol_matrix.places import OF_THE_SPACE, role_of
from microsol_matrix.plan.intents import (
    Ban,
    Farewell,
    Invite,
    LiftBan,
    PeopleIntent,
    PutOut,
    Remove,
)
from microsol_matrix.ports import Clock, Homeserver
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.seen import Membership, MembershipSeen, PersonInvited


async def do_about_people(
    intent: PeopleIntent, homeserver: Homeserver, house: House, *, clock: Clock
) -> Done:
    """Do one thing about a person in a room of ours."""
    match intent:
        case Invite(key=key, person=person):
            await homeserver.invite(intent.room_id, person)
            return Done((PersonInvited(key, person, at=clock.now()),))
        case Remove():
            return await _remove(intent, homeserver, house)
        case PutOut(person=person, reason=reason):
            await homeserver.remove(intent.room_id, person, reason)
            return Done((_left(intent, Membership.LEAVE, house=house),))
        case Ban(person=person, reason=reason):
            await homeserver.ban(intent.room_id, person, reason)
            return Done((_left(intent, Membership.BAN, house=house),))
        case LiftBan(person=person):
            await homeserver.lift_ban(intent.room_id, person)
            return Done((_left(intent, Membership.LEAVE, house=house),))


async def invite_saying(
    room_id: RoomId, person: UserId, *, more: Mapping[str, Json], homeserver: Homeserver
) -> None:
    """Invite by writing the membership: only so can an invitation say more than that it is one."""
    try:
        piece = StatePiece("m.room.member", person, {"membership": "invite", **more})
        await homeserver.put_state(room_id, piece)
    except HomeserverRefused as no:
        if no.matrix_errcode != "M_FORBIDDEN":
            raise
        # Who is in already cannot be invited; `invite` knows that this is fine.
        await homeserver.invite(room_id, person)


async def read_members(room_id: RoomId, homeserver: Homeserver, house: House) -> Done:
    """Read how everybody stands to a room: after a start, what we last saw may be stale."""
    seen = observed(await homeserver.read_state(room_id), bot=house.bot)
    return Done(seen=tuple(one for one in seen if isinstance(one, MembershipChanged)))


async def _remove(intent: Remove, homeserver: Homeserver, house: House) -> Done:
    """Withdraw an invitation, unless it was accepted a moment ago: nobody is put out who came in."""
    present = await read_members(intent.room_id, homeserver, house)
    came_in = tuple(
        one
        for one in present.seen
        if isinstance(one, MembershipChanged)
        and one.person == intent.person
        and one.membership is Membership.JOIN
    )
    if came_in:
        return Done(seen=came_in)
    await homeserver.remove(intent.room_id, intent.person, intent.reason)
    return Done((_left(intent, Membership.LEAVE, house=house),))


def _left(intent: Farewell, membership: Membership, *, house: House) -> MembershipSeen:
    return MembershipSeen(
        key=intent.key,
        person=intent.person,
        membership=membership,
        by=house.bot,
        name=Text(""),
        is_carried=role_of(intent.key) in OF_THE_SPACE,
    )
