"""What follows when a crew is archived: its call is over, its people are told goodbye, its harvest is given.

Owns what is decided then. Refuses to know what becomes of the room: the plan closes it, after the last
words (`plan.crew_rooms`).
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.once import once, once_ref
from microsol_matrix.ids import CrewId
from microsol_matrix.places import COMMONS, crew_room
from microsol_matrix.scales.call import Call, CallEnded, CallState
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.seen import Notice
from microsol_matrix.times import to_ms
from microsol_matrix.words import say


def follow_archiving(course: Course, crew_id: CrewId) -> None:
    """End what was open for a crew, and say farewell in its room if anybody is there."""
    crew = course.world.crews[crew_id]
    follow_closing(course, crew_id)
    room = course.world.room(crew_room(crew_id))
    if room is not None and crew.people:
        ref = f"farewell/{crew_id}/{to_ms(course.moment.now)}"
        course.say(ref, room.room_id, text=say("archived", name=crew.name))
    publish_harvests(course, crew)


def publish_harvests(course: Course, crew: Crew) -> None:
    """Say in Commons what an archived crew leaves, each harvest once; nothing of a hidden crew."""
    commons = course.world.room(COMMONS)
    if commons is None or crew.visibility is Visibility.HIDDEN:
        return
    for one in (harvest for harvest in crew.harvests if not harvest.stays):
        said = say("harvest.published", name=crew.name, words=one.words)
        notice = Notice(
            ref=once_ref("harvest", crew.id, str(to_ms(one.at))),
            room_id=commons.room_id,
            text=said.in_language(course.world.language),
            reply_to=None,
            thread=None,
        )
        course.add(*once(course.world, notice))


def follow_closing(course: Course, crew_id: CrewId) -> None:
    """End the call of a crew that comes to its end, if it was open still: nobody is asked into a farewell."""
    call = course.world.call_of(course.world.crews[crew_id])
    if call is not None and call.is_taking_answers:
        close_call(course, call)


def close_call(course: Course, call: Call) -> None:
    """Close the call of a crew that has begun; who waited for a seat is told."""
    crew = course.world.crews.get(call.crew) if call.crew is not None else None
    for answer in call.answers:
        if crew is not None and answer.person not in crew.holders:
            text = say("waiting.over", name=call.name)
            course.write(f"waiting-over/{call.id}", answer.person, text=text)
    course.add(CallEnded(call.id, state=CallState.CLOSED, at=course.moment.now))
