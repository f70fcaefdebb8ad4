"""Refuse what is more than the admin allows one person, and say the number and when it is possible again."""

from collections.abc import Iterable
from datetime import datetime

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.ids import UserId, ZoneName
from microsol_matrix.quotas import DAY
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def too_many_calls(course: Course, person: UserId) -> Refused | None:
    """Refuse one more call of a person who has made many today, or has many open."""
    world, quotas = course.world, course.moment.house.quotas
    own = [call for call in world.calls_in_order if call.caller == person]
    is_open = [call for call in own if call.is_taking_answers]
    if quotas.calls_a_day and len(is_open) >= quotas.open_calls:
        text = say("quota.open-calls", count=len(is_open), most=quotas.open_calls, name=world.name)
        return Refused(text if quotas.open_calls else say("quota.calls.none", name=world.name))
    if not quotas.calls_a_day:
        return Refused(say("quota.calls.none", name=world.name))
    again = _again(course, (call.opened_at for call in own), most=quotas.calls_a_day)
    if again is None:
        return None
    return Refused(say("quota.calls", most=quotas.calls_a_day, name=world.name, again=again))


def too_many_invitations(course: Course, host: UserId) -> Refused | None:
    """Refuse one more invitation of a host who has asked for many today."""
    world, most = course.world, course.moment.house.quotas.invitations_a_day
    if not most:
        return Refused(say("quota.invitations.none", name=world.name))
    again = _again(course, (one.at for one in world.invited if one.by == host), most=most)
    if again is None:
        return None
    return Refused(say("quota.invitations", most=most, name=world.name, again=again))


def _again(course: Course, moments: Iterable[datetime], *, most: int) -> Said | None:
    """Say when one more is possible; None if it is now."""
    lately = sorted(one for one in moments if one > course.moment.now - DAY)
    if len(lately) < most:
        return None
    return moment(course.world, lately[-most] + DAY)


def moment(world: World, when: datetime, zone: ZoneName | None = None) -> Said:
    """Say a moment with its time and zone, so that everybody sees how it is meant.

    Args:
        world: The congregation's.
        when: The moment.
        zone: Which it was meant in; None for the congregation's.
    """
    there = when.astimezone(world.zone_for(zone))
    return say("moment", day=there.date(), time=f"{there:%H:%M}", zone=str(there.tzinfo))
