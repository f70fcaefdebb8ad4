"""Mandates in time: reminded, renewed, run out, and ended by whatever ends them.

Owns what hosts and members are told of it. Refuses to know how a mandate begins.
"""

from datetime import datetime

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.scales.mandate import (
    PROLONGED_FOR,
    Ending,
    Mandate,
    MandateEnded,
    MandateProlonged,
    MandateReminded,
    MandateRenewed,
)
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say, span
from microsol_matrix.world import World


def renew(course: Course, *, message: MessageSaid) -> Privately | Refused:
    """Let a host go on for another term, from shortly before the end on."""
    world, now = course.world, course.moment.now
    mandate = world.mandate_of(message.by)
    if mandate is None:
        return Refused(say("host.not-yours", name=world.name))
    if now < mandate.renewable_from:
        return Refused(say("renew.early", until=mandate.expires_at, since=mandate.renewable_from))
    until = max(now, mandate.expires_at) + world.numbers.mandate
    course.add(MandateRenewed(mandate.id, expires_at=until.replace(microsecond=0)))
    return Privately(say("renew.done", name=world.name, until=until))


def end(course: Course, mandate: Mandate, *, why: Ending) -> None:
    """End a mandate; the hosts who are left are told, or where there are none, everybody."""
    course.add(MandateEnded(mandate.id, why=why, at=course.moment.now))
    world = course.world
    hosts, commons = world.room(HOSTS), world.room(COMMONS)
    if world.hosts and hosts is not None:
        text = _ended(world, mandate, why)
        course.say(f"mandate/{mandate.id}/ended", hosts.room_id, text=text)
    if not world.hosts and commons is not None:
        course.say(f"no-host/{mandate.id}", commons.room_id, text=say("host.none", name=world.name))


def _ended(world: World, mandate: Mandate, why: Ending) -> Said:
    person = world.name_of(mandate.holder)
    match why:
        case Ending.STEPPED_DOWN:
            return say("mandate.stepped-down", person=person)
        case Ending.EXPIRED:
            return say("mandate.expired", person=person)
        case Ending.LEFT | Ending.REMOVED:
            return say("mandate.out", person=person)


def next_mandate_due(world: World) -> datetime | None:
    """Say when something is next to be done about a mandate; None for never."""
    return min((_due(mandate) for mandate in world.live_mandates), default=None)


def _due(mandate: Mandate) -> datetime:
    return mandate.ends_at if mandate.is_reminded else min(mandate.renewable_from, mandate.ends_at)


def decide_mandates(course: Course) -> None:
    """Remind of what ends soon, and end what is over, but for the mandate of the only host."""
    now = course.moment.now
    for mandate in course.world.live_mandates:
        if _due(mandate) > now:
            continue
        if mandate.ends_at <= now:
            _run_out(course, mandate)
        else:
            course.add(MandateReminded(mandate.id))
            text = say(
                "mandate.soon",
                name=course.world.name,
                until=mandate.expires_at,
                term=span(course.world.numbers.mandate),
            )
            course.write(f"mandate/{mandate.id}/{to_ms(now)}", mandate.holder, text=text)


def _run_out(course: Course, mandate: Mandate) -> None:
    world, now = course.world, course.moment.now
    if world.hosts != {mandate.holder}:
        is_host = mandate.holder in world.hosts
        end(course, mandate, why=Ending.EXPIRED)
        if is_host:
            text = say("mandate.over", name=world.name)
            course.write(f"mandate/{mandate.id}/over", mandate.holder, text=text)
        return
    until = now + PROLONGED_FOR
    course.add(MandateProlonged(mandate.id, until=until))
    text = say("mandate.overdue", name=world.name, since=mandate.expires_at, until=until)
    hosts = world.room(HOSTS)
    if hosts is not None:
        course.say(f"mandate/{mandate.id}/{to_ms(now)}", hosts.room_id, text=text)
    course.write(f"overdue/{mandate.id}/{to_ms(now)}", mandate.holder, text=text)


def ask_for_second(course: Course) -> None:
    """Ask a new congregation's founder, once in Hosts, whom they would have beside them."""
    world = course.world
    hosts = world.room(HOSTS)
    if hosts is not None and world.congregation is not None and len(world.mandates_in_order) == 1:
        text = say("host.second", name=world.name)
        course.say(f"second-host/{world.congregation.id}", hosts.room_id, text=text)
