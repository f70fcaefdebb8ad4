"""Read a porch from its room's state, whoever wrote it: the other side of `public`.

Owns what a porch says, in values, and how many of its crews and links are read. Refuses to trust it: what does
not fit the schemas is left out and said, what is newer is named and not guessed at. Refuses to know how state is
fetched, and how it is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, Generic, TypeVar

from attrs import evolve, field, frozen

from microsol_matrix.ids import CongregationId, CrewId, RoomAlias, RoomId, Text
from microsol_matrix.rooms import Json
from microsol_matrix.scales.call import Kind
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure.fields import Fields, LeftOut, read_fields
from microsol_matrix.structure.types import CARD, CONGREGATION, CREW, LINK, ROOM

MOST_CREWS: Final = 500
"""A congregation has a few dozen; a porch with more is not written by one."""
MOST_LINKS: Final = 500
"""So many neighbours of one congregation are read."""
CHILD: Final = "m.space.child"
_MOST_TYPES: Final = 20
_OURS: Final = "org.microsol."
_LONGEST_TYPE: Final = 255
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Card = TypeVar("Card")


class NoPorch(Enum):
    """Why a room is not read as a porch."""

    NO_CARD = "this room carries no org.microsol.congregation"
    SPACE = "this is the space of a congregation itself, not its porch"


@frozen
class ReadSeason:
    """The season that runs, as a card tells it."""

    name: Text
    begins_at: datetime
    ends_at: datetime


@frozen
class PorchCard:
    """What a congregation says of itself to everybody; what it does not say is None or empty.

    Attributes:
        size: About how many its people are: `50-99`.
        address: Of the space, where one may ask to join.
    """

    id: CongregationId | None
    name: Text | None
    purpose: Text | None
    place: Text | None
    languages: tuple[str, ...]
    size: str | None
    joining: Joining | None
    how_to_join: Text | None
    address: RoomAlias | None
    season: ReadSeason | None


@frozen
class CrewCard:
    """What a crew says of itself to everybody; what it does not say is None or empty.

    Attributes:
        size: About how many its people are: `3-9`.
        season: The name of the one in which it began.
        lineage: The crews it grew from.
    """

    name: Text | None
    intention: Text | None
    kind: Kind | None
    state: CrewState | None
    size: str | None
    season: Text | None
    lineage: tuple[CrewId, ...]


@frozen
class Reading(Generic[Card]):
    """A card as far as it can be read.

    Attributes:
        fields: What it is made of, and what was left out.
        card: None if its version is newer than what is known here, or if it says none.
    """

    fields: Fields
    card: Card | None


@frozen
class LinkCard:
    """What a porch says of its link to another; what it does not say is None or empty.

    Attributes:
        is_mutual: Whether it says that both agree, or (else) that it proposes it. What one porch says is a claim.
        via: Servers by which the other's porch is reached.
        name: The other's, from its short card.
        size: Likewise: about how many its people are.
    """

    is_mutual: bool
    scope: str | None
    via: tuple[str, ...]
    name: Text | None
    size: str | None


@frozen
class ReadPorch:
    """What stands on a porch.

    Attributes:
        card: None if the congregation publishes nothing now.
        crews: By their ids, in the order of these, which is that of their beginnings.
        links: By the porches of those to whom it says that it is linked.
        others: How many state events there are of types of this structure that are not known here.
        left_out: Whole things that cannot be read.
    """

    card: Reading[PorchCard] | None
    crews: Mapping[CrewId, Reading[CrewCard]] = field(hash=False)
    links: Mapping[RoomId, Reading[LinkCard]] = field(hash=False)
    others: Mapping[str, int] = field(hash=False)
    left_out: tuple[LeftOut, ...]


def read_porch(events: Iterable[Json]) -> ReadPorch | NoPorch:
    """Read a room's state events, as the client API gives them.

    Args:
        events: Each with `type`, `state_key` and `content`; whatever is not so is passed over.
    """
    standing = dict(_ours(events))
    card = standing.get((CONGREGATION, ""))
    if card is None:
        return NoPorch.NO_CARD
    if "scales" in card:
        return NoPorch.SPACE
    ids = sorted(key for (type_, key), content in standing.items() if type_ == CREW and content)
    read = {CrewId(key): _crew(standing[CREW, key]) for key in ids[:MOST_CREWS]}
    linked = sorted(key for (type_, key), content in standing.items() if type_ == LINK and content)
    short = {key: standing.get((CHILD, key), {}).get(CARD) for key in linked[:MOST_LINKS]}
    links = {RoomId(key): _link(standing[LINK, key], card) for key, card in short.items()}
    left_out = (
        *_too_many("crews", len(ids), most=MOST_CREWS),
        *_too_many("links", len(linked), most=MOST_LINKS),
    )
    others = Counter(
        type_
        for (type_, _), content in standing.items()
        if type_ not in (CONGREGATION, CREW, ROOM, LINK, CHILD) and content
    )
    return ReadPorch(
        card=_congregation(card) if card else None,
        crews=read,
        links=links,
        others=dict(sorted(others.items())[:_MOST_TYPES]),
        left_out=left_out,
    )


def membership_in(events: Iterable[Json], user_id: str) -> str | None:
    """Give what a room's state says of somebody's membership; None if nothing."""
    for event in events:
        match event:
            case {
                "type": "m.room.member",
                "state_key": str(key),
                "content": {"membership": str(membership)},
            } if key == user_id:
                return membership
            case _:
                continue
    return None


def _ours(events: Iterable[Json]) -> Iterable[tuple[tuple[str, str], Mapping[str, Json]]]:
    for event in events:
        match event:
            case {"type": str(type_), "state_key": str(key), "content": Mapping() as content}:
                if type_ == CHILD or (type_.startswith(_OURS) and len(type_) <= _LONGEST_TYPE):
                    yield (type_, key), content
            case _:
                continue


def _congregation(content: Mapping[str, Json]) -> Reading[PorchCard]:
    fields = read_fields(content, type_=CONGREGATION, shape="porch")
    if not fields.known:
        return Reading(fields=fields, card=None)
    known = fields.known
    address = _text(known, "address")
    id_ = _text(known, "id")
    joining = _text(known, "joining")
    season = _season(known.get("season"))
    if "season" in known and season is None:
        fields = evolve(
            fields,
            left_out=(*fields.left_out, LeftOut("season", "names a day that no calendar has")),
        )
    card = PorchCard(
        id=None if id_ is None else CongregationId(id_),
        name=_text(known, "name"),
        purpose=_text(known, "purpose"),
        place=_text(known, "place"),
        languages=_texts(known, "languages"),
        size=_text(known, "size"),
        joining=None if joining is None else Joining(joining),
        how_to_join=_text(known, "how_to_join"),
        address=None if address is None else RoomAlias(address),
        season=season,
    )
    return Reading(fields=fields, card=card)


def _crew(content: Mapping[str, Json]) -> Reading[CrewCard]:
    fields = read_fields(content, type_=CREW, shape="public")
    if not fields.known:
        return Reading(fields=fields, card=None)
    known = fields.known
    kind, state = _text(known, "kind"), _text(known, "state")
    card = CrewCard(
        name=_text(known, "name"),
        intention=_text(known, "intention"),
        kind=None if kind is None else Kind(kind),
        state=None if state is None else CrewState(state),
        size=_text(known, "size"),
        season=_text(known, "season"),
        lineage=tuple(CrewId(one) for one in _texts(known, "lineage")),
    )
    return Reading(fields=fields, card=card)


def _link(content: Mapping[str, Json], short: Json) -> Reading[LinkCard]:
    """Read a link, with the short card of the neighbour that stands in the child beside it."""
    fields = read_fields(content, type_=LINK, shape="link")
    if "state" not in fields.known:
        return Reading(fields=fields, card=None)
    told = read_fields(short, type_=CARD, shape="short").known if isinstance(short, dict) else {}
    card = LinkCard(
        is_mutual=fields.known["state"] == "mutual",
        scope=_text(fields.known, "scope"),
        via=_texts(fields.known, "via"),
        name=_text(told, "name"),
        size=_text(told, "size"),
    )
    return Reading(fields=fields, card=card)


def _too_many(what: str, count: int, *, most: int) -> tuple[LeftOut, ...]:
    if count <= most:
        return ()
    return (LeftOut(f"{count - most} {what}", f"are more than the {most} that are read"),)


def _season(value: Json) -> ReadSeason | None:
    match value:
        case {"name": str(name), "begins": int(begins), "ends": int(ends)}:
            try:
                begins_at, ends_at = (_EPOCH + timedelta(milliseconds=ms) for ms in (begins, ends))
            except OverflowError:  # after the year 9999
                return None
            return ReadSeason(name=Text(name), begins_at=begins_at, ends_at=ends_at)
        case _:
            return None


def _text(known: Mapping[str, Json], name: str) -> Text | None:
    value = known.get(name)
    return Text(value) if isinstance(value, str) and value else None


def _texts(known: Mapping[str, Json], name: str) -> tuple[str, ...]:
    value = known.get(name)
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
