"""Answers to calls: in words, by reply, by reaction, and taking them back."""

from microsol_matrix.decide.course import Course, Later, Privately, Refused
from microsol_matrix.decide.naming import named, names_of, said_name, taking_answers
from microsol_matrix.decide.seats import advance, free
from microsol_matrix.ids import CallId, EventId, RoomId, UserId
from microsol_matrix.observe import MessageSaid, Reacted, WasRedacted
from microsol_matrix.places import COMMONS
from microsol_matrix.plan.messages import awaiting_rooms, call_prompt
from microsol_matrix.scales.call import (
    Answer,
    AnswerGiven,
    Answering,
    AnswerTaken,
    Call,
    CallState,
    ReactionTaken,
    Start,
)
from microsol_matrix.scales.crew import Freeing, SeatState
from microsol_matrix.seen import RedactionWanted
from microsol_matrix.talk.grammar import Command, is_yes
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def say_yes(
    course: Course, command: Command, *, message: MessageSaid
) -> Said | Privately | Refused:
    """Answer a call in words."""
    call = which(course.world, command, message)
    if isinstance(call, Refused):
        return call
    before = call.answer_of(message.by)
    course.add(AnswerGiven(call.id, message.by, at=course.moment.now, reaction=None))
    if before is not None:
        return _discreetly(course, call, message, text=_again(course.world, call, message.by))
    _follow(course, call.id, person=message.by, because=message.event_id)
    return _discreetly(course, call, message, text=_standing(course.world, call.id, message))


def say_no(course: Course, command: Command, *, message: MessageSaid) -> Said | Privately | Refused:
    """Take an answer back in words."""
    call = which(course.world, command, message)
    if isinstance(call, Refused):
        return call
    return _discreetly(course, call, message, text=_taken_back(course, call, message.by))


def _taken_back(course: Course, call: Call, person: UserId) -> Said:
    if person == call.caller:
        return say("no.caller", name=call.name)
    if call.answer_of(person) is None:
        return say("no.never", name=call.name)
    if _has_come_in(course.world, call, person):
        return say("no.in-room", name=call.name)
    take_back(course, call, person)
    return say("no.done", name=call.name)


def _discreetly(
    course: Course, call: Call, message: MessageSaid, *, text: Said
) -> Said | Privately:
    """Answer whoever answered a call; where answers are private, nothing of it stays in Commons."""
    if call.answering is Answering.OPEN:
        return text
    if _is_shown(course.world, message):
        course.add(RedactionWanted(message.room_id, message.event_id))
    return Privately(text)


def which(world: World, command: Command, message: MessageSaid) -> Call | Refused:
    """Find the call that is meant: by the prompt replied to, by name, or the only one there is."""
    for call in world.calls_in_order:
        prompt = world.prompts.get(call_prompt(call.id))
        if prompt is not None and message.target in prompt.events:
            return call if call.is_taking_answers else Refused(say("yes.over", name=call.name))
    candidates = taking_answers(world)
    if not candidates:
        return Refused(say("yes.no-calls", congregation=world.name))
    name = said_name(command)
    if not name:
        if len(candidates) == 1:
            return candidates[0]
        return Refused(say("yes.which", calls=names_of(candidates)))
    found = named(candidates, name)
    if len(found) == 1:
        return found[0]
    if found:
        return Refused(say("yes.which", calls=names_of(found)))
    return Refused(say("yes.none-such", name=name, calls=names_of(candidates)))


def decide_reaction(course: Course, reaction: Reacted) -> None:
    """Count a raised hand on a call's prompt; where answers are private it is taken away and counted."""
    world = course.world
    call = call_at(world, reaction.target)
    if call is None or not is_yes(reaction.key):
        return
    is_hidden = call.answering is Answering.PRIVATE
    if reaction.by not in world.members:  # somebody who left the space and stayed in Commons
        text = say("not-member", congregation=world.name)
        course.write(f"not-member/{reaction.event_id}", reaction.by, text=text)
        if is_hidden:
            course.add(RedactionWanted(reaction.room_id, reaction.event_id))
        return
    if not call.is_taking_answers:
        ref = f"over/{reaction.event_id}"
        course.write(ref, reaction.by, text=say("yes.over", name=call.name))
        return
    counted = None if is_hidden else reaction.event_id
    is_new = call.answer_of(reaction.by) is None
    course.add(AnswerGiven(call.id, reaction.by, at=course.moment.now, reaction=counted))
    if is_new:
        _follow(course, call.id, person=reaction.by, because=reaction.event_id)
    if is_hidden:
        course.add(RedactionWanted(reaction.room_id, reaction.event_id))
        text = _hidden(course.world, call.id, reaction.by)
        course.write(f"hidden/{reaction.event_id}", reaction.by, text=text)
    elif is_new and _is_waiting(course.world, call.id, reaction.by):
        text = say("yes.waiting", name=call.name)
        course.write(f"waiting/{reaction.event_id}", reaction.by, text=text)
    return


def _hidden(world: World, call_id: CallId, person: UserId) -> Said:
    """Say that a ✋ was taken away and counted, and where its answer stands."""
    call = world.calls[call_id]
    if call.state is CallState.OPEN:
        return say("yes.hidden", name=call.name, caller=world.name_of(call.caller))
    standing = "yes.waiting" if _is_waiting(world, call_id, person) else "yes.seat"
    return joined([say("yes.hidden.begun", name=call.name), say(standing, name=call.name)])


def awaits_prompt(world: World, room_id: RoomId) -> bool:
    """Whether an unknown event in a room may be a prompt of ours whose id is still on its way."""
    key = world.key_of(room_id)
    return key is not None and key in awaiting_rooms(world)


def decide_redaction(course: Course, redaction: WasRedacted) -> Later | None:
    """Take an answer back whose last reaction its own person has taken away.

    Returns:
        `Later` if the reaction itself may have been put off.
    """
    is_known = any(_answer_by(call, redaction.target) for call in course.world.calls_in_order)
    if not is_known and awaits_prompt(course.world, redaction.room_id):
        return Later()
    for call in course.world.calls_in_order:
        answer = _answer_by(call, redaction.target)
        if answer is None or answer.person != redaction.by:
            continue
        course.add(ReactionTaken(call.id, answer.person, reaction=redaction.target))
        left = course.world.calls[call.id].answer_of(answer.person)
        if left is None or left.is_spoken or left.reactions:
            continue
        if call.is_taking_answers and not _has_come_in(course.world, call, left.person):
            take_back(course, call, left.person)
    return None


def take_back(course: Course, call: Call, person: UserId) -> None:
    """End a person's answer; a seat that they have not taken yet becomes free."""
    crew = course.world.crews.get(call.crew) if call.crew is not None else None
    seat = crew.seat_of(person) if crew is not None else None
    if crew is not None and seat is not None and seat.state is not SeatState.FREED:
        free(course, crew, person, why=Freeing.TAKEN_BACK)
    else:
        course.add(AnswerTaken(call.id, person))


def _follow(course: Course, call_id: CallId, *, person: UserId, because: EventId) -> None:
    advance(course, call_id)
    call = course.world.calls[call_id]
    if call.state is CallState.OPEN:
        by_hand = call.start is Start.WHEN_I_SAY and call.has_quorum
        text = say(
            "yes.told-caller.start" if by_hand else "yes.told-caller",
            person=course.world.name_of(person),
            name=call.name,
            count=len(call.answers),
            least=call.seats_min,
        )
        course.write(f"told/{because}", call.caller, text=text)


def _again(world: World, call: Call, person: UserId) -> Said:
    if person == call.caller:
        return say("yes.own", name=call.name)
    crew = world.crews.get(call.crew) if call.crew is not None else None
    if crew is not None and person in crew.holders:
        return say("yes.crew-already", name=call.name)
    return say("yes.again", name=call.name)


def _standing(world: World, call_id: CallId, message: MessageSaid) -> Said:
    call = world.calls[call_id]
    if call.state is CallState.OPEN:
        if call.answering is Answering.OPEN and _is_shown(world, message):
            return say("yes.first.shown", name=call.name)
        return say("yes.first", name=call.name, caller=world.name_of(call.caller))
    if _is_waiting(world, call_id, message.by):
        return say("yes.waiting", name=call.name)
    return say("yes.seat", name=call.name)


def _is_waiting(world: World, call_id: CallId, person: UserId) -> bool:
    call = world.calls[call_id]
    crew = world.crews.get(call.crew) if call.crew is not None else None
    return crew is not None and person not in crew.holders


def _has_come_in(world: World, call: Call, person: UserId) -> bool:
    crew = world.crews.get(call.crew) if call.crew is not None else None
    seat = crew.seat_of(person) if crew is not None else None
    return seat is not None and seat.state is SeatState.TAKEN


def _is_shown(world: World, message: MessageSaid) -> bool:
    return world.key_of(message.room_id) == COMMONS


def call_at(world: World, event_id: EventId) -> Call | None:
    """Give the call whose prompt an event is; None if it is none's."""
    for call in world.calls_in_order:
        prompt = world.prompts.get(call_prompt(call.id))
        if prompt is not None and event_id in prompt.events:
            return call
    return None


def _answer_by(call: Call, reaction: EventId) -> Answer | None:
    return next((answer for answer in call.answers if reaction in answer.reactions), None)
