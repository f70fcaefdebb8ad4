"""Which room is whose: sort the rooms that we are in by their markers.

Owns that a marker counts only if we wrote it, and that of two rooms which claim one place the one under our
deterministic alias is taken, else the older. Refuses to guess: what cannot be told is a finding.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import Factory, define, field, frozen

from microsol_matrix.house import House
from microsol_matrix.ids import CongregationId, CrewId, RoomId, RoomKey, SeasonId
from microsol_matrix.observe.remembered import RoomRead, StateSeen
from microsol_matrix.places import ARCHIVE, SPACE, crew_room, shelf
from microsol_matrix.plan.power import BOT as BOT_POWER
from microsol_matrix.rebuild.findings import Finding, Oddity
from microsol_matrix.rebuild.known import Known, known
from microsol_matrix.structure.types import CONGREGATION, CREW, ROOM, VERSION

_ALIAS: Final = "m.room.canonical_alias"
_CREATE: Final = "m.room.create"
_CREATOR_RULES: Final = 12
"""From this room version on the creator has more power than any number."""
DIRECT: Final = "direct"


@frozen
class Claim:
    """What a room's marker says that it is.

    Attributes:
        space: The congregation's; None for a direct room, and for the space itself.
        key: Its place in the house; None for a direct room.
    """

    read: RoomRead
    marker: Known
    space: RoomId | None
    key: RoomKey | None


@frozen
class HouseRead:
    """The rooms of one congregation.

    Attributes:
        card: What the space says of the congregation.
        rooms: By their place in the house, the space among them.
        markers: What each of them says of itself.
    """

    id: CongregationId
    card: Known
    rooms: Mapping[RoomKey, RoomRead] = field(hash=False)
    markers: Mapping[RoomKey, Known] = field(hash=False)


@define
class Sorting:
    """Rooms, sorted.

    Attributes:
        houses: The congregations, the oldest first.
        directs: Direct rooms that we made.
        unmarked: Rooms that say nothing of being ours.
    """

    houses: list[HouseRead] = Factory(list)
    directs: list[RoomRead] = Factory(list)
    unmarked: list[RoomRead] = Factory(list)
    findings: list[Finding] = Factory(list)


def sort_rooms(rooms: Iterable[RoomRead], house: House) -> Sorting:
    """Sort the rooms that we are in.

    Args:
        rooms: With what stands in each.
        house: Who we are.
    """
    sorting = Sorting()
    claims = [one for read in rooms if (one := _claim(read, house, sorting)) is not None]
    spaces: dict[CongregationId, list[Claim]] = {}
    for claim in claims:
        if claim.key == SPACE:
            spaces.setdefault(CongregationId(claim.marker.text("id")), []).append(claim)
    homes = {
        owner: _first(SPACE, its, owner=owner, house=house, sorting=sorting)
        for owner, its in sorted(spaces.items())
    }
    for owner, space in homes.items():
        sorting.houses.append(_house(owner, space, claims=claims, house=house, sorting=sorting))
    known_spaces = {space.read.room_id for space in homes.values()}
    for claim in claims:
        if claim.key not in (SPACE, None) and claim.space not in known_spaces:
            sorting.findings.append(Finding(claim.read.room_id, Oddity.HOMELESS))
    return sorting


def _claim(read: RoomRead, house: House, sorting: Sorting) -> Claim | None:
    marker = _marker(read)
    if marker is None:
        sorting.unmarked.append(read)
        return None
    oddity = _oddity(marker, house)
    claim = None if oddity is not None else _claimed(read, marker)
    if claim is None:
        sorting.findings.append(Finding(read.room_id, oddity or Oddity.MALFORMED))
        return None
    if claim.key is None:
        sorting.directs.append(read)
        return None
    if not _has_power(read, house):
        sorting.findings.append(Finding(read.room_id, Oddity.POWERLESS))
    return claim


def _marker(read: RoomRead) -> StateSeen | None:
    """Give what says whose a room is: of a porch its role, for a card stands there, too."""
    for kind in (ROOM, CREW, CONGREGATION):
        seen = read.state.get((kind, ""))
        if seen is not None and seen.content:
            return seen
    return None


def _oddity(marker: StateSeen, house: House) -> Oddity | None:
    if marker.sender != house.bot:
        return Oddity.FORGED
    version = marker.content.get("version")
    return Oddity.NEWER if type(version) is int and version > VERSION else None


def _claimed(read: RoomRead, marker: StateSeen) -> Claim | None:
    shapes = {ROOM: None, CREW: "marker", CONGREGATION: "space"}
    its = known(marker.content, type_=marker.type, shape=shapes[marker.type])
    if its is None:
        return None
    space = RoomId(its.text("space")) if its.text("space") else None
    match marker.type:
        case "org.microsol.congregation":
            return Claim(read, its, space=None, key=SPACE)
        case "org.microsol.crew":
            return Claim(read, its, space=space, key=crew_room(CrewId(its.text("id"))))
        case _ if its.text("role") == DIRECT:
            return Claim(read, its, space=None, key=None)
        case _ if its.text("season"):
            return Claim(read, its, space=space, key=shelf(SeasonId(its.text("season"))))
        case _:
            return Claim(read, its, space=space, key=RoomKey(its.text("role")))


def _house(
    owner: CongregationId, space: Claim, *, claims: list[Claim], house: House, sorting: Sorting
) -> HouseRead:
    slug = space.marker.text("slug")
    seasons = [SeasonId(one.text("id")) for one in space.marker.parts("seasons")]
    wanted: dict[RoomKey, list[Claim]] = {SPACE: [space]}
    for claim in claims:
        if claim.key is None or claim.space != space.read.room_id:
            continue
        key: RoomKey | None = claim.key
        if key == ARCHIVE:
            key = _shelf_of(claim, space, owner=owner, slug=slug, seasons=seasons, house=house)
        if key is None:
            sorting.findings.append(Finding(claim.read.room_id, Oddity.UNPLACED))
        else:
            wanted.setdefault(key, []).append(claim)
    taken = {
        key: _first(key, its, owner=owner, house=house, sorting=sorting, slug=slug)
        for key, its in sorted(wanted.items())
    }
    return HouseRead(
        id=owner,
        card=space.marker,
        rooms={key: claim.read for key, claim in taken.items()},
        markers={key: claim.marker for key, claim in taken.items()},
    )


def _shelf_of(
    claim: Claim,
    space: Claim,
    *,
    owner: CongregationId,
    slug: str,
    seasons: list[SeasonId],
    house: House,
) -> RoomKey | None:
    """Say which place in the Archive a room is whose marker does not say so: it was made by an older version."""
    if ("m.space.parent", space.read.room_id) in claim.read.state:
        return ARCHIVE
    for season in seasons:
        if _stands_under(claim.read, shelf(season), owner=owner, slug=slug, house=house):
            return shelf(season)
    return None


def _first(
    key: RoomKey,
    claims: list[Claim],
    *,
    owner: CongregationId,
    house: House,
    sorting: Sorting,
    slug: str | None = None,
) -> Claim:
    """Give the room that has a place: the one under our alias, else the oldest; the others are findings."""

    def rank(claim: Claim) -> tuple[bool, float, str]:
        said = claim.marker.text("slug") if slug is None else slug
        is_ours = _stands_under(claim.read, key, owner=owner, slug=said, house=house)
        return not is_ours, _made_at(claim.read), claim.read.room_id

    first, *others = sorted(claims, key=rank)
    sorting.findings.extend(Finding(one.read.room_id, Oddity.TAKEN) for one in others)
    return first


def _stands_under(
    read: RoomRead, key: RoomKey, *, owner: CongregationId, slug: str, house: House
) -> bool:
    alias = house.alias(house.alias_localpart(owner=owner, key=key, slug=slug))
    return read.content(_ALIAS).get("alias") == alias


def _made_at(read: RoomRead) -> float:
    made = read.state.get((_CREATE, ""))
    return 0.0 if made is None else made.at.timestamp()


def _has_power(read: RoomRead, house: House) -> bool:
    made = read.state.get((_CREATE, ""))
    version = str(made.content.get("room_version", "1")) if made is not None else "1"
    is_creator = made is not None and made.sender == house.bot
    if is_creator and version.isdecimal() and int(version) >= _CREATOR_RULES:
        return True
    users = read.content("m.room.power_levels").get("users")
    own = users.get(house.bot) if isinstance(users, Mapping) else None
    return type(own) is int and own >= BOT_POWER


def rooms_of(houses: Iterable[HouseRead]) -> Iterator[RoomId]:
    """Give every room that belongs to a congregation."""
    for one in houses:
        yield from (read.room_id for read in one.rooms.values())
