"""The gap in one person's lane: direct rooms to enter, read back or make; letters to say."""

from collections.abc import Iterator

from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey, UserId, server_of
from microsol_matrix.languages import Language
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan.intents import (
    Decline,
    Intent,
    InviteToDirect,
    JoinDirect,
    LetRoomBe,
    LookAtSpace,
    MakeDirect,
    MarkDirect,
    ReadBack,
    Say,
)
from microsol_matrix.plan.messages import plan_notices
from microsol_matrix.plan.power import direct_power
from microsol_matrix.rooms import RoomSpec, StatePiece
from microsol_matrix.structure import contents, types
from microsol_matrix.words import plain


def plan_private(world: PersonWorld, house: House) -> tuple[Intent, ...]:
    """Plan for one person's lane: letters are said in the newest room that both can read, made if there is none."""
    if world.person is None:
        return ()
    return (
        *_enter(world, world.person),
        *_look(world, world.person),
        *plan_notices(world.notices),
        *_letters(world, house, world.person),
    )


def _enter(world: PersonWorld, person: UserId) -> Iterator[Intent]:
    for room_id, direct in world.directs_in_order:
        if direct.is_invited and direct.is_unwelcome:
            yield Decline(room_id)
        elif direct.is_invited:
            yield JoinDirect(room_id, via=(server_of(person),))
        elif not direct.is_read:
            yield ReadBack(room_id)
        elif not direct.is_marked:
            yield MarkDirect(person, room_id)


def _look(world: PersonWorld, person: UserId) -> Iterator[Intent]:
    adoption = world.adoption
    if adoption is not None and adoption.looked < adoption.looks:
        yield LookAtSpace(adoption.ask, person, look=adoption.looked + 1)
    for room_id in sorted(world.leaving):
        yield LetRoomBe(room_id)


def _letters(world: PersonWorld, house: House, person: UserId) -> Iterator[Intent]:
    letters = [notice for notice in world.notices if notice.room_id is None]
    if not letters:
        return
    speakable = world.speakable
    if speakable is not None:
        letter = letters[0]
        yield Say(letter.ref, speakable, text=letter.text, reply_to=None, thread=None)
        return
    if any(direct.is_invited and not direct.is_unwelcome for direct in world.directs.values()):
        return  # the person is opening a room for us at this moment
    made = [
        room_id
        for room_id, direct in world.directs_in_order
        if direct.is_made_by_us and not direct.has_person
    ]
    if made:
        yield InviteToDirect(made[0], person, is_local=house.is_local(person))
    else:
        yield MakeDirect(
            direct_spec(
                person,
                house,
                attempt=world.directs_made,
                language=world.language or house.language,
            )
        )


def direct_spec(person: UserId, house: House, *, attempt: int, language: Language) -> RoomSpec:
    """Describe a direct room with a person.

    Args:
        person: With whom.
        house: Who we are.
        attempt: How many we made before that the person has left since; each has an alias of its
            own.
    """
    key = RoomKey(f"direct/{attempt}")
    owner = house.entropy.derive("person", person).hex()[:24]
    marker = StatePiece(types.ROOM, "", contents.room("direct", owner=owner, space=None))
    return RoomSpec(
        alias_localpart=house.alias_localpart(owner=owner, key=key, slug=""),
        version=house.room_version,
        name=plain("direct.name", language),
        topic=plain("direct.topic", language),
        room_type=None,
        is_direct=True,
        marker=marker,
        state=(
            marker,
            StatePiece("m.room.join_rules", "", {"join_rule": "invite"}),
            StatePiece("m.room.guest_access", "", {"guest_access": "forbidden"}),
            StatePiece("m.room.history_visibility", "", {"history_visibility": "invited"}),
            StatePiece("io.element.functional_members", "", {"service_members": [house.bot]}),
        ),
        power=direct_power(),
        users={},
    )
