"""Who hosts a crew, read again from its room: by what its marker says where people made the room, else by power.

Owns whom power means, where more than one have it. Refuses to know what a host may do.
"""

from collections.abc import Mapping

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, UserId
from microsol_matrix.observe import POWER
from microsol_matrix.observe.remembered import Place, RoomRead, StateSeen
from microsol_matrix.plan.power import PEOPLE, POWER_LEVELS
from microsol_matrix.rebuild.known import Known
from microsol_matrix.rebuild.standing import own_power, strong_in
from microsol_matrix.scales.crew import Seat, SeatState
from microsol_matrix.structure.record import mark_of_host


def host_of(
    read: RoomRead,
    living: Mapping[Place, StateSeen],
    *,
    marker: Known,
    seats: tuple[Seat, ...],
    house: House,
) -> UserId | None:
    """Say who hosts a crew; None if nobody can tell.

    Args:
        read: Its room.
        living: What stood there before it was archived, or stands there.
        marker: What it says of itself.
        seats: Of everybody who is or was in it.
        house: Who we are.
    """
    return (
        _marked(marker, seats=seats, house=house)
        or _strongest(read, living, seats=seats, house=house)
        or first_host(read, house)
        or _maker(read, seats=seats, house=house)
    )


def first_host(read: RoomRead, house: House) -> UserId | None:
    """Give who hosted a crew first: who had power there as its room was made."""
    first = next((seen for seen in read.past if seen.type == POWER), None)
    return None if first is None else next(iter(_strong(first, house)), None)


def _marked(marker: Known, *, seats: tuple[Seat, ...], house: House) -> UserId | None:
    """Find who hosts a crew whose room people made, by trying from whose id what its marker says comes."""
    mark, crew_id = marker.text("host"), CrewId(marker.text("id"))
    people = (seat.person for seat in seats if mark)
    return next((one for one in people if mark_of_host(crew_id, one, house=house) == mark), None)


def _strong(power: StateSeen, house: House) -> tuple[UserId, ...]:
    return strong_in(power, house=house, least=PEOPLE)


def _strongest(
    read: RoomRead, state: Mapping[Place, StateSeen], *, seats: tuple[Seat, ...], house: House
) -> UserId | None:
    """Give who has a host's power there, one of those with a seat if there are more.

    Whoever has more than we give has it from elsewhere, as who moved the room.
    """
    power = state.get(POWER_LEVELS)
    strong = () if power is None else _strong(power, house)
    if power is not None and own_power(read, house) is None:
        more = strong_in(power, house=house, least=PEOPLE + 1)
        strong = tuple(sorted(strong, key=lambda one: one in more))
    holders = _holders(seats)
    return next((one for one in strong if one in holders), next(iter(strong), None))


def _maker(read: RoomRead, *, seats: tuple[Seat, ...], house: House) -> UserId | None:
    """Give who made a room that was taken in, and so needs no power given, if they have a seat there."""
    own, holders = own_power(read, house), _holders(seats)
    return None if own is None else next((one for one in own.creators if one in holders), None)


def _holders(seats: tuple[Seat, ...]) -> frozenset[UserId]:
    return frozenset(seat.person for seat in seats if seat.state is not SeatState.FREED)
