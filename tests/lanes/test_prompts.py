"""Prompts whose sending was answered to nobody: what they read in the end is what stands."""

from datetime import timedelta

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.words import count
from tests.fakes.door import Failure
from tests.lanes.service import Village, found, running

SOON = timedelta(minutes=1)
LOST = HomeserverUnreachable("the answer got lost")


async def test_a_prompt_that_was_sent_unknown_to_us_is_brought_up_to_date() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        service.homeserver.failures["send"] = Failure(LOST, is_done=True)
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):  # the crew begins while we do not know that the prompt stands
            await village[name].tells("yes")

        await service.pass_time(SOON)

        assert len(village.prompts) == 1
        assert (await _prompt_reads(village)).startswith("* Slow Kettle is beginning")


async def test_an_edit_that_was_sent_unknown_to_us_does_not_swallow_the_next_one() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=3-5")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        service.homeserver.failures["send"] = Failure(LOST, is_done=True)
        await village["Bo"].leaves(service.room_named("Slow Kettle"))
        assert count("call.seats", 3) in await _prompt_reads(village)

        await village["Dov"].tells("yes")
        await service.pass_time(SOON)

        assert count("call.seats", 2) in await _prompt_reads(village)


async def test_a_card_that_was_written_unknown_to_us_does_not_outlive_what_it_said() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=3-5")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        service.homeserver.failures["put_state"] = Failure(LOST, is_done=True)
        await village["Bo"].leaves(service.room_named("Slow Kettle"))

        await village["Dov"].tells("yes")
        await service.pass_time(SOON)

        (crew,) = (await village.world()).crews
        space = service.homeserver.matrix.room(village.space)
        assert space.content("org.microsol.crew", crew)["seats_open"] == 2


async def _prompt_reads(village: Village) -> str:
    """Give what the prompt reads now: its last edit, if there is one."""
    return village.service.heard_in(village.commons)[-1]
