"""How many a congregation is: at some sizes its hosts are told, and when it is full newcomers wait.

Each size is told once, and again only after the congregation fell below it and rose. Nobody is removed.
"""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.places import HOSTS
from microsol_matrix.scales.growth import Mark, MarkLeft, MarkReached
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def weigh(course: Course) -> None:
    """Take in how many are in the space now, or what the numbers say of it now."""
    for mark in Mark:
        people, at = len(course.world.members), mark.of(course.world.numbers)
        if people >= at and mark not in course.world.marks:
            course.add(MarkReached(mark))
            _tell(course, mark, text=_reached(course.world, mark))
        elif people < at and mark in course.world.marks:
            course.add(MarkLeft(mark))
            if mark is Mark.FULL:
                _tell(course, mark, text=say("size.room", name=course.world.name, most=at))


def _tell(course: Course, mark: Mark, *, text: Said) -> None:
    hosts = course.world.room(HOSTS)
    if hosts is not None:
        # With the time: a size may be reached, left and reached again.
        ref = course.moment.new_id("size", mark.value)
        course.say(f"size/{ref}", hosts.room_id, text=text)


def _reached(world: World, mark: Mark) -> Said:
    people = len(world.members)
    match mark:
        case Mark.TALK:
            return say("size.talk", count=people, name=world.name)
        case Mark.SIBLING:
            return say("size.sibling", count=people, name=world.name)
        case Mark.FULL:
            most = world.numbers.congregation_full
            more = most + most // 4
            return say("size.full", count=people, name=world.name, most=most, more=more)


def when_full(world: World, phrase: str) -> Refused | None:
    """Refuse to let anybody in while newcomers wait, with one of the two phrases about it."""
    if not world.is_full:
        return None
    people, most = len(world.members), world.numbers.congregation_full
    return Refused(say(phrase, name=world.name, count=people, most=most))
