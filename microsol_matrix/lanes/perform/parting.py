"""Rooms handed over to their people, and left."""

from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.plan.intents import HandOver, LeaveRoom, PartingIntent
from microsol_matrix.plan.power import POWER_LEVELS
from microsol_matrix.ports import Homeserver
from microsol_matrix.scales.release import RoomLeft
from microsol_matrix.seen import StatePut


async def do_in_parting(intent: PartingIntent, homeserver: Homeserver) -> Done:
    """Do one thing with a room that will be its people's."""
    match intent:
        case HandOver(key=key, room_id=room_id):
            await homeserver.set_power(
                room_id, power=intent.power, users=intent.users, own=intent.own
            )
            return Done((StatePut(key, *POWER_LEVELS, digest=intent.digest),))
        case LeaveRoom(key=key, room_id=room_id, alias=alias):
            if alias is not None:
                # As long as a name of ours leads there, the homeserver would go on telling us what is said.
                await homeserver.drop_alias(alias)
            await homeserver.leave(room_id)
            return Done((RoomLeft(key),))
