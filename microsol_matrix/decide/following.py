"""What follows from answers to questions, and from their time being over: which rule is asked for each kind.

Owns the way to the rules, one module a kind. Refuses to know any of them.
"""

from datetime import datetime
from typing import assert_never

from microsol_matrix.decide.coming_along import came_along, end_coming_along
from microsol_matrix.decide.consent import settle
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.lineage import let_go_of_room
from microsol_matrix.decide.merging import decide_offer, end_offer
from microsol_matrix.decide.reviewing import let_go, weigh
from microsol_matrix.decide.splitting import chosen, end_choosing
from microsol_matrix.ids import Ref
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.world import World


def follow(course: Course, crew: Crew, ref: Ref) -> None:
    """Let what somebody answered have its consequences."""
    question = _question(crew, ref)
    match question.asking:
        case Asking.MERGE_OFFER:
            decide_offer(course, crew, ref)
        case Asking.OLD_ROOM:
            let_go_of_room(course, crew, ref)
        case Asking.SPLIT:
            chosen(course, crew, ref)
        case Asking.MERGE:
            came_along(course, crew)
        case Asking.REVIEW:
            weigh(course, crew, ref)
        case Asking.NEWCOMER | Asking.WIDENING:
            pass  # what was answered counts when its time is over
        case _:
            assert_never(question.asking)


def follow_taken(course: Course, crew: Crew, ref: Ref) -> None:
    """Let the taking back of an answer have its consequences: of a review the rest may agree now."""
    if _question(crew, ref).asking is Asking.REVIEW:
        weigh(course, crew, ref)


def fall_due(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle a question whose time is over by what was answered until then."""
    question = _question(crew, ref)
    match question.asking:
        case Asking.NEWCOMER | Asking.WIDENING:
            settle(course, crew, question)
        case Asking.REVIEW:
            let_go(course, crew, question)
        case Asking.SPLIT:
            end_choosing(course, crew, ref)
        case Asking.MERGE_OFFER:
            end_offer(course, crew, ref)
        case Asking.MERGE:
            end_coming_along(course, crew, ref)
        case Asking.OLD_ROOM:
            course.add(QuestionSettled(crew.id, ref, outcome="", at=course.moment.now))
        case _:
            assert_never(question.asking)


def next_question_due(world: World) -> datetime | None:
    """Say when the next question is over; None for never."""
    return min(
        (question.closes_at for crew in world.crews_in_order for question in crew.open_questions),
        default=None,
    )


def decide_questions(course: Course) -> None:
    """Settle every question whose time is over."""
    for crew in course.world.crews_in_order:
        for question in crew.open_questions:
            present = course.world.crews[crew.id]
            if question.closes_at <= course.moment.now and _question(present, question.ref).is_open:
                fall_due(course, present, question.ref)


def _question(crew: Crew, ref: Ref) -> Question:
    return next(question for question in crew.questions if question.ref == ref)
