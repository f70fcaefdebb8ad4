"""Any life of a congregation: acts that hypothesis strings together, and how each is lived.

Owns which things can happen in which order: all of them in any, as on a homeserver that is late,
forgetful or down. Refuses to know the laws.
"""

from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

from attrs import evolve, frozen
from hypothesis import settings, strategies as st

from microsol_matrix.decide.happenings import Failed, Happening, Heard, Started, Tick
from microsol_matrix.ids import EventId, RoomKey, UserId
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room, role_of
from microsol_matrix.plan.intents import MakeRoom
from microsol_matrix.plan.messages import call_prompt, knock_prompt, offer_prompt
from microsol_matrix.seen import Membership
from tests.core.life import Village
from tests.core.obedience import obey
from tests.core.said import (
    AMARA,
    BOT,
    ELSEWHERE,
    PEOPLE,
    house,
    membership,
    message,
    reaction,
    redaction,
)
from tests.dice import Dice, lives
from tests.laws.beginnings import CALLS, Beginning, begin
from tests.laws.crew_acts import OF_A_CREW, OF_CREWS, OF_THE_HOUSE, answering, changed_by_hand
from tests.laws.neighbour_acts import OF_NEIGHBOURS, asked_of_hosts, of_neighbour

__all__ = ["Act", "Beginning", "a_law", "acts", "begin", "beginnings", "houses", "live"]

_WORDS = (
    "yes",
    "yes",
    "yes",
    "no",
    "no",
    "!start",
    "!withdraw",
    "!calls",
    "!crews",
    "!crews archive",
    "!why",
    "!help",
    "hello",
    "!yess",
)
_HOSTS_WORDS = (
    "!invite {}",
    "!invite {} guest",
    "!invite {} partner",
    "!tier {} partner",
    "!tier {} guest",
    "!host {}",
    "!host {}",
    "!joining ask",
    "!joining open",
    "!publish crews yes",
    "!publish card yes",
    "!publish off",
    "!season Tide weeks=4",
    "!round 7d",
    "!round end",
    "!settings accepting=2d guest-seasons=2 season=4w forming=3d review-grace=4d",
    "!settings sizes=handbook",
    (
        "!settings congregation-min=2 congregation-typical=2-4 congregation-talk=3 "
        "congregation-sibling=3 congregation-full=4"
    ),
    "!settings reset",
)
_HOSTING = (
    "!host yes",
    "!host yes",
    "!host me",
    "!stepdown",
    "!stepdown anyway",
    "!renew",
    "!tier",
)
_NAMES = (
    "Slow Kettle",
    "Paper Boats",
    "Night Ferry",
    "Gather Up",
    "Slow Kettle",
    "Slow",
    "",
    "Nobody",
)
_MEMBERSHIPS = (
    *[Membership.JOIN] * 3,
    Membership.INVITE,
    *[Membership.LEAVE] * 2,
    Membership.BAN,
    Membership.KNOCK,
)
_HOURS = (1, 1, 1, 24, 24, 24 * 3, 24 * 7, 24 * 14, 24 * 49, 24 * 84, 24 * 91)


class What(Enum):
    """The kinds of acts; the first is what a failing life is shrunk to."""

    REST = auto()
    MEMBERSHIP = auto()
    CALL = auto()
    WORDS = auto()
    INVITE = auto()
    HOST = auto()
    HOUSE = auto()
    CREW = auto()
    CREWS = auto()
    ANSWER = auto()
    BY_HAND = auto()
    NEIGHBOUR = auto()
    NEIGHBOURS = auto()
    REACT = auto()
    REDACT = auto()
    FAIL = auto()
    OBEY_ONE = auto()
    OBEY_ALL = auto()
    WAIT = auto()
    START_ANEW = auto()


@frozen
class Act:
    """One act; numbers choose among whatever there is when it is lived."""

    what: What
    who: int
    whom: int
    which: int
    how: int


LENGTH = 25
"""Acts of a life."""

a_law = settings(max_examples=max(40, settings().max_examples // 3))
"""Every example is a whole life of many acts, looked at after each: a third as many do as elsewhere."""

# What moves a life on comes more often than what disturbs it.
_OFTEN = (
    *[What.OBEY_ALL] * 3,
    *[What.WORDS] * 3,
    *[What.MEMBERSHIP] * 3,
    *[What.CREW] * 5,
    *[What.ANSWER] * 3,
    *[What.NEIGHBOUR] * 2,
)
_KINDS = (*What, *_OFTEN)


def _act(dice: Dice) -> Act:
    what, who, whom, which, how = dice
    return Act(_KINDS[what % len(_KINDS)], who, whom=whom, which=which, how=how)


acts = lives(_act, dice=5, length=LENGTH)
houses = st.sampled_from(
    [
        house(),
        house(room_version="12"),
        evolve(house(), reads_encrypted=True),
        evolve(house(), lists_porches=True),
    ]
)
beginnings = st.sampled_from(Beginning)


def live(village: Village, act: Act, *, before: Callable[[Happening], None] | None = None) -> None:
    """Let one act be.

    Args:
        village: Whose life.
        act: Which act.
        before: Told each happening before it is judged.
    """
    if act.what is What.OBEY_ALL:
        village.settle()
    elif act.what is What.OBEY_ONE:
        wanted = village.plan()
        if wanted:
            intent = wanted[act.which % len(wanted)]
            village.done.append(intent)
            village.become([obey(intent, now=village.now)])
    else:
        happening = _happening(village, act)
        if happening is not None:
            if before is not None:
                before(happening)
            village.judge(happening)


def _happening(village: Village, act: Act) -> Happening | None:
    who, whom = PEOPLE[act.who % len(PEOPLE)], PEOPLE[act.whom % len(PEOPLE)]
    keys: list[RoomKey] = sorted(village.world.rooms)
    match act.what:
        case What.MEMBERSHIP if keys:
            to = _MEMBERSHIPS[act.how % len(_MEMBERSHIPS)]
            by = who if to is Membership.JOIN else (who, AMARA, BOT)[act.which % 3]
            key = SPACE if act.whom % 2 and SPACE in keys else keys[act.which % len(keys)]
            return membership(who, to, at=village.key_id(key), by=by)
        case What.CALL:
            return _said(village, who, CALLS[act.how % len(CALLS)], place=act.which)
        case What.WORDS:
            name = _NAMES[act.whom % len(_NAMES)]
            body = f"{_WORDS[act.how % len(_WORDS)]} {name}".strip()
            return _said(village, who, body, place=act.which)
        case What.INVITE:
            body = _HOSTS_WORDS[act.how % len(_HOSTS_WORDS)].format(whom)
            return _said(village, AMARA if act.which % 8 else who, body, place=act.which)
        case What.HOST:
            said = _HOSTING[act.how % len(_HOSTING)]
            return _said(village, who, said, place=act.which)
        case What.REACT:
            target = _event(village, act.which)
            place = village.world.rooms.get(COMMONS)
            emoji = ("✋", "👍🏽", "🎉", "❌", "✅")[act.how % 5]
            return reaction(who, target, at=place.room_id if place else ELSEWHERE, key=emoji)
        case What.REDACT:
            given = [
                event
                for call in village.world.calls.values()
                for answer in call.answers
                for event in sorted(answer.reactions)
            ]
            place = village.world.rooms.get(COMMONS)
            if not given or place is None:
                return None
            return redaction(who, given[act.which % len(given)], at=place.room_id)
        case What.FAIL:
            return _failed(village, act)
        case What.WAIT:
            village.now += timedelta(hours=_HOURS[act.how % len(_HOURS)])
            return Tick()
        case What.START_ANEW:
            return Started()
        case _:
            return _happening_to_crews(village, act)


def _happening_to_crews(village: Village, act: Act) -> Happening | None:
    who = PEOPLE[act.who % len(PEOPLE)]
    match act.what:
        case What.HOUSE:
            said = OF_THE_HOUSE[act.how % len(OF_THE_HOUSE)]
            return _said(village, AMARA if act.which % 4 else who, said, place=0)
        case What.CREW:
            return _said_of_crew(village, act)
        case What.CREWS:
            return _said(village, who, OF_CREWS[act.how % len(OF_CREWS)], place=act.which % 5)
        case What.ANSWER:
            return answering(village, who, which=act.which, how=act.how)
        case What.BY_HAND:
            return changed_by_hand(village, who, which=act.which, how=act.how)
        case What.NEIGHBOUR:
            return of_neighbour(village, whom=act.whom, which=act.which, how=act.how)
        case What.NEIGHBOURS:
            said = OF_NEIGHBOURS[act.how % len(OF_NEIGHBOURS)]
            return _said(village, AMARA if act.which % 4 else who, said, place=act.which)
        case _:
            return None


def _said(village: Village, who: UserId, body: str, *, place: int) -> Happening:
    """In a direct message, or in one of the rooms."""
    places: list[RoomKey | None] = [None, None, None, COMMONS, COMMONS, HOSTS, ARCHIVE]
    keys = village.house.reads_encrypted
    heard = [
        one.id for one in village.world.crews.values() if one.encryption.lets_speak(has_keys=keys)
    ]
    places += [crew_room(crew) for crew in heard]
    chosen = place % len(places)
    key = places[chosen]
    room = village.world.rooms.get(key) if key is not None else None
    if key is None or room is None:
        return Heard(message(who, body), role="direct")
    reply_to = _event(village, place) if chosen == 4 else None
    return Heard(message(who, body, at=room.room_id, reply_to=reply_to), role=role_of(key))


def _said_of_crew(village: Village, act: Act) -> Happening | None:
    """Say something about a crew, mostly one of one's own, in its room or in a direct message with its name."""
    words, who = OF_A_CREW[act.how % len(OF_A_CREW)], PEOPLE[act.who % len(PEOPLE)]
    crews = village.world.crews_in_order
    if not crews:
        return None
    crew = crews[act.whom % len(crews)]
    if crew.people and act.which % 8:
        who = crew.people[act.who % len(crew.people)]
    room = village.world.room(crew_room(crew.id))
    is_heard = crew.encryption.lets_speak(has_keys=village.house.reads_encrypted)
    if room is None or not is_heard or act.which % 3 == 0:
        return Heard(message(who, f'{words} crew="{crew.name}"'), role="direct")
    return Heard(message(who, words, at=room.room_id), role="crew")


def _event(village: Village, which: int) -> EventId:
    known = [
        prompt.event_id
        for call in village.world.calls
        if (prompt := village.world.prompts.get(call_prompt(call)))
    ]
    refs = [offer_prompt(offer.id) for offer in village.world.offers]
    refs += [knock_prompt(knock.id) for knock in village.world.knocks]
    known += [prompt.event_id for ref in refs if (prompt := village.world.prompts.get(ref))]
    known += asked_of_hosts(village)
    return [*known, EventId("$unknown")][which % (len(known) + 1)]


def _failed(village: Village, act: Act) -> Happening | None:
    wanted = village.plan()
    if not wanted:
        return None
    intent = wanted[act.which % len(wanted)]
    is_taken = isinstance(intent, MakeRoom) and intent.key == SPACE
    errcode = ("M_UNKNOWN", "M_FORBIDDEN", "M_LIMIT_EXCEEDED", "M_NOT_FOUND")[act.how % 4]
    return Failed(intent, errcode, is_final=act.how % 2 == 1 or is_taken, is_taken=is_taken)
