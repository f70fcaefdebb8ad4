"""What members are told of neighbours and of the crowd around."""

from datetime import timedelta

import pytest
from attrs import evolve

from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId
from microsol_matrix.scales.link import (
    Beyond,
    CardRead,
    Claim,
    CrewRead,
    Link,
    LinkBegan,
    LinkState,
    PorchReading,
    Scope,
    Trouble,
)
from microsol_matrix.talk.crowd import LINES
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, NOW

LOOP = RoomId("!loop:there.example")
ORCHARD = RoomId("!orchard:far.example")
FURTHER = RoomId("!further:beyond.example")


def reading(*beyond: Beyond, size: str = "20-49", crews: tuple[CrewRead, ...] = ()) -> PorchReading:
    card = CardRead(
        id="",
        name=Text("Thornfield Loop"),
        purpose=Text("Hedges and keys"),
        place=Text(""),
        size=size,
        address=None,
    )
    return PorchReading(
        bot=UserId("@microsol:there.example"),
        card=card,
        crews=crews,
        beyond=beyond,
        claim=Claim(is_proposed=False, scope=Scope.CREWS, expires_at=None),
        left_out=0,
        newer=False,
        is_seated=True,
    )


def beyond(
    porch: RoomId = FURTHER, name: str = "Ninebridges", *, is_mutual: bool = True, size: str = "3-9"
) -> Beyond:
    return Beyond(
        porch, via=(ServerName("beyond.example"),), name=Text(name), size=size, is_mutual=is_mutual
    )


def link(porch: RoomId = LOOP, name: str = "Thornfield Loop") -> Link:
    return Link(
        porch=porch,
        state=LinkState.MUTUAL,
        scope=Scope.CARD,
        via=(ServerName("there.example"),),
        address=RoomAlias("#_microsol.porch_loop:there.example"),
        bot=UserId(f"@microsol:{porch.partition(':')[2]}"),
        since=NOW,
        because=EventId("$asked"),
        expires_at=NOW + timedelta(days=365),
        name=Text(name),
        reading=reading(),
    )


def village_with(*links: Link) -> Village:
    village = harbourlight(BO)
    village.become([LinkBegan(one) for one in links])
    return village


def test_without_neighbours_it_is_told_how_they_are_found() -> None:
    village = village_with()

    assert "has no neighbours yet" in village.tells(BO, "!crowd")
    assert "has no neighbours yet" in village.tells(BO, "!neighbours")


def test_while_links_are_only_proposed_there_is_no_crowd() -> None:
    village = village_with(evolve(link(), state=LinkState.PROPOSED, expires_at=None))

    assert village.tells(BO, "!crowd").startswith("Harbourlight is linked with nobody now")
    assert village.tells(BO, "!neighbours").splitlines() == [
        "Neighbours of Harbourlight:",
        "- Thornfield Loop (there.example): Hedges and keys. We proposed a link on Monday 23 November 2026.",
    ]


def test_the_crowd_is_us_our_neighbours_and_whom_they_say_they_know() -> None:
    loop = evolve(
        link(), reading=reading(beyond(), beyond(RoomId("!q:q"), "Quay", is_mutual=False, size=""))
    )
    village = village_with(loop, evolve(link(ORCHARD, "Orchard"), reading=None))

    assert village.tells(BO, "!crowd").splitlines() == [
        "The crowd around Harbourlight, as the porches tell it:",
        "- Harbourlight, 3-9 people: this is us",
        "- Orchard (far.example)",
        "- Thornfield Loop (there.example), 20-49 people",
        "- ↳ says that it is linked with Ninebridges, 3-9 people",
        "- ↳ says that it would like to be linked with Quay",
    ]


def test_two_neighbours_that_name_each_other_are_told_as_linked_and_else_as_claiming() -> None:
    loop = evolve(link(), reading=reading(beyond(ORCHARD, "Orchard")))
    both = evolve(link(ORCHARD, "Orchard"), reading=reading(beyond(LOOP, "Loop")))
    one = evolve(link(ORCHARD, "Orchard"), reading=reading(beyond(LOOP, "Loop", is_mutual=False)))

    assert "↳ linked with Thornfield Loop: each of them says so" in village_with(loop, both).tells(
        BO, "!crowd"
    )
    told = village_with(loop, one).tells(BO, "!crowd")
    assert "↳ says that it is linked with Orchard, 3-9 people" in told
    assert "↳ says that it would like to be linked with Thornfield Loop" in told


def test_a_neighbour_that_names_itself_is_not_linked_with_itself() -> None:
    village = village_with(evolve(link(), reading=reading(beyond(LOOP, "Loop"))))

    assert "↳" not in village.tells(BO, "!crowd")


def test_whom_a_neighbour_gives_no_name_is_called_by_its_homeserver() -> None:
    village = village_with(evolve(link(), reading=reading(beyond(name=""))))

    assert "says that it is linked with beyond.example, 3-9 people" in village.tells(BO, "!crowd")


def test_a_porch_that_cannot_be_read_whole_is_told_as_such() -> None:
    newer, torn = evolve(reading(), newer=True, left_out=2), evolve(reading(), left_out=1)
    village = village_with(
        evolve(link(), reading=newer), evolve(link(ORCHARD, "Orchard"), reading=torn)
    )
    told = village.tells(BO, "!crowd")

    assert "written for a later version of this software than mine" in told
    assert "↳ some of its porch cannot be read, and is left out" in told


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (Trouble.SILENT, "; not heard from since Wednesday 18 November 2026"),
        (Trouble.NO_PORCH, "; its porch is not where it was"),
        (Trouble.MOVED, "; its address leads to another porch now"),
    ],
)
def test_a_neighbour_in_trouble_stays_and_is_marked(trouble: Trouble, told: str) -> None:
    village = village_with(evolve(link(), trouble=trouble, heard_at=NOW - timedelta(days=5)))

    assert f"20-49 people{told}" in village.tells(BO, "!crowd")
    assert f"2027{told}." in village.tells(BO, "!neighbours")


def test_neighbours_are_listed_as_they_stand_and_who_said_no_is_not() -> None:
    village = village_with(
        link(),
        evolve(
            link(RoomId("!asks:a"), "Asking"), state=LinkState.ASKED, expires_at=None, reading=None
        ),
        evolve(
            link(RoomId("!says:a"), "Agreed"), state=LinkState.AGREED, expires_at=None, reading=None
        ),
        evolve(link(RoomId("!over:a"), "Former"), state=LinkState.ENDED),
        evolve(link(RoomId("!no:a"), "Nobody"), state=LinkState.ENDED, expires_at=None),
    )

    day, end = "Monday 23 November 2026", "Tuesday 23 November 2027"
    assert village.tells(BO, "!neighbours").splitlines() == [
        "Neighbours of Harbourlight:",
        f"- Thornfield Loop (there.example): Hedges and keys. Linked since {day}, until {end}.",
        f"- Agreed (a). Our hosts said yes on {day}; it is being made.",
        f"- Asking (a). They proposed a link on {day}; our hosts are asked.",
        f"- Former (a). No longer linked since {day}.",
    ]


def test_crews_of_a_neighbour_are_told_where_both_sides_let_them() -> None:
    crews = (
        CrewRead(name=Text("Hedge School"), state="active", size="3-9"),
        CrewRead(name=Text("Old Mill"), state="archived", size="3-9"),
    )
    told = {
        scope: village_with(evolve(link(), scope=scope, reading=reading(crews=crews))).tells(
            BO, "!neighbours"
        )
        for scope in Scope
    }

    assert "Hedge School" not in told[Scope.CARD]
    assert told[Scope.CREWS].endswith("Crews there: Hedge School (active).")


def test_a_name_cannot_act_as_markup_or_turn_the_line() -> None:
    village = village_with(
        evolve(link(), name=Text("**Boss**"), reading=reading(beyond(name="- תורן\n**x")))
    )
    lines = village.tells(BO, "!crowd").splitlines()

    assert lines[2].startswith("- **Boss** (there.example)")
    assert lines[3] == "- ↳ says that it is linked with \u2068- תורן **x\u2069, 3-9 people"


def test_after_a_crowd_of_one_page_there_is_no_other() -> None:
    told = village_with(link()).tells(BO, "!crowd 2")

    assert told.splitlines()[-1] == "All of it is on one page: !crowd"


def test_many_neighbours_come_in_pages() -> None:
    links = [link(RoomId(f"!r{number}:s"), f"N{number:03}") for number in range(500)]
    village = village_with(*links)
    first, last = village.tells(BO, "!crowd"), village.tells(BO, "!crowd 17")

    assert len(first.splitlines()) == LINES + 2
    assert first.splitlines()[-1] == "... and 471 more: !crowd 2"
    assert last.splitlines()[-1].startswith("- N499")
    assert village.tells(BO, "!crowd 18").splitlines()[-1] == "There are 17 pages: !crowd 17"
    assert "is no page" in village.tells(BO, "!crowd Orchard")
    assert "is no page" in village.tells(BO, "!neighbours 0")
    assert village.tells(BO, "!crowd.") == village.tells(BO, "!crowd !") == first
    assert village.tells(BO, "!crowd 2?") == village.tells(BO, "!crowd 2")
    assert village.tells(BO, "!neighbours 17").splitlines()[-1].startswith("- N499")


def test_no_person_is_told() -> None:
    village = village_with(evolve(link(), by=AMARA))
    told = village.tells(BO, "!crowd") + village.tells(BO, "!neighbours")

    assert "amara" not in told.lower()
    assert "@" not in told
