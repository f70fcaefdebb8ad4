"""What a question reads, while it is open and after.

Owns the text of every kind of question. Refuses to know when it is asked, and what follows.
"""

from typing import assert_never

from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, QuestionState
from microsol_matrix.talk.choices import choice_said
from microsol_matrix.talk.consent import newcomer_text, widening_text
from microsol_matrix.talk.parting import (
    merge_text,
    offer_of_merge_text,
    old_room_text,
    split_text,
)
from microsol_matrix.words import Said, day_and_month, joined, say
from microsol_matrix.world import World


def question_text(world: World, crew: Crew, question: Question) -> Said:
    """Say a question as it stands."""
    match question.asking:
        case Asking.NEWCOMER:
            return newcomer_text(world, crew, question)
        case Asking.WIDENING:
            return widening_text(world, crew, question)
        case Asking.REVIEW:
            return review_text(world, crew, question)
        case Asking.SPLIT:
            return split_text(world, crew, question)
        case Asking.MERGE_OFFER:
            return offer_of_merge_text(world, crew, question)
        case Asking.MERGE:
            return merge_text(world, crew, question)
        case Asking.OLD_ROOM:
            return old_room_text(world, crew, question)
        case _:
            assert_never(question.asking)


def review_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask a crew how it wants to go on, and say what it came to once it did."""
    end = day_and_month(world.day_of(question.ends_at or question.closes_at))
    lines = [say("review.ask", end=end)]
    if question.is_first and crew.caller is not None:
        lines.append(say("review.caller", caller=world.name_of(crew.caller)))
    match question.state:
        case QuestionState.OPEN:
            pass
        case QuestionState.SETTLED:
            phrase = "review.taken-back" if question.is_taken_back else "review.recorded"
            lines.append(say(phrase, choice=choice_said(question, question.outcome)))
        case QuestionState.OVER:
            lines.append(say("review.over"))
    return joined(lines)
