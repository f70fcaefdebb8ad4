"""What was taken in, known again by its rooms alone: who hosts it and its crews, whoever else has power there."""

from datetime import timedelta

import pytest

from microsol_matrix.ids import LaneId, UserId
from microsol_matrix.plan import plan
from microsol_matrix.structure import types
from tests.lanes.garden import ADOPT, BO, Garden, garden, ready
from tests.lanes.much_lived import dated
from tests.lanes.service import SERVER, Service, running
from tests.rebuilding import rebuilt_from, unlawful


async def taken_in(service: Service, *, version: str) -> Garden:
    """Have a garden taken in by Esi; Bo had some power in Tea before, and Esi all."""
    made = await garden(service, version=version)
    made.empowers(made.tea, who=BO, level=60)
    await made.esi.tells(ADOPT)
    await made.lets_in(*made.rooms)
    made.empowers(*made.rooms)
    await made.esi.tells(ADOPT)
    await made.esi.tells("!adopt yes")
    return made


async def hosts_anew(service: Service, made: Garden) -> tuple[UserId, UserId]:
    """Give who hosts Tea, before the database is lost and after; nothing else may differ."""
    (old,) = await service.congregations()
    assert old.congregation is not None
    anew = await rebuilt_from(service.homeserver, service.clock, service.lanes.house)
    new = anew.world(LaneId(old.congregation.id))
    assert unlawful(old, new) == []
    (before,), (after,) = old.crews.values(), new.crews.values()
    assert before.host not in str(made.state(made.tea, types.CREW))
    return before.host, after.host


@pytest.mark.parametrize("version", ["11", "12"])
async def test_who_asked_hosts_still_though_another_has_power_there(version: str) -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        made = await taken_in(service, version=version)

        assert await hosts_anew(service, made) == (made.esi.user_id, made.esi.user_id)


@pytest.mark.parametrize("version", ["11", "12"])
async def test_who_was_made_host_hosts_still_though_another_may_do_everything(version: str) -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        made = await taken_in(service, version=version)
        await made.esi.says(made.tea, "!agree Tue 19:00 | review=8w")
        await made.esi.says(made.tea, "!host Bo")

        assert await hosts_anew(service, made) == (BO, BO)


async def test_a_taken_in_congregation_is_known_again_by_its_rooms_alone() -> None:
    homeserver, clock = dated()
    async with running(homeserver, clock=clock) as service:
        made = await ready(service)
        made.empowers(made.talk, who=BO, level=60)
        await made.esi.tells(ADOPT)
        await made.esi.tells("!adopt yes")
        await service.pass_time(timedelta(minutes=5))
        (old,) = await service.congregations()
        house = service.lanes.house

    anew = await rebuilt_from(homeserver, clock, house)

    assert old.congregation is not None
    new = anew.world(LaneId(old.congregation.id))
    assert unlawful(old, new) == []
    assert anew.rebuilt.findings == ()
    assert plan(new, house) == ()


@pytest.mark.parametrize("version", ["11", "12"])
async def test_power_that_people_had_before_makes_nobody_a_host_of_what_is_known_again(
    version: str,
) -> None:
    homeserver, clock = dated()
    gone, other_bot = UserId(f"@gone:{SERVER}"), UserId(f"@draupnir:{SERVER}")
    async with running(homeserver, clock=clock) as service:
        made = await garden(service, version=version)
        homeserver.matrix.invite(made.space, other_bot, sender=made.esi.user_id)
        homeserver.matrix.join(made.space, other_bot)
        services = {"service_members": [other_bot]}
        made.puts(made.space, "io.element.functional_members", services)
        for person in (gone, other_bot, BO):
            made.empowers(made.space, who=person, level=50)
        await made.esi.tells(ADOPT)
        await made.lets_in(*made.rooms)
        made.empowers(*made.rooms)
        await made.esi.tells(ADOPT)
        await made.esi.tells("!adopt yes")
        await service.pass_time(timedelta(minutes=5))
        (old,) = await service.congregations()
        house = service.lanes.house

    anew = await rebuilt_from(homeserver, clock, house)

    assert old.congregation is not None
    new = anew.world(LaneId(old.congregation.id))
    assert new.hosts == old.hosts == {made.esi.user_id, BO}
    assert unlawful(old, new) == []
