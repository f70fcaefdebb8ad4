"""Rooms of ours made, written to, entered, archived and taken up again."""

from microsol_matrix.house import House
from microsol_matrix.kept import Alias, AliasMoved, StateGivenBack, StateKept
from microsol_matrix.lanes.perform.clearing import clear
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.following import follow_room
from microsol_matrix.observe import look
from microsol_matrix.observe.keeping import read_kept
from microsol_matrix.plan.intents import (
    DropAlias,
    EnterRoom,
    FollowRoom,
    GiveBack,
    KeepState,
    MakeRoom,
    NameAlias,
    PutListing,
    PutPower,
    PutState,
    RoomIntent,
    Withdraw,
)
from microsol_matrix.plan.power import POWER_LEVELS, made_state
from microsol_matrix.ports import Homeserver, Store
from microsol_matrix.rooms import StatePiece
from microsol_matrix.seen import WITHDRAWN, ListingPut, RoomMade, StatePut
from microsol_matrix.structure.schemas import check


async def do_with_room(
    intent: RoomIntent, homeserver: Homeserver, house: House, *, store: Store
) -> Done:
    """Do one thing with a room of ours."""
    match intent:
        case MakeRoom(key=key, spec=spec):
            made = await homeserver.make_room(spec)
            return Done((RoomMade(key, made.room_id, state=made_state(spec)),))
        case PutState():
            return await _put(intent, homeserver, house)
        case Withdraw(type=kind, state_key=state_key):
            await clear(intent.room_id, (kind, state_key), homeserver=homeserver, house=house)
            await homeserver.put_state(intent.room_id, StatePiece(kind, state_key, {}))
            return Done((StatePut(intent.key, kind, state_key=state_key, digest=WITHDRAWN),))
        case PutPower(power=power, users=users):
            await homeserver.set_power(intent.room_id, power=power, users=users)
            return Done((StatePut(intent.key, *POWER_LEVELS, digest=intent.digest),))
        case EnterRoom(room_id=room_id, via=via):
            await homeserver.join(room_id, via)
            # Whatever changed while we were out is read; that we are in stands there, too.
            state = await homeserver.read_state(room_id)
            return Done(seen=(look(room_id, state, bot=house.bot),))
        case FollowRoom():
            return await follow_room(intent, homeserver, house, store=store)
        case PutListing(key=key, room_id=room_id, is_listed=is_listed):
            await homeserver.set_listed(room_id, is_listed=is_listed)
            return Done((ListingPut(key, is_listed),))
        case KeepState(key=key, room_id=room_id):
            return Done((StateKept(key, read_kept(await homeserver.read_state(room_id))),))
        case DropAlias(key=key, alias=alias):
            await homeserver.drop_alias(alias)
            return Done((AliasMoved(key, Alias.NOWHERE),))
        case NameAlias(key=key, alias=alias):
            await homeserver.name_alias(alias, intent.room_id)
            return Done((AliasMoved(key, Alias.HERE),))
        case GiveBack(key=key, power=power):
            if power is not None:
                await homeserver.put_state(intent.room_id, power)
            return Done((StateGivenBack(key),))


async def _put(intent: PutState, homeserver: Homeserver, house: House) -> Done:
    piece = intent.piece
    check(piece.type, piece.content)
    if intent.clears_past:
        await clear(intent.room_id, piece.place, homeserver=homeserver, house=house)
    await homeserver.put_state(intent.room_id, piece)
    return Done(
        (StatePut(intent.key, piece.type, state_key=piece.state_key, digest=intent.digest),)
    )
