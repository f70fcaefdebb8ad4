"""Formation rounds: a host opens one, crews come together, and what came of it is told."""

from datetime import datetime

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS
from microsol_matrix.plan.messages import summary_ref
from microsol_matrix.scales.season import (
    LONGEST_ROUND,
    FormationRound,
    RoundEnded,
    RoundOpened,
)
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.rounds import standing_of, summary_of
from microsol_matrix.talk.takes import Deadline, Misfit
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def formation_round(
    course: Course, command: Command, *, message: MessageSaid
) -> Said | Refused | None:
    """Tell whether a round is open, or let a host open or close one. In Commons its prompt is the answer."""
    world = course.world
    words = said_name(command)
    if not words:
        return _told(world)
    if refusal := for_hosts(world, message.by):
        return refusal
    if words.lower() == "end":
        return _close(course, message)
    if world.open_round is not None:
        until = world.day_of(world.open_round.closes_at)
        return Refused(say("round.already", name=world.name, until=until))
    commons = world.room(COMMONS)
    if commons is None:
        return Refused(say("call.not-ready", name=world.name))
    now = course.moment.now
    closes_at = Deadline(LONGEST_ROUND).read(words, now=now.astimezone(world.zone))
    if isinstance(closes_at, Misfit):
        bad = say("round.bad", given=words, most=LONGEST_ROUND.days)
        return Refused(closes_at.why or bad)
    opened = FormationRound(id=message.event_id, opened_at=now, closes_at=closes_at)
    course.add(RoundOpened(opened, by=message.by))
    if message.room_id == commons.room_id:
        return None
    return say("round.opened", until=world.day_of(closes_at))


def _told(world: World) -> Said:
    now = world.open_round
    if now is None:
        return say("round.none", name=world.name)
    until = world.day_of(now.closes_at)
    return say("round.now", name=world.name, until=until, standing=standing_of(world, now))


def _close(course: Course, message: MessageSaid) -> Said | Refused | None:
    """Close the open round early; what came of it is said in Commons, which is the answer there."""
    now = course.world.open_round
    if now is None:
        return Refused(say("round.none", name=course.world.name))
    _end(course, now, by=message.by)
    commons = course.world.room(COMMONS)
    is_there = commons is not None and message.room_id == commons.room_id
    return None if is_there else say("round.ended")


def next_round_due(world: World) -> datetime | None:
    """Say when the open round ends; None if none is open."""
    return world.open_round.closes_at if world.open_round is not None else None


def end_round(course: Course) -> None:
    """End the round whose time is over."""
    now = course.world.open_round
    if now is not None and now.closes_at <= course.moment.now:
        _end(course, now, by=None)


def _end(course: Course, over: FormationRound, *, by: UserId | None) -> None:
    text = summary_of(course.world, over)
    course.add(RoundEnded(over.id, at=course.moment.now, by=by))
    commons = course.world.room(COMMONS)
    if commons is not None:
        course.say(summary_ref(over.id), commons.room_id, text=text)
