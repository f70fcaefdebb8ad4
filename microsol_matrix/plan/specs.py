"""What a room is made with: its name, marker, join rule, power and first state.

Owns the description of each kind of room. Refuses to know which rooms are missing, and what changes in them
afterwards (`plan.rooms`).
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomId, RoomKey, Text, UserId
from microsol_matrix.places import ARCHIVE, HOSTS, SPACE, crew_room, shelf
from microsol_matrix.plan.power import PEOPLE, crew_power, power_of
from microsol_matrix.plan.ways import parent_piece
from microsol_matrix.rooms import Json, RoomSpec, StatePiece
from microsol_matrix.scales.congregation import Congregation, Joining
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.season import Season
from microsol_matrix.structure import contents, types
from microsol_matrix.talk.porch import in_force, porch_of
from microsol_matrix.words import plain
from microsol_matrix.world import World

_RULES: Final[Mapping[Joining, str]] = {
    Joining.CLOSED: "invite",
    Joining.ASK: "knock",
    Joining.OPEN: "public",
}
"""The space's join rule (client-server, `m.room.join_rules`) for each way of joining."""


def space_spec(congregation: Congregation, house: House) -> RoomSpec:
    """Describe the space itself."""
    marker, rule = space_policy(World(), congregation, house=house)
    return _spec(
        house,
        alias=space_alias(congregation, house),
        name=congregation.name,
        topic=congregation.purpose,
        room_type="m.space",
        marker=marker,
        state=(
            rule,
            StatePiece("m.room.history_visibility", "", {"history_visibility": "shared"}),
            StatePiece(types.LEDGER, "", contents.ledger()),
        ),
        power=power_of(SPACE),
        users={congregation.founder: PEOPLE},
    )


def space_alias(congregation: Congregation, house: House) -> str:
    """Name the space's alias, without its server."""
    return house.alias_localpart(owner=congregation.id, key=SPACE, slug=congregation.slug)


def space_policy(
    world: World, congregation: Congregation, *, house: House
) -> tuple[StatePiece, StatePiece]:
    """Give the space's marker and its join rule: what the congregation says of joining, and what holds.

    While it is full nobody comes in unasked, whatever it says.
    """
    said = in_force(world, congregation)
    card = contents.congregation(
        said,
        seasons=world.seasons,
        house=house,
        porch=porch_of(world),
        open_round=world.open_round,
        is_full=said.joining is not congregation.joining,
    )
    return (
        StatePiece(types.CONGREGATION, "", card),
        StatePiece("m.room.join_rules", "", {"join_rule": _RULES[said.joining]}),
    )


def house_room_spec(
    key: RoomKey, *, congregation: Congregation, space: RoomId, house: House
) -> RoomSpec:
    """Describe Commons, Hosts or Archive."""
    is_shared = key != HOSTS
    marker = StatePiece(types.ROOM, "", contents.room(key, owner=congregation.id, space=space))
    return _spec(
        house,
        alias=house.alias_localpart(owner=congregation.id, key=key, slug=congregation.slug),
        name=plain(f"{key}.name", congregation.language, name=congregation.name),
        topic=plain(f"{key}.topic", congregation.language, name=congregation.name),
        room_type="m.space" if key == ARCHIVE else None,
        marker=marker,
        state=(
            *_in_space(space, house),
            _members_may_join(space) if is_shared else _by_invitation(),
            StatePiece("m.room.history_visibility", "", {"history_visibility": "invited"}),
        ),
        power=power_of(key),
        users={congregation.founder: PEOPLE},
    )


def shelf_spec(
    world: World, season: Season, *, congregation: Congregation, house: House
) -> RoomSpec:
    """Describe a season's place in the Archive; both the space and the Archive exist."""
    space, archive = world.rooms[SPACE].room_id, world.rooms[ARCHIVE].room_id
    key = shelf(season.id)
    told = contents.room(ARCHIVE, owner=congregation.id, space=space, season=season.id)
    marker = StatePiece(types.ROOM, "", told)
    name, language = congregation.name, congregation.language
    return _spec(
        house,
        alias=house.alias_localpart(owner=congregation.id, key=key, slug=congregation.slug),
        name=plain("shelf.name", language, name=name, season=season.name),
        topic=plain("shelf.topic", language, name=name, season=season.name),
        room_type="m.space",
        marker=marker,
        state=(
            *_in_space(archive, house),
            _members_may_join(space),
            StatePiece("m.room.history_visibility", "", {"history_visibility": "invited"}),
        ),
        power=power_of(key),
        users={congregation.founder: PEOPLE},
    )


def crew_spec(crew: Crew, *, congregation: Congregation, space: RoomId, house: House) -> RoomSpec:
    """Describe a crew's room."""
    marker = StatePiece(types.CREW, "", contents.crew_marker(crew, space=space, prompts={}))
    key = crew_room(CrewId(crew.id))
    return _spec(
        house,
        alias=house.alias_localpart(owner=congregation.id, key=key, slug=congregation.slug),
        name=crew.name,
        topic=crew.intention,
        room_type=None,
        marker=marker,
        state=(
            *_in_space(space, house),
            _by_invitation(),
            StatePiece("m.room.history_visibility", "", {"history_visibility": "invited"}),
            *_encrypted(crew.encryption),
            *_pictured(crew),
        ),
        power=crew_power(),
        users={crew.host: PEOPLE},
    )


def _spec(  # noqa: PLR0913 - a room has that many sides, each named by the caller
    house: House,
    *,
    alias: str,
    name: Text,
    topic: Text,
    room_type: str | None,
    marker: StatePiece,
    state: tuple[StatePiece, ...],
    power: Mapping[str, Json],
    users: Mapping[UserId, int],
) -> RoomSpec:
    service_members: Json = [house.bot]
    return RoomSpec(
        alias_localpart=alias,
        version=house.room_version,
        name=name,
        topic=topic,
        room_type=room_type,
        is_direct=False,
        marker=marker,
        state=(
            marker,
            StatePiece("m.room.guest_access", "", {"guest_access": "forbidden"}),
            StatePiece("io.element.functional_members", "", {"service_members": service_members}),
            *state,
        ),
        power=power,
        users=users,
    )


def _in_space(space: RoomId, house: House) -> tuple[StatePiece, ...]:
    return (parent_piece(space, (house.server,)),)


def _encrypted(encryption: Encryption) -> tuple[StatePiece, ...]:
    if encryption is Encryption.OFF:
        return ()
    return (StatePiece("m.room.encryption", "", {"algorithm": "m.megolm.v1.aes-sha2"}),)


def _pictured(crew: Crew) -> tuple[StatePiece, ...]:
    return (StatePiece("m.room.avatar", "", {"url": crew.picture}),) if crew.picture else ()


def _members_may_join(space: RoomId) -> StatePiece:
    allow: Json = [{"type": "m.room_membership", "room_id": space}]
    return StatePiece("m.room.join_rules", "", {"join_rule": "restricted", "allow": allow})


def _by_invitation() -> StatePiece:
    return StatePiece("m.room.join_rules", "", {"join_rule": "invite"})
