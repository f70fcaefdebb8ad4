"""Consent by no objection: a crew is asked, and what nobody objected to when the time is over is agreed.

Owns how such a question is asked, how long it is open and what it came to, and objections to it. Who
objected is kept nowhere. Refuses to know what follows: each kind's own rule does.
"""

from typing import Final

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.questions import ask
from microsol_matrix.ids import EventId, Ref, RoomId, UserId
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Objected, Question, QuestionSettled
from microsol_matrix.seen import RedactionWanted
from microsol_matrix.talk.choices import CHOICES, YES
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say

BY_CONSENT: Final = frozenset({Asking.NEWCOMER, Asking.WIDENING})
"""What is agreed when nobody objects."""


def ask_for_consent(
    course: Course,
    crew: Crew,
    asking: Asking,
    *,
    by: UserId,
    person: UserId | None = None,
    wanted: str = "",
) -> Question:
    """Ask a crew whether anybody objects.

    Args:
        course: The deciding.
        crew: Which crew.
        asking: What it is asked; one of `BY_CONSENT`.
        by: Who wants it asked.
        person: The newcomer, where it is about one.
        wanted: Who is to see the crew, where it is about that.
    """
    now = course.moment.now
    # By a derived name: a ref may not hold a person. With the time: it may be asked again.
    ref = course.moment.new_id(asking.value, crew.id, str(person), wanted, str(to_ms(now)))
    question = Question(
        ref=Ref(f"question/{ref}"),
        asking=asking,
        by=by,
        asked_at=now,
        closes_at=now + course.world.numbers.consent,
        choices=CHOICES[asking],
        person=person,
        wanted=wanted,
    )
    ask(course, crew, question)
    return question


def settle(course: Course, crew: Crew, question: Question, *, outcome: str | None = None) -> None:
    """End such a question.

    Args:
        course: The deciding.
        crew: Whose it is.
        question: Which; it has to be open.
        outcome: What it came to; None for what follows from whether anybody objected.
    """
    agreed = "" if question.is_objected else YES
    came_to = agreed if outcome is None else outcome
    course.add(QuestionSettled(crew.id, question.ref, came_to, at=course.moment.now))


def object_to(course: Course, crew: Crew, question: Question) -> Said:
    """Take in that somebody of the crew objects; give what they alone are told."""
    if not question.is_open:
        return say("question.over")
    if not question.is_objected:
        course.add(Objected(crew.id, question.ref))
    return say("object.noted", name=crew.name)


def take_away(course: Course, room_id: RoomId, event_id: EventId) -> None:
    """Take an objection away that was said where others see it."""
    course.add(RedactionWanted(room_id, event_id))
