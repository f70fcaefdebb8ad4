"""Slow Kettle of Amara, Bo and Cleo, in Harbourlight with Dov and Esi beside: where newcomers come late.

Owns the way to it, by what its people say. Refuses to check anything.
"""

from datetime import timedelta

from microsol_matrix.ids import EventId, RoomKey, UserId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.question import Asking, Question
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DOV, ESI

KETTLE = "Slow Kettle"
_TO = {
    CrewState.FORMING: (),
    CrewState.ACTIVE: (),
    CrewState.RESTING: ("!rest",),
    CrewState.CLOSING: ("!finish",),
    CrewState.ARCHIVED: ("!finish",),
}


def in_state(state: CrewState, *more: UserId) -> Village:
    """Bring Slow Kettle into a state; its call is over.

    Args:
        state: Which.
        more: Further people of the congregation.
    """
    village = called(f"!call {KETTLE} seats=3 closes=2d", BO, CLEO, DOV, ESI, *more)
    for person in (BO, CLEO):
        village.tells(person, f"yes {KETTLE}")
    village.settle()
    joins_the_room(village, AMARA, BO, CLEO)
    village.pass_time(timedelta(days=3))
    if state is not CrewState.FORMING:
        says(village, AMARA, "!agree Tue 19:00, review 18 January")
    for word in _TO[state]:
        says(village, AMARA, word)
    village.settle()
    if state is CrewState.ARCHIVED:
        village.pass_time(timedelta(days=15))
        village.settle()
    assert kettle(village).state is state
    village.letters.clear()
    return village


def kettle(village: Village) -> Crew:
    """Give Slow Kettle as it is now."""
    return next(one for one in village.world.crews.values() if one.name == KETTLE)


def room_of(village: Village) -> RoomKey:
    """Name Slow Kettle's room."""
    return crew_room(kettle(village).id)


def says(village: Village, person: UserId, words: str) -> str:
    """Say something in Slow Kettle's room, by direct message where that is read-only."""
    if kettle(village).is_living:
        return village.says(person, words, at=room_of(village))
    return village.tells(person, f'{words} crew="{KETTLE}"')


def joins_the_room(village: Village, *people: UserId) -> None:
    """Let people go into Slow Kettle's room."""
    village.joins(*people, at=room_of(village))
    village.settle()


def reads(village: Village) -> str:
    """Tell what the newest message in Slow Kettle's room reads."""
    return village.said_in(village.key_id(room_of(village)))[-1]


def asked(village: Village, asking: Asking = Asking.NEWCOMER) -> Question:
    """Give the newest question of a kind."""
    return [one for one in kettle(village).questions if one.asking is asking][-1]


def prompt(village: Village, asking: Asking = Asking.NEWCOMER) -> EventId:
    """Give the message that asks it."""
    return village.world.prompts[asked(village, asking).ref].event_id
