"""Slow Kettle, a crew of Amara, Bo and Cleo, brought to where a test begins.

Owns short ways to talk in its room and to answer what it is asked. Refuses to check anything.
"""

from datetime import timedelta
from typing import Final

from microsol_matrix.ids import EventId, UserId
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Question
from tests.core.life import Village, called
from tests.core.said import AMARA, BO, CLEO, DAY, reaction

KETTLE: Final = "Slow Kettle"
AGREE: Final = "!agree Tue 19:00, review 4 January"
KEYS: Final = {
    "keep": "1️⃣",
    "change": "2️⃣",
    "rest": "3️⃣",
    "split": "4️⃣",
    "merge": "5️⃣",
    "finish": "6️⃣",
}


def forming(options: str = "seats=3 weeks=6") -> Village:
    """Give it forming, with all three in its room, on Monday 23 November 2026."""
    village = called(f"!call {KETTLE} {options}")
    for person in (BO, CLEO):
        village.tells(person, "yes")
    village.settle()
    village.joins(AMARA, BO, CLEO, at=crew_room(village.crew.id))
    village.settle()
    return village


def active() -> Village:
    """Give it with an agreement until 4 January."""
    village = forming()
    says(village, BO, AGREE)
    village.settle()
    return village


def asked() -> Village:
    """Give it on 28 December at ten, an hour after it was asked how it wants to go on."""
    village = active()
    village.pass_time(35 * DAY + timedelta(hours=1))
    village.settle()
    return village


def says(village: Village, person: UserId, words: str) -> str:
    """Say something in its room; give the answer there."""
    return village.says(person, words, at=crew_room(village.crew.id))


def here(village: Village) -> list[str]:
    """Give what was said in its room."""
    village.settle()
    return village.said_in(village.crew_room)


def question(village: Village) -> Question:
    """Give what it was asked last."""
    return village.crew.questions[-1]


def prompt(village: Village) -> EventId:
    """Give the message that asks it."""
    return village.world.prompts[question(village).ref].event_id


def reacts(village: Village, person: UserId, choice: str) -> EventId:
    """Answer by the reaction that stands for a choice; give the reaction."""
    reacted = reaction(person, prompt(village), at=village.crew_room, key=KEYS[choice])
    village.happen(reacted)
    return reacted.event_id


def as_was(crew: Crew) -> tuple[object, ...]:
    """Give what an undo restores."""
    return crew.state, crew.cycle, crew.cycle_ends_at


def closing() -> Village:
    village = active()
    says(village, CLEO, "!finish")
    village.settle()
    return village
