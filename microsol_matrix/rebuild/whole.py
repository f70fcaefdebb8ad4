"""Everything that is known, from everything that was read: the facts of each lane.

Owns the order in which facts are put together: who hosts before who is where, rooms before what stands in them, what
prompts read last, for it depends on all the rest. Evolving the facts gives the world.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from attrs import Factory, define, evolve as changed, field, frozen

from microsol_matrix.evolve import replay
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import CallId, EventId, LaneId, Ref, RoomId, UserId
from microsol_matrix.kept import StateKept
from microsol_matrix.observe.remembered import RoomRead
from microsol_matrix.observe.state import power_of
from microsol_matrix.places import ARCHIVE, COMMONS, PORCH, SPACE, crew_room, role_of
from microsol_matrix.plan.directory import wants_listing
from microsol_matrix.plan.hiding import hidden_places
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.plan.power import POWER_LEVELS, wanted_levels
from microsol_matrix.rebuild.calls import CallRead, read_call
from microsol_matrix.rebuild.congregations import (
    asked_for,
    by_ref,
    founder_of,
    founding_ref,
    knock_facts,
    mandate_facts,
    members_in,
    power_told_in,
    read_congregation,
    tier_facts,
    time_facts,
)
from microsol_matrix.rebuild.crews import CrewRead, read_crew
from microsol_matrix.rebuild.findings import Finding, Loss, Oddity
from microsol_matrix.rebuild.houses import HouseRead, Sorting
from microsol_matrix.rebuild.known import known
from microsol_matrix.rebuild.links import link_facts, neighbours_of
from microsol_matrix.rebuild.losses import losses
from microsol_matrix.rebuild.people import directs_of, person_facts
from microsol_matrix.rebuild.prompts import called_again, prompt_facts, stand_ins
from microsol_matrix.rebuild.standing import memberships, people_of, room_made, ways_named
from microsol_matrix.scales.call import CallOpened
from microsol_matrix.scales.congregation import (
    Congregation,
    CongregationFounded,
    RebuiltFromRooms,
)
from microsol_matrix.scales.crew import Crew, CrewBegan
from microsol_matrix.scales.growth import Mark, MarkReached
from microsol_matrix.seen import ListingPut, MembershipSeen, StatePut
from microsol_matrix.structure.types import CALL
from microsol_matrix.world import World


@frozen
class Rebuilt:
    """What became of the rooms.

    Attributes:
        congregations: The facts of each congregation's lane, the oldest congregation first.
        people: The facts of the lane of each person with whom we talk.
        findings: Rooms that could not simply be taken.
        losses: What no room tells.
        unmarked: How many rooms we are in that are none of ours.
    """

    congregations: Mapping[LaneId, tuple[Fact, ...]] = field(hash=False)
    people: Mapping[UserId, tuple[Fact, ...]] = field(hash=False)
    findings: tuple[Finding, ...]
    losses: tuple[Loss, ...]
    unmarked: int


@define
class _Growing:
    """A world as it grows by what is read."""

    house: House
    now: datetime
    world: World = Factory(World)
    facts: list[Fact] = Factory(list)

    def add(self, facts: Iterable[Fact]) -> None:
        """Let facts be."""
        known_by_now = tuple(facts)
        self.world = replay(self.world, known_by_now)
        self.facts.extend(known_by_now)


def rebuild(
    sorting: Sorting,
    rooms: Mapping[RoomId, RoomRead],
    *,
    directs: Mapping[UserId, tuple[RoomId, ...]],
    house: House,
    now: datetime,
) -> Rebuilt:
    """Give the facts of every lane.

    Args:
        sorting: The rooms by whose they are, as far as their state tells.
        rooms: All rooms that we are in, with what else was to be read of them (`further`).
        directs: Our `m.direct`.
        house: Who we are.
        now: When they were read.
    """
    ours = tuple(rooms[read.room_id] for read in sorting.directs)
    talking = directs_of(ours, directs, rooms, house=house)
    neighbours = frozenset(
        room_id for one in sorting.houses for room_id in neighbours_of(one, house=house)
    )
    findings = [one for one in sorting.findings if one.room_id not in neighbours]
    worlds: dict[LaneId, _Growing] = {}
    for one in sorting.houses:
        whole = changed(one, rooms={key: rooms[read.room_id] for key, read in one.rooms.items()})
        grown = _congregation(whole, rooms, talking=talking, house=house, now=now)
        if grown is None:
            findings.append(Finding(one.rooms[SPACE].room_id, Oddity.NO_FOUNDER))
        else:
            worlds[LaneId(one.id)] = grown
    founded: dict[UserId, list[LaneId]] = {}
    for lane, grown in worlds.items():
        if grown.world.congregation is not None:
            founded.setdefault(grown.world.congregation.founder, []).append(lane)
    marked = frozenset(room_id for its in directs.values() for room_id in its)
    people = {
        person: tuple(
            person_facts(
                person,
                talking.get(person, ()),
                ours=frozenset(read.room_id for read in ours),
                marked=marked,
                founded=tuple(founded.get(person, ())),
                house=house,
            )
        )
        for person in sorted({*talking, *founded})
    }
    talked_in = {read.room_id for its in talking.values() for read in its} | neighbours
    left = {
        one.room_id
        for read in sorting.houses
        for room in read.rooms.values()
        for one in room.before
    }
    return Rebuilt(
        congregations={lane: tuple(grown.facts) for lane, grown in worlds.items()},
        people=people,
        findings=tuple(findings),
        losses=losses([grown.world for grown in worlds.values()], people=len(people)),
        unmarked=sum(1 for read in sorting.unmarked if read.room_id not in talked_in | left),
    )


def _congregation(
    read: HouseRead,
    rooms: Mapping[RoomId, RoomRead],
    *,
    talking: Mapping[UserId, tuple[RoomRead, ...]],
    house: House,
    now: datetime,
) -> _Growing | None:
    space = read.rooms[SPACE]
    founder = founder_of(power_told_in(read, house=house), house=house)
    if founder is None:
        return None
    asked = asked_for(read, talking.get(founder, ()))
    congregation = read_congregation(read, founder=founder, asked=asked, house=house)
    crews = _crews(read, congregation, house=house, now=now)
    calls = tuple(_calls(read, house=house))
    growing = _Growing(house, now=now)
    growing.add((CongregationFounded(congregation),))
    # Before anybody is seen anywhere: who agreed to host is asked back into Hosts by that alone.
    growing.add(mandate_facts(read, congregation, house=house, now=now))
    growing.add(time_facts(read, house=house))
    growing.add(_room_facts(read, crews, house=house))
    growing.add(_listing_facts(growing.world, house))
    growing.add(tier_facts(growing.world, space, house=house))
    growing.add(knock_facts(space, house=house))
    people, numbers = len(growing.world.members), growing.world.numbers
    growing.add(MarkReached(mark) for mark in Mark if people >= mark.of(numbers))
    growing.add(link_facts(read, rooms, house=house, now=now))
    growing.add(CallOpened(one.call) for one in calls)
    growing.add(CrewBegan(crew) for crew in _related(crews, read))
    growing.add(
        StateKept(crew_room(one.crew.id), one.kept) for one in crews if one.kept is not None
    )
    _settle(growing, _prompts(read, crews, calls, asked=asked), rooms=rooms, read=read)
    return growing


def _prompts(
    read: HouseRead,
    crews: tuple[CrewRead, ...],
    calls: tuple[CallRead, ...],
    *,
    asked: tuple[RoomId, EventId],
) -> Mapping[Ref, tuple[RoomId, EventId]]:
    found = dict(by_ref({room.room_id: room for room in read.rooms.values()}))
    found[founding_ref(read.id)] = asked
    if COMMONS in read.rooms:
        commons = read.rooms[COMMONS].room_id
        found |= {call_prompt(one.call.id): (commons, one.prompt) for one in calls}
    for one in crews:
        room_id = read.rooms[crew_room(one.crew.id)].room_id
        found |= {ref: (room_id, event_id) for ref, event_id in one.prompts.items()}
    return found


def _settle(
    growing: _Growing,
    prompts: Mapping[Ref, tuple[RoomId, EventId]],
    *,
    rooms: Mapping[RoomId, RoomRead],
    read: HouseRead,
) -> None:
    """Add what depends on all the rest: how prompts read, and who has which power."""
    standing = replay(growing.world, stand_ins(prompts))
    growing.add(called_again(standing, prompts, rooms=rooms, house=growing.house))
    standing = replay(growing.world, stand_ins(prompts))
    growing.add(prompt_facts(standing, prompts, rooms=rooms, house=growing.house))
    growing.add(_power_facts(growing.world, read, house=growing.house))
    growing.add((RebuiltFromRooms(growing.now),))


def _crews(
    read: HouseRead, congregation: Congregation, *, house: House, now: datetime
) -> tuple[CrewRead, ...]:
    members = members_in(read.rooms[SPACE], house=house)
    crews = (
        read_crew(
            room,
            read.markers[key],
            members=members,
            house=house,
            now=now,
            consent=congregation.numbers.consent,
        )
        for key, room in read.rooms.items()
        if role_of(key) == "crew"
    )
    return tuple(sorted(crews, key=lambda one: (one.crew.begun_at, one.crew.id)))


def _calls(read: HouseRead, *, house: House) -> Iterator[CallRead]:
    commons = read.rooms.get(COMMONS)
    members = members_in(read.rooms[SPACE], house=house)
    for (kind, key), seen in sorted(read.rooms[SPACE].state.items()):
        if kind != CALL or not seen.content or seen.sender != house.bot or commons is None:
            continue
        told = known(seen.content, type_=CALL)
        call = None
        if told is not None:
            call = read_call(
                CallId(key),
                told,
                said=commons.said,
                reactions=commons.reactions,
                members=members,
                house=house,
            )
        if call is not None:
            yield call


def _room_facts(read: HouseRead, crews: tuple[CrewRead, ...], *, house: House) -> Iterator[Fact]:
    """Say which rooms there are, and then, in the order of time, who came and went where."""
    by_key = {crew_room(one.crew.id): one.crew for one in crews}
    hidden = hidden_places(changed(World(), crews={one.crew.id: one.crew for one in crews}))
    siblings = frozenset(room.room_id for room in read.rooms.values())
    seen: list[tuple[datetime, MembershipSeen]] = []
    for key, room in sorted(read.rooms.items(), key=lambda one: (one[0] != SPACE, one[0])):
        crew = by_key.get(key)
        yield room_made(
            key,
            room,
            house=house,
            withdrawn=hidden if role_of(key) in (SPACE, ARCHIVE) else frozenset(),
            is_closed=crew is not None and not crew.is_living,
            siblings=siblings,
        )
        people = people_of(room, house=house)
        seen += [(people[fact.person].at, fact) for fact in memberships(key, room, house=house)]
    yield from (fact for _, fact in sorted(seen, key=lambda one: one[0]))
    yield from ways_named(read.rooms, house=house)


def _listing_facts(world: World, house: House) -> Iterator[ListingPut]:
    """Doubt what the room directory shows: no room tells it, so it is told once more what is to be shown."""
    if PORCH in world.rooms:
        yield ListingPut(PORCH, is_listed=not wants_listing(world, house))


def _related(crews: tuple[CrewRead, ...], read: HouseRead) -> Iterator[Crew]:
    """Give the crews with what they have to do with each other: which was called again as which."""
    at_room = {read.rooms[crew_room(one.crew.id)].room_id: one.crew for one in crews}
    old_of = {one.crew.id: at_room[one.came_from].id for one in crews if one.came_from in at_room}
    new_of = {old: new for new, old in old_of.items()}
    for one in crews:
        crew = one.crew
        old = old_of.get(crew.id)
        if old is not None:
            lineage = crew.lineage if old in crew.lineage else (*crew.lineage, old)
            crew = changed(crew, relaunches=old, lineage=lineage)
        if not crew.is_living:
            crew = changed(crew, successor=new_of.get(crew.id))
        yield crew


def _power_facts(world: World, read: HouseRead, *, house: House) -> Iterator[StatePut]:
    for key, room in sorted(read.rooms.items()):
        wanted = wanted_levels(world, key)
        if wanted is not None and wanted.are_in(
            power_of(room.content(POWER_LEVELS[0])), bot=house.bot
        ):
            yield StatePut(key, *POWER_LEVELS, digest=wanted.digest)
