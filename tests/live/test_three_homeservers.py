"""People of three homeservers in one congregation; the third lets people receive as few invitations as a stock one."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import trustme

from appservice.demo.synapse import Synapse
from tests.live.service import RunningService
from tests.live.village import come_in, found

pytestmark = [pytest.mark.live, pytest.mark.federation]

STOCK = {"rc_invites": {"per_user": {"per_second": 0.003, "burst_count": 5}}}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def third(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Synapse]:
    """A homeserver that federates with the others, and bounds invitations as a public one does."""
    directory = tmp_path_factory.mktemp("third")
    async with Synapse(directory=directory, authority=authority, settings=STOCK) as synapse:
        yield synapse


async def test_members_of_three_homeservers_are_members_like_any(
    service: RunningService, elsewhere: Synapse, third: Synapse
) -> None:
    village = await found(service, "Three Shores", people=("Bo",))
    zoe = await village.welcome("Zoe", homeserver=elsewhere)
    yan = await village.welcome("Yan", homeserver=third)

    # Called in Commons from one, answered in private from another.
    await village.call("Reed Beds | seats=2", by="Yan")
    await zoe.ask("yes Reed Beds", expecting="Your yes to Reed Beds")
    crew = await yan.comes_into("Reed Beds")
    assert await zoe.comes_into("Reed Beds") == crew
    await zoe.member.say(crew, "!agree Tue 19:00")
    await yan.member.wait_for_message(crew, containing="Reed Beds", sender=service.bot)

    # Opened by one of them: who is of the space comes in without being asked, from wherever.
    await yan.member.say(crew, "!joining open")
    await zoe.member.wait_for_message(crew, containing="can come into Reed Beds without asking")
    wil = await village.welcome("Wil", homeserver=third)
    await come_in(wil.member, crew, via=(service.homeserver.server_name, elsewhere.server_name))
    await wil.ask("!crews", expecting="You have a seat.")

    # Space, Commons, the direct room and one crew so far: one more is let through, and then no more for a while.
    for name in ("Tide Pools", "Salt Pans"):
        await village.call(f"{name} | seats=2")
        await yan.ask(f"yes {name}", expecting=f"Your yes to {name}")
    assert await yan.comes_into("Tide Pools") == await village.founder.comes_into("Tide Pools")
    told = await village.founder.hears("I could not reach Yan with the invitation to Salt Pans yet")
    assert "takes only a few invitations at a time" in told.body
