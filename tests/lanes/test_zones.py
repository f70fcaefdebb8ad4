"""In whose days a date is meant: the congregation's, or where it has none of its own those of whoever says it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable, MicrosolError
from microsol_matrix.ids import UserId, ZoneName
from microsol_matrix.lanes.profile_zones import KEPT, KNOWN_FOR, ProfileZones
from tests.fakes.clock import FakeClock
from tests.fakes.door import Failure
from tests.fakes.homeserver import FakeHomeserver
from tests.lanes.service import Neighbour, Village, found, running

TOMORROW_IN_CALIFORNIA = datetime(2026, 11, 25, 7, 59, 59, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)
GONE = HomeserverUnreachable("away")
NO = HomeserverRefused(status=400, errcode="M_UNKNOWN", error="no")


def lives_in(person: Neighbour, zone: str) -> None:
    profiles = person.service.homeserver.matrix.profiles
    profiles[person.user_id] = {"m.tz": zone}


async def closes_at(village: Village) -> datetime:
    return list((await village.world()).calls.values())[-1].closes_at


async def test_a_date_is_meant_in_the_days_of_whoever_says_it() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lives_in(village["Bo"], "America/Los_Angeles")

        told = await village["Bo"].tells("!call Slow Kettle | closes=tomorrow")

        assert await closes_at(village) == TOMORROW_IN_CALIFORNIA
        assert "24 November 2026, 23:59 America/Los_Angeles" in told
        prompt = service.heard_in(village.commons)[-1]
        assert "24 November 2026" in prompt
        assert "25 November" not in prompt
        (line,) = (
            one for one in (await village["Bo"].tells("!calls")).splitlines() if "Kettle" in one
        )
        assert "24 November 2026" in line


async def test_in_commons_too() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lives_in(village["Bo"], "America/Los_Angeles")

        await village["Bo"].says(village.commons, "!call Slow Kettle | closes=tomorrow")

        assert await closes_at(village) == TOMORROW_IN_CALIFORNIA


async def test_a_congregations_own_days_come_first() -> None:
    async with running() as service:
        village = await found(service, "Bo", options="zone=Europe/London")
        lives_in(village["Bo"], "America/Los_Angeles")
        service.homeserver.failures["profile_zone"] = Failure(GONE)

        told = await village["Bo"].tells("!call Slow Kettle | closes=tomorrow")

        assert await closes_at(village) == TOMORROW
        assert "24 November 2026, 23:59 Europe/London" in told
        assert "profile_zone" in service.homeserver.failures, "it was not asked"


@pytest.mark.parametrize("error", [GONE, NO])
async def test_a_profile_that_cannot_be_read_breaks_nothing(error: MicrosolError) -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lives_in(village["Bo"], "America/Los_Angeles")
        service.homeserver.failures["profile_zone"] = Failure(error)

        told = await village["Bo"].tells("!call Slow Kettle | closes=tomorrow")

        assert await closes_at(village) == TOMORROW
        assert "24 November 2026, 23:59 UTC" in told
        assert "profile_zone" not in service.homeserver.failures, "it was asked"


@pytest.mark.parametrize("words", ["!call Slow Kettle", "!calls", "!call Slow Kettle | weeks=4"])
async def test_nobody_is_looked_up_who_says_no_date(words: str) -> None:
    async with running() as service:
        village = await found(service, "Bo")
        service.homeserver.failures["profile_zone"] = Failure(GONE)

        await village["Bo"].tells(words)

        assert "profile_zone" in service.homeserver.failures


# ------------------------------------------------------------------------------------------ looking up

BO = UserId("@bo:here.example")


class Homes(FakeHomeserver):
    """A homeserver that is told where people are, and counts who asks."""

    asked = 0

    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        self.asked += 1
        return await super().profile_zone(user_id)


class Silent(FakeHomeserver):
    """A homeserver whose profiles come from another that swallows packets."""

    async def profile_zone(self, user_id: UserId) -> ZoneName | None:
        await asyncio.get_running_loop().create_future()
        return await super().profile_zone(user_id)


async def test_a_zone_is_known_for_an_hour() -> None:
    homes, clock = Homes.named(), FakeClock()
    zones = ProfileZones(homes, clock)
    homes.matrix.profiles[BO] = {"m.tz": "Pacific/Auckland"}

    first = await zones.of(BO)
    homes.matrix.profiles[BO] = {"m.tz": "Europe/Madrid"}
    clock.advance_to(clock.now() + KNOWN_FOR - timedelta(seconds=1))
    within = await zones.of(BO)
    clock.advance_to(clock.now() + timedelta(seconds=1))

    assert (first, within, homes.asked) == ("Pacific/Auckland", "Pacific/Auckland", 1)
    assert await zones.of(BO) == "Europe/Madrid"


async def test_of_many_people_the_longest_unasked_are_asked_anew() -> None:
    homes = Homes.named()
    zones = ProfileZones(homes, FakeClock())
    for number in range(KEPT):
        await zones.of(UserId(f"@{number}:here.example"))
    await zones.of(UserId("@0:here.example"))
    before = homes.asked

    await zones.of(BO)
    await zones.of(UserId("@0:here.example"))
    await zones.of(UserId("@1:here.example"))

    assert (before, homes.asked) == (KEPT, KEPT + 2)


async def test_who_does_not_answer_in_time_is_not_waited_for() -> None:
    zones = ProfileZones(Silent.named(), FakeClock(), patience=timedelta(milliseconds=5))

    assert await zones.of(BO) is None
