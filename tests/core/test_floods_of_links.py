"""Whatever strangers send, few of them are heard, and their words are cut and cleaned."""

from datetime import timedelta
from itertools import pairwise

import pytest
from attrs import evolve

from microsol_matrix.decide.afar import NeighbourStirred, PorchInvited
from microsol_matrix.decide.neighbours import (
    NEW_OF_A_SERVER,
    OPEN_IN_ALL,
    OPEN_OF_A_SERVER,
)
from microsol_matrix.ids import EventId, RoomId, Text, UserId, server_of
from microsol_matrix.places import HOSTS, PORCH
from microsol_matrix.plan.intents import (
    EnterPorch,
    LeavePorch,
    Propose,
    ReadPorch,
)
from microsol_matrix.scales.link import READ_AGAIN, SETTLING, LinkEnd, LinkState, Scope
from microsol_matrix.structure import types
from tests.core.life import Village
from tests.core.neighbours import (
    ADDRESS,
    CARD,
    FAR,
    MUTUAL,
    OTHER,
    OTHER_BOT,
    PROPOSED,
    THEIR_BOT,
    THORNFIELD,
    WHO,
    asked,
    found,
    host_village,
    in_hosts,
    invited,
    link_of,
    linked,
    planned,
    reacts,
    reading,
    was_read,
)
from tests.core.obedience import obey
from tests.core.porch import H, stands
from tests.core.said import AMARA, DAY
from tests.core.told import told

# ---------------------------------------------------------------------------------------------- floods


def test_a_flood_on_a_porch_costs_one_reading_in_ten_seconds_and_one_note() -> None:
    village = linked()
    village.now += timedelta(hours=1)
    village.happen(NeighbourStirred(THORNFIELD))
    was_read(village, MUTUAL)
    facts = len(village.facts)

    for _ in range(500):
        village.now += timedelta(milliseconds=10)
        village.happen(NeighbourStirred(THORNFIELD))
    at_once = planned(village, ReadPorch)
    noted = len(village.facts) - facts
    village.pass_time(READ_AGAIN)

    assert at_once == []
    assert noted == 1
    assert len(planned(village, ReadPorch)) == 1


def test_a_flood_that_does_not_end_is_read_ever_less_often_until_it_ends() -> None:
    village = linked()
    village.now += timedelta(hours=1)
    readings = []
    for step in (*(SETTLING,) * 50, *(timedelta(minutes=5),) * 12 * 24):
        village.happen(NeighbourStirred(THORNFIELD))
        if planned(village, ReadPorch):
            was_read(village, MUTUAL)
            readings.append(village.now)
        village.pass_time(step)
    village.pass_time(timedelta(hours=3))
    if planned(village, ReadPorch):
        was_read(village, MUTUAL)
    village.pass_time(timedelta(hours=3))
    for _ in range(2):
        village.happen(NeighbourStirred(THORNFIELD))
        was_read(village, MUTUAL)
        village.pass_time(READ_AGAIN)
    village.happen(NeighbourStirred(THORNFIELD))
    village.pass_time(SETTLING)

    assert readings[-1] - readings[-2] >= timedelta(minutes=20)
    assert [after - before for before, after in pairwise(readings[:6])] == [READ_AGAIN] * 5
    assert len(readings) < 100
    assert len(planned(village, ReadPorch)) == 1


def test_what_stirs_while_it_is_read_is_read_again() -> None:
    village = linked()
    village.now += timedelta(hours=1)
    village.happen(NeighbourStirred(THORNFIELD))
    village.pass_time(SETTLING)
    began = village.now
    village.now += timedelta(seconds=1)
    village.happen(NeighbourStirred(THORNFIELD))
    now, village.now = village.now, began
    was_read(village, MUTUAL)
    village.now = now
    village.pass_time(READ_AGAIN)

    assert len(planned(village, ReadPorch)) == 1


def neighbour(number: int, server: str) -> tuple[RoomId, UserId]:
    return RoomId(f"!porch{number}:{server}"), UserId(f"@microsol:{server}")


def test_one_homeserver_has_so_many_questions_open_and_the_rest_is_declined() -> None:
    village = host_village()
    for number in range(OPEN_OF_A_SERVER + 4):
        porch, bot = neighbour(number, "eager.example")
        invited(village, porch, by=bot, name=f"Eager {number}")

    open_now = [link for link in village.world.links.values() if link.state is LinkState.ASKED]
    declined = planned(village, LeavePorch)
    village.settle()
    village.happen(NeighbourStirred(THORNFIELD))

    assert len(open_now) == OPEN_OF_A_SERVER
    assert len(declined) == 4
    said = village.said_in(village.key_id(HOSTS))
    assert len([text for text in said if "eager.example asks more often" in text]) == 1


def test_what_was_declined_unasked_is_forgotten() -> None:
    village = host_village()
    for number in range(OPEN_OF_A_SERVER + 4):
        porch, bot = neighbour(number, "eager.example")
        invited(village, porch, by=bot)
    village.settle()

    village.happen(NeighbourStirred(THORNFIELD))

    assert len(village.world.links) == OPEN_OF_A_SERVER


def test_one_homeserver_asks_so_often_a_day() -> None:
    village = host_village()
    for number in range(NEW_OF_A_SERVER + 3):
        porch, bot = neighbour(number, "eager.example")
        invited(village, porch, by=bot, name=f"Eager {number}")
        village.settle()
        village.tells(AMARA, f"!link no Eager {number}")
    village.settle()
    village.pass_time(DAY)
    porch, bot = neighbour(99, "eager.example")
    invited(village, porch, by=bot, name="Eager Tomorrow")

    asked_about = [ref for ref in village.world.prompts if ref.startswith("link/")]
    assert len(asked_about) == NEW_OF_A_SERVER
    assert village.world.links[porch].state is LinkState.ASKED


def test_many_homeservers_together_have_so_many_questions_open() -> None:
    village = host_village()
    for number in range(OPEN_IN_ALL + 5):
        porch, bot = neighbour(number, f"server{number}.example")
        invited(village, porch, by=bot)

    open_now = [link for link in village.world.links.values() if link.state is LinkState.ASKED]
    assert len(open_now) == OPEN_IN_ALL


def _asks(village: Village, number: int) -> None:
    porch, bot = neighbour(number, f"server{number}.example")
    invited(village, porch, by=bot)


def test_hosts_are_told_once_a_day_that_too_many_wait_for_them_in_all() -> None:
    village = host_village()
    flood = told("link.flood.all", count=OPEN_IN_ALL)
    heard = []
    for number in range(OPEN_IN_ALL):
        _asks(village, number)
    heard.append(village.said_in(village.key_id(HOSTS)).count(flood))
    for day in range(2):
        for number in range(3):
            _asks(village, 100 * (day + 1) + number)
        village.settle()
        heard.append(village.said_in(village.key_id(HOSTS)).count(flood))
        village.pass_time(DAY)

    assert heard == [0, 1, 2]


@pytest.mark.parametrize("words", ["Thornfield Loop for good", f"{FAR} for good"])
def test_a_server_that_is_refused_is_heard_no_more_until_hosts_say_so(words: str) -> None:
    village = asked()

    answer = village.tells(AMARA, f"!link no {words}")
    village.settle()
    invited(village, RoomId(f"!again:{FAR}"))
    again = village.world.links[RoomId(f"!again:{FAR}")]

    assert answer == told("link.no.for-good", server=FAR)
    assert link_of(village).end is LinkEnd.REFUSED
    assert again.end is LinkEnd.DECLINED
    assert village.tells(AMARA, f"!link {ADDRESS}") == told("link.server-refused", server=FAR)
    assert village.tells(AMARA, f"!link hear {FAR}") == told("link.heard", server=FAR)
    assert village.tells(AMARA, f"!link hear {FAR}") == told("link.heard-anyway", server=FAR)
    village.settle()
    invited(village, RoomId(f"!third:{FAR}"))
    assert village.world.links[RoomId(f"!third:{FAR}")].state is LinkState.ASKED


def test_who_refuses_a_server_is_told_that_links_there_stay_and_they_do() -> None:
    village = linked()

    answer = village.tells(AMARA, f"!link no {FAR} for good")
    village.settle()

    assert "links that you have there stay" in answer
    assert link_of(village).is_mutual


def test_without_a_porch_nobody_is_asked() -> None:
    village = host_village()
    village.tells(AMARA, "!publish off")
    village.settle()

    invited(village)

    assert planned(village, LeavePorch) == [LeavePorch(THORNFIELD)]
    assert not [ref for ref in village.world.prompts if ref.startswith("link/")]


def test_what_is_for_another_porch_is_not_ours() -> None:
    village = host_village()

    invited(village, to=RoomId("!somebody:here.example"))

    assert not village.world.links


# ----------------------------------------------------------------------------------------- hostile words


def test_a_strangers_words_are_cut_and_cleaned() -> None:
    village = host_village()

    invited(village, name="Ha\u202erm\x07less" + "x" * 500, purpose="y\n" * 5000)

    assert link_of(village).name.startswith("Harm less")
    assert len(link_of(village).name) <= 60
    assert len(link_of(village).purpose) <= 400


def test_a_name_may_be_borrowed_and_a_homeserver_may_not() -> None:
    village = linked()
    imposter = RoomId("!porch:evil.example")

    invited(village, imposter, by=UserId("@microsol:evil.example"), name="Thornfield Loop")
    village.settle()

    assert in_hosts(village).startswith("Thornfield Loop (evil.example) would like")


def test_a_band_that_is_none_is_not_passed_on() -> None:
    village = linked()
    card = evolve(CARD, size="exactly 12")

    was_read(village, MUTUAL, read=evolve(reading(MUTUAL), card=card))
    village.settle()

    assert types.CARD not in stands(village)["m.space.child", THORNFIELD]


def test_with_a_yes_hosts_may_say_that_crews_are_told_too() -> None:
    village = asked()

    village.tells(AMARA, "!link yes Thornfield Loop scope=crews")
    was_read(village, PROPOSED)
    village.settle()

    assert stands(village)[types.LINK, THORNFIELD]["scope"] == Scope.CREWS.value
    assert village.tells(AMARA, "!link no") == told("link.nobody-asks")
    assert village.tells(AMARA, "!link yes Nowhere") == told("link.nobody-asks")


def test_a_final_no_to_an_invitation_ends_the_proposal() -> None:
    village = host_village()
    village.tells(AMARA, f"!link {ADDRESS}")
    found(village)
    while not (wanted := planned(village, Propose)):
        village.become([obey(village.plan()[0], now=village.now)])

    village.fails(wanted[0], errcode="M_FORBIDDEN", is_final=True)

    assert link_of(village).end is LinkEnd.NOT_BACKED
    assert in_hosts(village) == told("link.ended.undone", who=WHO)


def test_a_porch_that_lets_us_in_no_more_is_not_waited_for() -> None:
    village = asked()
    reacts(village, "✅")

    village.fails(planned(village, EnterPorch)[0], errcode="M_FORBIDDEN", is_final=True)

    village.settle()
    said = village.said_in(village.key_id(HOSTS))
    assert told("link.ended.not-backed", who=WHO) in said
    assert told("link.asked.not-backed", who=WHO, name=H) in said


def test_two_proposals_of_one_name_are_asked_about_apart() -> None:
    village = host_village()
    for porch, bot in ((THORNFIELD, THEIR_BOT), (RoomId(f"!porch:{OTHER}"), OTHER_BOT)):
        village.happen(
            PorchInvited(
                EventId("$one"),
                porch,
                by=bot,
                to=village.key_id(PORCH),
                name=Text("Orchard"),
                purpose=Text(""),
                address=None,
                via=(server_of(bot),),
            )
        )

    village.settle()

    assert len([ref for ref in village.world.prompts if ref.startswith("link/")]) == 2
