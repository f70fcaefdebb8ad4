"""Hidden crews become one without being named to anybody who is not in them."""

from microsol_matrix.ids import Text
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Visibility
from microsol_matrix.scales.crew_life import CrewRenamed
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import Asking
from tests.core.lineage import is_hidden, reacts, says_to
from tests.core.merging import BOATS, grown, proposed, two
from tests.core.said import AMARA, BO, CLEO, DOV, ESI
from tests.core.told import told


def test_a_hidden_crew_is_not_found() -> None:
    village, ferry, boats = two()
    is_hidden(village, boats)

    assert says_to(village, BO, ferry, "!merge Paper Boats") == told(
        "merge.none-such", name="Paper Boats"
    )


def test_who_is_in_a_hidden_crew_may_propose_to_it_and_the_new_one_is_hidden() -> None:
    village, ferry, boats = two()
    is_hidden(village, boats)
    assert says_to(village, AMARA, ferry, "!merge Paper Boats") == told(
        "merge.own-name", name="Paper Boats"
    )
    village.settle()
    before = len(village.said_in(village.key_id(crew_room(ferry.id))))
    village.tells(AMARA, '!merge Paper Boats as "Evening Ferry" crew="Night Ferry"')
    village.settle()
    reacts(village, DOV, boats, to=Asking.MERGE_OFFER, key="✅")
    village.settle()
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV, ESI))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")

    (new,) = grown(village, ferry, boats)
    assert new.visibility is Visibility.HIDDEN
    village.settle()
    said = village.said_in(village.key_id(crew_room(ferry.id)))[before:]
    assert said
    assert not any("Paper Boats" in one for one in said)


def test_part_of_a_hidden_crews_name_names_it_to_nobody_who_reads_along() -> None:
    village, ferry, boats = two()
    is_hidden(village, boats)

    assert says_to(village, AMARA, ferry, "!merge Paper") == told("merge.none-such", name="Paper")
    assert village.tells(AMARA, '!merge Paper crew="Night Ferry"') == told(
        "merge.own-name", name="Paper Boats"
    )


def test_in_commons_part_of_a_name_lists_no_hidden_crew_to_come_into() -> None:
    village, ferry, boats = two(ferry='"Paper Ferry" Rowing | kind=support answers=open')
    says_to(village, AMARA, ferry, "!joining open")
    is_hidden(village, boats)

    assert "Paper Boats" not in village.says(AMARA, "!join Paper")
    assert "Paper Boats" in village.tells(AMARA, "!join Paper")


def test_a_crew_that_hides_is_named_no_more_where_it_has_proposed() -> None:
    village, ferry, boats = proposed()

    is_hidden(village, ferry)
    village.become([CrewRenamed(ferry.id, Text("Quiet Ferry"))])
    village.settle()

    last = village.said_in(village.key_id(crew_room(boats.id)))[-1]
    assert last.startswith("another crew asks whether Paper Boats")


def test_a_hidden_crew_proposes_nothing() -> None:
    village, ferry, _ = two()
    is_hidden(village, ferry)

    assert says_to(village, BO, ferry, "!merge Paper Boats") == told(
        "merge.hidden", name="Night Ferry"
    )


def test_the_new_room_is_as_closed_as_the_more_closed_of_the_two() -> None:
    village, ferry, boats = two(boats=f"{BOATS} | encrypted=yes")
    says_to(village, BO, ferry, "!merge Paper Boats")
    village.settle()
    village.tells(DOV, '!answer yes crew="Paper Boats"')
    village.settle()
    for person in (BO, CLEO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
    village.tells(ESI, '!answer yes crew="Paper Boats"')
    village.tells(BO, "!merge now")

    (new,) = grown(village, ferry, boats)
    assert new.encryption is Encryption.UNREAD
