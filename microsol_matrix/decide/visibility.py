"""Who sees that there is a crew: one of its people narrows that at once, the crew agrees to widen it.

Owns the two ways. Refuses to know what is published where: the plan keeps that as it is wanted.
"""

from microsol_matrix.decide.consent import ask_for_consent, settle
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.seats import waiting_list
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import PORCH, crew_room
from microsol_matrix.scales.call import CallEnded, CallState
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.scales.transitions import Move
from microsol_matrix.seen import IntentsRetried
from microsol_matrix.talk.choices import YES
from microsol_matrix.talk.consent import until
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.porch import address_of, is_on_porch
from microsol_matrix.words import Said, say


def visibility(
    course: Course, command: Command, *, message: MessageSaid, crew: str, wanted: str = ""
) -> Said | Refused:
    """Tell who sees a crew, or let one of its people change it.

    Args:
        course: The deciding.
        command: With who is to see it, or nothing.
        message: As said.
        crew: The name of the crew, as given; empty if none was.
        wanted: Who is to see it, where the command itself says so.
    """
    own = own_crew(course, message, name=crew, move=Move.VISIBILITY)
    if isinstance(own, Refused):
        return own
    words = wanted or said_name(command).lower()
    if not words:
        return _told(course, own)
    to = next((one for one in Visibility if one.value == words), None)
    if to is None:
        return Refused(say("visibility.unknown", given=words))
    if refusal := refuse_move(own, Move.VISIBILITY):
        return refusal
    return _change(course, own, to, message=message)


def _change(course: Course, crew: Crew, to: Visibility, *, message: MessageSaid) -> Said:
    if not to.is_wider_than(crew.visibility):
        for question in _widenings(crew):
            settle(course, crew, question, outcome="")
        if to is crew.visibility:
            return _told(course, crew)
        return _narrow(course, crew, to, message=message)
    if crew.people == (message.by,):  # whoever is alone has nobody to ask
        course.add(CrewVisibilityChanged(crew.id, to))
        return _told(course, course.world.crews[crew.id])
    asked = next((one for one in _widenings(crew) if one.wanted == to.value), None)
    if asked is None:
        for question in _widenings(crew):
            settle(course, crew, question, outcome="")
        crew = course.world.crews[crew.id]
        asked = ask_for_consent(course, crew, Asking.WIDENING, by=message.by, wanted=to.value)
    return say("visibility.asked", name=crew.name, until=until(course.world, asked))


def _narrow(course: Course, crew: Crew, to: Visibility, *, message: MessageSaid) -> Said:
    if to is Visibility.HIDDEN:
        _end_call(course, crew)
    # What was refused once is no reason not to take anything away now.
    course.add(CrewVisibilityChanged(crew.id, to), IntentsRetried())
    now = say(f"visibility.narrowed.{to.value}", name=crew.name, congregation=course.world.name)
    room = course.world.room(crew_room(crew.id))
    if room is not None and message.room_id != room.room_id:
        text = say("visibility.changed", by=course.world.name_of(message.by), visibility=now)
        course.say(f"visibility/{message.event_id}", room.room_id, text=text)
    return now


def _end_call(course: Course, crew: Crew) -> None:
    """End the call of a crew that hides: nobody can answer what nobody is to know of."""
    call = course.world.call_of(crew)
    if call is None or not call.is_taking_answers:
        return
    for person in waiting_list(course.world, call):
        course.write(f"waiting-over/{call.id}", person, text=say("waiting.over", name=call.name))
    course.add(CallEnded(call.id, state=CallState.CLOSED, at=course.moment.now))


def visibility_settled(course: Course, fact: QuestionSettled) -> None:
    """Let more people see a crew that has agreed to it."""
    crew = course.world.crews.get(fact.crew_id)
    question = next((one for one in crew.questions if one.ref == fact.ref), None) if crew else None
    if crew is None or question is None or question.asking is not Asking.WIDENING:
        return
    to = Visibility(question.wanted)
    if fact.outcome != YES or not to.is_wider_than(crew.visibility):
        return
    course.add(CrewVisibilityChanged(crew.id, to))


def _widenings(crew: Crew) -> tuple[Question, ...]:
    return tuple(one for one in crew.open_questions if one.asking is Asking.WIDENING)


def _told(course: Course, crew: Crew) -> Said:
    congregation = course.world.congregation
    if congregation is not None and is_on_porch(course.world, crew):
        address = address_of(congregation, PORCH, course.moment.house)
        return say("visibility.porch.open", name=crew.name, address=address)
    return say(f"visibility.{crew.visibility.value}", name=crew.name)
