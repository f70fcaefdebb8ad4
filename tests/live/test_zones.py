"""Dates in the days of whoever says them, as their profile on a real homeserver names them."""

import pytest

from tests.live.village import Village

pytestmark = pytest.mark.live


async def test_a_date_is_read_in_the_time_zone_of_the_profile(harbourlight: Village) -> None:
    cleo = harbourlight["Cleo"]
    universal = await cleo.ask("!call Tide Table | closes=tomorrow", expecting="open until")
    dov = harbourlight["Dov"]
    await dov.member.set_profile("m.tz", "America/Los_Angeles")

    theirs = await dov.ask("!call Tide Clock | closes=tomorrow", expecting="open until")

    assert "23:59 UTC" in universal
    assert "23:59 America/Los_Angeles" in theirs
