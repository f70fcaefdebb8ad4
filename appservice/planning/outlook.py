"""What is believed, what stands in the rooms, and the plan that follows from both: one lane at a time.

Owns reading the rooms of every congregation, as a slow round does, without a lane: what differs is judged here in
memory, by the same rules, and thrown away. Refuses to write anything anywhere, and to take in what nobody has taken
in yet: messages that wait, times that have come.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final, Protocol, TypeAlias

from attrs import define, evolve as changed, field, frozen

from microsol_matrix.decide import Decision, Happening, decide
from microsol_matrix.decide.drift import differing, left_unseen
from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.evolve import empty_world, replay
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import LaneId, RoomAlias, RoomId, RoomKey, Text
from microsol_matrix.observe import AliasLooked, look
from microsol_matrix.places import SPACE
from microsol_matrix.plan import Intent, name_of, plan
from microsol_matrix.plan.aliases import alias_of, has_alias
from microsol_matrix.ports import AddressKind, Clock, Homeserver, LaneEntry, LaneRecord
from microsol_matrix.seen import IntentName
from microsol_matrix.talk.porch import address_of
from microsol_matrix.world import LaneWorld, World

LOOKS: Final = 3
"""At a congregation that changes while it is looked at; then it is shown as it was seen last."""

_NONE: Final = World()

Watch: TypeAlias = Callable[[int, int], None]
"""Told how many congregations were looked at, and of how many."""


class Past(Protocol):
    """What is read of a store (see `microsol_matrix.ports.Store`)."""

    async def load(self, lane: LaneId) -> LaneRecord:
        """Read a lane."""
        ...

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        """Find the lanes at all addresses of one kind."""
        ...

    async def unsettled(self) -> tuple[LaneId, ...]:
        """Give the lanes that had something left to perform."""
        ...


@frozen
class Outlook:
    """What is to be done about one lane now.

    Attributes:
        name: The congregation's; None for a person's lane, and for what was never founded.
        address: Of its space; None where there is no name.
        believed: The world as the store has it.
        world: The same, after what differs in the rooms was judged.
        intents: What the service would do now.
        news: What differs, for the lane to judge once more when it is to be done.
        letters: How many letters to people what differs would bring.
        refused: How much the homeserver said no to for good; only the next start tries it once more.
        rooms: How many were read.
        unread: Those of our rooms that could not be.
        is_moving: Whether it changed while it was looked at, as with a service at work.
    """

    lane: LaneId
    name: Text | None
    address: RoomAlias | None
    believed: LaneWorld
    world: LaneWorld
    intents: tuple[Intent, ...]
    news: tuple[Happening, ...] = ()
    letters: int = 0
    refused: int = 0
    rooms: int = 0
    unread: tuple[RoomKey, ...] = ()
    is_moving: bool = False


def planned(world: LaneWorld, house: House) -> tuple[Intent, ...]:
    """Plan each undertaking once: a lane, too, begins only one of a name."""
    first: dict[IntentName, Intent] = {}
    for intent in plan(world, house):
        first.setdefault(name_of(intent), intent)
    return tuple(first.values())


@define(eq=False)
class Sight:
    """Looks at every lane that may have something to be done."""

    past: Past
    homeserver: Homeserver
    house: House
    clock: Clock
    watch: Watch = field(default=lambda _done, _all: None)
    _joined: frozenset[RoomId] = field(factory=frozenset, init=False)

    async def everything(self) -> tuple[Outlook, ...]:
        """Look at all congregations and read their rooms, and at people's lanes with something left.

        Raises:
            HomeserverUnreachable: It does not answer.
            HomeserverRefused: It does not tell which rooms we are in.
            StoreUnavailable: The database cannot be read.
        """
        rooms = await self.past.find_every(AddressKind.ROOM)
        congregations = sorted({one.lane for one in rooms.values() if one.role == SPACE})
        left = [one for one in await self.past.unsettled() if one not in set(congregations)]
        total = len(congregations) + len(left)
        found: list[Outlook] = []
        for lane in (*congregations, *left):
            outlook = await self.of(lane)
            # Of ten thousand congregations with nothing to do, none needs to be kept in mind whole.
            is_at_rest = not outlook.intents
            found.append(changed(outlook, believed=_NONE, world=_NONE) if is_at_rest else outlook)
            self.watch(len(found), total)
        return tuple(found)

    async def of(self, lane: LaneId) -> Outlook:
        """Look at one lane, anew if it has moved on meanwhile."""
        record = await self.past.load(lane)
        for _ in range(LOOKS):
            outlook = await self._looked(lane, record)
            again = await self.past.load(lane)
            if again.seq == record.seq:
                return outlook
            record = again
        return await self._looked(lane, record, is_moving=True)

    async def _looked(
        self, lane: LaneId, record: LaneRecord, *, is_moving: bool = False
    ) -> Outlook:
        begun = record.snapshot if record.snapshot is not None else empty_world(lane)
        believed = replay(begun, record.facts)
        if not isinstance(believed, World):
            wanted = planned(believed, self.house)
            refused = len(believed.refused)
            return Outlook(
                lane, None, None, believed=believed, world=believed, intents=wanted, refused=refused
            )
        looking = _Looking(believed, house=self.house, now=self.clock.now())
        if left_unseen(believed, self._joined, bot=self.house.bot):
            # Asked once, and again where a room seems missed: it may have been made meanwhile.
            self._joined = await self.homeserver.joined_rooms()
        looking.miss(self._joined)
        unread: list[RoomKey] = []
        rooms = 0
        for key, room in sorted(believed.rooms.items(), key=itemgetter(0)):
            if room.room_id not in self._joined:
                continue
            try:
                state = await self.homeserver.read_state(room.room_id)
            except HomeserverRefused:
                unread.append(key)
                continue
            rooms += 1
            looking.see(room.room_id, state)
            alias = alias_of(believed, key, self.house) if has_alias(believed, key) else None
            if alias is not None:
                leads = await self.homeserver.resolve(alias)
                looking.judge(AliasLooked(room.room_id, alias, leads))
        founded = looking.world.congregation
        return Outlook(
            lane,
            None if founded is None else founded.name,
            None if founded is None else address_of(founded, SPACE, self.house),
            believed=believed,
            world=looking.world,
            intents=planned(looking.world, self.house),
            news=tuple(looking.news),
            letters=looking.letters,
            refused=len(looking.world.refused),
            rooms=rooms,
            unread=tuple(unread),
            is_moving=is_moving,
        )


@define(eq=False)
class _Looking:
    """One congregation's world, as it becomes while its rooms are read."""

    world: World
    house: House
    now: datetime
    news: list[Happening] = field(factory=list)
    letters: int = 0

    def miss(self, joined: Collection[RoomId]) -> None:
        """Judge in which rooms we are no more."""
        for one in left_unseen(self.world, joined, bot=self.house.bot):
            self.judge(one)

    def see(self, room_id: RoomId, state: Sequence[bytes]) -> None:
        """Judge what stands in one room, if it is not as believed."""
        looked = look(room_id, state, bot=self.house.bot)
        if differing(self.world, looked, house=self.house):
            self.judge(looked)

    def judge(self, happening: Happening) -> None:
        """Judge something as the lane would; what changes nothing is no news."""
        decision = decide(self.world, happening, moment=Moment(self.house, now=self.now))
        if isinstance(decision, Decision) and (decision.facts or decision.letters):
            self.news.append(happening)
            self.letters += len(decision.letters)
            self.world = replay(self.world, decision.facts)
