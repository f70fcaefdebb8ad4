"""Ask a crew something, and find what it was asked.

Owns where a question is put. Refuses to know answers (`asking`) and what follows from them (`following`),
so that every rule may ask.
"""

from microsol_matrix.decide.course import Course
from microsol_matrix.ids import EventId
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Question, QuestionAsked
from microsol_matrix.talk.choices import choice_said
from microsol_matrix.talk.questions import question_text
from microsol_matrix.words import say
from microsol_matrix.world import World


def ask(course: Course, crew: Crew, question: Question) -> None:
    """Ask a crew something in its room; where we cannot write, each of its people by letter."""
    course.add(QuestionAsked(crew.id, question))
    if course.may_speak_in(crew):
        return
    text = say(
        "question.by-letter",
        text=question_text(course.world, crew, question),
        example=choice_said(question, question.choices[0]),
    )
    for person in crew.people:
        course.write_about(crew, question.ref, person, text=text)


def question_at(world: World, event_id: EventId | None) -> tuple[Crew, Question] | None:
    """Give the question whose prompt an event is, and whose it is; None if it is none's."""
    if event_id is None:
        return None
    for crew in world.crews_in_order:
        for question in crew.questions:
            prompt = world.prompts.get(question.ref)
            if prompt is not None and event_id in prompt.events:
                return crew, question
    return None
