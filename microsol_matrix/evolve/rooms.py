"""How facts about what was seen and done on the homeserver change a congregation's world."""

from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.deeds import Deed, Doing
from microsol_matrix.evolve.congregations import without_absence
from microsol_matrix.evolve.crews import on_crew
from microsol_matrix.ids import CallId, CrewId, Ref, RoomKey
from microsol_matrix.kept import Alias
from microsol_matrix.places import SPACE, role_of
from microsol_matrix.scales.crew import Crew, SeatState
from microsol_matrix.seen import (
    HAND,
    OUT,
    SHOWN_KEPT,
    UNKNOWN,
    IntentName,
    IntentRefused,
    IntentsRetried,
    ListingPut,
    Membership,
    MembershipSeen,
    NoticeDropped,
    NoticeSent,
    NoticeWanted,
    PersonInvited,
    PersonUnreached,
    PromptEdited,
    PromptReacted,
    PromptSeen,
    PromptSent,
    Redacted,
    RedactionWanted,
    RoomMade,
    RoomSeen,
    SeenFact,
    ServersNamed,
    StatePut,
    WeAreIn,
    WeAreOut,
    WeWereAsked,
    remembered,
)
from microsol_matrix.world import WELCOME, World


def evolve_seen(world: World, fact: SeenFact) -> World:
    """Give the world after a fact about rooms and messages; an unknown room changes nothing."""
    match fact:
        case RoomMade(key=key):
            room = RoomSeen(
                room_id=fact.room_id,
                state=fact.state,
                people={},
                unreached=frozenset(),
                adopted=fact.adopted,
                # Rooms that people made have an address of ours only if they are a space.
                alias=Alias.HERE if fact.adopted is None or key == SPACE else Alias.ELSEWHERE,
                before=fact.before,
            )
            return world.with_room(key, room)
        case ServersNamed(key=key, servers=servers):
            named = world.room(key)
            return world if named is None else world.with_room(key, changed(named, through=servers))
        case StatePut() | PersonInvited() | PersonUnreached() | MembershipSeen():
            seen = world.room(fact.key)
            return world if seen is None else _evolve_room(world, seen, fact)
        case ListingPut(key=key, is_listed=is_listed):
            listed = world.room(key)
            if listed is None:
                return world
            return world.with_room(key, changed(listed, is_listed=is_listed))
        case WeAreOut() | WeWereAsked() | WeAreIn():
            return _stood(world, fact)
        case NoticeWanted(notice=notice):
            once = remembered(world.once, notice)
            return changed(world, notices=(*world.notices, notice), once=once)
        case NoticeSent(ref=ref) | NoticeDropped(ref=ref):
            left = tuple(notice for notice in world.notices if notice.ref != ref)
            return _welcomed(changed(world, notices=left), ref)
        case PromptSent() | PromptEdited() | PromptReacted():
            return _prompted(world, fact)
        case RedactionWanted(room_id=room_id, event_id=event_id):
            return changed(world, redactions={**world.redactions, event_id: room_id})
        case Redacted(event_id=done):
            redactions = {event: room for event, room in world.redactions.items() if event != done}
            return changed(world, redactions=redactions)
        case IntentRefused(intent=intent):
            return changed(world, refused=world.refused | {intent})
        case IntentsRetried():
            kept = frozenset(intent for intent in world.refused if intent.is_invitation)
            return changed(world, refused=kept)
        case _:
            assert_never(fact)


def _stood(world: World, fact: WeAreOut | WeWereAsked | WeAreIn) -> World:
    room = world.room(fact.key)
    if room is None:
        return world
    match fact:
        case WeAreOut():
            return world.with_room(fact.key, changed(room, is_out=True, asked_by=None))
        case WeWereAsked(by=by):
            # An earlier invitation may have been taken back before we came.
            refused = world.refused - {IntentName(f"enter/{fact.key}")}
            following = changed(world, refused=refused)
            return following.with_room(fact.key, changed(room, asked_by=by))
        case WeAreIn():
            return world.with_room(fact.key, changed(room, is_out=False, asked_by=None))


def _evolve_room(
    world: World,
    room: RoomSeen,
    fact: StatePut | PersonInvited | PersonUnreached | MembershipSeen,
) -> World:
    match fact:
        case StatePut(key=key):
            state = {**room.state, (fact.type, fact.state_key): fact.digest}
            return world.with_room(key, changed(room, state=state))
        case PersonInvited():
            return _invited(world, room, fact)
        case PersonUnreached(key=key, person=person):
            unreached = changed(room, unreached=room.unreached | {person})
            told = world.with_room(key, unreached)
            return told.having_done(Deed(Doing.NOT_REACHED, world.title_of(key)))
        case MembershipSeen():
            return _membership_seen(world, room, fact)


def _invited(world: World, room: RoomSeen, fact: PersonInvited) -> World:
    # Somebody may accept before the invitation's own answer is back: what they did stands.
    here = Membership.INVITE
    is_carried = fact.person in room.carried
    if not room.has(fact.person, Membership.KNOCK) and not is_carried:
        # An invitation is the answer to a knock, and ends an absence that was the space's alone.
        here = room.people.get(fact.person, here)
    people = {**room.people, fact.person: here}
    seen = changed(
        room,
        people=people,
        unreached=room.unreached - {fact.person},
        asked_back=room.asked_back - {fact.person},
        carried=room.carried - {fact.person},
    )
    following = world.with_room(fact.key, seen)
    if role_of(fact.key) == "crew":

        def with_seat_invited(crew: Crew) -> Crew:
            seats = tuple(
                changed(seat, state=SeatState.INVITED, since=fact.at)
                if seat.person == fact.person and seat.state is SeatState.GIVEN
                else seat
                for seat in crew.seats
            )
            return changed(crew, seats=seats)

        following = on_crew(following, _crew_of(fact.key), with_seat_invited)
    return following.having_done(Deed(Doing.INVITED, world.title_of(fact.key)))


def _membership_seen(world: World, room: RoomSeen, fact: MembershipSeen) -> World:
    is_in = fact.membership is Membership.JOIN
    alone = {fact.person}
    seen = changed(
        room,
        people={**room.people, fact.person: fact.membership},
        asked_back=room.asked_back - alone,
        removed=room.removed if is_in else room.removed - alone,
        carried=room.carried | alone if fact.is_carried else room.carried - alone,
    )
    following = world.with_room(fact.key, seen)
    if fact.key == SPACE:
        following = _stands_to_space(following, fact, before=room.people.get(fact.person))
    # Never by what the name is: a forgotten one reads as empty, and history must still come out the same.
    is_news = fact.membership is Membership.JOIN or fact.person not in world.names
    if is_news and fact.membership in (Membership.JOIN, Membership.INVITE):
        following = changed(following, names={**following.names, fact.person: fact.name})
    if fact.key == SPACE and fact.membership in OUT:
        # Who goes leaves their tier behind: coming back is beginning anew.
        tiers = {one: tier for one, tier in following.tiers.items() if one != fact.person}
        following = changed(following, tiers=tiers)
    is_put_out = fact.membership is Membership.LEAVE and fact.by != fact.person
    if is_put_out and role_of(fact.key) == "crew":
        return _withdrawn(following, fact)
    return following


def _stands_to_space(world: World, fact: MembershipSeen, *, before: Membership | None) -> World:
    """Let who was removed from the space be put out of its rooms; who leaves by themselves stays where they are."""
    is_removed = fact.membership is Membership.LEAVE and fact.by != fact.person
    for key in world.keys_of_the_space:
        room = world.room(key)
        if room is None:
            continue
        if is_removed and before is Membership.JOIN and room.has(fact.person, Membership.JOIN):
            removed = room.removed | {fact.person}
        elif fact.membership in (Membership.JOIN, Membership.INVITE):
            removed = room.removed - {fact.person}
        else:
            continue
        world = world.with_room(key, changed(room, removed=removed))
    return world


def _withdrawn(world: World, fact: MembershipSeen) -> World:
    """Offer a seat anew that was given again while its old invitation was being withdrawn.

    Only the service can put anybody out of a crew's room.
    """
    crew = world.crews.get(_crew_of(fact.key))
    seat = crew.seat_of(fact.person) if crew is not None else None
    if crew is None or seat is None or seat.state is SeatState.FREED:
        return world
    offered = tuple(
        changed(one, state=SeatState.GIVEN) if one.person == fact.person else one
        for one in crew.seats
    )
    again = on_crew(world, crew.id, lambda one: changed(one, seats=offered))
    return without_absence(again, fact.key, fact.person)


def _prompted(world: World, fact: PromptSent | PromptEdited | PromptReacted) -> World:
    before = world.prompts.get(fact.ref)
    match fact:
        case PromptSent(ref=ref):
            prompt = PromptSeen(
                room_id=fact.room_id,
                event_id=fact.event_id,
                digest=fact.digest,
                edits=0,
                has_reaction=False,
            )
            sent = changed(world, prompts={**world.prompts, ref: prompt})
            call = world.calls.get(CallId(ref.removeprefix("call/")))
            return sent if call is None else sent.having_done(Deed(Doing.CALL_PUBLISHED, call.name))
        case PromptEdited(digest=digest) if before:
            # One that may not have been made keeps its number, so that the homeserver knows it again.
            edits = before.edits if digest == UNKNOWN else before.edits + 1
            shown = before.shown if fact.event_id is None else (*before.shown, fact.event_id)
            prompt = changed(before, digest=digest, edits=edits, shown=shown[-SHOWN_KEPT:])
        case PromptReacted(emoji=emoji) if before and emoji == HAND:
            prompt = changed(before, has_reaction=True)
        case PromptReacted(emoji=emoji) if before:
            prompt = changed(before, reactions=before.reactions | {emoji})
        case PromptEdited() | PromptReacted():
            return world
        case _:
            assert_never(fact)
    return changed(world, prompts={**world.prompts, fact.ref: prompt})


def _welcomed(world: World, ref: Ref) -> World:
    if not ref.startswith(WELCOME):
        return world
    crew_id = CrewId(ref.removeprefix(WELCOME))
    return on_crew(world, crew_id, lambda crew: changed(crew, is_welcomed=True))


def _crew_of(key: RoomKey) -> CrewId:
    return CrewId(key.partition("/")[2])
