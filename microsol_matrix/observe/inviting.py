"""Read what an invitation shows of its room before anybody has gone in.

Owns by what an invitation to a porch is told from others. Refuses to know who is meant by it, and to believe it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from microsol_matrix.ids import RoomAlias, RoomId, Text
from microsol_matrix.observe.fields import written
from microsol_matrix.observe.observations import InvitedPorch
from microsol_matrix.structure.types import LINK

_SHOWN_LIMIT: Final = 1000
_ID_LIMIT: Final = 255
_ALIAS: Final = "m.room.canonical_alias"


def invited_porch(event: Mapping[str, Any], content: Mapping[str, Any]) -> InvitedPorch | None:
    """Read an invitation as one to a porch; None if it names no porch of ours, or is not to a space.

    Args:
        event: Our own membership, with the stripped state beside it.
        content: Of this event: the proposing service puts the porch that it means into it.
    """
    named = content.get(LINK)
    to = written(named.get("porch")) if isinstance(named, dict) else None
    if to is None or not to.startswith("!") or len(to.encode()) > _ID_LIMIT:
        return None
    shown = dict(_shown(event))
    if shown.get("m.room.create", {}).get("type") != "m.space":
        return None
    return InvitedPorch(
        to=RoomId(to),
        name=_words(shown, "m.room.name", "name"),
        purpose=_words(shown, "m.room.topic", "topic"),
        address=_address(shown.get(_ALIAS, {}).get("alias")),
    )


def _shown(event: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    unsigned = event.get("unsigned")
    stripped = unsigned.get("invite_room_state") if isinstance(unsigned, dict) else None
    for piece in stripped if isinstance(stripped, list) else ():
        match piece:
            case {"type": str(kind), "content": dict(content)}:
                yield kind, content
            case _:
                continue


def _words(shown: Mapping[str, Mapping[str, Any]], kind: str, field: str) -> Text:
    return Text((written(shown.get(kind, {}).get(field)) or "")[:_SHOWN_LIMIT])


def _address(alias: object) -> RoomAlias | None:
    known = written(alias)
    if known is None or not known.startswith("#") or len(known.encode()) > _ID_LIMIT:
        return None
    return RoomAlias(known)
