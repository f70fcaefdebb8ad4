"""Read what a room holds, to be kept while it is archived, and say how it is given back.

Owns which types are kept: those that archiving changes. The marker is not among them: it says what
the crew's state is, and follows it back by itself.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from microsol_matrix.ids import Text, UserId
from microsol_matrix.kept import Kept, KeptPiece
from microsol_matrix.observe.fields import is_user, written
from microsol_matrix.observe.state import POWER
from microsol_matrix.rooms import Json, StatePiece

NAME: Final = "m.room.name"
ALIAS: Final = "m.room.canonical_alias"
PARENT: Final = "m.space.parent"
RULE: Final = "m.room.join_rules"
KEPT: Final = frozenset({NAME, ALIAS, PARENT, RULE, POWER})


def read_kept(events: Iterable[bytes]) -> Kept:
    """Read a room's full state; types that are not kept and contents that are empty are left out."""
    return kept_of({place: content for raw in events for place, content in _read(raw)})


def kept_of(found: Mapping[tuple[str, str], Mapping[str, Any]]) -> Kept:
    """Keep contents that were read; none of them empty, and of types that are kept."""
    pieces = tuple(
        KeptPiece(kind, state_key, content=Text(_json(_without_people(kind, content))))
        for (kind, state_key), content in sorted(found.items())
    )
    return Kept(pieces, _users(found.get((POWER, ""), {}).get("users")))


def given_back(kept: Kept, piece: KeptPiece) -> StatePiece | None:
    """Give a kept piece as it is to be written again; None if its words were forgotten meanwhile."""
    if not piece.content:
        return None
    content: dict[str, Json] = json.loads(piece.content)
    if piece.type == POWER and "users" in content:
        listed: dict[str, Json] = {str(user): at for user, at in kept.users.items()}
        content |= {"users": listed}
    return StatePiece(piece.type, piece.state_key, content)


def _read(raw: bytes) -> Iterable[tuple[tuple[str, str], Mapping[str, Any]]]:
    # Not `msgspec`: it stumbles over the half of a surrogate pair that somebody wrote elsewhere in the state.
    event = json.loads(raw)
    kind, state_key, content = event.get("type"), event.get("state_key"), event.get("content")
    is_kept = kind in KEPT and isinstance(state_key, str) and isinstance(content, dict)
    if is_kept and content and written(_json(content)) is not None:
        yield (kind, state_key), content


def _users(listed: object) -> Mapping[UserId, int]:
    if not isinstance(listed, dict):
        return {}
    return {
        UserId(user): level
        for user, level in listed.items()
        if is_user(user) and type(level) is int
    }


def _without_people(kind: str, content: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**content, "users": {}} if kind == POWER and "users" in content else content


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)
