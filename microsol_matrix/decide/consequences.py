"""What follows for crews from whatever has just been decided, wherever it was.

Owns which facts have such consequences. Refuses to know any of them: each noun's own rule does.
"""

from microsol_matrix.decide.coming_along import other_goes_on
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.crew_sizes import tell_size
from microsol_matrix.decide.late_joining import asks_again, attend_newcomers, newcomer_settled
from microsol_matrix.decide.visibility import visibility_settled
from microsol_matrix.scales.crew import SeatFreed, SeatGiven, SeatTaken
from microsol_matrix.scales.crew_life import (
    CrewJoiningChanged,
    CrewMoved,
    CrewVisibilityChanged,
    NewcomerBack,
)
from microsol_matrix.scales.question import QuestionSettled

_CHANGES_WHO_MAY_COME = (
    SeatGiven
    | SeatTaken
    | SeatFreed
    | CrewMoved
    | CrewJoiningChanged
    | CrewVisibilityChanged
    | QuestionSettled
)


def follow_up(course: Course) -> None:
    """Let facts have their consequences, and those theirs."""
    done = 0
    while done < len(course.facts):
        fact = course.facts[done]
        done += 1
        if isinstance(fact, QuestionSettled):
            newcomer_settled(course, fact)
            visibility_settled(course, fact)
            other_goes_on(course, fact)
        if isinstance(fact, NewcomerBack):
            asks_again(course, fact)
        if isinstance(fact, _CHANGES_WHO_MAY_COME) and fact.crew_id in course.world.crews:
            attend_newcomers(course, fact.crew_id)
        if isinstance(fact, SeatTaken | CrewMoved) and fact.crew_id in course.world.crews:
            tell_size(course, fact.crew_id)
