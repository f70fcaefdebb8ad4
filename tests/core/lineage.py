"""Crews at the places of their lives where others grow from them.

Owns the short way to get there. Refuses to check anything.
"""

from microsol_matrix.ids import EventId, UserId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState, Visibility
from microsol_matrix.scales.crew_life import CrewMoved, CrewVisibilityChanged
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.scales.transitions import Move
from tests.core.life import Village
from tests.core.said import AMARA, reaction

WAYS = {
    CrewState.ACTIVE: Move.AGREE,
    CrewState.RESTING: Move.FALL_SILENT,
    CrewState.CLOSING: Move.FINISH,
    CrewState.ARCHIVED: Move.EMPTY,
}
"""A move that leads to each state from forming."""


def begins(village: Village, words: str, *others: UserId) -> Crew:
    """Have Amara call a crew that the others answer: it begins, and all come into its room."""
    village.tells(AMARA, f"!call {words}")
    village.settle()
    call = village.call
    for person in others:
        village.tells(person, f"yes {call.name}")
    village.settle()
    crew = next(one for one in village.world.crews.values() if one.call_id == call.id)
    village.joins(AMARA, *others, at=crew_room(crew.id))
    village.settle()
    return village.world.crews[crew.id]


def comes_to(village: Village, crew: Crew, state: CrewState) -> Crew:
    """Let a crew come to a state of its life."""
    village.become(
        [CrewMoved(crew.id, WAYS[state], to=state, at=village.now, cycle=1, cycle_ends_at=None)]
    )
    village.settle()
    return village.world.crews[crew.id]


def is_hidden(village: Village, crew: Crew) -> None:
    """Let nobody but its people see a crew."""
    village.become([CrewVisibilityChanged(crew.id, Visibility.HIDDEN)])
    village.settle()


def asked(village: Village, crew: Crew, asking: Asking) -> Question:
    """Give the newest question of a kind that a crew was asked."""
    questions = village.world.crews[crew.id].questions
    return [one for one in questions if one.asking is asking][-1]


def prompt_of(village: Village, crew: Crew, asking: Asking) -> EventId:
    """Give the message that asks it."""
    return village.world.prompts[asked(village, crew, asking).ref].event_id


def reacts(village: Village, person: UserId, crew: Crew, *, to: Asking, key: str) -> None:
    """Let somebody put a reaction to a question."""
    room = village.key_id(crew_room(crew.id))
    village.happen(reaction(person, prompt_of(village, crew, to), at=room, key=key))


def says_to(village: Village, person: UserId, crew: Crew, words: str) -> str:
    """Let somebody say something in a crew's room; give the answer there."""
    return village.says(person, words, at=crew_room(crew.id))
