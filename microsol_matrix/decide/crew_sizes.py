"""How many a crew is: it is told when it grows, offered to become two, and asked nothing of anybody.

Each size is told once. Nobody is ever removed. Refuses to know what a crew below its least size is asked
(`seats`), and who waits (`late_joining`).
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import CrewId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.crew_life import CrewSizeTold
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.words import Said, say

_GROWING = (CrewState.FORMING, CrewState.ACTIVE, CrewState.RESTING)


def tell_size(course: Course, crew_id: CrewId) -> None:
    """Tell a crew that it has grown: of several sizes that it reaches at once, the greatest."""
    crew = course.world.crews[crew_id]
    room = course.world.room(crew_room(crew_id))
    if room is None or crew.state not in _GROWING:
        return
    reached = [size for size in _sizes(crew, course.world.numbers) if size <= len(crew.people)]
    new = [size for size in reached if size not in crew.sizes_told]
    if not new:
        return
    for size in new:
        course.add(CrewSizeTold(crew_id, size))
    if new[-1] == reached[-1]:
        text = _text(crew, new[-1], course.world.numbers)
        course.say(f"size/{crew_id}/{new[-1]}", room.room_id, text=text)


def _sizes(crew: Crew, numbers: Numbers) -> tuple[int, ...]:
    """Give the sizes that are told, the least first; only a crew that is active can become two."""
    split = (numbers.crew_split,) if crew.state is CrewState.ACTIVE else ()
    return tuple(sorted({numbers.crew_note, numbers.crew_full, *split}))


def _text(crew: Crew, size: int, numbers: Numbers) -> Said:
    people = len(crew.people)
    can_split = crew.state is CrewState.ACTIVE and size >= numbers.crew_split
    if size >= numbers.crew_full:
        phrase = "size.crew-full.split" if can_split else "size.crew-full"
        return say(phrase, name=crew.name, count=people)
    return say("size.crew-split" if can_split else "size.crew-note", name=crew.name, count=people)
