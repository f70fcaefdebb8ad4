"""A porch and its crowd, as lines for people and as a document for machines.

Owns how it looks. Refuses to know how it was read. Every word that strangers wrote goes through `printable`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from attrs import Factory, frozen

from appservice.cli.printable import printable
from appservice.reading import Read, Relation, Seen, Stop, relation, said_of
from microsol_matrix.ids import CrewId
from microsol_matrix.structure.fields import Fields
from microsol_matrix.structure.reading import CrewCard, NoPorch, PorchCard, Reading, ReadPorch

_NEWER: Final = (
    "of version {version}, which is newer than what is known here; nothing of it is shown"
)
_UNSEEN: Final[Mapping[Seen, str]] = {
    Seen.GLIMPSED: "its card is read by whoever joins it",
    Seen.HIDDEN: "cannot be seen from here",
    Seen.ABOVE: "stands in this tree already",
}


@frozen
class _Knot:
    """A line of a tree, the lines that belong to it, and what hangs below."""

    line: str
    details: tuple[str, ...] = ()
    below: tuple["_Knot", ...] = Factory(tuple)


# ------------------------------------------------------------------------------------- for people


def tree_of(read: Read) -> str:
    """Draw all that was read."""
    return "".join(f"{line}\n" for line in _drawn(_stop(read.root, alias=read.alias)))


def _drawn(knot: _Knot) -> Iterator[str]:
    yield knot.line
    for detail in knot.details:
        yield f"{'│' if knot.below else ' '}  {detail}"
    for index, one in enumerate(knot.below):
        is_last = index == len(knot.below) - 1
        first, *others = _drawn(one)
        yield f"{'└─' if is_last else '├─'} {first}"
        yield from (f"{'  ' if is_last else '│ '} {line}" for line in others)


def _stop(stop: Stop, *, alias: str | None = None, above: Stop | None = None) -> _Knot:
    address = printable(alias or stop.alias or stop.room_id)
    name = _name(stop, above)
    below = tuple(_stop(one, above=stop) for one in stop.children)
    crowd = (_Knot("leads to", below=below),) if below else ()
    link = () if above is None else tuple(_between(above, stop))
    match stop.porch:
        case None:
            return _Knot(f"{name}  {address}".strip(), (*link, _UNSEEN[stop.seen]), crowd)
        case NoPorch() as no:
            return _Knot(f"{name}  {address}".strip(), (*link, f"no porch: {no.value}"), crowd)
        case ReadPorch() as porch:
            crews = _crews(porch)
            below = (*((_Knot("crews", below=crews),) if crews else ()), *crowd)
            told = (*link, *_porch(porch), *_elsewhere(stop, porch))
            return _Knot(f"{name}  {address}".strip(), told, below)


def _name(stop: Stop, above: Stop | None) -> str:
    """Give the name on its own card, else what the hierarchy calls it, else what the porch above does."""
    if isinstance(stop.porch, ReadPorch) and stop.porch.card is not None:
        card = stop.porch.card.card
        if card is not None and card.name is not None:
            return printable(card.name)
    if stop.name is not None:
        return printable(stop.name)
    link = None if above is None else said_of(above, stop.room_id)
    return "" if link is None or link.name is None else printable(link.name)


def _between(above: Stop, stop: Stop) -> Iterator[str]:
    """Say how two porches are linked, as far as both could be read: what one says alone is a claim."""
    forth, back = said_of(above, stop.room_id), said_of(stop, above.room_id)
    match relation(above, stop):
        case Relation.MUTUAL:
            yield "linked: both porches say so"
        case Relation.CLAIMED if isinstance(stop.porch, ReadPorch):
            yield "linked, says the porch above; this one does not say so"
        case Relation.CLAIMED:
            yield "linked, says the porch above"
        case Relation.PROPOSED if back is not None and forth is None:
            yield "this porch would like to be linked with the one above"
        case Relation.PROPOSED:
            yield "the porch above would like to be linked with this one"
        case None:
            pass


def _elsewhere(stop: Stop, porch: ReadPorch) -> Iterator[str]:
    """Name links to porches that the homeserver does not show as children."""
    shown = {one.room_id for one in stop.children}
    for room_id, link in porch.links.items():
        for out in _unread(link.fields):
            yield f"a link: {out}"
        if link.card is not None and room_id not in shown:
            name = printable(link.card.name or room_id)
            verb = "is linked" if link.card.is_mutual else "would like to be linked"
            yield f"says that it {verb} with {name}"


def _porch(porch: ReadPorch) -> Iterator[str]:
    if porch.card is None:
        yield "publishes nothing now"
    else:
        yield from _unread(porch.card.fields)
        if porch.card.card is not None:
            yield from _card(porch.card.card)
    for type_, count in porch.others.items():
        yield f"{count} of a kind that is not known here: {printable(type_, limit=80)}"
    for out in porch.left_out:
        yield f"left out: {printable(out.what)} {out.why}"


def _card(card: PorchCard) -> Iterator[str]:
    if card.purpose is not None:
        yield printable(card.purpose)
    said = {
        "place": card.place,
        "people": card.size,
        "languages": ", ".join(card.languages[:20]),
        "address": card.address,
    }
    if card.season is not None:
        season = card.season
        said["season"] = f"{season.name}, {_day(season.begins_at)} to {_day(season.ends_at)}"
    if card.joining is not None:
        said["joining"] = card.joining.value
    yield from (f"{name}: {printable(words)}" for name, words in said.items() if words)
    if card.how_to_join is not None:
        yield printable(card.how_to_join)


def _crews(porch: ReadPorch) -> tuple[_Knot, ...]:
    names = {
        id_: name
        for id_, crew in porch.crews.items()
        if crew.card is not None and (name := printable(crew.card.name or ""))
    }
    return tuple(_crew(id_, crew, names=names) for id_, crew in porch.crews.items())


def _crew(id_: CrewId, crew: Reading[CrewCard], *, names: Mapping[CrewId, str]) -> _Knot:
    name = names.get(id_, printable(id_, limit=60))
    details = [*_unread(crew.fields)]
    card = crew.card
    if card is None:
        return _Knot(name, tuple(details))
    words = (
        card.kind and card.kind.value,
        card.state and card.state.value,
        card.size and f"{printable(card.size)} people",
    )
    told = ", ".join(word for word in words if word)
    if card.intention is not None:
        details.append(printable(card.intention))
    if card.season is not None:
        details.append(f"began in {printable(card.season)}")
    if card.lineage:
        before = (names.get(one, "a crew that is not here") for one in card.lineage[:20])
        details.append(f"grew from {', '.join(before)}")
    return _Knot(f"{name}  ({told})" if told else name, tuple(details))


def _unread(fields: Fields) -> Iterator[str]:
    if fields.is_newer:
        yield _NEWER.format(version=fields.version)
    for out in fields.left_out:
        yield f"left out: {out.what} {out.why}"


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


# ----------------------------------------------------------------------------------- for machines


def document_of(read: Read) -> Mapping[str, object]:
    """Give all that was read, as docs/structure.md tells."""
    return {
        "address": read.alias,
        "joined": read.joined,
        "is_still_in": read.is_still_in,
        "porch": _stop_document(read.root),
    }


def _stop_document(stop: Stop) -> Mapping[str, object]:
    document: dict[str, object] = {
        "room_id": stop.room_id,
        "seen": stop.seen.value,
        "name": stop.name,
        "address": stop.alias,
    }
    match stop.porch:
        case None:
            pass
        case NoPorch() as no:
            document["no_porch"] = no.value
        case ReadPorch() as porch:
            document["card"] = None if porch.card is None else _fields(porch.card.fields)
            document["crews"] = {id_: _fields(crew.fields) for id_, crew in porch.crews.items()}
            document["links"] = {id_: _fields(link.fields) for id_, link in porch.links.items()}
            document["other_types"] = porch.others
            document["left_out"] = [{"what": out.what, "why": out.why} for out in porch.left_out]
    document["leads_to"] = [
        {**_stop_document(one), "link": found.value if (found := relation(stop, one)) else None}
        for one in stop.children
    ]
    return document


def _fields(fields: Fields) -> Mapping[str, object]:
    return {
        "version": fields.version,
        "is_newer": fields.is_newer,
        "known": fields.known,
        "unknown": fields.unknown,
        "left_out": [{"what": out.what, "why": out.why} for out in fields.left_out],
    }
