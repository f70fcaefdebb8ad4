"""A crew rests, wakes, finishes, and goes on after all; and what it leaves for the congregation.

Owns the commands for each, and the end of a closing. Refuses to know what archiving does to a room:
the plan does.
"""

from typing import Final

from microsol_matrix.decide.agreeing import asked_on
from microsol_matrix.decide.archiving import publish_harvests
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.cycles import cycle_end
from microsol_matrix.decide.moving import move, refuse_move
from microsol_matrix.decide.naming import said_name, too_long
from microsol_matrix.decide.outcomes import MOVES, record
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.reviewing import answer_review
from microsol_matrix.decide.to_crew import tell_all
from microsol_matrix.ids import CrewId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import CallState
from microsol_matrix.scales.crew import Crew, CrewState, Harvest
from microsol_matrix.scales.crew_life import Harvested
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say

HARVEST_LIMIT: Final = 2000
"""Characters of one harvest: a page, so that Commons can be read on."""


def rest_or_finish(
    course: Course, message: MessageSaid, *, choice: str, name: str
) -> Said | Refused | None:
    """Let a crew rest, or finish; while it is asked how to go on this is an answer like any other."""
    crew = own_crew(course, message, name=name, move=MOVES[choice])
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, MOVES[choice]):
        return refusal
    if crew.review is not None:
        return answer_review(course, crew, message, asked=crew.review, choice=choice)
    text = record(course, crew, choice, by=message.by, since=course.moment.now)
    return tell_all(course, course.world.crews[crew.id], message, text=text)


def wake(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Let a resting crew go on, with its next cycle."""
    crew = own_crew(course, message, name=name, move=Move.WAKE)
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, Move.WAKE):
        return refusal
    # A crew that never came to agree begins its first cycle now.
    cycle = crew.cycle if crew.agreement is None else crew.cycle + 1
    return _go_on(course, crew, message, making=Move.WAKE, cycle=cycle)


def stop_closing(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Let a closing crew go on after all."""
    crew = own_crew(course, message, name=name, move=Move.STOP_CLOSING)
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, Move.STOP_CLOSING):
        return refusal
    return _go_on(course, crew, message, making=Move.STOP_CLOSING, cycle=crew.cycle)


def _go_on(course: Course, crew: Crew, message: MessageSaid, *, making: Move, cycle: int) -> Said:
    now, ends_at = course.moment.now, crew.cycle_ends_at
    end = cycle_end(course.world, crew, after=now)
    if making is Move.STOP_CLOSING and ends_at is not None and now < ends_at:
        end = ends_at  # the cycle in which they were
    going = move(course, crew.id, making, by=message.by, cycle=cycle, cycle_ends_at=end)
    text = say(
        f"outcome.{making.value}",
        person=course.world.name_of(message.by),
        name=going.name,
        cycle=going.cycle,
        end=course.world.day_of(end),
        asked=asked_on(course.world, going, ends_at=end),
    )
    return tell_all(course, going, message, text=text)


# -------------------------------------------------------------------------------------- harvest


def harvest(course: Course, command: Command, *, message: MessageSaid, name: str) -> Said | Refused:
    """Leave something for the congregation: whoever writes it consents to its being read there."""
    crew = own_crew(course, message, name=name, move=Move.HARVEST)
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, Move.HARVEST):
        return refusal
    words = said_name(command)
    if not words:
        return Refused(say("harvest.needs"))
    if refusal := too_long(
        "harvest.too-long", what=say("harvest.what"), given=words, limit=HARVEST_LIMIT
    ):
        return refusal
    left = Harvest(Text(words), by=message.by, at=course.moment.now, stays=crew.is_hidden)
    course.add(Harvested(crew.id, left))
    kept = course.world.crews[crew.id]
    phrase = "harvest.kept"
    if left.stays:
        phrase = "harvest.hidden"
    elif kept.state is CrewState.ARCHIVED:
        phrase = "harvest.given"
        publish_harvests(course, kept)
    person = course.world.name_of(message.by)
    text = say(phrase, person=person, words=words, name=kept.name)
    return text if kept.state is CrewState.ARCHIVED else tell_all(course, kept, message, text=text)


# ------------------------------------------------------------------------------------- the end


def close(course: Course, crew_id: CrewId, making: Move) -> None:
    """Archive a crew: its closing is over, or its last one has left."""
    move(course, crew_id, making)


def close_if_empty(course: Course, crew_id: CrewId) -> None:
    """Archive a crew that nobody is in, nobody is invited to and nobody can come into by its call."""
    crew = course.world.crews[crew_id]
    call = course.world.call_of(crew)
    is_called = call is not None and call.state is CallState.BEGUN and call.is_taking_answers
    if crew.is_living and not crew.holders and not is_called:
        close(course, crew_id, Move.EMPTY)
