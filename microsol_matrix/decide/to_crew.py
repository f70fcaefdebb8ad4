"""Tell a crew something: in its room, or by letter where we cannot write there.

Owns who hears of what somebody has done to their crew in a direct message: all of them. Refuses to
know what is told.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say


def tell_crew(course: Course, crew: Crew, why: str, *, text: Said) -> None:
    """Tell all of a crew something; one whose room does not stand yet hears nothing.

    Args:
        course: The deciding.
        crew: Which.
        why: A word for what it is about; with the moment it names the notice.
        text: What is told.
    """
    room = course.world.room(crew_room(crew.id))
    if room is not None:
        course.say(f"{why}/{crew.id}/{to_ms(course.moment.now)}", room.room_id, text=text)


def tell_all(course: Course, crew: Crew, message: MessageSaid, *, text: Said) -> Said:
    """Tell a crew what somebody has done to it, and give what to answer them.

    In the crew's room the answer is heard by everybody. Elsewhere the crew hears what was said, by
    whom, and what came of it: what is everybody's is done before everybody.
    """
    room = course.world.room(crew_room(crew.id))
    if room is None or message.room_id == room.room_id:
        return text
    told = say(
        "crew.by-direct",
        person=course.world.name_of(message.by),
        said=message.body.strip(),
        text=text,
    )
    if course.may_speak_in(crew):
        course.say(f"told/{message.event_id}", room.room_id, text=told)
    else:
        _write_to_others(course, crew, message, by=message.by, text=told)
    return text


def _write_to_others(
    course: Course, crew: Crew, message: MessageSaid, *, by: UserId, text: Said
) -> None:
    for person in crew.people:
        if person != by:
            course.write_about(crew, f"told/{message.event_id}", person, text=text)
