"""Decide: a world and what happened give facts, or an answer that says why not.

The only place where rules are applied. One module per noun: `spoken` dispatches commands to
`founding`, `inviting`, `joining`, `hosting`, `calling`, `answering`, `callers` and `telling`, once
`rights` lets them; `prompted` judges answers to prompts; `membership`, `mandates`, `deadlines`, `failures`
judge what nobody said; `private` a person's own lane.
"""

from typing import assert_never

from microsol_matrix.decide.afar import (
    NeighbourProbed,
    NeighbourStirred,
    PorchFollowed,
    PorchFound,
    PorchInvited,
    PorchWasRead,
    SeatDoubted,
    SeatLost,
)
from microsol_matrix.decide.by_hand import decide_described, decide_written
from microsol_matrix.decide.consequences import follow_up
from microsol_matrix.decide.course import Course, Decision, Later, Refused
from microsol_matrix.decide.deadlines import decide_tick, next_due
from microsol_matrix.decide.failures import decide_failure
from microsol_matrix.decide.followed import decide_followed
from microsol_matrix.decide.happenings import (
    Failed,
    Founding,
    Happening,
    Heard,
    LeftBehind,
    Spoken,
    Started,
    SuccessorLooked,
    Sure,
    Tick,
    Unheard,
    Unsure,
)
from microsol_matrix.decide.looked import decide_looked
from microsol_matrix.decide.membership import decide_membership
from microsol_matrix.decide.named import decide_alias
from microsol_matrix.decide.neighbours import decide_neighbour
from microsol_matrix.decide.outside import decide_asked_back
from microsol_matrix.decide.private import decide_private
from microsol_matrix.decide.prompted import decide_reacted, decide_redacted
from microsol_matrix.decide.releasing import decide_released
from microsol_matrix.decide.servers import name_servers
from microsol_matrix.decide.spoken import decide_spoken, is_put_off
from microsol_matrix.decide.surveyed import AdoptionSaid, RoomSurveyed, Surveyed
from microsol_matrix.decide.taking_in import decide_surveyed
from microsol_matrix.decide.upgrading import try_again
from microsol_matrix.house import Moment
from microsol_matrix.observe import (
    AliasLooked,
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    MembershipChanged,
    Reacted,
    RoomDescribed,
    RoomLooked,
    RuleWritten,
    WasRedacted,
)
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.ports import Letter
from microsol_matrix.seen import IntentsRetried
from microsol_matrix.world import LaneWorld, World

__all__ = ["Decision", "Happening", "Later", "decide", "next_due"]


def decide(world: LaneWorld, happening: Happening, *, moment: Moment) -> Decision | Later:
    """Judge what happened to a lane.

    Args:
        world: The lane's world.
        happening: What happened.
        moment: The house, and when it arrived: deadlines count by arrival.

    Returns:
        Facts and letters, none if it changes nothing; `Later` if something of ours is still on its
        way.
    """
    if isinstance(world, PersonWorld):
        return decide_private(world, happening, moment)
    if world.released_at is not None:
        return decide_released(_begun(world, happening, moment), happening)
    return _decide(world, happening, moment)


def _decide(world: World, happening: Happening, moment: Moment) -> Decision | Later:
    course = _begun(world, happening, moment)
    match happening:
        case Heard(message=message) if is_put_off(world, message, moment):
            return Later()
        case Heard(message=message, role=role):
            outcome = decide_spoken(course, message, role=role)
            if isinstance(outcome, Refused):
                reply = course.answer(
                    message, course.shown(outcome.text), is_direct=role == "direct"
                )
                return Decision(facts=(reply,))
        case MembershipChanged() | BotInvited() | Reacted() | WasRedacted():
            if _decide_done(course, happening) is not None:
                return Later()
        case Tick():
            decide_tick(course)
        case Started():
            if world.is_worth_retrying:
                course.add(IntentsRetried())
        case Failed():
            decide_failure(course, happening)
        case RoomSurveyed():
            decide_surveyed(course, happening)
        case Unheard() | Unsure() | Sure() | LeftBehind() | Founding() | Spoken():
            return Decision()
        case RoomDescribed() | RuleWritten():
            _decide_by_hand(course, happening)
        case RoomLooked() | AliasLooked() | SuccessorLooked():
            _decide_seen(course, happening)
        case (
            PorchFound()
            | PorchInvited()
            | PorchWasRead()
            | PorchFollowed()
            | NeighbourStirred()
            | SeatLost()
            | SeatDoubted()
            | NeighbourProbed()
        ):
            decide_neighbour(course, happening)
        case EncryptedSaid() | EncryptionTurnedOn() | Letter() | AdoptionSaid() | Surveyed():
            return Decision()  # private matters; a congregation's lane has no part in them
        case _:
            assert_never(happening)
    follow_up(course)
    return course.decision()


def _begun(world: World, happening: Happening, moment: Moment) -> Course:
    match happening:
        case Heard(about=about, language=language, zone=zone, outline=outline):
            return Course(
                world=world,
                moment=moment,
                about=about,
                language=language,
                zone=zone,
                outline=outline,
            )
        case _:
            return Course(world=world, moment=moment)


def _decide_done(
    course: Course, observation: MembershipChanged | BotInvited | Reacted | WasRedacted
) -> Later | None:
    """Judge what people did with a room or a message, not in words."""
    match observation:
        case MembershipChanged():
            decide_membership(course, observation)
            name_servers(course, observation.room_id)
        case BotInvited():
            decide_asked_back(course, observation)
            try_again(course, observation.room_id)
        case Reacted():
            return decide_reacted(course, observation)
        case WasRedacted():
            return decide_redacted(course, observation)
    return None


def _decide_seen(course: Course, seen: RoomLooked | AliasLooked | SuccessorLooked) -> None:
    match seen:
        case RoomLooked():
            decide_looked(course, seen)
            name_servers(course, seen.room_id)
        case AliasLooked():
            decide_alias(course, seen)
        case SuccessorLooked():
            decide_followed(course, seen)
            name_servers(course, seen.looked.room_id)


def _decide_by_hand(course: Course, observation: RoomDescribed | RuleWritten) -> None:
    match observation:
        case RoomDescribed():
            decide_described(course, observation)
        case RuleWritten():
            decide_written(course, observation)
            if observation.power is not None:
                try_again(course, observation.room_id)
