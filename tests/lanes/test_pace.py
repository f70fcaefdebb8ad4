"""People elsewhere are sent no more invitations than their homeserver lets through."""

from datetime import timedelta

import pytest

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import UserId
from microsol_matrix.lanes.perform.pace import AT_ONCE, EACH, Pace
from tests.fakes.clock import FakeClock
from tests.lanes.service import found, running, words

ZOE, YAN = UserId("@zoe:far.example"), UserId("@yan:far.example")
NOW = FakeClock().present
SECOND = timedelta(seconds=1)


def send(pace: Pace, count: int = 1, *, after: timedelta = timedelta(), to: UserId = ZOE) -> None:
    for _ in range(count):
        with pace.counted(to, now=NOW + after):
            pass


def test_after_a_few_one_more_is_sent_each_while() -> None:
    pace = Pace()
    send(pace, AT_ONCE)

    with pytest.raises(HomeserverUnreachable) as later:
        send(pace)
    send(pace, to=YAN)
    send(pace, after=EACH)
    with pytest.raises(HomeserverUnreachable):
        send(pace, after=2 * EACH - SECOND)
    send(pace, after=2 * EACH)

    assert later.value.matrix_errcode == "M_LIMIT_EXCEEDED"
    assert later.value.retry_after == EACH


def test_who_was_left_in_peace_for_long_may_be_sent_as_many_again() -> None:
    pace = Pace()
    send(pace, AT_ONCE)

    send(pace, AT_ONCE, after=AT_ONCE * EACH)


def test_what_did_not_arrive_does_not_count_and_what_was_refused_does() -> None:
    pace = Pace()
    for _ in range(2 * AT_ONCE):
        with pytest.raises(HomeserverUnreachable), pace.counted(ZOE, now=NOW):
            raise HomeserverUnreachable("their homeserver is away")
    for _ in range(AT_ONCE):
        with pytest.raises(HomeserverRefused), pace.counted(ZOE, now=NOW):
            raise HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="no")

    with pytest.raises(HomeserverUnreachable, match="as many invitations"):
        send(pace)


async def test_who_waits_for_somebody_elsewhere_is_told_why_and_they_are_invited_later() -> None:
    async with running() as service:
        village = await found(service)
        zoe, amara = await village.welcome("Zoe", server="far.example"), village["Amara"]
        names = ("Slow Kettle", "Paper Boats", "Night Ferry", "Long Table")
        for name in names:
            await amara.says(village.commons, f"!call {name} | seats=2")
            await zoe.tells(f"yes {name}")

        rooms = [service.room_named(name) for name in names]
        at_first = [service.membership(room, zoe.user_id) for room in rooms]
        told = amara.heard[-1]
        await service.pass_time(EACH)

        assert at_first == ["invite", "invite", "invite", None]
        assert words("why.limit") in told
        assert "Long Table" in told
        assert service.membership(rooms[-1], zoe.user_id) == "invite"
        assert service.told.broke == []
