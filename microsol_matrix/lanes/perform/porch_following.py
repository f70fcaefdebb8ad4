"""Going along with a neighbour's porch that goes on in another room.

Owns the proof: the old room names the new one (that is why we look), the new one names the old one, the same service
writes in both, and what it writes in the new one names our porch. Refuses to move a link (`decide.link_following`).
"""

from http import HTTPStatus

from microsol_matrix.decide.afar import PorchFollowed
from microsol_matrix.errors import NOT_A_SUCCESSOR, HomeserverRefused, HomeserverUnreachable
from microsol_matrix.house import House
from microsol_matrix.lanes.perform.looking import TOO_LARGE, is_looked_at, state_of
from microsol_matrix.lanes.perform.seats import is_anothers
from microsol_matrix.plan.intents import FollowPorch
from microsol_matrix.ports import Clock, Homeserver, Store
from microsol_matrix.scales.link import PorchReading
from microsol_matrix.structure.neighbour import read_neighbour
from microsol_matrix.structure.stranger import goes_on_from, ways_in


async def follow_porch(
    intent: FollowPorch, homeserver: Homeserver, house: House, *, clock: Clock, store: Store
) -> PorchFollowed:
    """Go into the new room, and give back our seat in the old one once the new one is proven.

    Raises:
        HomeserverUnreachable: Later may do; not all is written in the new room yet.
        HomeserverRefused: It is another room, or we cannot come in.
    """
    at, there = clock.now(), intent.successor
    was_in = there in await homeserver.joined_rooms()
    if not was_in:
        if not is_looked_at(await homeserver.summary(there, intent.via)):
            raise HomeserverRefused(status=413, errcode=TOO_LARGE, error="no porch")
        await homeserver.join(there, intent.via)
    state = await state_of(there, homeserver)
    if state is None or not goes_on_from(state, intent.porch):
        if not was_in:
            await homeserver.leave(there)
        raise HomeserverRefused(
            status=HTTPStatus.FORBIDDEN, errcode=NOT_A_SUCCESSOR, error="it is another room"
        )
    reading = read_neighbour(state, ours=intent.ours, bot=house.bot, before=intent.before)
    if not isinstance(reading, PorchReading) or reading.card is None or reading.claim is None:
        reason = "their service has not written there yet"
        raise HomeserverUnreachable(reason)
    if reading.bot != intent.bot:
        raise HomeserverRefused(
            status=HTTPStatus.FORBIDDEN, errcode=NOT_A_SUCCESSOR, error="somebody else writes there"
        )
    if intent.bot != house.bot and not await is_anothers(intent.porch, intent.ours, store):
        await homeserver.leave(intent.porch)
    via = ways_in(state, first=reading.bot)
    return PorchFollowed(intent.porch, there, via=via, reading=reading, at=at)
