"""Judge what Matrix says of people and rooms: coming and going is noticed, removal respected."""

from typing import Final

from attrs import evolve as changed

from microsol_matrix.decide.answering import take_back
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.growing import weigh
from microsol_matrix.decide.inviting import came_in
from microsol_matrix.decide.joining import knocked, settle_knock
from microsol_matrix.decide.late_joining import knocked_at, wants_no_more
from microsol_matrix.decide.mandates import ask_for_second, end
from microsol_matrix.decide.neighbours import decide_bot_on_porch
from microsol_matrix.decide.outside import decide_own
from microsol_matrix.decide.seats import free
from microsol_matrix.ids import CrewId, EventId, Ref, RoomKey, UserId
from microsol_matrix.observe import MembershipChanged
from microsol_matrix.places import HOSTS, OF_THE_SPACE, PORCH, SPACE, crew_room, role_of
from microsol_matrix.scales.call import AnswerTaken, CallEnded, CallState
from microsol_matrix.scales.crew import (
    Crew,
    Freeing,
    SeatGiven,
    SeatState,
    SeatTaken,
)
from microsol_matrix.scales.mandate import Ending
from microsol_matrix.seen import OUT, Membership, MembershipSeen, NoticeDropped, PersonInvited
from microsol_matrix.talk.lineage import with_origins
from microsol_matrix.talk.prompts import welcome_text
from microsol_matrix.words import say
from microsol_matrix.world import WELCOME

_UNSEEN_LEAVING: Final = frozenset(
    {
        (Membership.JOIN, Membership.INVITE),
        (Membership.JOIN, Membership.KNOCK),
        (Membership.INVITE, Membership.KNOCK),
    }
)
"""Who is asked in, or asks to be, is not in: that they left or declined has not come to us."""


def decide_membership(course: Course, change: MembershipChanged) -> None:
    """Take in how a person stands to one of our rooms, and what follows from it."""
    world = course.world
    key = world.key_of(change.room_id)
    room = world.room(key) if key is not None else None
    if key is None or room is None:
        return
    if change.person == course.moment.house.bot:
        decide_own(course, key, change)
        return
    if key == PORCH:
        decide_bot_on_porch(course, change)
        return
    before = room.people.get(change.person)
    is_named_anew = bool(change.name) and world.names.get(change.person) != change.name
    if before is change.membership and not is_named_anew:
        return
    if change.membership is Membership.LEAVE and change.person in room.asked_back:
        return  # read anew after a start: they left before they were asked for again
    course.add(
        MembershipSeen(
            key=key,
            person=change.person,
            membership=change.membership,
            by=change.by,
            name=change.name,
            is_carried=(
                change.by == course.moment.house.bot
                and change.membership in OUT
                and role_of(key) in OF_THE_SPACE
            ),
        )
    )
    if before is change.membership:
        return
    if key == SPACE:
        _space_changed(course, change, before=before)
    elif key == HOSTS and change.membership is Membership.JOIN and before is not Membership.LEAVE:
        ask_for_second(course)
    elif role_of(key) == "crew":
        _crew_changed(course, key, change=change, before=before)


def _space_changed(course: Course, change: MembershipChanged, *, before: Membership | None) -> None:
    settle_knock(course, change)
    if before is Membership.JOIN and change.membership in (Membership.KNOCK, Membership.INVITE):
        # Who is asked in or asks to be is not in: that they left has not come to us.
        _left_the_space(course, changed(change, by=change.person))
    match change.membership:
        case Membership.JOIN:
            came_in(course, change, before=before)
        case Membership.KNOCK:
            knocked(course, change)
        case Membership.LEAVE | Membership.BAN if before is not Membership.KNOCK:
            _left_the_space(course, change)
        case _:
            pass
    weigh(course)


def _left_the_space(course: Course, change: MembershipChanged) -> None:
    """End what was open between a person and the congregation; crews are told of a removal."""
    person = change.person
    mandate = course.world.mandate_of(person)
    if mandate is not None:
        end(course, mandate, why=Ending.LEFT if change.by == person else Ending.REMOVED)
    for call in course.world.calls_in_order:
        if call.caller == person and call.state is CallState.OPEN:
            course.add(CallEnded(call.id, state=CallState.WITHDRAWN, at=course.moment.now))
        elif call.answer_of(person) is not None and not _has_taken_seat(course, person, call.crew):
            take_back(course, course.world.calls[call.id], person)
    for crew in course.world.crews_in_order:
        seat = crew.seat_of(person)
        if seat is not None and seat.state in (SeatState.GIVEN, SeatState.INVITED):
            # A host of the crew had asked them in.
            free(course, crew, person, why=Freeing.TAKEN_BACK)
    for crew in course.world.crews_in_order:
        wants_no_more(course, crew, person)
    if change.by == person:
        return
    for crew in course.world.crews_in_order:
        seat = crew.seat_of(person)
        # In a room that is read-only nobody could decide anything about it.
        if crew.is_living and seat is not None and seat.state is SeatState.TAKEN:
            _tell_crew_of_removal(course, crew, person, because=change.event_id)


def _has_taken_seat(course: Course, person: UserId, crew_id: CrewId | None) -> bool:
    crew = course.world.crews.get(crew_id) if crew_id is not None else None
    seat = crew.seat_of(person) if crew is not None else None
    return seat is not None and seat.state is SeatState.TAKEN


def _tell_crew_of_removal(course: Course, crew: Crew, person: UserId, *, because: EventId) -> None:
    room = course.world.room(crew_room(crew.id))
    congregation = course.world.congregation
    if room is None or congregation is None:
        return
    name = course.world.name_of(person)
    text = say("crew.removed", person=name, congregation=congregation.name)
    course.say(f"removed/{crew.id}/{because}", room.room_id, text=text)


def _crew_changed(
    course: Course, key: RoomKey, *, change: MembershipChanged, before: Membership | None
) -> None:
    crew = course.world.crews.get(CrewId(key.partition("/")[2]))
    if crew is None:
        return
    if (before, change.membership) in _UNSEEN_LEAVING:
        gone = changed(change, by=change.person, membership=Membership.LEAVE)
        _out_of_crew(course, crew, change=gone, before=before)
        crew = course.world.crews[crew.id]
    seat = crew.seat_of(change.person)
    holds = seat is not None and seat.state is not SeatState.FREED
    match change.membership:
        case Membership.JOIN:
            if not holds:  # let in by the crew's own host
                course.add(SeatGiven(crew.id, change.person, at=course.moment.now))
            course.add(SeatTaken(crew.id, change.person))
            _welcome_by_letter(course, crew, change.person)
        case Membership.INVITE:
            if not holds and change.by != course.moment.house.bot:  # asked in by the crew's host
                course.add(SeatGiven(crew.id, change.person, at=course.moment.now))
            seat = course.world.crews[crew.id].seat_of(change.person)
            if seat is not None and seat.state is SeatState.GIVEN:
                # The host's, or our own whose answer we never got: a crash came between.
                course.add(PersonInvited(key, change.person, at=course.moment.now))
        case Membership.LEAVE if before is Membership.KNOCK:
            if change.by == change.person:
                wants_no_more(course, crew, change.person)
        case Membership.LEAVE | Membership.BAN:
            space = course.world.room(SPACE)
            is_gone = space is not None and space.has(change.person, *OUT)
            if is_gone or change.by != course.moment.house.bot:  # our own withdrawals end nothing
                _out_of_crew(course, crew, change=change, before=before)
        case Membership.KNOCK:
            knocked_at(course, crew, change.person, because=change.event_id)


def _out_of_crew(
    course: Course, crew: Crew, *, change: MembershipChanged, before: Membership | None
) -> None:
    """Free the seat of somebody who is out; whoever asked or waited for one does so no more."""
    wants_no_more(course, crew, change.person)
    if change.person in crew.holders:
        free(course, crew, change.person, why=_why_out(change, before))
        return
    call = course.world.call_of(crew)
    if call is not None and call.answer_of(change.person) is not None:
        course.add(AnswerTaken(call.id, change.person))


def _welcome_by_letter(course: Course, crew: Crew, person: UserId) -> None:
    """Welcome somebody by letter where the welcome cannot be said in the room."""
    if course.may_speak_in(crew):
        return
    if not crew.is_welcomed:
        course.add(NoticeDropped(Ref(f"{WELCOME}{crew.id}"), errcode="M_FORBIDDEN"))
    welcome = welcome_text(course.world, crew)
    text = with_origins(course.world, crew, welcome, house=course.moment.house)
    course.write_about(crew, f"{WELCOME}{crew.id}", person, text=text)


def _why_out(change: MembershipChanged, before: Membership | None) -> Freeing:
    if change.by != change.person:
        return Freeing.REMOVED
    return Freeing.LEFT if before is Membership.JOIN else Freeing.DECLINED
