"""Found a congregation, and invite people to it."""

import re
import unicodedata

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.naming import name_and_rest, too_long
from microsol_matrix.ids import CongregationId, RoomKey, Text, UserId
from microsol_matrix.links import person_linked
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.congregation import (
    NAME_LIMIT,
    PURPOSE_LIMIT,
    Congregation,
    CongregationFounded,
    MemberWanted,
)
from microsol_matrix.seen import Membership
from microsol_matrix.talk.descriptors import PLACE, ZONE
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import say
from microsol_matrix.zones import UNIVERSAL
from microsol_matrix.world import SPACE, World

_USER_ID = re.compile(r"@[^\s:@]+:[^\s:]+(?::\d+)?")
_USER_ID_BYTES = 255


def found(
    course: Course,
    command: Command,
    *,
    given: Given,
    message: MessageSaid,
    congregation_id: CongregationId,
) -> Refused | None:
    """Found a congregation; its progress is told by the founding prompt, so there is no other answer."""
    house = course.moment.house
    if not house.may_found(message.by):
        who = "found.who.local" if house.is_local_founding else "found.who.listed"
        return Refused(say("found.not-allowed", server=house.server, who=say(who)))
    name, purpose = name_and_rest(command)
    place = given.of(PLACE) or Text("")
    if not name:
        return Refused(say("found.needs-name"))
    for what, words, limit in (("name", name, NAME_LIMIT), ("purpose", purpose, PURPOSE_LIMIT)):
        if refusal := too_long("found.too-long", what=what, given=words, limit=limit):
            return refusal
    congregation = Congregation(
        id=congregation_id,
        slug=slug_of(name, fallback=congregation_id),
        name=Text(name),
        purpose=Text(purpose),
        place=place,
        founder=message.by,
        founded_at=course.moment.now,
        asked_in=message.room_id,
        asked_by_event=message.event_id,
        zone=given.of(ZONE) or UNIVERSAL,
    )
    course.add(CongregationFounded(congregation))
    return None


def slug_of(name: str, *, fallback: str) -> str:
    """Make the readable part of an alias: lower-case ASCII letters, digits and dashes, at most 40.

    Args:
        name: The congregation's.
        fallback: What the slug is made of where the name has no ASCII letters at all, as in Arabic.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-")[:40].strip("-")
    return slug or fallback[-8:].lower()


def invite(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused:
    """Invite a person to the congregation, again if they left or declined before: a person asks anew."""
    world, house = course.world, course.moment.house
    name = world.name
    if not world.hosts:
        return Refused(say("invite.no-host", name=name))
    if message.by not in world.hosts:
        hosts = ", ".join(sorted(world.name_of(host) for host in world.hosts))
        return Refused(say("invite.host-only", name=name, hosts=hosts))
    given = _whom(command, message)
    if not given:
        return Refused(say("invite.needs-person", server=house.server))
    if not _USER_ID.fullmatch(given) or len(given.encode()) > _USER_ID_BYTES:
        return Refused(say("invite.not-an-address", given=given, server=house.server))
    person = UserId(given)
    if person == house.bot:
        return Refused(say("invite.is-bot"))
    if phrase := _already(world, person):
        return Privately(say(phrase, person=person, name=name))
    course.add(MemberWanted(person=person, by=message.by))
    return Privately(say("invite.done", person=person, name=name))


def _whom(command: Command, message: MessageSaid) -> str:
    given = (command.name or command.text).strip()
    if linked := person_linked(given):
        return linked
    if not given.startswith("@") and len(message.mentions) == 1:
        return next(iter(message.mentions))  # a client that writes only the display name
    return given


def _already(world: World, person: UserId) -> str | None:
    space = world.room(RoomKey(SPACE))
    if space is None:
        return None
    if space.has(person, Membership.JOIN):
        return "invite.is-member"
    if space.has(person, Membership.INVITE):
        return "invite.is-invited"
    if space.has(person, Membership.BAN):
        return "invite.is-banned"
    return None
