"""What arrives together and depends on what came just before; what ends while the service stops."""

import asyncio

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.ids import Text, UserId
from microsol_matrix.ports import Address, AddressKind
from tests.fakes.door import Failure
from tests.lanes.held_back import HeldBack
from tests.lanes.service import found, meet, running, words


async def test_who_comes_in_and_speaks_at_once_is_a_member_already() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, '!call "Slow Kettle" - tea')
        cleo = await meet(service, "Cleo")
        await village["Amara"].tells(f"!invite {cleo.user_id}")

        service.homeserver.member_joins(village.space, cleo.user_id)
        service.homeserver.member_sends(cleo.direct, cleo.user_id, "!yes Slow Kettle")
        await service.settle()

        assert words("yes.first", name="Slow Kettle", caller="Amara") in cleo.heard


async def test_a_prompt_that_is_refused_for_good_is_not_waited_for() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].says(village.commons, "!call Slow Kettle | seats=4-6")
        hand = service.homeserver.member_reacts(
            village.commons, village["Bo"].user_id, "✋", to=village.prompt
        )
        await service.settle()
        no = HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="spam")
        service.homeserver.failures["send"] = Failure(no)
        await village["Amara"].tells("!call Night Ferry")
        service.homeserver.failures.clear()

        service.homeserver.member_redacts(village.commons, village["Bo"].user_id, hand)
        await service.settle()

        calls = {call.name: call for call in (await village.world()).calls_in_order}
        assert set(calls) == {"Slow Kettle", "Night Ferry"}
        kettle = calls[Text("Slow Kettle")]
        assert [answer.person for answer in kettle.answers] == [village["Amara"].user_id]
        assert await service.store.waiting() == ()
        awaited = Address(AddressKind.AWAITED, village.commons)
        assert await service.store.find(awaited) == ()


async def test_what_ends_while_the_service_stops_is_committed() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        held = HeldBack(service.homeserver, asyncio.Event(), asyncio.Event())
        service.lanes.performer.homeserver = held
        bo: UserId = village["Bo"].user_id
        service.homeserver.member_sends(village["Bo"].direct, bo, "!calls")
        await service.inbox.take_in(service.homeserver.take_transaction())
        await held.is_done.wait()

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(service.lanes.stop())
            held.gate.set()

        assert await service.store.unsettled() == ()
