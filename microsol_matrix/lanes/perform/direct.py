"""Rooms in which we talk with one person: joined, declined, made, marked and read."""

from collections.abc import Mapping
from datetime import timedelta

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.lanes.perform.done import Done, observed
from microsol_matrix.lanes.perform.people import invite_saying
from microsol_matrix.lanes.perform.seats import has_seat
from microsol_matrix.observe import EncryptionTurnedOn
from microsol_matrix.plan.intents import (
    Decline,
    DirectIntent,
    InviteToDirect,
    JoinDirect,
    MakeDirect,
    MarkDirect,
    ReadBack,
)
from microsol_matrix.ports import Clock, Homeserver, Store
from microsol_matrix.rooms import Json
from microsol_matrix.scales.person import (
    DirectEnded,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
)

READ_BACK_LIMIT = 50
"""Messages: somebody who wrote more than that before we came in is asked by nobody to repeat the oldest."""

FIRST_WORDS_FROM_AFAR = timedelta(seconds=3)
"""Clients speak right after inviting. A homeserver sends an event to those that were in the room before it, so words
said elsewhere while our join is under way come to us only with whatever is said next; words said before it can be read
back. So whoever invites from elsewhere is let finish first."""


async def do_in_private(
    intent: DirectIntent, homeserver: Homeserver, house: House, *, clock: Clock, store: Store
) -> Done:
    """Do one thing to talk with one person."""
    match intent:
        case JoinDirect(room_id=room_id, via=via):
            if house.server not in via:
                await clock.sleep(FIRST_WORDS_FROM_AFAR)
            await homeserver.join(room_id, via)
            return Done((DirectJoined(room_id),))
        case Decline(room_id=room_id):
            # News of an old invitation may come when we are there for somebody else's sake.
            if not await has_seat(room_id, store):
                await homeserver.leave(room_id)
            return Done((DirectEnded(room_id),))
        case ReadBack(room_id=room_id):
            return await _read_back(room_id, homeserver, house)
        case MarkDirect(person=person, room_id=room_id):
            await homeserver.mark_direct(person, room_id)
            return Done((DirectMarked(room_id),))
        case MakeDirect(spec=spec):
            made = await homeserver.make_room(spec)
            return Done((DirectMade(made.room_id, at=clock.now()),))
        case InviteToDirect(room_id=room_id):
            # Marked as direct, so that clients file it there.
            more: Mapping[str, Json] = {"is_direct": True}
            await invite_saying(room_id, intent.person, more=more, homeserver=homeserver)
            return Done((DirectOpened(room_id),))


async def _read_back(room_id: RoomId, homeserver: Homeserver, house: House) -> Done:
    state = observed(await homeserver.read_state(room_id), bot=house.bot)
    encryption = tuple(one for one in state if isinstance(one, EncryptionTurnedOn))
    raw = await homeserver.read_back(room_id, since=None, before=None, limit=READ_BACK_LIMIT)
    return Done((DirectRead(room_id),), seen=encryption, raw=raw)
