"""Who may do what in which kind of room: power levels (client-server, `m.room.power_levels`).

Owns the law *Reversible*: people have 50 at most and the bot keeps what it needs to undo anything
it did. Room version 12 gives the creator more than any number; in version 11 the door lists the bot
at 100.
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.rooms import Json
from microsol_matrix.structure.types import OURS

BOT: Final = 100
PEOPLE: Final = 50
"""The most that a person ever has."""

POWER_LEVELS: Final = ("m.room.power_levels", "")
"""Where in a room's state it stands."""

_OURS_ALONE: Final[dict[str, Json]] = {
    "m.room.power_levels": BOT,
    "m.room.history_visibility": BOT,
    "m.room.encryption": BOT,
    "m.room.tombstone": BOT,
    "m.room.server_acl": BOT,
    "m.room.canonical_alias": BOT,
    "m.room.join_rules": BOT,
    "m.room.guest_access": BOT,
    "m.space.parent": BOT,
    "io.element.functional_members": BOT,
    **dict.fromkeys(OURS, BOT),
}
_PEOPLES_OWN: Final[dict[str, Json]] = {
    "m.room.name": PEOPLE,
    "m.room.topic": PEOPLE,
    "m.room.avatar": PEOPLE,
}


def space_power() -> Mapping[str, Json]:
    """For the space and Archive: nobody talks there, hosts add rooms of their own and look after people."""
    return {
        "events": {**_OURS_ALONE, **_PEOPLES_OWN, "m.space.child": PEOPLE},
        "events_default": BOT,
        "state_default": BOT,
        "users_default": 0,
        "invite": PEOPLE,
        "kick": PEOPLE,
        "ban": PEOPLE,
        "redact": BOT,
    }


def congregation_power() -> Mapping[str, Json]:
    """For Commons and Hosts: everybody talks, hosts look after the room."""
    return {
        "events": {**_OURS_ALONE, **_PEOPLES_OWN},
        "events_default": 0,
        "state_default": BOT,
        "users_default": 0,
        "invite": PEOPLE,
        "kick": PEOPLE,
        "ban": PEOPLE,
        "redact": PEOPLE,
    }


def crew_power() -> Mapping[str, Json]:
    """For a crew: its people talk, its host names and invites; nobody removes anybody."""
    return {
        "events": {**_OURS_ALONE, **_PEOPLES_OWN},
        "events_default": 0,
        "state_default": BOT,
        "users_default": 0,
        "invite": PEOPLE,
        "kick": BOT,
        "ban": BOT,
        "redact": BOT,
    }


def direct_power() -> Mapping[str, Json]:
    """For a direct room that we made: both talk."""
    return {
        "events": {**_OURS_ALONE, **_PEOPLES_OWN},
        "events_default": 0,
        "state_default": BOT,
        "users_default": 0,
        "invite": BOT,
        "kick": BOT,
        "ban": BOT,
        "redact": BOT,
    }
