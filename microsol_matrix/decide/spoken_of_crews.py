"""Commands about a crew's life: which rule answers each."""

from typing import Final

from microsol_matrix.decide.asking import answer
from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.observe import MessageSaid
from microsol_matrix.talk import descriptors
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said

CREW_WORDS: Final = frozenset({"answer"})
"""The commands that are about one of somebody's crews."""


def obey_about_crew(
    course: Course, message: MessageSaid, *, command: Command, given: Given
) -> Said | Privately | Refused | None:
    """Obey a command about a crew: the one in whose room it is said, or one of the person's own."""
    named = given.of(descriptors.CREW) or ""
    match command.descriptor.word:
        case "answer":
            return answer(course, command, message=message, crew=named)
        case word:
            broken = f"!{word} is declared and has no rule"
            raise AssertionError(broken)
