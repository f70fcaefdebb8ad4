"""Two crews become one: one proposes, the other agrees, and whoever says so comes along."""

import pytest

from microsol_matrix.ids import UserId
from microsol_matrix.navigation import room_link
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.question import Asking, QuestionState
from tests.core.lineage import asked, comes_to, reacts, says_to
from tests.core.merging import agreed, grown, proposed
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, SERVER
from tests.core.told import told
from tests.crash.phrases import opening


def test_on_a_yes_both_are_asked_who_comes_along() -> None:
    village, ferry, boats = agreed()

    for crew, other in ((ferry, boats), (boats, ferry)):
        question = asked(village, crew, Asking.MERGE)
        assert (question.other, question.is_open) == (other.id, True)
        assert village.said_in(village.key_id(crew_room(crew.id)))[-1].startswith(
            opening("merge.along", other=other.name, name=crew.name)
        )


def test_once_all_come_along_a_new_crew_grows_from_both() -> None:
    village, ferry, boats = agreed()

    for person in (CLEO, AMARA, BO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
        village.now += DAY / 24
    for person in (AMARA, DOV, ESI):
        reacts(village, person, boats, to=Asking.MERGE, key="✅")
    village.settle()

    (new,) = grown(village, ferry, boats)
    assert (new.name, new.state, new.call_id) == (
        "Night Ferry & Paper Boats",
        CrewState.FORMING,
        None,
    )
    assert (new.holders, new.host) == ((CLEO, AMARA, BO, DOV, ESI), CLEO)
    assert set(village.invitations(crew_room(new.id))) == set(new.holders)
    (welcome,) = village.said_in(village.key_id(crew_room(new.id)))
    for old in (ferry, boats):
        link = room_link(village.key_id(crew_room(old.id)), SERVER)
        assert f"It grew from {old.name}: {link}" in welcome
        assert asked(village, old, Asking.OLD_ROOM).is_open


def test_each_old_room_is_let_go_of_by_its_own_crew() -> None:
    village, ferry, boats = agreed()
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV, ESI))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")
    village.settle()

    reacts(village, BO, ferry, to=Asking.OLD_ROOM, key="✅")
    reacts(village, DOV, boats, to=Asking.OLD_ROOM, key="❌")

    assert village.world.crews[ferry.id].state is CrewState.ARCHIVED
    assert village.world.crews[boats.id].state is CrewState.ACTIVE


def test_when_the_time_is_over_those_come_along_who_said_so() -> None:
    village, ferry, boats = agreed()
    for person in (BO, CLEO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
    village.tells(ESI, "!answer yes")

    village.pass_time(7 * DAY)

    (new,) = grown(village, ferry, boats)
    assert new.holders == (BO, CLEO, ESI)
    assert DOV in village.world.crews[boats.id].people


@pytest.mark.parametrize(
    ("from_ferry", "from_boats"), [((BO, CLEO, AMARA), ()), ((BO,), (ESI,)), ((), ())]
)
def test_too_few_or_only_of_one_crew_and_both_go_on(
    from_ferry: tuple[UserId, ...], from_boats: tuple[UserId, ...]
) -> None:
    village, ferry, boats = agreed()
    for crew, people in ((ferry, from_ferry), (boats, from_boats)):
        for person in people:
            says_to(village, person, crew, "!answer yes")

    village.pass_time(7 * DAY)
    village.settle()

    assert not grown(village, ferry, boats)
    for crew in (ferry, boats):
        assert asked(village, crew, Asking.MERGE).state is QuestionState.OVER
        said = village.said_in(village.key_id(crew_room(crew.id)))
        assert told("merge.came-to-nothing", name=crew.name) in said


def test_it_can_be_settled_at_once() -> None:
    village, ferry, boats = agreed()
    reacts(village, BO, ferry, to=Asking.MERGE, key="✅")

    refused = says_to(village, BO, ferry, "!merge now")
    for person in (DOV, ESI):
        reacts(village, person, boats, to=Asking.MERGE, key="✅")
    said = village.tells(CLEO, "!merge now")

    assert refused == told("merge.too-few", count=1, least=3)
    assert said.startswith(opening("merge.done", name="Night Ferry", other="Paper Boats"))
    assert [one.holders for one in grown(village, ferry, boats)] == [(BO, DOV, ESI)]


def test_when_the_one_who_was_waited_for_leaves_the_others_go() -> None:
    village, ferry, boats = agreed()
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")

    village.leaves(ESI, at=crew_room(boats.id))

    assert [one.holders for one in grown(village, ferry, boats)] == [(AMARA, BO, CLEO, DOV)]


def test_two_crews_of_one_each_do_not_become_one() -> None:
    village, ferry, boats = agreed()
    for person in (BO, AMARA):
        village.leaves(person, at=crew_room(ferry.id))
    for person in (AMARA, DOV):
        village.leaves(person, at=crew_room(boats.id))

    reacts(village, CLEO, ferry, to=Asking.MERGE, key="✅")
    reacts(village, ESI, boats, to=Asking.MERGE, key="✅")
    village.pass_time(7 * DAY)

    assert not grown(village, ferry, boats)


def test_it_can_be_stopped_by_either() -> None:
    village, ferry, boats = agreed()

    says_to(village, ESI, boats, "!merge stop")
    village.settle()

    for crew in (ferry, boats):
        assert not village.world.crews[crew.id].open_questions
        said = village.said_in(village.key_id(crew_room(crew.id)))
        assert told("merge.came-to-nothing", name=crew.name) in said
    nothing = told("merge.none", name="Paper Boats")
    assert says_to(village, ESI, boats, "!merge stop") == nothing
    assert says_to(village, ESI, boats, "!merge now") == nothing


def test_a_yes_that_comes_too_late_changes_nothing() -> None:
    village, ferry, boats = proposed()
    comes_to(village, ferry, CrewState.CLOSING)

    reacts(village, DOV, boats, to=Asking.MERGE_OFFER, key="✅")
    village.settle()

    assert told("merge.not-now") in village.said_in(village.key_id(crew_room(boats.id)))
    assert not village.world.crews[boats.id].open_questions


@pytest.mark.parametrize("words", ["!finish", "!rest"])
def test_when_one_crew_goes_another_way_the_other_is_told_and_free_to_do_something_else(
    words: str,
) -> None:
    village, ferry, boats = agreed()

    says_to(village, BO, ferry, words)
    village.settle()

    over = told("merge.came-to-nothing", name="Paper Boats")
    assert village.said_in(village.key_id(crew_room(boats.id))).count(over) == 1
    assert not village.world.crews[boats.id].open_questions
    village.pass_time(7 * DAY)
    village.settle()
    assert village.said_in(village.key_id(crew_room(boats.id))).count(over) == 1


def test_what_an_old_crew_leaves_is_said_in_commons_when_it_lets_go_of_its_room() -> None:
    village, ferry, boats = agreed()
    says_to(village, BO, ferry, "!harvest We rowed at dusk.")
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV, ESI))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")
    village.settle()

    reacts(village, BO, ferry, to=Asking.OLD_ROOM, key="✅")
    village.settle()

    harvest = told("harvest.published", name="Night Ferry", words="We rowed at dusk.")
    assert village.said_in(village.commons).count(harvest) == 1
