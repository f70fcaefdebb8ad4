"""Who we are: founders, aliases, ids."""

import pytest

from microsol_matrix.ids import LATEST_MS, RoomKey, UserId, localpart_of, ms_of, server_of, ulid
from tests.core.said import BO, CLEO, ESI, HOUSE, NOW, house, moment


@pytest.mark.parametrize(
    ("patterns", "user_id", "may"),
    [
        (("*:example.org",), "@ana:example.org", True),
        (("*:example.org",), "@ana:sub.example.org", False),
        (("*:example.org",), "@ana:example.org:8448", False),
        (("*:example.org",), "@ana:exampleXorg", False),
        (("*",), "@ana:elsewhere.example", True),
        (("@ana:example.org",), "@ana:example.org", True),
        (("@ana:example.org",), "@anax:example.org", False),
        (("*:friends.example", "*:example.org"), "@bo:friends.example", True),
        (("*:friends.example", "*:example.org"), "@bo:example.org", True),
        (("@host-*:example.org",), "@host-1:example.org", True),
        (("@host-*:example.org",), "@guest:example.org", False),
        ((), "@ana:example.org", False),
    ],
)
def test_founders_are_people_and_servers_with_stars(
    patterns: tuple[str, ...], user_id: str, *, may: bool
) -> None:
    assert house(founders=patterns).may_found(UserId(user_id)) is may


def test_founding_is_local_only_if_nobody_else_is_named() -> None:
    assert house(founders=("*:here.example",)).is_local_founding
    assert not house(founders=("*:here.example", "@esi:far.example")).is_local_founding


def test_the_spaces_alias_can_be_read_and_every_other_is_opaque() -> None:
    space = HOUSE.alias_localpart(owner="o", key=RoomKey("space"), slug="harbourlight")
    crew = HOUSE.alias_localpart(owner="o", key=RoomKey("crew/1"), slug="harbourlight")

    assert HOUSE.alias(space) == "#_microsol_harbourlight:here.example"
    assert crew.startswith("_microsol_")
    assert "harbourlight" not in crew
    assert crew != HOUSE.alias_localpart(owner="p", key=RoomKey("crew/1"), slug="harbourlight")


def test_an_id_is_the_same_again_for_the_same_reason_at_the_same_time() -> None:
    assert moment().new_id("call", "$1") == moment().new_id("call", "$1")
    assert moment().new_id("call", "$1") != moment().new_id("call", "$2")
    assert moment(NOW).new_id("call", "$1") < moment(NOW.replace(year=2027)).new_id("call", "$1")


def test_an_id_that_begins_with_a_moment_of_its_own_is_the_same_whenever_it_is_decided() -> None:
    later = moment(NOW.replace(year=2027))

    assert moment(NOW).new_id("call", "$1", at_ms=7) == later.new_id("call", "$1", at_ms=7)
    assert ms_of(later.new_id("call", "$1", at_ms=1469918176385)) == 1469918176385
    assert ms_of(ulid(at_ms=LATEST_MS, randomness=bytes(10))) == LATEST_MS


def test_a_ulid_is_as_its_specification_says() -> None:
    # The specification's own example of time: 1469918176385 ms is 01ARYZ6S41.
    made = ulid(at_ms=1469918176385, randomness=bytes(10))

    assert made == "01ARYZ6S41" + "0" * 16


def test_people_of_our_own_homeserver_are_local() -> None:
    assert HOUSE.is_local(BO)
    assert not HOUSE.is_local(ESI)
    assert server_of(UserId("@bo:example.org:8448")) == "example.org:8448"
    assert localpart_of(CLEO) == "cleo"
