"""Judge what could not be done: who is told, what is tried again, what is let go."""

import re

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.handing_over import not_handed_over
from microsol_matrix.decide.happenings import Failed
from microsol_matrix.decide.link_failures import decide_link_failure
from microsol_matrix.decide.named import leads_elsewhere
from microsol_matrix.decide.seats import free
from microsol_matrix.decide.taking_in import drop_taking
from microsol_matrix.decide.upgrading import not_followed
from microsol_matrix.ids import CrewId, RoomKey, UserId
from microsol_matrix.kept import Alias, AliasMoved
from microsol_matrix.places import HOSTS, SPACE, role_of
from microsol_matrix.plan.intents import (
    EditPrompt,
    EnterPorch,
    FollowPorch,
    FollowRoom,
    GiveBack,
    HandOver,
    Invite,
    LeavePorch,
    LeaveRoom,
    LookForPorch,
    MakeRoom,
    MarkRoom,
    NameAlias,
    ProbePorch,
    Propose,
    PutListing,
    PutPower,
    PutState,
    React,
    ReadPorch,
    ReadRoom,
    Redact,
    Say,
    Withdraw,
    name_of,
)
from microsol_matrix.plan.power import POWER_LEVELS
from microsol_matrix.scales.congregation import SlugChanged
from microsol_matrix.scales.crew import Freeing
from microsol_matrix.scales.release import RoomLeft
from microsol_matrix.seen import (
    UNKNOWN,
    IntentName,
    IntentRefused,
    NoticeDropped,
    PersonUnreached,
    PromptEdited,
    PromptReacted,
    Redacted,
    StatePut,
)
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, say

_NUMBERED = re.compile(r"(.*)-(\d+)")


def decide_failure(course: Course, failure: Failed) -> None:
    """Judge a failed intent; whoever waits for a person that cannot be reached is told once."""
    match failure.intent:
        case Invite() as invite:
            _not_invited(course, invite, failure)
        case MakeRoom(key=key) if key == SPACE and failure.is_taken:
            _next_slug(course)
        case EditPrompt() | PutState() | PutPower() | Withdraw() as writing if not failure.is_final:
            _doubt(course, writing)
        case (
            LookForPorch()
            | EnterPorch()
            | LeavePorch()
            | ReadPorch()
            | FollowPorch()
            | ProbePorch()
            | Propose()
        ) as afar:
            decide_link_failure(course, afar, failure)
        case _ if not failure.is_final:
            pass
        case NameAlias(key=key):
            _alias_gone(course, key)
        case ReadRoom(key=key) | MarkRoom(key=key):
            drop_taking(course, key, why=say("adopt.no-way-in", errcode=failure.errcode))
        case HandOver() as handing_over:
            not_handed_over(course, handing_over, failure)
        case PutPower(key=key) | GiveBack(key=key) if key in course.world.partings:
            pass  # it was on its way as the room was released, and is wanted no more
        case LeaveRoom(key=key):
            course.add(RoomLeft(key))  # there is nothing more that we could do about it
        case FollowRoom() as follow:
            not_followed(course, follow, failure)
        case Say(ref=ref):
            course.add(NoticeDropped(ref, errcode=failure.errcode))
        case Redact(event_id=event_id):
            course.add(Redacted(event_id))
        case React(ref=ref, emoji=emoji):
            course.add(PromptReacted(ref, emoji))
        case PutListing() as listing:
            # Which lists a homeserver keeps is its admin's business, who reads of it in the log.
            course.add(IntentRefused(name_of(listing), errcode=failure.errcode))
        case intent:
            name = name_of(intent)
            course.add(IntentRefused(name, errcode=failure.errcode))
            _tell_hosts(course, name, errcode=failure.errcode)


def _doubt(course: Course, writing: EditPrompt | PutState | PutPower | Withdraw) -> None:
    """Forget what stands: the new may, for all we know, and if the old is wanted again it has to be written again."""
    match writing:
        case EditPrompt(ref=ref):
            prompt = course.world.prompts.get(ref)
            if prompt is not None and prompt.digest != UNKNOWN:
                course.add(PromptEdited(ref, digest=UNKNOWN))
        case PutState(key=key, piece=piece):
            _doubt_state(course, key, place=piece.place)
        case Withdraw(key=key, type=kind, state_key=state_key):
            _doubt_state(course, key, place=(kind, state_key))
        case PutPower(key=key):
            _doubt_state(course, key, place=POWER_LEVELS)


def _doubt_state(course: Course, key: RoomKey, *, place: tuple[str, str]) -> None:
    room = course.world.room(key)
    if room is not None and room.state.get(place) != UNKNOWN:
        kind, state_key = place
        course.add(StatePut(key, kind, state_key=state_key, digest=UNKNOWN))


def _alias_gone(course: Course, key: RoomKey) -> None:
    """Go on without an alias that leads elsewhere now, and tell the crew whose it was, or the hosts."""
    room = course.world.room(key)
    if key == SPACE and room is not None and room.adopted is not None:
        _next_slug(course)  # its people have an address of their own, and ours can be another
        return
    if room is not None and room.kept is None:
        leads_elsewhere(course, key)
        return
    course.add(AliasMoved(key, Alias.ELSEWHERE))
    if room is not None:
        text = say("unarchive.alias", name=course.world.title_of(key))
        course.say(f"alias/{key}/{to_ms(course.moment.now)}", room.room_id, text=text)


def _not_invited(course: Course, invite: Invite, failure: Failed) -> None:
    room = course.world.room(invite.key)
    if room is None:
        return
    if invite.is_local and not failure.is_final:
        return  # our own homeserver is away, and nobody's else: whoever is told of it could do nothing
    is_first = invite.person not in room.unreached
    if is_first:
        course.add(
            PersonUnreached(
                invite.key,
                invite.person,
                errcode=failure.errcode,
                is_final=failure.is_final,
            )
        )
    if not is_first and not failure.is_final:
        return
    asker = _who_waits(course, invite)
    if asker is not None:
        phrase = "invite.refused" if failure.is_final else "invite.unreached"
        text = say(
            phrase,
            person=_address(course, invite.person),
            room=course.world.title_of(invite.key),
            why=_why(failure),
        )
        # With the time: who is asked for anew may be out of reach anew, and that is to be told.
        ref = f"{phrase}/{invite.key}/{invite.person}/{to_ms(course.moment.now)}"
        course.write(ref, asker, text=text)
    if failure.is_final:
        course.add(IntentRefused(name_of(invite), errcode=failure.errcode))
        crew = course.world.crews.get(CrewId(invite.key.partition("/")[2]))
        if crew is not None:
            free(course, crew, invite.person, why=Freeing.UNREACHABLE)


def _who_waits(course: Course, invite: Invite) -> UserId | None:
    crew = course.world.crews.get(CrewId(invite.key.partition("/")[2]))
    if crew is not None:
        return crew.host
    if role_of(invite.key) != SPACE:
        return None
    asker = course.world.asked_by.get(invite.person)
    return asker if asker in course.world.hosts else _first_host(course)


def _first_host(course: Course) -> UserId | None:
    """Give the host of longest standing, who hears of what has no better ear; None if there is none."""
    hosts = course.world.hosts
    return next((one.holder for one in course.world.live_mandates if one.holder in hosts), None)


def _address(course: Course, person: UserId) -> Said:
    """Name somebody who may be unknown here: display name if seen, else the whole address."""
    return say("person", name=course.world.names.get(person, person))


def _why(failure: Failed) -> Said:
    match failure.errcode:
        case "M_LIMIT_EXCEEDED":
            return say("why.limit")
        case "M_INVITE_BLOCKED" | "ORG.MATRIX.MSC4155.M_INVITE_BLOCKED":
            return say("why.blocked")
        case "M_NOT_FOUND":
            return say("why.unknown-person")
        case errcode if failure.is_final:
            return say("why.other", errcode=errcode)
        case _:
            return say("why.unreachable")


def _next_slug(course: Course) -> None:
    congregation = course.world.congregation
    if congregation is None:
        return
    numbered = _NUMBERED.fullmatch(congregation.slug)
    stem, number = (
        (numbered.group(1), int(numbered.group(2))) if numbered else (congregation.slug, 1)
    )
    course.add(SlugChanged(f"{stem}-{number + 1}"))


def _tell_hosts(course: Course, name: IntentName, *, errcode: str) -> None:
    kind = name.what.partition("/")[0]
    text = say("problem", doing=say(f"problem.{kind}"), errcode=errcode)
    hosts = course.world.room(HOSTS)
    if hosts is not None:
        course.say(f"problem/{name.what}/{errcode}", hosts.room_id, text=text)
    elif (host := _first_host(course)) is not None:
        course.write(f"problem/{name.what}/{errcode}", host, text=text)
