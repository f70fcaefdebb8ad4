"""What follows from answers to questions, and from their time being over: which rule is asked for each kind.

Owns the way to the rules, one module a kind. Refuses to know any of them.
"""

from datetime import datetime
from typing import assert_never

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import Ref
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.world import World


def follow(course: Course, crew: Crew, ref: Ref) -> None:
    """Let what somebody answered have its consequences."""
    question = _question(crew, ref)
    match question.asking:
        case Asking.MERGE_OFFER | Asking.OLD_ROOM:
            outcome = question.replies[-1].choice
            course.add(QuestionSettled(crew.id, ref, outcome, at=course.moment.now))
        case Asking.REVIEW | Asking.NEWCOMER | Asking.WIDENING | Asking.SPLIT | Asking.MERGE:
            pass  # what was answered counts when its time is over
        case _:
            assert_never(question.asking)


def fall_due(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle a question whose time is over by what was answered until then."""
    question = _question(crew, ref)
    match question.asking:
        case (
            Asking.REVIEW
            | Asking.NEWCOMER
            | Asking.WIDENING
            | Asking.SPLIT
            | Asking.MERGE_OFFER
            | Asking.MERGE
            | Asking.OLD_ROOM
        ):
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
