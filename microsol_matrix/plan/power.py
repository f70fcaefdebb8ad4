"""Who may do what in which kind of room: power levels (client-server, `m.room.power_levels`).

Owns the law *Reversible*: people have 50 at most and the bot keeps what it needs to undo anything
it did. Room version 12 gives the creator more than any number; in version 11 the door lists the bot
at 100. Refuses to know who became host, and how.
"""

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import CrewId, RoomKey, UserId
from microsol_matrix.kept import OwnPower
from microsol_matrix.observe import Power
from microsol_matrix.places import ARCHIVE, PORCH, SPACE, role_of
from microsol_matrix.plan.intents import PutPower
from microsol_matrix.rooms import Json, RoomSpec
from microsol_matrix.scales.crew import Crew
from microsol_matrix.structure import types
from microsol_matrix.structure.types import OURS
from microsol_matrix.world import World

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


def _power(
    events: Mapping[str, Json],
    *,
    talking: int,
    inviting: int = BOT,
    looking_after: int = BOT,
    redacting: int = BOT,
) -> Mapping[str, Json]:
    """Give the power levels of a room.

    Args:
        events: What single types of events need.
        talking: What messages need.
        inviting: What inviting somebody needs.
        looking_after: What removing and banning somebody needs.
        redacting: What taking away words of others needs.
    """
    return {
        "events": dict(events),
        "events_default": talking,
        "state_default": BOT,
        "users_default": 0,
        "invite": inviting,
        "kick": looking_after,
        "ban": looking_after,
        "redact": redacting,
    }


def space_power() -> Mapping[str, Json]:
    """For the space and Archive: nobody talks there, hosts add rooms of their own and look after people."""
    return _power(
        {**_OURS_ALONE, **_PEOPLES_OWN, "m.space.child": PEOPLE},
        talking=BOT,
        inviting=PEOPLE,
        looking_after=PEOPLE,
    )


def congregation_power() -> Mapping[str, Json]:
    """For Commons and Hosts: everybody talks, hosts look after the room."""
    return _power(
        {**_OURS_ALONE, **_PEOPLES_OWN},
        talking=0,
        inviting=PEOPLE,
        looking_after=PEOPLE,
        redacting=PEOPLE,
    )


def porch_power() -> Mapping[str, Json]:
    """For the porch: everybody reads, and only the service writes."""
    return _power(
        {**_OURS_ALONE, **dict.fromkeys(_PEOPLES_OWN, BOT), "m.space.child": BOT}, talking=BOT
    )


def crew_power() -> Mapping[str, Json]:
    """For a crew: its people talk, its host names and invites; nobody removes anybody."""
    return _power({**_OURS_ALONE, **_PEOPLES_OWN}, talking=0, inviting=PEOPLE)


def closed_power() -> Mapping[str, Json]:
    """For the room of an archived crew: it is read, and nothing more; words of one's own can be taken back."""
    return _power(
        {**_OURS_ALONE, **dict.fromkeys(_PEOPLES_OWN, BOT), "m.room.redaction": 0}, talking=BOT
    )


def direct_power() -> Mapping[str, Json]:
    """For a direct room that we made: both talk."""
    return _power({**_OURS_ALONE, **_PEOPLES_OWN}, talking=0)


@frozen
class Levels:
    """What power a room is to have.

    Attributes:
        power: People left out.
        users: People, the bot left out.
    """

    power: Mapping[str, Json] = field(hash=False)
    users: Mapping[UserId, int] = field(hash=False)

    @property
    def digest(self) -> str:
        """Give a short name for them."""
        listed: dict[str, Json] = {str(user): level for user, level in self.users.items()}
        return types.digest({**self.power, "users": listed})

    def are_in(self, seen: Power, *, bot: UserId) -> bool:
        """Whether a room has them as far as the bot can see to it."""
        beyond = {bot, *as_strong(seen, bot=bot)}
        users = {user: level for user, level in seen.users.items() if user not in beyond}
        wanted = {user: level for user, level in self.users.items() if user not in beyond}
        return (
            users == wanted
            and seen.events == self.power["events"]
            and all(seen.levels.get(one) == at for one, at in self.power.items() if one != "events")
        )


def as_strong(seen: Power, *, bot: UserId) -> frozenset[UserId]:
    """Give those from whom the bot cannot take their power: who has as much, where it has only what is listed."""
    own = seen.users.get(bot)
    if own is None:
        return frozenset()
    return frozenset(user for user, at in seen.users.items() if user != bot and at >= own)


def plan_power(world: World) -> Iterator[PutPower]:
    """Plan power where it is not as it is to be today: the service says who has it, whoever changed it."""
    for key, room in sorted(world.rooms.items(), key=itemgetter(0)):
        wanted = wanted_levels(world, key)
        made_with = _made_with(world, key)
        if wanted is None or made_with is None:
            continue
        digest = wanted.digest
        if room.state.get(POWER_LEVELS, made_with.digest) != digest:
            yield PutPower(key, room.room_id, power=wanted.power, users=wanted.users, digest=digest)


def wanted_levels(world: World, key: RoomKey) -> Levels | None:
    """Say what power a room is to have; where people made it, what they had there stays.

    Returns:
        None for a room whose power is not to change just now.
    """
    levels, room = given_levels(world, key), world.room(key)
    adopted = None if room is None else room.adopted
    is_closed = role_of(key) == "crew" and room is not None and room.kept is not None
    return levels if levels is None or adopted is None or is_closed else _kept(levels, adopted)


def _kept(levels: Levels, adopted: OwnPower) -> Levels:
    """Leave a room's power to its people, but for what is ours to write; nobody has less than before."""
    ours: dict[str, Json] = {kind: max(BOT, adopted.events.get(kind, BOT)) for kind in _OURS_ALONE}
    power: dict[str, Json] = {**adopted.levels, "events": {**adopted.events, **ours}}
    users = {
        person: max(adopted.users.get(person, 0), levels.users.get(person, 0))
        for person in {*adopted.users, *levels.users} - set(adopted.creators)
    }
    return Levels(power, dict(sorted(users.items())))


def given_levels(world: World, key: RoomKey) -> Levels | None:
    """Say what power a room is to have: in a crew's its host's, in the porch nobody's, elsewhere the hosts'.

    Returns:
        None for a room whose power is not to change just now: an archived crew's while words are still to be
        said there, and as long as what it held is not kept; one that is taken up again until it is given back.
    """
    if key == PORCH:
        return Levels(porch_power(), {})
    if role_of(key) != "crew":
        users = dict.fromkeys(sorted(world.hosts), PEOPLE)
        return None if world.congregation is None else Levels(power_of(key), users)
    crew = _crew_of(world, key)
    room = world.room(key)
    if crew is None or room is None:
        return None
    if not crew.is_living:
        is_closing = room.kept is not None and not world.has_words_for(room.room_id)
        return Levels(closed_power(), {}) if is_closing else None
    if room.kept is not None:
        return None
    return Levels(crew_power(), {crew.host: PEOPLE} if crew.host in crew.holders else {})


def _made_with(world: World, key: RoomKey) -> Levels | None:
    """Say what power a room was made with of which that was not written down."""
    crew = _crew_of(world, key)
    if crew is not None:
        return Levels(crew_power(), {crew.caller or crew.host: PEOPLE})
    if key == PORCH:
        return Levels(porch_power(), {})
    if world.congregation is None:
        return None
    return Levels(power_of(key), {world.congregation.founder: PEOPLE})


def made_state(spec: RoomSpec) -> Mapping[tuple[str, str], str]:
    """Give the digests of what a room is made with, its power too."""
    pieces = {one.place: one.digest for one in spec.state}
    return {**pieces, POWER_LEVELS: Levels(spec.power, spec.users).digest}


def power_of(key: RoomKey) -> Mapping[str, Json]:
    """Give the power levels of a room of the house, people left out."""
    return space_power() if role_of(key) in (SPACE, ARCHIVE) else congregation_power()


def _crew_of(world: World, key: RoomKey) -> Crew | None:
    return world.crews.get(CrewId(key.partition("/")[2]))
