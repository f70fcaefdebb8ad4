"""Of porches the inbox takes in what they say, by transaction as by sync, and nothing of who else reads there."""

import pytest
import pytest_asyncio

from appservice.clock import SystemClock
from appservice.inbox import Inbox
from appservice.web.envelope import read_transaction
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.ports import SEAT, Address, AddressKind, Append, Arrival
from microsol_matrix.structure.types import CONGREGATION, LINK
from tests.core.said import BO, BOT, HOUSE, NOW
from tests.edge.worlds import event_json, transaction_json
from tests.fakes.store import MemoryStore

OURS, OUR_SPACE = RoomId("!porch:here.example"), RoomId("!space:here.example")
THEIRS, STRANGE = RoomId("!porch:there.example"), RoomId("!porch:strange.example")
THEIR_BOT = "@microsol:there.example"


@pytest_asyncio.fixture
async def store() -> MemoryStore:
    store = MemoryStore()
    await store.append(
        Append(
            lane=LaneId("harbourlight"),
            expected_seq=0,
            facts=(),
            at=NOW,
            consumed=(),
            letters=(),
            addresses={
                Address(AddressKind.ROOM, OURS): "porch",
                Address(AddressKind.ROOM, OUR_SPACE): "space",
                Address(AddressKind.NEIGHBOUR, THEIRS): SEAT,
            },
            next_due=None,
            is_unsettled=False,
            snapshot=None,
        )
    )
    return store


@pytest.fixture
def inbox(store: MemoryStore) -> Inbox:
    return Inbox(house=HOUSE, store=store, clock=SystemClock())


def state(name: str, type_: str, *, room_id: RoomId, by: str = THEIR_BOT, key: str = "") -> bytes:
    content = {"membership": "leave"} if type_ == "m.room.member" else {"version": 1}
    return event_json(name, type=type_, room_id=room_id, sender=by, state_key=key, content=content)


EVENTS = (
    state("$card", CONGREGATION, room_id=THEIRS),
    state("$link", LINK, room_id=THEIRS, key=OURS),
    state("$way", "m.space.child", room_id=THEIRS, key=OURS),
    event_json(
        "$words", room_id=THEIRS, sender=BO, content={"msgtype": "m.text", "body": "!calls"}
    ),
    state("$reader", "m.room.member", room_id=THEIRS, by=BO, key=BO),
    state("$seat", "m.room.member", room_id=THEIRS, key=BOT),
    state("$elsewhere", CONGREGATION, room_id=STRANGE),
    state("$own-link", LINK, room_id=OURS, by=BOT, key=THEIRS),
    state("$own-in-space", LINK, room_id=OUR_SPACE, by=BOT, key=THEIRS),
    state("$forged", LINK, room_id=OURS, by=BO, key=THEIRS),
)
WANTED = ["$card", "$link", "$way", "$seat", "$own-link", "$forged"]


async def taken_in(store: MemoryStore) -> list[str]:
    return [one.item.event_id for one in await store.waiting() if isinstance(one.item, Arrival)]


async def test_what_a_neighbours_porch_and_ours_say_is_taken_in_by_transaction(
    inbox: Inbox, store: MemoryStore
) -> None:
    await inbox.accept("1", read_transaction(transaction_json(*EVENTS)).events)

    assert await taken_in(store) == WANTED


async def test_the_same_is_taken_in_by_sync(inbox: Inbox, store: MemoryStore) -> None:
    await inbox.take_in(EVENTS, sync_position="s1")

    assert await taken_in(store) == WANTED
