"""What a question reads, while it is open and after.

Owns the text of every kind of question. Refuses to know when it is asked, and what follows.
"""

from typing import assert_never

from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def question_text(world: World, crew: Crew, question: Question) -> Said:
    """Say a question as it stands."""
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
            return say("name.bare", name=f"{question.asking.value} {crew.name} {world.name}")
        case _:
            assert_never(question.asking)
