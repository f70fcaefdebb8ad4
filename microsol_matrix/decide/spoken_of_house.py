"""Commands about the congregation's time and numbers: which rule answers each."""

from typing import Final

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.crowd import tell_crowd, tell_neighbours
from microsol_matrix.decide.linking import link
from microsol_matrix.decide.publishing import publish
from microsol_matrix.decide.releasing import release
from microsol_matrix.decide.rounds import formation_round
from microsol_matrix.decide.seasons import season
from microsol_matrix.decide.settings import choose_numbers
from microsol_matrix.decide.unlinking import unlink
from microsol_matrix.observe import MessageSaid
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said

HOUSE_WORDS: Final = frozenset(
    {"season", "round", "settings", "publish", "release", "link", "unlink", "crowd", "neighbours"}
)
"""The commands that are about the congregation as a whole."""


def obey_about_house(
    course: Course, message: MessageSaid, *, command: Command, given: Given
) -> Said | Privately | Refused | None:
    """Obey a command about the congregation as a whole."""
    match command.descriptor.word:
        case "season":
            return season(course, command, given=given, message=message)
        case "round":
            return formation_round(course, command, message=message)
        case "settings":
            return choose_numbers(course, command, given=given, message=message)
        case "publish":
            return publish(course, command, message=message)
        case "release":
            return release(course, command, given=given, message=message)
        case "link":
            return link(course, command, given=given, message=message)
        case "unlink":
            return unlink(course, command, message=message)
        case "crowd":
            return tell_crowd(course.world, command)
        case "neighbours":
            return tell_neighbours(course.world, command)
        case word:
            broken = f"!{word} is declared and has no rule"
            raise AssertionError(broken)
