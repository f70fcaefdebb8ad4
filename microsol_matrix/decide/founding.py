"""Found a congregation."""

import re
import unicodedata

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import name_and_rest, too_long
from microsol_matrix.ids import CongregationId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.congregation import (
    NAME_LIMIT,
    PURPOSE_LIMIT,
    Congregation,
    CongregationFounded,
)
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.options import ENCRYPTS, PLACE, ZONE
from microsol_matrix.words import say
from microsol_matrix.zones import UNIVERSAL


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
    for what, words, limit in (
        (say("what.name"), name, NAME_LIMIT),
        (say("what.purpose"), purpose, PURPOSE_LIMIT),
    ):
        if refusal := too_long("found.too-long", what=what, given=words, limit=limit):
            return refusal
    congregation = Congregation(
        id=congregation_id,
        slug=slug_of(name, fallback=congregation_id),
        name=Text(name),
        purpose=Text(purpose),
        place=place,
        founder=message.by,
        language=course.language or house.language,
        founded_at=course.moment.now,
        asked_in=message.room_id,
        asked_by_event=message.event_id,
        encrypts_crews=given.of(ENCRYPTS) or False,
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
