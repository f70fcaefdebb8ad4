"""When a crew's times come: when its cycle ends, when it is asked, until when something can be taken back.

Owns the reckoning in days of the congregation's time zone: a time that is a day ends with it, and who
is asked something is asked in the morning. Refuses to know what happens then (`crew_times`).
"""

from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Final

from microsol_matrix.dates import end_of
from microsol_matrix.scales.crew import Crew
from microsol_matrix.world import World

MORNING: Final = time(9)
"""When crews are asked something that has its day: at midnight it would wake people."""
_A_DAY: Final = timedelta(days=1)


def cycle_end(world: World, crew: Crew, *, after: datetime) -> datetime:
    """Say when a crew's cycle ends that begins at a moment: with the day, as many weeks later."""
    return days_later(after, timedelta(weeks=crew.weeks), zone=world.zone)


def days_later(moment: datetime, span: timedelta, *, zone: tzinfo) -> datetime:
    """Give the end of the day that is a span after a moment, where people are (UTC)."""
    return end_of(moment.astimezone(zone) + span)


def review_asked_at(world: World, crew: Crew, *, ends_at: datetime) -> datetime:
    """Say when a crew is asked how it has been: before its cycle ends, but not on the day that it agreed.

    Args:
        world: The congregation's.
        crew: Which.
        ends_at: When its cycle ends.
    """
    wanted = world.day_of(ends_at) - world.numbers.review_before
    day = max(wanted, world.day_of(crew.state_since) + _A_DAY)
    return datetime.combine(day, MORNING, tzinfo=world.zone).astimezone(UTC)


def morning_of(world: World, moment: datetime, *, since: datetime) -> datetime:
    """Give the morning of a moment's day, when people can be asked; the moment itself if it was over already.

    Args:
        world: The congregation's.
        moment: On whose day people are to be asked.
        since: From when on they can be.
    """
    day = world.day_of(moment)
    morning = datetime.combine(day, MORNING, tzinfo=world.zone).astimezone(UTC)
    return morning if morning > since else moment


def forming_until(world: World, crew: Crew) -> datetime:
    """Say until when a crew forms before it is asked, and once it was asked, before it rests."""
    return days_later(crew.asked_at or crew.state_since, world.numbers.forming, zone=world.zone)


def resting_until(world: World, crew: Crew) -> datetime:
    """Say until when a crew rests before it is asked again."""
    since = crew.asked_at or crew.state_since
    return days_later(since, world.numbers.rest_asked_again, zone=world.zone)


def closing_until(world: World, crew: Crew) -> datetime:
    """Say until when anybody can stop a crew's closing."""
    return days_later(crew.state_since, world.numbers.closing, zone=world.zone)


def undo_until(world: World, recorded_at: datetime) -> datetime:
    """Say until when what a crew recorded can be taken back."""
    return recorded_at + world.numbers.undo
