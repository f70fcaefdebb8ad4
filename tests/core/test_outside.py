"""The service out of a room of its own: hosts are told once, what is wanted there waits, it comes back when asked."""

import pytest

from microsol_matrix.ids import RoomKey, UserId
from microsol_matrix.observe import BotInvited
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.plan.intents import EnterRoom
from microsol_matrix.seen import Membership
from tests.core.life import Village, called, harbourlight
from tests.core.said import AMARA, BO, BOT, CLEO, membership, new_event

OUT = "so I cannot look after it now"
BACK = "again, and go on"


def put_out(village: Village, key: RoomKey, *, to: Membership = Membership.LEAVE) -> None:
    village.happen(membership(BOT, to, at=village.key_id(key), by=UserId("@admin:here.example")))


def ask_back(village: Village, key: RoomKey, *, by: UserId = AMARA) -> None:
    village.happen(BotInvited(village.key_id(key), new_event(), by=by, is_direct=False))


@pytest.mark.parametrize("key", [SPACE, COMMONS, ARCHIVE])
@pytest.mark.parametrize("to", [Membership.LEAVE, Membership.BAN])
def test_hosts_are_told_once_and_what_is_wanted_there_waits(key: RoomKey, to: Membership) -> None:
    village = harbourlight(BO)

    put_out(village, key, to=to)
    put_out(village, key, to=to)
    village.says(AMARA, "!call Slow Kettle") if key != COMMONS else village.tells(AMARA, "!call X")

    room_id = village.key_id(key)
    assert not [one for one in village.plan() if getattr(one, "room_id", None) == room_id]
    village.settle()
    assert sum(OUT in said for said in village.said_in(village.key_id(HOSTS))) == 1


@pytest.mark.parametrize("key", [SPACE, COMMONS, ARCHIVE])
def test_who_is_asked_back_comes_goes_on_and_says_so(key: RoomKey) -> None:
    village = harbourlight(BO)
    put_out(village, key)
    village.tells(AMARA, "!call Slow Kettle")
    village.settle()

    ask_back(village, key)
    (enter,) = [one for one in village.plan() if isinstance(one, EnterRoom)]
    assert enter.via == ("here.example",)
    village.happen(membership(BOT, Membership.JOIN, at=village.key_id(key)))
    village.settle()

    assert any("Slow Kettle" in said for said in village.said_in(village.commons))
    assert sum(BACK in said for said in village.said_in(village.key_id(HOSTS))) == 1


def test_out_of_hosts_each_host_is_told_by_letter() -> None:
    village = harbourlight(BO)

    put_out(village, HOSTS)

    assert OUT in village.letters_to(AMARA)[-1]
    assert not any(OUT in told for told in village.letters_to(BO))


def test_out_of_a_crews_room_it_is_named() -> None:
    village = called("!call Slow Kettle seats=2", BO, CLEO)
    village.tells(BO, "yes")
    village.settle()

    put_out(village, crew_room(village.crew.id))
    village.settle()

    assert any(
        "I am not in the room of Slow Kettle any more" in said
        for said in village.said_in(village.key_id(HOSTS))
    )


def test_an_invitation_that_comes_without_our_knowing_that_we_were_out_is_followed() -> None:
    village = harbourlight(BO)

    ask_back(village, COMMONS)

    assert [type(one) for one in village.plan()] == [EnterRoom]


def test_an_invitation_that_was_taken_back_is_followed_when_it_comes_again() -> None:
    village = harbourlight(BO)
    put_out(village, COMMONS)
    village.settle()
    ask_back(village, COMMONS)
    (enter,) = village.plan()
    village.fails(enter, errcode="M_FORBIDDEN", is_final=True)
    put_out(village, COMMONS)
    assert not any(isinstance(one, EnterRoom) for one in village.plan())
    village.settle()

    ask_back(village, COMMONS, by=BO)

    assert [type(one) for one in village.plan()] == [EnterRoom]


def test_being_in_a_room_that_one_was_in_is_no_news() -> None:
    village = harbourlight(BO)
    before = village.world

    village.happen(membership(BOT, Membership.JOIN, at=village.commons))

    assert village.world == before
