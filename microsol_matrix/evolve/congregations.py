"""How facts about the congregation itself change its world."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.deeds import Deed, Doing
from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.places import COMMONS, PORCH, SPACE
from microsol_matrix.quotas import DAY
from microsol_matrix.scales.congregation import (
    Congregation,
    CongregationFact,
    CongregationFounded,
    CongregationLanguageChosen,
    CongregationRenamed,
    InvitationAsked,
    JoiningChanged,
    MemberWanted,
    NumbersChosen,
    PurposeGiven,
    RebuiltFromRooms,
    SlugChanged,
)
from microsol_matrix.scales.mandate import first_mandate
from microsol_matrix.scales.publishing import PublishingChanged
from microsol_matrix.scales.tier import Standing
from microsol_matrix.seen import IntentName, Membership
from microsol_matrix.world import World


def evolve_congregation(world: World, fact: CongregationFact) -> World:
    """Give the world after a fact about the congregation."""
    match fact:
        case CongregationFounded(congregation=congregation):
            wanted = world.wanted | {congregation.founder}
            first = first_mandate(congregation)
            founded = changed(
                world, congregation=congregation, wanted=wanted, mandates={first.id: first}
            )
            return founded.having_done(Deed(Doing.FOUNDED, congregation.name))
        case RebuiltFromRooms():
            return changed(world, deeds=())
        case SlugChanged(slug=slug):
            return _with(world, lambda one: changed(one, slug=slug))
        case JoiningChanged(joining=joining):
            return _with(world, lambda one: changed(one, joining=joining))
        case CongregationLanguageChosen(language=language):
            return _with(world, lambda one: changed(one, language=language))
        case CongregationRenamed(name=name):
            return _with(world, lambda one: changed(one, name=name))
        case PurposeGiven(purpose=purpose):
            return _with(world, lambda one: changed(one, purpose=purpose))
        case NumbersChosen(numbers=numbers):
            return _with(world, lambda one: changed(one, numbers=numbers))
        case PublishingChanged(publishing=publishing):
            published = _with(world, lambda one: changed(one, publishing=publishing))
            # What was refused is no reason to leave something else undone that is to stand there now.
            porch = f"put/{PORCH}/"
            left = frozenset(one for one in world.refused if not one.what.startswith(porch))
            return changed(published, refused=left)
        case MemberWanted(person=person, by=by, tier=tier, at=at):
            following = changed(
                world,
                asked_by={**world.asked_by, person: by},
                wanted=world.wanted | {person},
                invited=_lately(world.invited, by, at),
                refused=world.refused
                - {IntentName(f"invite/{key}", person) for key in (SPACE, COMMONS)},
            )
            for key in (SPACE, COMMONS):
                following = without_absence(following, key, person)
            following = _no_longer_removed(following, person)
            if tier is None:
                return following
            tiers = {**following.tiers, person: Standing(tier, since=None)}
            return changed(following, tiers=tiers)
        case _:
            assert_never(fact)


def _with(world: World, become: Callable[[Congregation], Congregation]) -> World:
    if world.congregation is None:
        return world
    return changed(world, congregation=become(world.congregation))


def _no_longer_removed(world: World, person: UserId) -> World:
    """Put somebody out of no more rooms who is wanted again."""
    rooms = {
        key: changed(room, removed=room.removed - {person}) for key, room in world.rooms.items()
    }
    return changed(world, rooms=rooms)


def _lately(
    invited: tuple[InvitationAsked, ...], by: UserId, at: datetime | None
) -> tuple[InvitationAsked, ...]:
    """Count one more; what is older than any quota looks back to is let go."""
    if at is None:
        return invited
    kept = (one for one in invited if one.at > at - DAY)
    return (*kept, InvitationAsked(by, at))


def without_absence(world: World, key: RoomKey, person: UserId) -> World:
    """Let somebody who left a room be invited there again, because a person asked anew; a ban stays."""
    room = world.room(key)
    if room is None:
        return world
    reachable = changed(room, unreached=room.unreached - {person})
    if not room.has(person, Membership.LEAVE):
        return world.with_room(key, reachable)
    people = {other: membership for other, membership in room.people.items() if other != person}
    asked_back = changed(reachable, people=people, asked_back=room.asked_back | {person})
    return world.with_room(key, asked_back)
