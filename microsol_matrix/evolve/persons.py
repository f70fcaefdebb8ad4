"""How facts change the private world of one person."""

from collections.abc import Callable

from attrs import evolve as changed

from microsol_matrix.facts import Fact
from microsol_matrix.ids import RoomId
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.scales.adoption import (
    Adoption,
    AdoptionAsked,
    AdoptionDropped,
    AdoptionLooked,
    AdoptionStirred,
    AskedAdoption,
    LookedRoomLeft,
)
from microsol_matrix.scales.person import (
    Direct,
    DirectEncrypted,
    DirectEnded,
    DirectInvited,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
    FoundingCounted,
    LanguageChosen,
    PersonMet,
    WhichAsked,
    WhichChosen,
    WhichForgotten,
    WhichLapsed,
)
from microsol_matrix.seen import (
    IntentRefused,
    IntentsRetried,
    NoticeDropped,
    NoticeSent,
    NoticeWanted,
    remembered,
)


def evolve_person(world: PersonWorld, fact: Fact) -> PersonWorld:
    """Give the world after a fact; what belongs to congregations changes nothing here."""
    match fact:
        case (
            AdoptionAsked()
            | AdoptionLooked()
            | AdoptionStirred()
            | AdoptionDropped()
            | LookedRoomLeft()
        ):
            return _adopting(world, fact)
        case DirectInvited():
            return _with_direct(world, fact.room_id, _beginning(fact))
        case DirectMade():
            made = _with_direct(world, fact.room_id, _beginning(fact))
            return changed(made, directs_made=world.directs_made + 1)
        case DirectJoined(room_id=room_id):
            return _on_direct(
                world, room_id, lambda direct: changed(direct, is_joined=True, is_invited=False)
            )
        case DirectRead(room_id=room_id):
            return _on_direct(world, room_id, lambda direct: changed(direct, is_read=True))
        case DirectMarked(room_id=room_id):
            return _on_direct(world, room_id, lambda direct: changed(direct, is_marked=True))
        case DirectOpened(room_id=room_id):
            return _on_direct(world, room_id, lambda direct: changed(direct, has_person=True))
        case DirectEncrypted(room_id=room_id):
            return _on_direct(world, room_id, lambda direct: changed(direct, is_encrypted=True))
        case DirectEnded(room_id=ended):
            left = {room: direct for room, direct in world.directs.items() if room != ended}
            return changed(world, directs=left)
        case WhichAsked() | WhichChosen() | WhichForgotten() | WhichLapsed():
            return _which(world, fact)
        case PersonMet() | FoundingCounted() | LanguageChosen():
            return _own(world, fact)
        case NoticeWanted(notice=notice):
            once = remembered(world.once, notice)
            return changed(world, notices=(*world.notices, notice), once=once)
        case NoticeSent(ref=ref) | NoticeDropped(ref=ref):
            left_to_say = tuple(notice for notice in world.notices if notice.ref != ref)
            return changed(world, notices=left_to_say)
        case IntentRefused(intent=intent):
            return changed(world, refused=world.refused | {intent})
        case IntentsRetried():
            return changed(world, refused=frozenset())
        case _:
            return world


def _own(world: PersonWorld, fact: PersonMet | FoundingCounted | LanguageChosen) -> PersonWorld:
    match fact:
        case PersonMet(person=person):
            return changed(world, person=person)
        case FoundingCounted(lane=lane):
            # What they were shown of a space is settled by it: what was taken in is ours, and stays.
            looked = frozenset() if world.adoption is None else world.adoption.rooms
            return changed(
                world,
                founded=world.founded | {lane},
                adoption=None,
                leaving=world.leaving | looked,
            )
        case LanguageChosen(language=language):
            return changed(world, language=language)


def _which(
    world: PersonWorld, fact: WhichAsked | WhichChosen | WhichForgotten | WhichLapsed
) -> PersonWorld:
    match fact:
        case WhichAsked():
            return changed(world, asked=fact)
        case WhichChosen(lane=lane):
            return changed(world, about=lane, asked=None)
        case WhichForgotten():
            return changed(world, about=None)
        case WhichLapsed():
            return changed(world, asked=None)


def _beginning(fact: DirectInvited | DirectMade) -> Direct:
    is_ours = isinstance(fact, DirectMade)
    return Direct(
        since=fact.at,
        is_made_by_us=is_ours,
        is_invited=not is_ours,
        is_joined=is_ours,
        has_person=not is_ours,
        is_read=is_ours,
        is_marked=False,
        is_encrypted=False,
        is_unwelcome=isinstance(fact, DirectInvited) and fact.is_unwelcome,
    )


def _with_direct(world: PersonWorld, room_id: RoomId, direct: Direct) -> PersonWorld:
    return changed(world, directs={**world.directs, room_id: direct})


def _on_direct(
    world: PersonWorld, room_id: RoomId, change: Callable[[Direct], Direct]
) -> PersonWorld:
    direct = world.directs.get(room_id)
    if direct is None:
        return world
    return _with_direct(world, room_id, change(direct))


def _adopting(world: PersonWorld, fact: AskedAdoption) -> PersonWorld:
    adoption = world.adoption
    match fact:
        case AdoptionAsked(ask=ask):
            known = frozenset() if adoption is None else adoption.rooms
            return changed(world, adoption=Adoption(ask, rooms=known))
        case AdoptionDropped():
            rooms = frozenset() if adoption is None else adoption.rooms
            return changed(world, adoption=None, leaving=world.leaving | rooms)
        case LookedRoomLeft(room_id=room_id):
            return changed(world, leaving=world.leaving - {room_id})
        case AdoptionStirred() if adoption is not None:
            return changed(world, adoption=changed(adoption, looks=adoption.looks + 1))
        case AdoptionLooked(outline=outline, told=told) if (
            adoption is not None and adoption.ask.event_id == fact.event_id
        ):
            looked = changed(
                adoption,
                outline=outline,
                told=told,
                looked=adoption.looked + 1,
                rooms=adoption.rooms | fact.rooms,
            )
            return changed(world, adoption=looked)
        case _:
            return world
