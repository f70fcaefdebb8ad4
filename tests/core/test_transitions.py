"""The whole product of states and commands: what the table of a crew's life knows happens, all else is refused.

Each crew comes to its state as crews do, by what its people say and by time. A command whose move the
table knows leads where it says; any other is answered with where the crew is and what can be done
there, and changes nothing.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

import pytest
from attrs import evolve as changed, frozen

from microsol_matrix.decide.spoken_of_crews import CREW_WORDS
from microsol_matrix.facts import Fact
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.crew_life import (
    CrewHostChanged,
    CrewJoiningChanged,
    CrewMoved,
    CrewVisibilityChanged,
    Harvested,
)
from microsol_matrix.scales.question import QuestionAsked
from microsol_matrix.scales.transitions import TABLE, Move, is_possible, leads
from microsol_matrix.world import World
from tests.core.crew_ways import AGREE, BOATS, ITS_PEOPLE, KETTLE, hears, kettle, kettle_in, named
from tests.core.life import Village
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI
from tests.core.told import told


@frozen
class Saying:
    """What somebody of a crew may say to it.

    Attributes:
        words: As typed.
        move: What they want; None for what only tells or answers.
        made: The fact by which it is seen to have happened.
        is_direct: Whether it is for direct messages alone.
    """

    words: str
    move: Move | None = None
    made: type[Fact] = CrewMoved
    is_direct: bool = False

    @property
    def word(self) -> str:
        return self.words.split()[0].removeprefix("!")


SAYINGS: Final = (
    Saying(AGREE, Move.AGREE),
    Saying("!review", Move.REVIEW, made=QuestionAsked),
    Saying("!rest", Move.REST),
    Saying("!wake", Move.WAKE),
    Saying("!finish", Move.FINISH),
    Saying("!stop-closing", Move.STOP_CLOSING),
    Saying("!undo", Move.UNDO),
    Saying("!unarchive", Move.UNARCHIVE, is_direct=True),
    Saying('!split "Kettle East" | "Kettle West"', Move.SPLIT, made=QuestionAsked),
    Saying(f"!merge {BOATS}", Move.MERGE, made=QuestionAsked),
    Saying("!host me", Move.HOST, made=CrewHostChanged),
    Saying("!joining ask", Move.JOINING, made=CrewJoiningChanged),
    Saying("!visibility hidden", Move.VISIBILITY, made=CrewVisibilityChanged),
    Saying("!visibility porch", Move.VISIBILITY, made=QuestionAsked),
    Saying("!hide", Move.VISIBILITY, made=CrewVisibilityChanged),
    Saying("!harvest We learned to wait.", Move.HARVEST, made=Harvested),
    Saying("!crew"),
    Saying("!agreements"),
    Saying("!host"),
    Saying("!joining"),
    Saying("!visibility"),
    Saying("!answer keep"),
    Saying("!object"),
    Saying(f"!join {KETTLE}", is_direct=True),
)
"""Every command about a crew, with what it wants."""

FIRST: Final = {(Move.UNDO, CrewState.ACTIVE): "!review keep"}
"""What has to be said before, where a state alone does not let a move be made."""


@pytest.mark.parametrize("state", list(CrewState))
@pytest.mark.parametrize("saying", SAYINGS, ids=lambda one: one.words)
def test_a_command_makes_its_move_or_changes_nothing(state: CrewState, saying: Saying) -> None:
    village = kettle_in(state)
    move = saying.move
    if move is not None and (move, state) in FIRST:
        hears(village, BO, FIRST[move, state])
    before, lived = village.world, len(village.facts)

    answer = hears(village, CLEO, saying.words, is_direct=saying.is_direct)

    crew, new = kettle(village), village.facts[lived:]
    if move is not None and is_possible(move, state):
        assert any(isinstance(fact, saying.made) for fact in new), answer
        assert leads(move, state, crew.state)
        assert all(one.move is move for one in new if isinstance(one, CrewMoved))
        return
    assert as_it_is(village.world) == as_it_is(before)
    assert answer
    if move is not None:
        assert what_can_be_done(state) in answer


def as_it_is(world: World) -> World:
    """Give a world without what is still to be said in it, and words that are taken away unread."""
    return changed(world, notices=(), once=(), redactions={})


def what_can_be_done(state: CrewState) -> str:
    if state is CrewState.ARCHIVED:
        return told("next.archived", name=KETTLE)
    return told(f"next.{state.value}")


@pytest.mark.parametrize("state", list(CrewState))
@pytest.mark.parametrize("saying", SAYINGS, ids=lambda one: one.words)
def test_nobody_else_moves_a_crew_by_any_word(state: CrewState, saying: Saying) -> None:
    village = kettle_in(state)
    before = village.world

    village.tells(DOV, f'{saying.words} crew="{KETTLE}"')

    assert as_it_is(village.world) == as_it_is(before)


# ---------------------------------------------------------------------------- by time, and by answers


def keeps(village: Village) -> None:
    hears(village, BO, "!review keep")


def changes(village: Village) -> None:
    hears(village, BO, "!review change")


def falls_silent(village: Village) -> None:
    for _ in range(14):
        village.pass_time(timedelta(weeks=1))
        village.settle()


def is_over(village: Village) -> None:
    village.pass_time(village.world.numbers.closing + DAY)


def empties(village: Village) -> None:
    crew = kettle(village)
    for person in crew.people:
        village.leaves(person, at=crew_room(crew.id))
    # Others may still come by the call until it is over.
    village.pass_time(village.world.numbers.call_window + DAY)


def lets_go_of_its_room(village: Village) -> None:
    """Become one crew with another, and need the old room no more; by then its people may be resting."""
    hears(village, BO, f'!merge {BOATS} as "Paper Kettle"')
    boats = named(village, BOATS)
    village.tells(ESI, f'!answer yes crew="{BOATS}"')
    village.settle()
    for person in ITS_PEOPLE:
        village.tells(person, f'!answer yes crew="{KETTLE}"')
    for person in boats.people:
        village.tells(person, f'!answer yes crew="{BOATS}"')
    village.settle()
    hears(village, BO, "!answer yes")


def is_called_again(village: Village) -> None:
    village.tells(BO, f"!call again {KETTLE}")
    village.settle()
    for person in (AMARA, CLEO):
        village.tells(person, f"yes {village.call.name}")


WAYS: Final[Mapping[Move, Callable[[Village], None]]] = {
    Move.KEEP: keeps,
    Move.CHANGE: changes,
    Move.FALL_SILENT: falls_silent,
    Move.CLOSE: is_over,
    Move.EMPTY: empties,
    Move.LET_GO: lets_go_of_its_room,
    Move.RELAUNCH: is_called_again,
}
"""How moves come about that no single word makes."""


@pytest.mark.parametrize(
    ("move", "state"),
    [(move, state) for move in WAYS for state in CrewState if state in TABLE[move]],
)
def test_every_other_move_of_the_table_is_made_where_it_is_possible(
    move: Move, state: CrewState
) -> None:
    village = kettle_in(state)
    crew, lived = kettle(village), len(village.facts)

    WAYS[move](village)

    made = [
        fact
        for fact in village.facts[lived:]
        if isinstance(fact, CrewMoved) and fact.crew_id == crew.id
    ]
    assert made[-1].move is move
    assert leads(move, state, village.world.crews[crew.id].state)


# ------------------------------------------------------------------------------------------ completeness


def test_every_command_about_a_crew_is_tried() -> None:
    assert {one.word for one in SAYINGS} >= CREW_WORDS


def test_every_move_of_the_table_is_made_by_a_word_by_answers_or_by_time() -> None:
    assert {one.move for one in SAYINGS if one.move is not None} | WAYS.keys() == set(Move)
    assert TABLE.keys() == set(Move)
