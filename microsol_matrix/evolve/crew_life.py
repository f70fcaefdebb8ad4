"""How facts about a crew's life change it."""

from datetime import datetime
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.evolve.crews import on_crew
from microsol_matrix.ids import UserId
from microsol_matrix.scales.crew import Before, Crew, CrewState
from microsol_matrix.scales.crew_life import (
    CrewAgreed,
    CrewAsked,
    CrewHostChanged,
    CrewJoiningChanged,
    CrewLifeFact,
    CrewMoved,
    CrewPictured,
    CrewRedirected,
    CrewRenamed,
    CrewSizeTold,
    CrewVisibilityChanged,
    Harvested,
    NewcomerBack,
    NewcomerDeclined,
    NewcomerGone,
    NewcomerWaits,
)
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.scales.transitions import Move
from microsol_matrix.world import World

_CAN_BE_UNDONE = frozenset(
    {Move.KEEP, Move.CHANGE, Move.REST, Move.WAKE, Move.FINISH, Move.STOP_CLOSING}
)
"""What people record of their crew's way; everything else is undone by its opposite, or is no slip."""


def evolve_crew_life(world: World, fact: CrewLifeFact) -> World:
    """Give the world after a fact about a crew's life; one about an unknown crew changes nothing."""
    known = _with_deeds_renamed(world, fact) if isinstance(fact, CrewRenamed) else world
    return on_crew(known, fact.crew_id, lambda crew: _evolved(crew, fact))


def _with_deeds_renamed(world: World, fact: CrewRenamed) -> World:
    """Let what was done for a crew be about its new name: by its old one nobody would know what to keep silent."""
    crew = world.crews.get(fact.crew_id)
    if crew is None:
        return world
    deeds = tuple(
        changed(deed, about=fact.name) if deed.about == crew.name else deed for deed in world.deeds
    )
    return changed(world, deeds=deeds)


def _evolved(crew: Crew, fact: CrewLifeFact) -> Crew:
    match fact:
        case CrewMoved():
            return _moved(crew, fact)
        case CrewAgreed(agreement=agreement):
            return changed(
                crew,
                agreements=(*crew.agreements, agreement),
                rhythm=agreement.rhythm,
                cycle_ends_at=agreement.review_on,
            )
        case CrewAsked(at=at):
            return changed(crew, asked_at=at)
        case CrewHostChanged(host=host):
            return changed(crew, host=host)
        case CrewJoiningChanged(joining=joining):
            return changed(crew, joining=joining)
        case CrewVisibilityChanged(visibility=visibility):
            return changed(crew, visibility=visibility)
        case CrewRenamed(name=name):
            return changed(crew, name=name)
        case CrewRedirected(intention=intention):
            return changed(crew, intention=intention)
        case CrewPictured(picture=picture):
            return changed(crew, picture=picture)
        case Harvested(harvest=harvest):
            return changed(crew, harvests=(*crew.harvests, harvest))
        case CrewSizeTold(size=size):
            return changed(crew, sizes_told=crew.sizes_told | {size})
        case NewcomerWaits(person=person):
            return changed(crew, waiting=(*_without(crew.waiting, person), person))
        case NewcomerGone(person=person):
            return changed(crew, waiting=_without(crew.waiting, person))
        case NewcomerDeclined(person=person):
            return changed(crew, not_now=crew.not_now | {person})
        case NewcomerBack(person=person):
            return changed(crew, not_now=crew.not_now - {person})
        case _:
            assert_never(fact)


def _without(people: tuple[UserId, ...], person: UserId) -> tuple[UserId, ...]:
    return tuple(one for one in people if one != person)


def _archived_at(crew: Crew, fact: CrewMoved) -> datetime | None:
    match fact.to:
        case CrewState.ARCHIVED:
            return fact.at
        case CrewState.RELAUNCHED:
            return crew.archived_at  # its room is still that of then
        case _:
            return None


def _moved(crew: Crew, fact: CrewMoved) -> Crew:
    before = None
    if fact.move in _CAN_BE_UNDONE:
        before = Before(
            move=fact.move.value,
            by=fact.by,
            at=fact.at,
            state=crew.state,
            since=crew.state_since,
            cycle=crew.cycle,
            cycle_ends_at=crew.cycle_ends_at,
        )
    is_archived = fact.to is CrewState.ARCHIVED
    is_closing = fact.to is CrewState.CLOSING
    return changed(
        crew,
        state=fact.to,
        since=fact.at,
        asked_at=None,
        cycle=fact.cycle,
        cycle_ends_at=fact.cycle_ends_at,
        before=before,
        archived_from=crew.state if is_archived else None,
        archived_at=_archived_at(crew, fact),
        is_asked_about_size=crew.is_asked_about_size and is_archived,
        not_now=crew.not_now if fact.cycle == crew.cycle else frozenset(),
        turned_away=_newcomers(crew) if is_closing else (),
        questions=_with_taken_back(crew) if fact.move is Move.UNDO else crew.questions,
    )


def _newcomers(crew: Crew) -> tuple[UserId, ...]:
    """Give who would come in late: those about whom the crew is asked, and those who wait."""
    asked = (one.person for one in crew.open_questions if one.asking is Asking.NEWCOMER)
    return (*(person for person in asked if person is not None), *crew.waiting)


def _with_taken_back(crew: Crew) -> tuple[Question, ...]:
    """Give a crew's questions as they are once what it recorded last is taken back."""
    before = crew.before
    if before is None:
        return crew.questions
    # What came in together has one time: it is the same only if it is the same move.
    recorded = (Asking.REVIEW, before.move, before.at)
    return tuple(
        changed(one, is_taken_back=True)
        if (one.asking, one.outcome, one.settled_at) == recorded
        else one
        for one in crew.questions
    )
