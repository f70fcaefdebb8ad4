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
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, RoomKey, UserId
from microsol_matrix.plan.intents import MakeRoom
from microsol_matrix.plan.messages import call_prompt, knock_prompt, offer_prompt
from microsol_matrix.seen import Membership
from microsol_matrix.world import ARCHIVE, COMMONS, HOSTS, SPACE, World, crew_room, role_of
from tests.core.life import Village, harbourlight
from tests.core.obedience import obey
from tests.core.said import (
    AMARA,
    BO,
    BOT,
    CLEO,
    DM,
    DOV,
    ELSEWHERE,
    EVENTS,
    PEOPLE,
    house,
    membership,
    message,
    reaction,
    redaction,
)
from tests.dice import Dice, lives

_COMMANDS = (
    "!call Slow Kettle",
    "!call Paper Boats | seats=2-2 answers=private encrypted=yes",
    '!call "Night Ferry" hold each other | kind=support seats=3-4 closes=3d',
    "!call Gather Up start=when-i-say seats=2-3",
)
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
_ENDING = (
    "!finish",
    "!stop-closing",
    "!unarchive",
    "!unarchive",
    "!crews archive",
)
_GROWING = (
    "!agree Tue 19:00",
    "!split",
    "!split East | West",
    "!split now",
    "!split stop",
    "!merge {}",
    "!merge {}",
    "!merge now",
    "!merge stop",
    "!call again {}",
    '!call again {} "Again"',
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
_HOURS = (1, 1, 1, 24, 24, 24 * 7, 24 * 14, 24 * 91)


class Beginning(Enum):
    """How far a congregation has come when a life begins."""

    FOUNDED = auto()
    GROWN = auto()
    CALLED = auto()
    BEGUN = auto()
    ARCHIVED = auto()
    ACTIVE = auto()


class What(Enum):
    """The kinds of acts; the first is what a failing life is shrunk to."""

    REST = auto()
    MEMBERSHIP = auto()
    CALL = auto()
    WORDS = auto()
    INVITE = auto()
    HOST = auto()
    END = auto()
    GROW = auto()
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
_KINDS = (
    *What,
    *[What.OBEY_ALL] * 2,
    *[What.WORDS] * 4,
    *[What.MEMBERSHIP] * 3,
    *[What.GROW] * 2,
)


def _act(dice: Dice) -> Act:
    what, who, whom, which, how = dice
    return Act(_KINDS[what % len(_KINDS)], who, whom=whom, which=which, how=how)


acts = lives(_act, dice=5, length=LENGTH)
houses = st.sampled_from([house(), house(room_version="12"), evolve(house(), reads_encrypted=True)])
beginnings = st.sampled_from(Beginning)


def begin(house: House, beginning: Beginning) -> Village:
    """Found a congregation, and let it come as far as said."""
    EVENTS.named = 0
    if beginning is Beginning.FOUNDED:
        village = Village(World(), house=house)
        village.happen(Heard(message(AMARA, "!found Harbourlight", at=DM), role="direct"))
        return village
    village = harbourlight(BO, CLEO, DOV, house=house)
    if beginning is not Beginning.GROWN:
        for caller, command in zip((AMARA, BO, CLEO, DOV), _COMMANDS, strict=True):
            village.says(caller, command)
        village.settle()
    if beginning not in (Beginning.GROWN, Beginning.CALLED):
        village.tells(CLEO, "yes Slow Kettle")
        village.tells(DOV, "yes Slow Kettle")
        village.tells(AMARA, "yes Paper Boats")
        village.tells(DOV, "yes Paper Boats")
    if beginning is Beginning.ARCHIVED:
        _archive(village)
    if beginning is Beginning.ACTIVE:
        _agree(village)
    return village


def _archive(village: Village) -> None:
    """Let every crew finish in a season, one of its people being only invited; one is called again, nothing is done."""
    village.tells(AMARA, '!season "Autumn Tide" weeks=12')
    village.settle()
    for crew in tuple(village.world.crews.values()):
        village.joins(*crew.holders[:2], at=crew_room(crew.id))
        village.tells(crew.holders[0], f"!finish {crew.name}")
    village.settle()
    village.pass_time(timedelta(days=15))
    village.tells(BO, "!call again Paper Boats")


def _agree(village: Village) -> None:
    """Let every crew be active, and all but one in the first have chosen their side."""
    village.tells(AMARA, "!settings crew-min=2")
    village.tells(BO, "yes Slow Kettle")
    village.settle()
    first, *_ = crews = tuple(village.world.crews_in_order)
    for crew in crews:
        village.joins(*crew.holders, at=crew_room(crew.id))
        village.tells(crew.holders[0], f'!agree Tue 19:00 crew="{crew.name}"')
    village.settle()
    village.tells(first.holders[0], f'!split crew="{first.name}"')
    for person, side in zip(first.holders, "112", strict=False):  # the fourth decides
        village.tells(person, f'!answer {side} crew="{first.name}"')


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
            return _said(village, who, _COMMANDS[act.how % len(_COMMANDS)], place=act.which)
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
        case What.END:
            body = f"{_ENDING[act.how % len(_ENDING)]} {_NAMES[act.whom % len(_NAMES)]}".strip()
            return _said(village, who, body, place=act.which % 3)
        case What.GROW:
            return Heard(message(who, _growing(village, who, act)), role="direct")
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
            return None


def _growing(village: Village, who: UserId, act: Act) -> str:
    """Answer what a crew of somebody's is being asked, or say what crews grow by."""
    own = [crew for crew in village.world.crews_in_order if who in crew.people]
    asked = [(crew, question) for crew in own for question in crew.open_questions]
    if asked and act.how % 4:
        crew, question = asked[act.which % len(asked)]
        choice = question.choices[act.whom % len(question.choices)]
        return f'!answer {choice} crew="{crew.name}"'
    body = _GROWING[act.how % len(_GROWING)].format(_NAMES[act.whom % len(_NAMES)])
    is_of_one = own and "again" not in body
    return f'{body} crew="{own[act.which % len(own)].name}"' if is_of_one else body


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


def _event(village: Village, which: int) -> EventId:
    known = [
        prompt.event_id
        for call in village.world.calls
        if (prompt := village.world.prompts.get(call_prompt(call)))
    ]
    refs = [offer_prompt(offer.id) for offer in village.world.offers]
    refs += [knock_prompt(knock.id) for knock in village.world.knocks]
    known += [prompt.event_id for ref in refs if (prompt := village.world.prompts.get(ref))]
    return [*known, EventId("$unknown")][which % (len(known) + 1)]


def _failed(village: Village, act: Act) -> Happening | None:
    wanted = village.plan()
    if not wanted:
        return None
    intent = wanted[act.which % len(wanted)]
    is_taken = isinstance(intent, MakeRoom) and intent.key == SPACE
    errcode = ("M_UNKNOWN", "M_FORBIDDEN", "M_LIMIT_EXCEEDED", "M_NOT_FOUND")[act.how % 4]
    return Failed(intent, errcode, is_final=act.how % 2 == 1 or is_taken, is_taken=is_taken)
