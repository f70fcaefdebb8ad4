"""Evolve: a world and a fact give the next world.

Never refuses and never asks: a fact already happened. Facts about something that the world does not
hold change nothing, so that a lane's history can always be replayed. One module per noun: calls,
crews, rooms, congregation, newcomers, mandates, persons.
"""

from collections.abc import Iterable
from typing import TypeVar, assert_never, cast

from microsol_matrix.evolve.calls import evolve_call
from microsol_matrix.evolve.congregations import evolve_congregation
from microsol_matrix.evolve.crews import evolve_crew
from microsol_matrix.evolve.mandates import evolve_mandate
from microsol_matrix.evolve.newcomers import evolve_newcomer
from microsol_matrix.evolve.persons import evolve_person
from microsol_matrix.evolve.rooms import evolve_seen
from microsol_matrix.facts import Fact
from microsol_matrix.scales.call import (
    AnswerGiven,
    AnswerTaken,
    CallEnded,
    CallOpened,
    ReactionTaken,
)
from microsol_matrix.scales.congregation import (
    CongregationFounded,
    CongregationLanguageChosen,
    JoiningChanged,
    MemberWanted,
    SlugChanged,
)
from microsol_matrix.scales.crew import (
    CrewAskedAboutSize,
    CrewBegan,
    SeatFreed,
    SeatGiven,
    SeatTaken,
)
from microsol_matrix.scales.knock import KnockAnswered, Knocked
from microsol_matrix.scales.mandate import (
    HostAsked,
    HostOffered,
    MandateBegan,
    MandateEnded,
    MandateProlonged,
    MandateReminded,
    MandateRenewed,
)
from microsol_matrix.scales.person import (
    DirectEncrypted,
    DirectEnded,
    DirectInvited,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
    FoundingCounted,
    LanguageChosen,
    PersonMet,
    WhichAsked,
    WhichChosen,
    WhichForgotten,
    WhichLapsed,
)
from microsol_matrix.scales.tier import SeasonAsked, TierGiven
from microsol_matrix.seen import (
    IntentRefused,
    IntentsRetried,
    MembershipSeen,
    NoticeDropped,
    NoticeSent,
    NoticeWanted,
    PersonInvited,
    PersonUnreached,
    PromptEdited,
    PromptReacted,
    PromptSent,
    Redacted,
    RedactionWanted,
    RoomMade,
    StatePut,
    WeAreIn,
    WeAreOut,
    WeWereAsked,
)
from microsol_matrix.world import LaneWorld, PersonWorld, World

_AnyWorld = TypeVar("_AnyWorld", bound=LaneWorld)


def replay(world: _AnyWorld, facts: Iterable[Fact]) -> _AnyWorld:
    """Evolve a world by many facts, oldest first."""
    for fact in facts:
        world = evolve(world, fact)
    return world


def evolve(world: _AnyWorld, fact: Fact) -> _AnyWorld:
    """Give the world after a fact; facts of the other kind of lane change nothing."""
    following = (
        evolve_person(world, fact) if isinstance(world, PersonWorld) else _evolve_world(world, fact)
    )
    return cast("_AnyWorld", following)


def _evolve_world(world: World, fact: Fact) -> World:
    match fact:
        case (
            CongregationFounded()
            | SlugChanged()
            | MemberWanted()
            | JoiningChanged()
            | CongregationLanguageChosen()
        ):
            return evolve_congregation(world, fact)
        case TierGiven() | SeasonAsked() | Knocked() | KnockAnswered():
            return evolve_newcomer(world, fact)
        case (
            HostAsked()
            | HostOffered()
            | MandateBegan()
            | MandateReminded()
            | MandateRenewed()
            | MandateProlonged()
            | MandateEnded()
        ):
            return evolve_mandate(world, fact)
        case CallOpened() | AnswerGiven() | ReactionTaken() | AnswerTaken() | CallEnded():
            return evolve_call(world, fact)
        case CrewBegan() | SeatGiven() | SeatTaken() | SeatFreed() | CrewAskedAboutSize():
            return evolve_crew(world, fact)
        case (
            RoomMade()
            | StatePut()
            | PersonInvited()
            | PersonUnreached()
            | MembershipSeen()
            | WeAreOut()
            | WeWereAsked()
            | WeAreIn()
            | NoticeWanted()
            | NoticeSent()
            | NoticeDropped()
            | PromptSent()
            | PromptEdited()
            | PromptReacted()
            | RedactionWanted()
            | Redacted()
            | IntentRefused()
            | IntentsRetried()
        ):
            return evolve_seen(world, fact)
        case (
            PersonMet()
            | DirectInvited()
            | DirectJoined()
            | DirectRead()
            | DirectMarked()
            | DirectMade()
            | DirectOpened()
            | DirectEncrypted()
            | DirectEnded()
            | WhichAsked()
            | WhichChosen()
            | WhichForgotten()
            | WhichLapsed()
            | FoundingCounted()
            | LanguageChosen()
        ):
            return world
        case _:
            assert_never(fact)


def empty_world(lane: str) -> LaneWorld:
    """Give the world of a lane in which nothing has happened yet; its id says which kind it is."""
    return PersonWorld() if lane.startswith("self-") else World()
