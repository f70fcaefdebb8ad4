"""What follows for a crew when somebody's seat is free: who hosts, what it is being asked, whether anybody is left.

Owns nothing that is told of whoever left: that is theirs. Refuses to know why they did.
"""

from microsol_matrix.decide.closing import close_if_empty
from microsol_matrix.decide.coming_along import came_along
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.crew_hosting import ask_who_hosts
from microsol_matrix.decide.reviewing import weigh
from microsol_matrix.decide.splitting import part_without
from microsol_matrix.ids import CrewId, UserId


def after_leaving(course: Course, crew_id: CrewId, person: UserId) -> None:
    """Let the rest of a crew go on without somebody."""
    crew = course.world.crews[crew_id]
    if crew.review is not None and crew.review.is_disputed:
        weigh(course, crew, crew.review.ref)  # the rest may agree
        crew = course.world.crews[crew_id]
    part_without(course, crew)
    came_along(course, course.world.crews[crew_id])
    crew = course.world.crews[crew_id]
    if crew.host == person:
        ask_who_hosts(course, crew)
    close_if_empty(course, crew_id)
