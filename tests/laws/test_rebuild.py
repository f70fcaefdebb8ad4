"""The law of rebuilding, held against any life: rooms alone give the world again, but for what the law keeps private.

The whole service lives on fakes, so that what is read is what it wrote; then only the homeserver is left.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache

from attrs import evolve, frozen
from hypothesis import given, settings

from appservice.rebuilding import Gathered, Gathering
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId, UserId
from microsol_matrix.observe.remembered import RoomRead
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import EditPrompt, PutState
from microsol_matrix.rebuild import rebuild, sort_rooms
from microsol_matrix.rebuild.questions import BY_CONSENT
from microsol_matrix.rooms import Json
from microsol_matrix.world import World
from tests.dice import Dice, lives
from tests.lanes.much_lived import dated, lived
from tests.lanes.service import Service, Village, running
from tests.rebuilding import left_to_do, rebuilt_from, unlawful

NAMES = ("Amara", "Bo", "Cleo", "Dov", "Esi")
CREWS = ("Kettle", "Boats", "Ferry", "Notebook", "Secret", "Sealed")
WORDS = (
    "yes {}",
    "no {}",
    "!agree Wed 20:00 | review=6w crew={}",
    "!review crew={}",
    "!answer keep crew={}",
    "!answer rest crew={}",
    "!answer finish crew={}",
    "!rest crew={}",
    "!wake crew={}",
    "!finish crew={}",
    "!stop-closing crew={}",
    "!undo crew={}",
    "!unarchive {}",
    "!call again {}",
    "!joining ask crew={}",
    "!joining open crew={}",
    "!join {}",
    "!visibility hidden crew={}",
    "!visibility porch crew={}",
    "!split crew={}",
    "!split now crew={}",
    "!merge Ferry crew={}",
    "!merge now crew={}",
    "!answer yes crew={}",
    "!answer 1 crew={}",
    "!object crew={}",
    "!call Secret | seats=2-3 encrypted=yes",
    "!call Late | seats=2-3 answers=open closes=3d",
    "yes Secret",
    "!host next crew={}",
    "!harvest We learned to wait. crew={}",
    "!season Tide weeks=4",
    "!round 7d",
    "!round end",
    "!settings sizes=handbook",
    "!settings forming=9d call-window=5d",
    "!language es",
    "!publish crews yes",
    "!publish off",
    "!stepdown anyway",
    "!joining open",
)
HOURS = (1, 24, 24 * 3, 24 * 8, 24 * 15, 24 * 30, 24 * 80)


class What(Enum):
    """The kinds of acts; the first is what a failing life is shrunk to."""

    REST = auto()
    TELL = auto()
    GO_IN = auto()
    GO_OUT = auto()
    REACT = auto()
    WAIT = auto()


@frozen
class Act:
    """One act; numbers choose among whatever there is when it is lived."""

    what: What
    who: int
    which: int
    how: int


_KINDS = (*What, *[What.TELL] * 6, What.GO_IN, What.REACT)


def _act(dice: Dice) -> Act:
    what, who, which, how = dice
    return Act(_KINDS[what % len(_KINDS)], who, which=which, how=how)


a_life = lives(_act, dice=4, length=14)


async def live(service: Service, village: Village, act: Act) -> None:
    """Let one act be."""
    person = village[NAMES[act.who % len(NAMES)]]
    rooms = list(service.homeserver.matrix.rooms.values())
    match act.what:
        case What.TELL:
            words = WORDS[act.how % len(WORDS)].format(CREWS[act.which % len(CREWS)])
            await person.tells(words)
        case What.GO_IN:
            for room in rooms:
                if room.membership(person.user_id) == "invite":
                    await person.joins(room.room_id)
        case What.GO_OUT:
            inside = [room for room in rooms if room.membership(person.user_id) == "join"]
            crews = [room for room in inside if room.content("org.microsol.crew")]
            if crews:
                await person.leaves(crews[act.which % len(crews)].room_id)
        case What.REACT:
            await _react(service, village, act)
        case What.WAIT:
            await service.pass_time(timedelta(hours=HOURS[act.how % len(HOURS)]))
        case _:
            pass


async def _react(service: Service, village: Village, act: Act) -> None:
    """React to what the bot has put its own reactions to, as phones let one do."""
    person = village[NAMES[act.who % len(NAMES)]]
    offered = [
        (event.room_id, event.content["m.relates_to"])
        for event in service.homeserver.matrix.stream
        if event.type == "m.reaction"
        and event.sender == service.homeserver.bot
        and service.membership(event.room_id, person.user_id) == "join"
        and service.homeserver.matrix.room(event.room_id)
        .content("m.room.power_levels")
        .get("events_default")
        != 100
    ]
    if offered:
        room_id, relation = offered[act.which % len(offered)]
        await person.reacts(room_id, relation["event_id"], relation["key"])


def may_be_planned(world: World, house_plan: tuple[object, ...]) -> bool:
    """Whether a plan holds only that crews learn how long they may object anew."""
    waiting = {
        question.ref
        for crew in world.crews.values()
        for question in crew.open_questions
        if question.asking in BY_CONSENT
    }
    crews = {
        f"crew/{crew.id}"
        for crew in world.crews.values()
        if {q.ref for q in crew.open_questions} & waiting
    }
    return all(
        (isinstance(one, EditPrompt) and one.ref in waiting)
        or (isinstance(one, PutState) and one.key in crews)
        for one in house_plan
    )


async def seal(service: Service, village: Village) -> None:
    """Let there be an encrypted crew that has agreed on something and is asked in its own words."""
    await village["Dov"].says(village.commons, "!call Sealed | seats=4-5 encrypted=yes")
    for name in ("Amara", "Bo", "Cleo"):
        await village[name].tells("yes Sealed")
    for name in ("Amara", "Bo", "Cleo", "Dov"):
        await village[name].joins(service.room_named("Sealed"))
    await village["Dov"].tells("!agree Thu at the old mill | review=9w crew=Sealed")
    await village["Dov"].tells("!split Millers | Weavers crew=Sealed")


async def whole(acts: list[Act]) -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        village = await lived(service)
        await seal(service, village)
        for act in acts:
            await live(service, village, act)
        await service.pass_time(timedelta(hours=3))
        old, house = await village.world(), service.lanes.house
    assert plan(old, house) == (), plan(old, house)

    anew = await rebuilt_from(homeserver, clock, house)

    assert old.congregation is not None
    new = anew.world(LaneId(old.congregation.id))
    differing = unlawful(old, new)
    assert differing == [], differing
    left = left_to_do(new, house)
    assert may_be_planned(new, left), left


@given(acts=a_life)
@settings(max_examples=max(12, settings().max_examples // 8))
def test_rooms_alone_give_the_world_again_but_for_what_the_law_keeps_out_of_them(
    acts: list[Act],
) -> None:
    asyncio.run(whole(acts))


@cache
def gathered() -> tuple[Gathered, House, datetime]:
    """Read the rooms of one congregation that has lived."""

    async def read() -> tuple[Gathered, House, datetime]:
        homeserver, clock = dated()
        async with running(homeserver, clock=clock) as service:
            await lived(service)
            house = service.lanes.house
        return await Gathering(homeserver, house, clock).all(), house, clock.now()

    return asyncio.run(read())


def spoilt(read: RoomRead, thrown: Sequence[Dice]) -> RoomRead:
    """Give a room in which some of what stands was written by anybody, emptied, lost or made senseless."""
    state = dict(read.state)
    places = sorted(state)
    for which, how, field, _ in thrown:
        place = places[which % len(places)]
        seen = state.get(place)
        if seen is None:
            continue
        match how % 4:
            case 0:
                del state[place]
            case 1:
                state[place] = evolve(seen, content={})
            case 2:
                state[place] = evolve(seen, sender=UserId("@mallory:there.example"))
            case _:
                names = sorted(seen.content)
                junk: tuple[Json, ...] = (None, [], {}, "", -1, 1 << 52, "\N{PILE OF POO}" * 9, [1])
                content = dict(seen.content)
                if names:
                    content[names[field % len(names)]] = junk[how // 4 % len(junk)]
                state[place] = evolve(seen, content=content)
    return evolve(read, state=state)


@given(thrown=lives(tuple, dice=4, length=40))
def test_whatever_stands_in_rooms_a_rebuild_ends_in_facts_or_findings(thrown: list[Dice]) -> None:
    read, house, now = gathered()
    room_ids = sorted(read.rooms)
    by_room: dict[RoomId, list[Dice]] = {room_id: [] for room_id in room_ids}
    for dice in thrown:
        by_room[room_ids[dice[3] % len(room_ids)]].append(dice)
    rooms = {room_id: spoilt(read.rooms[room_id], its) for room_id, its in by_room.items()}

    sorting = sort_rooms(rooms.values(), house)
    rebuilt = rebuild(sorting, rooms, directs=read.directs, house=house, now=now)

    for lane, facts in rebuilt.congregations.items():
        plan(replay(empty_world(lane), facts), house)
    odd = {one.room_id for one in rebuilt.findings}
    assert rebuilt.congregations or odd
