"""Commands about a crew's life: which rule answers each."""

from collections.abc import Mapping
from typing import Final, Protocol

from microsol_matrix.decide.agreeing import agree, tell_agreements, tell_crew_itself
from microsol_matrix.decide.asking import answer
from microsol_matrix.decide.closing import harvest, rest_or_finish, stop_closing, wake
from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.crew_hosting import host_crew
from microsol_matrix.decide.late_joining import crew_joining, join
from microsol_matrix.decide.merging import merge
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.objecting import obey_object
from microsol_matrix.decide.outcomes import undo
from microsol_matrix.decide.reviewing import review
from microsol_matrix.decide.splitting import split
from microsol_matrix.decide.unarchiving import unarchive
from microsol_matrix.decide.visibility import visibility
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Visibility
from microsol_matrix.talk import options
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said

_OF_ITS_LIFE: Final = frozenset(
    {"crew", "agree", "agreements", "review", "undo", "rest", "wake", "finish"}
    | {"stop-closing", "harvest", "unarchive"}
)
CREW_WORDS: Final = _OF_ITS_LIFE | {
    "answer",
    "join",
    "object",
    "visibility",
    "hide",
    "split",
    "merge",
}
"""The commands that are about one of somebody's crews."""
_OF_EITHER: Final = frozenset({"joining", "host"})
"""Those that are about a crew or the congregation."""


class _OfCrew(Protocol):
    def __call__(self, course: Course, message: MessageSaid, *, name: str) -> Said | Refused: ...


_BY_NAME: Final[Mapping[str, _OfCrew]] = {
    "crew": tell_crew_itself,
    "agreements": tell_agreements,
    "undo": undo,
    "wake": wake,
    "stop-closing": stop_closing,
    "unarchive": unarchive,
}
"""Those that take nothing but the name of the crew."""


def is_about_crew(course: Course, message: MessageSaid, *, word: str, given: Given) -> bool:
    """Whether a command is about a crew; one that a congregation has too if it is said in its room, or names it."""
    if word not in _OF_EITHER:
        return word in CREW_WORDS
    is_named = given.of(options.CREW) is not None
    return is_named or course.world.crew_at(message.room_id) is not None


def obey_about_crew(
    course: Course, message: MessageSaid, *, command: Command, given: Given
) -> Said | Privately | Refused | None:
    """Obey a command about a crew: the one in whose room it is said, or one of the person's own."""
    named = given.of(options.CREW) or ""
    match command.descriptor.word:
        case "answer":
            return answer(course, command, message=message, crew=named)
        case "join":
            return join(course, command, message=message)
        case "joining":
            return crew_joining(course, command, message=message, crew=named)
        case "object":
            obey_object(course, command, message=message, crew=named)
            return None
        case "visibility":
            return visibility(course, command, message=message, crew=named)
        case "hide":
            hidden = Visibility.HIDDEN.value
            return visibility(course, command, message=message, crew=named, wanted=hidden)
        case "host":
            return host_crew(course, command, message=message, name=named)
        case _:
            return _obey_about_its_life(course, message, command=command, given=given)


def _obey_about_its_life(
    course: Course, message: MessageSaid, *, command: Command, given: Given
) -> Said | Refused | None:
    """Obey what is about a crew's own way; most of it takes nothing but the crew's name."""
    named = given.of(options.CREW) or ""
    is_there = course.world.crew_at(message.room_id) is not None
    name = named or ("" if is_there else said_name(command))
    match command.descriptor.word:
        case "agree":
            return agree(course, command, message=message, given=given)
        case "split":
            return split(course, command, message=message, crew=named)
        case "merge":
            return merge(course, command, message=message, crew=named)
        case "harvest":
            return harvest(course, command, message=message, name=named)
        case "review":
            return review(course, command, message=message, name=named)
        case "rest" | "finish" as choice:
            return rest_or_finish(course, message, choice=choice, name=name)
        case word if word in _BY_NAME:
            return _BY_NAME[word](course, message, name=name)
        case word:
            broken = f"!{word} is declared and has no rule"
            raise AssertionError(broken)
