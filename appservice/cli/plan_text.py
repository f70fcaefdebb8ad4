"""A plan, and what came of it, laid out for people and for machines.

Owns the layout. Refuses to know what is told and what not (`appservice.planning.telling`).
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import asdict, frozen

from appservice.cli.printable import printable
from appservice.planning import Applied, Line, Outlook, lines_of


@frozen
class Section:
    """What is told of one congregation, or of all people in private together.

    Attributes:
        name: None for people in private.
        outlooks: One, or those of all people.
    """

    name: str | None
    outlooks: tuple[Outlook, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Give what is to be done."""
        return lines_of(self.outlooks)

    @property
    def to_do(self) -> int:
        """Count it."""
        return sum(len(one.intents) for one in self.outlooks)


def sections_of(outlooks: Sequence[Outlook]) -> tuple[Section, ...]:
    """Sort what was seen: every congregation, then all people as one."""
    named = [Section(one.name, (one,)) for one in outlooks if one.name is not None]
    people = tuple(one for one in outlooks if one.name is None)
    return (*named, Section(None, people)) if people else tuple(named)


def text_of(outlooks: Sequence[Outlook]) -> str:
    """Write a plan for people; congregations in which all is as it should be are only counted."""
    sections = sections_of(outlooks)
    telling = [line for section in sections for line in _section(section)]
    return "\n".join([*telling, _summary(sections)]) + "\n"


def document_of(outlooks: Sequence[Outlook]) -> Mapping[str, object]:
    """Write a plan for machines."""
    return {
        "to_do": sum(len(one.intents) for one in outlooks),
        "rooms_read": sum(one.rooms for one in outlooks),
        "congregations": [_document(one) for one in sections_of(outlooks) if one.name is not None],
        "in_private": [
            asdict(line)
            for section in sections_of(outlooks)
            if section.name is None
            for line in section.lines
        ],
    }


def came_of(applied: Applied) -> str:
    """Write for people what came of a plan."""
    told = [f"Done: {how_many(applied.done, 'thing')}."]
    for (deed, errcode), times in sorted(applied.refused.items()):
        told.append(f"Refused for good: {deed}, {errcode} ({times}).")
    for (deed, errcode), times in sorted(applied.failed.items()):
        told.append(f"Not done now: {deed}, {errcode} ({times}).")
    if not applied.left:
        return "\n".join([*told, "Nothing is left to be done."]) + "\n"
    told.append("Left, and done by the service when it runs:")
    told += [line for section in sections_of(applied.left) for line in _section(section)]
    return "\n".join(told) + "\n"


def document_of_applied(applied: Applied) -> Mapping[str, object]:
    """Write for machines what came of a plan."""
    return {
        "done": applied.done,
        "refused": _errors(applied.refused),
        "failed": _errors(applied.failed),
        "left": document_of(applied.left),
    }


def _section(section: Section) -> Iterator[str]:
    notes = [note for one in section.outlooks for note in _notes(one)]
    if not section.to_do and not notes:
        return
    yield from (f"{printable(one.name)}  {one.address}" for one in section.outlooks if one.name)
    if section.name is None:
        yield "In private"
    room = ""
    for line in section.lines:
        if line.room != room:
            room = line.room
            yield f"  {printable(room)}"
        times = f" ({line.count} times)" if line.count > 1 else ""
        yield f"    - {printable(line.what)}{times}: {line.why}"
    yield from (f"  {note}" for note in notes)
    yield ""


def _notes(outlook: Outlook) -> Iterator[str]:
    if outlook.letters:
        yield f"Besides, people are told of it in private: {outlook.letters}."
    if outlook.refused:
        yield f"Refused for good by the homeserver, tried again at the next start: {outlook.refused}."
    if outlook.unread:
        yield f"Rooms that could not be read: {len(outlook.unread)}."
    if outlook.is_moving:
        yield "It changed while it was looked at: look again in a moment."


def _summary(sections: Sequence[Section]) -> str:
    congregations = [one for one in sections if one.name is not None]
    rooms = sum(one.rooms for section in sections for one in section.outlooks)
    looked = (
        f"looked at {how_many(len(congregations), 'congregation')} with {how_many(rooms, 'room')}"
    )
    to_do = sum(one.to_do for one in sections)
    if not to_do:
        return f"Nothing to do: {looked}."
    return f"To do: {how_many(to_do, 'thing')}; {looked}, and changed nothing."


def how_many(number: int, noun: str) -> str:
    """Say how many, in the plural where there is not one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _document(section: Section) -> Mapping[str, object]:
    (outlook,) = section.outlooks
    return {
        "id": outlook.lane,
        "name": section.name,
        "address": outlook.address,
        "rooms_read": outlook.rooms,
        "rooms_unread": len(outlook.unread),
        "letters": outlook.letters,
        "refused": outlook.refused,
        "is_moving": outlook.is_moving,
        "to_do": [asdict(line) for line in section.lines],
    }


def _errors(counts: Mapping[tuple[str, str], int]) -> list[Mapping[str, object]]:
    return [
        {"deed": deed, "errcode": errcode, "count": count}
        for (deed, errcode), count in sorted(counts.items())
    ]
