"""A store in memory that keeps the port's promises (`tests/contracts/store/` checks it)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from attrs import define, field

from microsol_matrix.errors import LaneMoved, StoreUnavailable
from microsol_matrix.facts import Fact
from microsol_matrix.ids import InboxId, LaneId, RoomAlias, UserId
from microsol_matrix.ports import (
    BEGINNING,
    TO_MANY,
    Address,
    AddressKind,
    Append,
    Arrival,
    LaneEntry,
    LaneRecord,
    Letter,
    Listed,
    Waiting,
)
from microsol_matrix.world import LaneWorld

REMEMBERED = timedelta(days=90)


@define
class KeptLane:
    """One lane in memory."""

    facts: list[Fact] = field(factory=list)
    snapshot: LaneWorld | None = None
    snapshot_seq: int = 0
    next_due: datetime | None = None
    is_unsettled: bool = False
    addresses: dict[Address, str] = field(factory=dict)
    listed: tuple[Listed, ...] = ()


@define
class MemoryStore:
    """Keeps everything until it is closed.

    Attributes:
        lanes: What has been appended; for tests to look at.
        commits: How often something was written.
        trouble: Raised by everything while it is set, as a database that is full or gone would.
    """

    lanes: dict[LaneId, KeptLane] = field(factory=dict, init=False)
    commits: int = field(default=0, init=False)
    trouble: StoreUnavailable | None = field(default=None, init=False)
    _accepted: dict[str, datetime] = field(factory=dict, init=False)
    _inbox: dict[InboxId, Waiting] = field(factory=dict, init=False)
    _taken_in: int = field(default=0, init=False)
    _position: str | None = field(default=None, init=False)

    async def accept(
        self, arrivals: Sequence[Arrival], *, arrived_at: datetime, sync_position: str | None
    ) -> tuple[Waiting, ...]:
        self._check()
        is_further = sync_position not in (None, self._position)
        if is_further:
            self._position = sync_position
        waiting = self._take_in(arrivals, at=arrived_at)
        if waiting or is_further:
            self.commits += 1
            horizon = arrived_at - REMEMBERED
            self._accepted = {key: at for key, at in self._accepted.items() if at >= horizon}
        return waiting

    async def waiting(self, *, after: InboxId = BEGINNING, limit: int = 256) -> tuple[Waiting, ...]:
        self._check()
        return tuple(row for row in self._inbox.values() if row.inbox_id > after)[:limit]

    async def discard(self, inbox_ids: Sequence[InboxId]) -> None:
        self._check()
        if inbox_ids:
            self.commits += 1
        for inbox_id in inbox_ids:
            self._inbox.pop(inbox_id, None)

    async def load(self, lane: LaneId) -> LaneRecord:
        self._check()
        kept = self.lanes.get(lane, KeptLane())
        return LaneRecord(
            snapshot=kept.snapshot,
            snapshot_seq=kept.snapshot_seq,
            facts=tuple(kept.facts[kept.snapshot_seq :]),
            seq=len(kept.facts),
        )

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        self._check()
        kept = self.lanes.get(commit.lane, KeptLane())
        if len(kept.facts) != commit.expected_seq:
            message = f"Lane {commit.lane} is at {len(kept.facts)}, not at {commit.expected_seq}."
            raise LaneMoved(message)
        self.commits += 1
        self.lanes[commit.lane] = kept
        kept.facts.extend(commit.facts)
        kept.next_due = commit.next_due
        kept.is_unsettled = commit.is_unsettled
        if commit.snapshot is not None:
            kept.snapshot, kept.snapshot_seq = commit.snapshot, len(kept.facts)
        if commit.addresses is not None:
            kept.addresses = {
                address: role
                for address, role in commit.addresses.items()
                if address.kind in TO_MANY or self._holder(address) in (None, kept)
            } | {own: role for own, role in kept.addresses.items() if own.kind is AddressKind.SELF}
        if commit.listed is not None:
            kept.listed = commit.listed
        for inbox_id in commit.consumed:
            self._inbox.pop(inbox_id, None)
        return self._take_in(commit.letters, at=commit.at)

    async def find(self, address: Address) -> tuple[LaneEntry, ...]:
        self._check()
        return tuple(
            LaneEntry(lane=lane, role=kept.addresses[address])
            for lane, kept in sorted(self.lanes.items())
            if address in kept.addresses
        )

    async def find_all(self, kind: AddressKind, keys: Collection[str]) -> Mapping[str, LaneEntry]:
        found = {key: await self.find(Address(kind=kind, key=key)) for key in keys}
        return {key: entries[0] for key, entries in found.items() if entries}

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        self._check()
        kept = (address for lane in self.lanes.values() for address in lane.addresses)
        return await self.find_all(kind, {one.key for one in kept if one.kind is kind})

    async def find_listed(self, *, congregation: str, crew: str, limit: int) -> tuple[Listed, ...]:
        self._check()
        found = (
            one
            for _, kept in sorted(self.lanes.items())
            for one in kept.listed
            if (not crew or one.crew is not None)
            and _begins(kept.listed[0], congregation)
            and _begins(one, crew)
        )
        return tuple(found)[:limit]

    async def listed_at(self, alias: RoomAlias, *, limit: int) -> tuple[Listed, ...]:
        self._check()
        everything = (one for kept in self.lanes.values() for one in kept.listed)
        return tuple(one for one in everything if one.alias == alias)[:limit]

    async def self_lane(self, user_id: UserId) -> LaneId:
        address = Address(kind=AddressKind.SELF, key=user_id)
        for entry in await self.find(address):
            return entry.lane
        self.commits += 1
        lane = LaneId(f"self-{len(self.lanes)}")
        self.lanes[lane] = KeptLane(addresses={address: ""})
        return lane

    async def due(self, now: datetime) -> tuple[LaneId, ...]:
        self._check()
        dues = sorted((kept.next_due, lane) for lane, kept in self.lanes.items() if kept.next_due)
        return tuple(lane for next_due, lane in dues if next_due <= now)

    async def next_due(self) -> datetime | None:
        self._check()
        return min((kept.next_due for kept in self.lanes.values() if kept.next_due), default=None)

    async def unsettled(self) -> tuple[LaneId, ...]:
        self._check()
        return tuple(sorted(lane for lane, kept in self.lanes.items() if kept.is_unsettled))

    async def sync_position(self) -> str | None:
        self._check()
        return self._position

    async def close(self) -> None:
        self.trouble = StoreUnavailable("The store has been closed.")

    def _check(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    def _holder(self, address: Address) -> KeptLane | None:
        return next((kept for kept in self.lanes.values() if address in kept.addresses), None)

    def _take_in(self, items: Sequence[Arrival | Letter], *, at: datetime) -> tuple[Waiting, ...]:
        new = []
        for item in items:
            key = item.event_id if isinstance(item, Arrival) else f"letter:{item.ref}"
            if key not in self._accepted:
                self._accepted[key] = at
                self._taken_in += 1
                waiting = Waiting(inbox_id=InboxId(self._taken_in), arrived_at=at, item=item)
                self._inbox[waiting.inbox_id] = waiting
                new.append(waiting)
        return tuple(new)


def _begins(one: Listed, start: str) -> bool:
    return not start or any(known.startswith(start) for known in one.starts)
