"""A plan is read without changing anything, and done by a command as the service would have done it."""

import asyncio
import json
from collections.abc import Mapping

import pytest
from attrs import define, evolve as changed, frozen

from appservice.cli.plan_text import came_of, document_of, document_of_applied, text_of
from appservice.planning import Applied, Apply, KeylessPerformer, Outlook, Sight, Tally, lines_of
from microsol_matrix.errors import NO_KEYS, HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.ports import AddressKind, LaneEntry, LaneRecord
from tests.fakes.door import Failure
from tests.fakes.store import MemoryStore
from tests.lanes.service import Service, Village, running
from tests.lanes.test_slow_round import crewed, standing, write_unheard

CHILD = "m.space.child"


@frozen
class Command:
    """What `plan` and `apply` stand on, beside a service that does not listen."""

    service: Service

    @property
    def sight(self) -> Sight:
        service = self.service
        house, clock = service.lanes.house, service.clock
        return Sight(service.store, service.homeserver, house, clock)

    async def plan(self) -> tuple[Outlook, ...]:
        return await self.sight.everything()

    async def apply(self) -> Applied:
        service = self.service
        tally = Tally()
        performer = KeylessPerformer(
            homeserver=service.homeserver,
            house=service.lanes.house,
            clock=service.clock,
            store=service.store,
        )
        lanes = Lanes(
            house=service.lanes.house,
            store=service.store,
            performer=performer,
            clock=service.clock,
            reports=tally,
            post=service.inbox.post,
            take_in=service.inbox.take_in,
        )
        async with asyncio.TaskGroup() as tasks:
            working = tasks.create_task(Apply(lanes, tally).all(await self.plan()))
            while not working.done():
                await service.calm()
                if (waking := service.clock.next_waking) is not None and not working.done():
                    service.clock.advance_to(max(waking, service.clock.present))
        await lanes.stop()
        return working.result()

    @property
    def written(self) -> tuple[int, int]:
        """Count what was ever written, on the homeserver and in the store."""
        return len(self.service.homeserver.matrix.stream), self.service.store.commits


def told(outlooks: tuple[Outlook, ...]) -> list[tuple[str, str, str, int]]:
    return [(one.room, one.what, one.why, one.count) for one in lines_of(outlooks)]


async def without_kettle(service: Service) -> tuple[Village, RoomId]:
    """Let somebody have taken the crew's room out of the space, unheard."""
    village = await crewed(service)
    kettle = service.room_named("Slow Kettle")
    write_unheard(service, village.space, CHILD, {}, state_key=kettle)
    return village, kettle


async def test_where_all_is_as_it_should_be_nothing_is_to_do_and_nothing_is_written() -> None:
    async with running() as service:
        await crewed(service)
        command = Command(service)
        before = command.written

        outlooks = await command.plan()
        applied = await command.apply()

        assert told(outlooks) == []
        assert text_of(outlooks).startswith("Nothing to do: looked at 1 congregation with 5 rooms.")
        assert (applied.done, applied.left, command.written) == (0, (), before)


async def test_what_somebody_damaged_is_told_mended_and_then_left_alone() -> None:
    async with running() as service:
        village, kettle = await without_kettle(service)
        command = Command(service)
        before = command.written

        outlooks = await command.plan()
        planned = command.written
        applied = await command.apply()
        mended = command.written
        again = await command.apply()

        assert told(outlooks) == [
            ("Hosts", "say something", "it waits to be said", 1),
            ("the space", "write that crew Slow Kettle is in it", "somebody changed it", 1),
        ]
        assert planned == before
        assert (applied.done, applied.left, dict(applied.failed)) == (2, (), {})
        assert standing(service, village.space)[CHILD, kettle]["via"] == ["here.example"]
        assert (again.done, again.left, command.written) == (0, (), mended)


async def test_a_plan_says_neither_words_nor_people_nor_the_name_of_a_hidden_crew() -> None:
    async with running() as service:
        village = await crewed(service)
        kettle = service.room_named("Slow Kettle")
        await village["Bo"].says(kettle, "!visibility hidden")
        write_unheard(service, kettle, "m.room.join_rules", {"join_rule": "public"})

        outlooks = await Command(service).plan()

        shown = text_of(outlooks) + json.dumps(document_of(outlooks))
        assert "a hidden crew" in [line.room for line in lines_of(outlooks)]
        for secret in ("Kettle", kettle, "@bo", "@admin", "put it back"):
            assert secret not in shown


async def test_what_waits_in_private_is_only_counted() -> None:
    async with running() as service:
        village = await crewed(service)
        service.homeserver.failures["send"] = Failure(HomeserverUnreachable("away"))
        await village["Bo"].tells("!me")

        outlooks = await Command(service).plan()

        assert told(outlooks) == [("in private", "say something", "it waits to be said", 1)]
        assert "@bo" not in json.dumps(document_of(outlooks))


@define
class Moving:
    """A store in which a lane moves on each time that it was read, for so many times."""

    store: MemoryStore
    moves: int

    async def load(self, lane: LaneId) -> LaneRecord:
        record = await self.store.load(lane)
        self.moves -= 1
        return changed(record, seq=record.seq - max(self.moves, 0))

    async def find_every(self, kind: AddressKind) -> Mapping[str, LaneEntry]:
        return await self.store.find_every(kind)

    async def unsettled(self) -> tuple[LaneId, ...]:
        return await self.store.unsettled()


@pytest.mark.parametrize(("moves", "is_moving"), [(0, False), (2, False), (9, True)])
async def test_a_congregation_that_moves_on_while_it_is_read_is_read_anew(
    moves: int, *, is_moving: bool
) -> None:
    async with running() as service:
        await without_kettle(service)
        moving = Moving(service.store, moves)
        house, clock = service.lanes.house, service.clock

        outlooks = await Sight(moving, service.homeserver, house, clock).everything()

        assert [one.is_moving for one in outlooks] == [is_moving]
        assert ("It changed while it was looked at" in text_of(outlooks)) is is_moving
        assert len(outlooks[0].intents) == 2


async def test_what_the_homeserver_refuses_is_told_and_not_tried_by_the_next_command() -> None:
    async with running() as service:
        await without_kettle(service)
        command = Command(service)
        no = HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="no")
        service.homeserver.failures["put_state"] = Failure(no)

        applied = await command.apply()
        written = command.written
        outlooks = await command.plan()
        again = await command.apply()

        assert dict(applied.refused) == {("put", "M_FORBIDDEN"): 1}
        assert "Refused for good: put, M_FORBIDDEN (1)." in came_of(applied)
        assert (told(outlooks), outlooks[0].refused) == ([], 1)
        assert (again.done, command.written) == (0, written)


async def test_what_does_not_work_now_is_tried_again_for_a_moment_and_then_left() -> None:
    async with running() as service:
        village, kettle = await without_kettle(service)
        command = Command(service)
        service.homeserver.failures["put_state"] = Failure(HomeserverUnreachable("later"))
        soon = await command.apply()

        assert (soon.done, soon.left, dict(soon.failed)) == (2, (), {})
        assert standing(service, village.space)[CHILD, kettle] != {}


async def test_words_that_need_keys_are_left_to_the_service() -> None:
    async with running() as service:
        village, kettle = await without_kettle(service)
        encrypted = {"algorithm": "m.megolm.v1.aes-sha2"}
        service.homeserver.matrix.append(
            village.hosts,
            "m.room.encryption",
            sender=village["Amara"].user_id,
            state_key="",
            content=encrypted,
        )

        applied = await Command(service).apply()

        assert applied.done == 1
        assert dict(applied.failed) == {("say", NO_KEYS): 1}
        assert told(applied.left) == [("Hosts", "say something", "it waits to be said", 1)]
        assert document_of_applied(applied)["failed"] == [
            {"deed": "say", "errcode": NO_KEYS, "count": 1}
        ]
        assert standing(service, village.space)[CHILD, kettle] != {}
        assert told(await Command(service).plan()) == told(applied.left)


async def test_a_plan_is_read_room_by_room() -> None:
    async with running() as service:
        village, _ = await without_kettle(service)
        for room_id in (village.commons, village.hosts):
            write_unheard(service, room_id, "m.room.join_rules", {"join_rule": "public"})

        shown = text_of(await Command(service).plan())

    address = "#_microsol_harbourlight:here.example"
    assert shown == (
        f"Harbourlight  {address}\n"
        "  Hosts\n"
        "    - say something: it waits to be said\n"
        "    - write who may come in: somebody changed it\n"
        "  the space\n"
        "    - write that crew Slow Kettle is in it: somebody changed it\n"
        "  Commons\n"
        "    - write who may come in: somebody changed it\n"
        "\n"
        "To do: 4 things; looked at 1 congregation with 5 rooms, and changed nothing.\n"
    )
