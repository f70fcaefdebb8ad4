"""Judge what a look at a whole room has shown: what differs is judged as if it had just been seen.

Refuses to know why somebody looked: at a slow round, on coming back to a room, after adopting one.
"""

from typing import assert_never

from microsol_matrix.decide.by_hand import decide_described, decide_written
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.drift import differing
from microsol_matrix.decide.membership import decide_membership
from microsol_matrix.observe import MembershipChanged, RoomDescribed, RoomLooked, RuleWritten


def decide_looked(course: Course, looked: RoomLooked) -> None:
    """Take in whatever of a room is not as it was believed to be."""
    for one in differing(course.world, looked, house=course.moment.house):
        match one:
            case MembershipChanged():
                decide_membership(course, one)
            case RuleWritten():
                decide_written(course, one)
            case RoomDescribed():
                decide_described(course, one)
            case _:
                assert_never(one)
