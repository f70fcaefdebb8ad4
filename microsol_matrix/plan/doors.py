"""The gap in crews' doors: who may come into a crew's room, and whose knock is answered with no.

Owns the join rule of a crew's room (client-server, `m.room.join_rules`) for each way in which it is joined.
Refuses to know the doors of the other rooms, and an archived crew's, which is closed (`crew_rooms`).
"""

from collections.abc import Iterator
from typing import Final

from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.intents import PutState, Remove
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.scales.question import Asking
from microsol_matrix.seen import Membership
from microsol_matrix.words import plain
from microsol_matrix.world import World

JOIN_RULES: Final = ("m.room.join_rules", "")


def plan_doors(world: World) -> Iterator[PutState | Remove]:
    """Plan the join rules of crews' rooms, and the answers to knocks that nobody is asked about."""
    space = world.room(SPACE)
    if space is None:
        return
    for crew, key, room in world.housed_crews:
        yield from _refusals(world, crew)
        if crew.is_living and room.kept is None:
            rule = door_of(crew, numbers=world.numbers, space=space.room_id)
            if room.state.get(JOIN_RULES, _MADE_WITH) != rule.digest:
                yield PutState(key, room.room_id, piece=rule, digest=rule.digest)


def door_of(crew: Crew, *, numbers: Numbers, space: RoomId) -> StatePiece:
    """Give the join rule of a crew's room.

    Args:
        crew: Which crew.
        numbers: The congregation's.
        space: Whose members may come where members may.
    """
    people = len(crew.holders)
    if not crew.takes_newcomers or people >= numbers.crew_full:
        return _rule("invite")
    if crew.joining is Joining.ASK:
        return _rule("knock")
    if people >= numbers.crew_split:
        # The last seats are given by us, so that no more come in at once than there are.
        return _rule("invite")
    allow: Json = [{"type": "m.room_membership", "room_id": space}]
    return StatePiece(*JOIN_RULES, {"join_rule": "restricted", "allow": allow})


def _rule(name: str) -> StatePiece:
    return StatePiece(*JOIN_RULES, {"join_rule": name})


_MADE_WITH: Final = _rule("invite").digest


def _refusals(world: World, crew: Crew) -> Iterator[Remove]:
    key = crew_room(crew.id)
    room = world.rooms[key]
    for person in sorted(room.people):
        if room.has(person, Membership.KNOCK) and not _is_heard(crew, person):
            is_member = person in world.members
            phrase = "join.refused" if is_member else "join.members-only"
            yield Remove(key, room.room_id, person=person, reason=plain(phrase, world.language))


def _is_heard(crew: Crew, person: UserId) -> bool:
    """Whether a knock is still to be answered, or is with an invitation."""
    asked = any(
        question.asking is Asking.NEWCOMER and question.person == person
        for question in crew.open_questions
    )
    return asked or person in crew.waiting or person in crew.holders
