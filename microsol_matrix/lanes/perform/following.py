"""Going along into the room in which a room of ours goes on.

Owns the proof, and what stays in the room before: no marker of ours, and of a porch nothing that it said. Refuses to
know who may move a room.
"""

from contextlib import suppress
from http import HTTPStatus

from microsol_matrix.addresses import SUCCESSOR
from microsol_matrix.decide.happenings import SuccessorLooked
from microsol_matrix.errors import NO_POWER, NOT_A_SUCCESSOR, HomeserverRefused
from microsol_matrix.house import House
from microsol_matrix.ids import RoomId, RoomKey, UserId
from microsol_matrix.lanes.perform.clearing import clear_porch
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.observe import RoomLooked, look
from microsol_matrix.places import PORCH, role_of
from microsol_matrix.plan.intents import FollowRoom
from microsol_matrix.plan.power import BOT, POWER_LEVELS
from microsol_matrix.ports import Address, AddressKind, Homeserver, Store
from microsol_matrix.rooms import StatePiece
from microsol_matrix.structure.stranger import goes_on_from
from microsol_matrix.structure.types import CONGREGATION, CREW, ROOM


async def follow_room(
    intent: FollowRoom, homeserver: Homeserver, house: House, *, store: Store
) -> Done:
    """Go in, make sure that it is the room's successor and that we may do everything there, and take its alias along.

    Raises:
        HomeserverUnreachable: Later may do.
        HomeserverRefused: We cannot come in, hold no power there, or it is another room.
    """
    if await _has_its_place(intent.successor, store):
        raise _stranger()
    was_in = intent.successor in await homeserver.joined_rooms()
    await homeserver.join(intent.successor, intent.via)
    state = await homeserver.read_state(intent.successor)
    if not goes_on_from(state, intent.room_id):
        if not was_in:  # else we are there for something else
            await homeserver.leave(intent.successor)
        raise _stranger()
    looked = look(intent.successor, state, bot=house.bot)
    if not _has_power(looked, bot=house.bot):
        raise HomeserverRefused(
            status=HTTPStatus.FORBIDDEN, errcode=NO_POWER, error="the bot has no power there"
        )
    if intent.alias is not None and await homeserver.resolve(intent.alias) == intent.room_id:
        await homeserver.drop_alias(intent.alias)
        await homeserver.name_alias(intent.alias, intent.successor)
    with suppress(HomeserverRefused):  # where nobody may write any more it says what it said
        if intent.key == PORCH:
            await clear_porch(intent.room_id, homeserver, house)
        await homeserver.put_state(intent.room_id, StatePiece(_marker(intent.key), "", {}))
    if intent.key == PORCH:
        with suppress(HomeserverRefused):  # one that has no such lists shows it in none
            await homeserver.set_listed(intent.room_id, is_listed=False)
    return Done(seen=(SuccessorLooked(intent.room_id, looked),))


async def _has_its_place(room_id: RoomId, store: Store) -> bool:
    """Whether a room is ours in another way, or a neighbour's: whoever moves a room may say anything of where to."""
    ours = await store.find(Address(AddressKind.ROOM, room_id))
    theirs = await store.find(Address(AddressKind.NEIGHBOUR, room_id))
    return any(entry.role != SUCCESSOR for entry in (*ours, *theirs))


def _stranger() -> HomeserverRefused:
    return HomeserverRefused(
        status=HTTPStatus.FORBIDDEN, errcode=NOT_A_SUCCESSOR, error="it is another room"
    )


def _has_power(looked: RoomLooked, *, bot: UserId) -> bool:
    rule = looked.rules.get(POWER_LEVELS)
    return rule is not None and rule.power is not None and rule.power.users.get(bot, 0) >= BOT


def _marker(key: RoomKey) -> str:
    match role_of(key):
        case "space":
            return CONGREGATION
        case "crew":
            return CREW
        case _:
            return ROOM
