"""Neighbours are asked after once a day, and hosts are told of one that is silent for long."""

from microsol_matrix.decide.afar import NeighbourProbed
from microsol_matrix.ids import RoomAlias, RoomId
from microsol_matrix.places import HOSTS
from microsol_matrix.plan.intents import (
    LookForPorch,
    ProbePorch,
)
from microsol_matrix.scales.link import LinkEnd, LinkState, Trouble
from tests.core.life import Village
from tests.core.neighbours import (
    ADDRESS,
    FAR,
    MUTUAL,
    THORNFIELD,
    WHO,
    found,
    host_village,
    in_hosts,
    link_of,
    linked,
    planned,
    reacts,
    reading,
)
from tests.core.said import AMARA, DAY
from tests.core.told import told


def probed(village: Village, trouble: Trouble | None) -> None:
    village.happen(NeighbourProbed(THORNFIELD, trouble))


def test_a_neighbour_is_asked_after_once_a_day() -> None:
    village = linked()

    village.pass_time(DAY)
    first = planned(village, ProbePorch)
    probed(village, None)
    done = planned(village, ProbePorch)
    village.pass_time(DAY)

    assert first == [ProbePorch(ADDRESS, porch=THORNFIELD)]
    assert done == []
    assert planned(village, ProbePorch) == first


def test_neighbours_are_not_all_asked_after_at_once() -> None:
    village = host_village()
    for number in range(12):
        address = RoomAlias(f"#porch{number}:{FAR}")
        village.tells(AMARA, f"!link {address}")
        found(village, reading(MUTUAL), address=address, porch=RoomId(f"!{number}:{FAR}"))

    dues = {link.due_to_probe for link in village.world.links.values()}

    assert len(dues) == 12
    assert max(dues) <= village.now + DAY


def test_hosts_are_told_of_a_silent_neighbour_after_a_week_and_after_two_months() -> None:
    village = linked()
    since = link_of(village).heard_at
    assert since is not None
    for _ in range(70):
        village.pass_time(DAY)
        probed(village, Trouble.SILENT)
        village.settle()

    said = [
        text for text in village.said_in(village.key_id(HOSTS)) if "Nothing has been heard" in text
    ]
    assert said == [
        told("link.silent", who=WHO, since=since),
        told("link.silent.long", who=WHO, since=since),
    ]
    assert link_of(village).is_mutual

    probed(village, None)
    assert in_hosts(village) == told("link.back", who=WHO)
    assert link_of(village).trouble is None


def test_a_short_silence_is_nobodys_business() -> None:
    village = linked()

    village.pass_time(DAY)
    probed(village, Trouble.SILENT)
    probed(village, None)
    village.settle()

    assert not village.said_in(village.key_id(HOSTS))


def test_hosts_are_told_once_that_an_address_leads_nowhere() -> None:
    village = linked()

    for _ in range(3):
        probed(village, Trouble.NO_PORCH)

    assert in_hosts(village) == told("link.no-porch", who=WHO)
    assert len(village.said_in(village.key_id(HOSTS))) == 1


def test_a_neighbour_whose_address_leads_elsewhere_is_proposed_to_anew_on_a_yes() -> None:
    village = linked()
    probed(village, Trouble.MOVED)
    question = in_hosts(village)

    reacts(village, "✅", prompt="link-moved/")

    assert question == told("link.moved", who=WHO)
    assert link_of(village).end is LinkEnd.UNLINKED
    assert [one.address for one in village.plan() if isinstance(one, LookForPorch)] == [ADDRESS]

    found(village, porch=RoomId(f"!anew:{FAR}"))
    village.settle()
    assert village.world.links[RoomId(f"!anew:{FAR}")].state is LinkState.PROPOSED


def test_or_the_link_stays_as_it_is() -> None:
    village = linked()
    probed(village, Trouble.MOVED)
    village.settle()

    reacts(village, "❌", prompt="link-moved/")

    assert link_of(village).is_mutual
    assert in_hosts(village) == told("link.moved.no", who=WHO, by="Amara")
