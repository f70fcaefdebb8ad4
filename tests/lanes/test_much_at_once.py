"""More comes in than lanes can take: it waits in the store, keeps its order, and memory stays what it is."""

import json
from collections.abc import Sequence
from datetime import timedelta

from attrs import define

from appservice.tray import ROOM
from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import InboxId, RoomId, UserId
from microsol_matrix.lanes.registry import AT_HAND
from microsol_matrix.ports import Append, Waiting
from microsol_matrix.seen import MembershipSeen
from tests.fakes.store import MemoryStore
from tests.lanes.service import found, running, words

MUCH = AT_HAND + ROOM + 100
AT_ONCE = 100
"""Events in a transaction."""


@define
class StuckStore(MemoryStore):
    """A store that still takes in what arrives, and for a while nothing else."""

    is_stuck: bool = False

    async def append(self, commit: Append) -> tuple[Waiting, ...]:
        self._check_moves()
        return await super().append(commit)

    async def discard(self, inbox_ids: Sequence[InboxId]) -> None:
        self._check_moves()
        await super().discard(inbox_ids)

    def _check_moves(self) -> None:
        if self.is_stuck:
            raise StoreUnavailable("stuck")


def renamed(person: UserId, room_id: RoomId, *, number: int) -> bytes:
    """Tell that somebody took another name; most often it is the one that they had."""
    event = {
        "type": "m.room.member",
        "event_id": f"$renamed-{number}",
        "room_id": room_id,
        "sender": person,
        "state_key": person,
        "content": {"membership": "join", "displayname": f"Bo {number // AT_ONCE}"},
    }
    return json.dumps(event).encode()


async def test_what_lanes_have_no_room_for_waits_in_the_store_and_keeps_its_order() -> None:
    store = StuckStore()
    async with running(store=store) as service:
        village = await found(service, "Bo", "Cleo")
        bo, cleo = village["Bo"], village["Cleo"]
        store.is_stuck = True
        for first in range(0, MUCH, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            await service.inbox.take_in(
                [renamed(bo.user_id, village.commons, number=number) for number in numbers]
            )
            await service.calm()
        service.homeserver.member_sends(cleo.direct, cleo.user_id, "!calls")
        await service.settle()
        in_memory = (len(service.lanes.at_hand), len(service.inbox.tray))

        store.is_stuck = False
        await service.pass_time(timedelta(seconds=5))

        assert in_memory == (AT_HAND, ROOM)
        assert await store.waiting() == ()
        assert names_of(bo.user_id, store)[-MUCH // AT_ONCE :] == [
            f"Bo {number}" for number in range(MUCH // AT_ONCE)
        ]
        assert cleo.heard[-1] == words("calls.none", congregation="Harbourlight")
        assert service.told.broke == []


def names_of(person: UserId, store: MemoryStore) -> list[str]:
    """Tell how somebody was called, in the order in which lanes took it in."""
    facts = (fact for lane in store.lanes.values() for fact in lane.facts)
    return [
        fact.name for fact in facts if isinstance(fact, MembershipSeen) and fact.person == person
    ]
