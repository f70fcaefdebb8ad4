"""The inbox takes in what is for us, once and in order, and leaves no trace of anything else."""

import pytest
import pytest_asyncio

from appservice.clock import SystemClock
from appservice.inbox import Inbox
from appservice.web.envelope import read_transaction
from microsol_matrix.addresses import addresses
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.ports import Address, AddressKind, Append, Arrival
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, HOUSE, NOW
from tests.edge.worlds import event_json, transaction_json
from tests.fakes.store import MemoryStore

MESSAGE = "m.room.message"


@pytest.fixture(scope="module")
def village() -> Village:
    """Harbourlight, with a call that takes answers."""
    village = harbourlight(AMARA, BO, CLEO)
    village.says(AMARA, '!call "Slow Kettle" Weekly hour to listen | kind=support')
    village.settle()
    return village


@pytest_asyncio.fixture
async def store(village: Village) -> MemoryStore:
    store = MemoryStore()
    await store.append(
        Append(
            lane=LaneId("harbourlight"),
            expected_seq=0,
            facts=tuple(village.facts),
            at=NOW,
            consumed=(),
            letters=(),
            addresses=addresses(village.world),
            next_due=None,
            is_unsettled=False,
            snapshot=None,
        )
    )
    store.commits = 0
    return store


@pytest.fixture
def inbox(store: MemoryStore) -> Inbox:
    return Inbox(house=HOUSE, store=store, clock=SystemClock())


async def accept(inbox: Inbox, *events: bytes) -> None:
    await inbox.accept("1", read_transaction(transaction_json(*events)).events)


async def taken_in(store: MemoryStore) -> list[str]:
    return [one.item.event_id for one in await store.waiting() if isinstance(one.item, Arrival)]


def said(event_id: str, body: str, *, room_id: RoomId, **more: object) -> bytes:
    content = {"msgtype": "m.text", "body": body, **more}
    return event_json(event_id, room_id=room_id, sender=BO, content=content)


def reply_to(target: str) -> dict[str, object]:
    return {"m.relates_to": {"m.in_reply_to": {"event_id": target}}}


async def test_of_many_events_those_for_us_are_taken_in_in_their_order(
    inbox: Inbox, store: MemoryStore, village: Village
) -> None:
    commons, prompt = village.commons, village.prompt()

    await accept(
        inbox,
        said("$chatter", "who has the kettle?", room_id=commons),
        said("$command", "!calls", room_id=commons),
        said("$elsewhere", "!calls", room_id=RoomId("!elsewhere:here.example")),
        said("$answer", "yes", room_id=commons, **reply_to(prompt)),
        said("$to-another", "yes", room_id=commons, **reply_to("$chatter")),
        event_json(
            "$left",
            type="m.room.member",
            room_id=commons,
            sender=CLEO,
            state_key=CLEO,
            content={"membership": "leave"},
        ),
    )

    assert await taken_in(store) == ["$command", "$answer", "$left"]
    assert store.commits == 1


async def test_a_transaction_without_anything_for_us_commits_nothing(
    inbox: Inbox, store: MemoryStore, village: Village
) -> None:
    await accept(
        inbox,
        said("$chatter", "who has the kettle?", room_id=village.commons),
        event_json("$pins", type="m.room.pinned_events", room_id=village.commons, state_key=""),
        event_json("$ours", room_id=village.commons, sender=BOT),
        event_json("$name", type="m.room.name", room_id=village.commons, sender=BOT, state_key=""),
    )

    assert store.commits == 0


async def test_what_people_change_in_rooms_of_ours_is_taken_in(
    inbox: Inbox, store: MemoryStore, village: Village
) -> None:
    power = {"type": "m.room.power_levels", "state_key": "", "content": {"users": {}}}
    await accept(
        inbox,
        event_json("$topic", type="m.room.topic", room_id=village.commons, state_key=""),
        event_json("$name", type="m.room.name", room_id="!others:hs.example", state_key=""),
        event_json("$power", room_id=village.commons, **power),
        event_json("$in-our-name", room_id=village.commons, sender=BOT, **power),
    )

    assert await taken_in(store) == ["$topic", "$power", "$in-our-name"]


async def test_what_comes_again_is_not_taken_in_again(
    inbox: Inbox, store: MemoryStore, village: Village
) -> None:
    command = said("$command", "!calls", room_id=village.commons)

    for _ in range(2):
        await accept(inbox, command)

    assert await taken_in(store) == ["$command"]
    assert store.commits == 1


async def test_an_invitation_of_the_bot_is_taken_in_wherever_it_is(
    inbox: Inbox, store: MemoryStore
) -> None:
    await accept(
        inbox,
        event_json(
            "$invited",
            type="m.room.member",
            room_id="!new:here.example",
            sender=BO,
            state_key=BOT,
            content={"membership": "invite", "is_direct": True},
        ),
    )

    assert await taken_in(store) == ["$invited"]


async def test_a_reaction_counts_while_what_it_is_about_may_not_be_known_yet(
    inbox: Inbox, store: MemoryStore, village: Village
) -> None:
    lane = store.lanes[LaneId("harbourlight")]
    lane.addresses = {**lane.addresses, Address(AddressKind.AWAITED, village.commons): ""}
    relation = {"rel_type": "m.annotation", "event_id": "$on-its-way", "key": "✋"}

    await accept(
        inbox,
        event_json(
            "$hand",
            type="m.reaction",
            room_id=village.commons,
            sender=BO,
            content={"m.relates_to": relation},
        ),
    )

    assert await taken_in(store) == ["$hand"]
