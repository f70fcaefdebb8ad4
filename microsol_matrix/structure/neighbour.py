"""Read what a neighbour's porch says, small enough to be kept: its card, its crews, whom it knows, and what of us.

Owns how much of a stranger's room is taken in, and that only its service's own words count. Refuses to trust any
of it: what does not fit the schemas, came from somebody else, or is too much is left out and counted. Total:
whatever stands in the room is read, or is no porch.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from attrs import Factory, define

from microsol_matrix.ids import RoomId, Text, UserId
from microsol_matrix.rooms import Json
from microsol_matrix.scales.link import (
    BEYOND_KEPT,
    CREWS_KEPT,
    Beyond,
    CardRead,
    Claim,
    CrewRead,
    PorchReading,
    Scope,
)
from microsol_matrix.structure.fields import Fields, read_fields
from microsol_matrix.structure.legible import legible
from microsol_matrix.structure.reading import CHILD, NoPorch
from microsol_matrix.structure.stranger import (
    CREATE,
    MEMBER,
    Standing,
    alias_of,
    is_room,
    is_user,
    room_of,
    servers,
    standing_in,
)
from microsol_matrix.structure.types import CARD, CONGREGATION, CREW, LINK

MOST_READ: Final = 500
"""Contents of one type that are looked into; no porch of this program has as many."""

_TOMBSTONE: Final = "m.room.tombstone"
_NAME: Final = 60
_WORDS: Final = 400
_PLACE: Final = 80
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@define
class _Tally:
    """What was left out so far."""

    left_out: int = 0
    newer: bool = False

    def note(self, fields: Fields) -> Mapping[str, Json] | None:
        """Count what of a content was left out; give what was understood, None if nothing was."""
        self.newer = self.newer or fields.is_newer
        self.left_out += len(fields.left_out) or (0 if fields.known else 1)
        return fields.known or None


@define
class _Porch:
    """A room's state, the few types of it that matter here, by type and state key."""

    events: dict[tuple[str, str], Standing] = Factory(dict)

    def of(self, type_: str) -> Iterator[tuple[str, Standing]]:
        """Give what stands under a type, in the order of its keys; what was removed does not."""
        for (kind, key), event in sorted(self.events.items()):
            if kind == type_ and event.content:
                yield key, event


def read_neighbour(
    state: Iterable[bytes], *, ours: RoomId, bot: UserId, before: tuple[RoomId, ...] = ()
) -> PorchReading | NoPorch:
    """Read a room's full state as a neighbour's porch.

    Args:
        state: Each event's JSON, as the client API gives it.
        ours: Our porch: what the room says of it is the neighbour's half of the link.
        bot: Our own user.
        before: Our porch as it was before it was upgraded: what the room says of that counts where it says nothing of
            `ours`.

    Returns:
        What it says; or why it is no porch. A porch that publishes nothing now is one, without a card.
    """
    porch = _Porch()
    seated, successor = False, None
    for event in standing_in(state):
        if event.type in (CONGREGATION, CREW, LINK, CHILD):
            porch.events[event.type, event.state_key] = event
        elif event.type == MEMBER and event.state_key == bot:
            seated = event.content.get("membership") == "join"
        elif (event.type, event.state_key) == (_TOMBSTONE, ""):
            successor = room_of(event.content.get("replacement_room"))
    card = porch.events.get((CONGREGATION, ""))
    if card is None or not is_user(card.sender):
        return NoPorch.NO_CARD
    if "scales" in card.content:
        return NoPorch.SPACE
    tally = _Tally()
    theirs = _only_of(card.sender, porch, tally)
    card_read = _card(card.content, tally) if card.content else None
    crews = tuple(_crews(theirs, tally))
    own = tuple(dict.fromkeys((ours, *before)))
    claim, beyond = _links(theirs, own, tally)
    return PorchReading(
        bot=UserId(card.sender),
        card=card_read,
        crews=crews,
        beyond=beyond,
        claim=claim,
        left_out=tally.left_out,
        newer=tally.newer,
        is_seated=seated,
        is_halfway=any(
            porch.events[place].is_redacted
            for place in ((CONGREGATION, ""), *((LINK, one) for one in own))
            if place in porch.events
        ),
        successor=successor,
    )


def without_card(state: Iterable[bytes], why: NoPorch) -> PorchReading:
    """Give what is left to say of a room that was a porch and is none any more: nothing, and who made the room."""
    makers = (one.sender for one in standing_in(state) if one.type == CREATE)
    return PorchReading(
        bot=UserId(next(filter(is_user, makers), "")),
        card=None,
        crews=(),
        beyond=(),
        claim=None,
        left_out=0 if why is NoPorch.NO_CARD else 1,
        newer=False,
        is_seated=True,
    )


# ------------------------------------------------------------------------------------- what stands


def _only_of(sender: str, porch: _Porch, tally: _Tally) -> _Porch:
    """Leave out what others than the writer of the card put there: they may have been given power, not a voice."""
    kept = _Porch()
    for place, event in porch.events.items():
        if event.sender == sender:
            kept.events[place] = event
        elif event.content:
            tally.left_out += 1
    return kept


def _first(many: Iterable[tuple[str, Standing]], tally: _Tally, *, most: int) -> Iterator[Any]:
    for index, one in enumerate(many):
        if index < most:
            yield one
        else:
            tally.left_out += 1


# -------------------------------------------------------------------------------------- what it says


def _card(content: Mapping[str, Any], tally: _Tally) -> CardRead | None:
    known = tally.note(read_fields(content, type_=CONGREGATION, shape="porch"))
    name = legible(known.get("name"), limit=_NAME) if known is not None else Text("")
    if known is None or not name:
        return None
    return CardRead(
        id=_text(known, "id", limit=_NAME),
        name=name,
        purpose=legible(known.get("purpose"), limit=_WORDS),
        place=legible(known.get("place"), limit=_PLACE),
        size=_text(known, "size", limit=_NAME),
        address=alias_of(known.get("address")),
    )


def _crews(porch: _Porch, tally: _Tally) -> Iterator[CrewRead]:
    for _, event in _first(porch.of(CREW), tally, most=CREWS_KEPT):
        known = tally.note(read_fields(event.content, type_=CREW, shape="public"))
        name = legible(known.get("name"), limit=_NAME) if known is not None else Text("")
        if known is not None and name:
            yield CrewRead(
                name=name,
                state=_text(known, "state", limit=_NAME),
                size=_text(known, "size", limit=_NAME),
            )


def _links(
    porch: _Porch, ours: tuple[RoomId, ...], tally: _Tally
) -> tuple[Claim | None, tuple[Beyond, ...]]:
    """Read to whom it says that it is linked: what it says of us apart from the others."""
    own = (porch.events.get((LINK, one)) for one in ours)
    said = next((one for one in own if one is not None and one.content), None)
    claim = _claim(said.content, tally) if said is not None else None
    others = (one for one in porch.of(LINK) if one[0] not in ours)
    found = [
        one
        for key, event in _first(others, tally, most=MOST_READ)
        if (one := _beyond(key, event, porch=porch, tally=tally)) is not None
    ]
    found.sort(key=lambda one: (not one.is_mutual, one.porch))
    tally.left_out += max(len(found) - BEYOND_KEPT, 0)
    return claim, tuple(found[:BEYOND_KEPT])


def _claim(content: Mapping[str, Any], tally: _Tally) -> Claim | None:
    known = tally.note(read_fields(content, type_=LINK, shape="link"))
    if known is None or "state" not in known:
        return None
    return Claim(
        is_proposed=known["state"] != "mutual",
        scope=Scope.CREWS if known.get("scope") == Scope.CREWS.value else Scope.CARD,
        expires_at=_moment(known.get("expires")),
    )


def _beyond(key: str, event: Standing, *, porch: _Porch, tally: _Tally) -> Beyond | None:
    known = tally.note(read_fields(event.content, type_=LINK, shape="link"))
    if known is None or "state" not in known or not is_room(key):
        return None
    child = porch.events.get((CHILD, key))
    short = child.content.get(CARD) if child is not None else None
    card: Mapping[str, Json] = {}
    if isinstance(short, dict) and short:
        card = tally.note(read_fields(short, type_=CARD, shape="short")) or {}
    return Beyond(
        porch=RoomId(key),
        via=servers(known.get("via")),
        name=legible(card.get("name"), limit=_NAME),
        size=_text(card, "size", limit=_NAME),
        is_mutual=known["state"] == "mutual",
    )


def _text(known: Mapping[str, Json], name: str, *, limit: int) -> str:
    return legible(known.get(name), limit=limit)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    try:
        return _EPOCH + timedelta(milliseconds=value)
    except OverflowError:  # after the year 9999
        return None
