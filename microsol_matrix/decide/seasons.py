"""Seasons: a host names one, everybody is told, and at its end the hosts are asked for the next."""

from datetime import datetime

from microsol_matrix.dates import end_of
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import said_name, same, too_long
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.ids import SeasonId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.scales.season import NAME_LIMIT, Season, SeasonBegan, SeasonEnded
from microsol_matrix.spans import WEEK
from microsol_matrix.talk import options
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def season(
    course: Course, command: Command, *, given: Given, message: MessageSaid
) -> Said | Refused:
    """Tell which season it is, or let a host name the one that begins now."""
    world = course.world
    name, weeks = said_name(command), given.of(options.SEASON_WEEKS)
    if not name and weeks is None:
        return _told(world)
    if refusal := for_hosts(world, message.by):
        return refusal
    if not name:
        return Refused(say("season.needs-name"))
    if refusal := too_long("season.too-long", what=say("what.name"), given=name, limit=NAME_LIMIT):
        return refusal
    before = world.season
    if before is not None and same(before.name, name):
        return Refused(say("season.same", season=name, until=world.day_of(before.ends_at)))
    now = course.moment.now
    length = world.numbers.season if weeks is None else weeks * WEEK
    begun = Season(
        id=SeasonId(course.moment.new_id("season", message.event_id, at_ms=message.claimed_ms)),
        name=Text(name),
        begins_at=now,
        ends_at=end_of(now.astimezone(world.zone) + length),
    )
    course.add(SeasonBegan(begun, by=message.by))
    text = _begun(course.world, begun, before=before)
    commons = world.room(COMMONS)
    if commons is not None and message.room_id != commons.room_id:
        course.say(f"season-begun/{begun.id}", commons.room_id, text=text)
    return text


def _begun(world: World, begun: Season, *, before: Season | None) -> Said:
    until = world.day_of(begun.ends_at)
    if before is None:
        return say("season.begun", season=begun.name, name=world.name, until=until)
    return say(
        "season.begun.instead",
        season=begun.name,
        name=world.name,
        until=until,
        before=before.name,
    )


def _told(world: World) -> Said:
    now = world.season
    if now is not None:
        until = world.day_of(now.ends_at)
        return say("season.now", name=world.name, season=now.name, until=until)
    if world.seasons:
        return say("season.between", name=world.name, season=world.seasons[-1].name)
    return say("season.none", name=world.name)


def next_season_due(world: World) -> datetime | None:
    """Say when the season that runs ends; None between seasons."""
    return world.season.ends_at if world.season is not None else None


def end_season(course: Course) -> None:
    """End the season whose time is over; the hosts are asked once for the next."""
    world = course.world
    over = world.season
    if over is None or over.ends_at > course.moment.now:
        return
    course.add(SeasonEnded(over.id))
    hosts = world.room(HOSTS)
    if hosts is not None:
        weeks = world.numbers.season // WEEK
        text = say("season.ended", season=over.name, name=world.name, weeks=weeks)
        course.say(f"season-ended/{over.id}", hosts.room_id, text=text)
