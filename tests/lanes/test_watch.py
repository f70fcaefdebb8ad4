"""The clock that is watched: what comes to be due while it naps is not kept waiting for the nap's end."""

from datetime import timedelta

from tests.lanes.service import found, running

DAY = timedelta(days=1)


async def test_what_comes_to_be_due_sooner_than_a_nap_ends_wakes_the_clock() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Kettle | seats=2 start=when-i-say")
        await village["Bo"].tells("yes Kettle")
        began = service.clock.present
        await village["Amara"].tells("!start Kettle")
        await service.pass_time(DAY - timedelta(seconds=127))  # naps end at other moments
        while (napping_until := service.clock.next_waking or began) < began + DAY:
            service.clock.advance_to(napping_until)
            await service.settle()

        await village["Amara"].tells("!settings forming=24h")

        assert napping_until > began + DAY > service.clock.present
        assert service.clock.next_waking == began + DAY
