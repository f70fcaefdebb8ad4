"""Two crews become one: one proposes, the other agrees, and whoever says so comes along."""

import pytest
from attrs import evolve

from microsol_matrix.ids import Text, UserId
from microsol_matrix.links import room_link
from microsol_matrix.places import crew_room
from microsol_matrix.scales.crew import Crew, CrewState, Visibility
from microsol_matrix.scales.crew_life import CrewRenamed
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import Asking, QuestionState
from tests.core.life import Village, harbourlight
from tests.core.lineage import asked, begins, comes_to, is_hidden, prompt_of, reacts, says_to
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, GRETA, SERVER
from tests.core.told import told
from tests.crash.phrases import opening

EVERYBODY = (AMARA, BO, CLEO, DOV, ESI, GRETA)
FERRY, BOATS = '"Night Ferry" Rowing at dusk | kind=support answers=open', '"Paper Boats" Reading'


def _two(
    ferry: str = FERRY, boats: str = BOATS, state: CrewState = CrewState.ACTIVE
) -> tuple[Village, Crew, Crew]:
    """Give two crews: Amara, Bo, Cleo; and Amara, Dov, Esi."""
    village = harbourlight(*EVERYBODY[1:])
    first = comes_to(village, begins(village, ferry, BO, CLEO), state)
    village.now += DAY
    second = comes_to(village, begins(village, boats, DOV, ESI), CrewState.ACTIVE)
    return village, first, second


def _proposed(words: str = "!merge Paper Boats") -> tuple[Village, Crew, Crew]:
    village, ferry, boats = _two()
    says_to(village, BO, ferry, words)
    village.settle()
    return village, ferry, boats


def _agreed(words: str = "!merge Paper Boats") -> tuple[Village, Crew, Crew]:
    village, ferry, boats = _proposed(words)
    reacts(village, DOV, boats, to=Asking.MERGE_OFFER, key="✅")
    village.settle()
    return village, ferry, boats


def _grown(village: Village, *parents: Crew) -> list[Crew]:
    lineage = tuple(one.id for one in parents)
    return [one for one in village.world.crews_in_order if one.lineage == lineage]


def test_the_other_crew_is_asked_in_its_room() -> None:
    village, ferry, boats = _two()

    said = says_to(village, BO, ferry, "!merge paper")
    village.settle()

    assert said == told("merge.asked", name="Paper Boats", new="Night Ferry & Paper Boats")
    question = asked(village, boats, Asking.MERGE_OFFER)
    assert (question.other, question.labels) == (ferry.id, ("Night Ferry & Paper Boats",))
    assert question.closes_at == village.now + 7 * DAY
    assert village.said_in(village.key_id(crew_room(boats.id)))[-1].startswith(
        "Night Ferry - Rowing at dusk asks whether Paper Boats would like"
    )
    assert not village.world.crews[ferry.id].questions


@pytest.mark.parametrize("word", ["as", "como", "comme"])
def test_the_new_name_may_be_said(word: str) -> None:
    village, _, boats = _proposed(f'!merge Paper Boats {word} "Evening Boats"')

    assert asked(village, boats, Asking.MERGE_OFFER).labels == ("Evening Boats",)


def test_on_a_yes_both_are_asked_who_comes_along() -> None:
    village, ferry, boats = _agreed()

    for crew, other in ((ferry, boats), (boats, ferry)):
        question = asked(village, crew, Asking.MERGE)
        assert (question.other, question.is_open) == (other.id, True)
        assert village.said_in(village.key_id(crew_room(crew.id)))[-1].startswith(
            opening("merge.along", other=other.name, name=crew.name)
        )


@pytest.mark.parametrize("answer", ["❌", ""])
def test_whoever_proposed_hears_only_that_the_other_goes_on(answer: str) -> None:
    village, ferry, boats = _proposed()
    village.letters.clear()

    if answer:
        reacts(village, ESI, boats, to=Asking.MERGE_OFFER, key=answer)
    village.pass_time(7 * DAY)
    village.settle()

    assert village.letters_to(BO) == [told("merge.goes-on", name="Paper Boats")]
    assert not village.letters_to(CLEO)
    assert not village.world.crews[ferry.id].questions
    assert not asked(village, boats, Asking.MERGE_OFFER).is_open


def test_once_all_come_along_a_new_crew_grows_from_both() -> None:
    village, ferry, boats = _agreed()

    for person in (CLEO, AMARA, BO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
        village.now += DAY / 24
    for person in (AMARA, DOV, ESI):
        reacts(village, person, boats, to=Asking.MERGE, key="✅")
    village.settle()

    (new,) = _grown(village, ferry, boats)
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
    village, ferry, boats = _agreed()
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV, ESI))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")
    village.settle()

    reacts(village, BO, ferry, to=Asking.OLD_ROOM, key="✅")
    reacts(village, DOV, boats, to=Asking.OLD_ROOM, key="❌")

    assert village.world.crews[ferry.id].state is CrewState.ARCHIVED
    assert village.world.crews[boats.id].state is CrewState.ACTIVE


def test_when_the_time_is_over_those_come_along_who_said_so() -> None:
    village, ferry, boats = _agreed()
    for person in (BO, CLEO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
    village.tells(ESI, "!answer yes")

    village.pass_time(7 * DAY)

    (new,) = _grown(village, ferry, boats)
    assert new.holders == (BO, CLEO, ESI)
    assert DOV in village.world.crews[boats.id].people


@pytest.mark.parametrize(
    ("from_ferry", "from_boats"), [((BO, CLEO, AMARA), ()), ((BO,), (ESI,)), ((), ())]
)
def test_too_few_or_only_of_one_crew_and_both_go_on(
    from_ferry: tuple[UserId, ...], from_boats: tuple[UserId, ...]
) -> None:
    village, ferry, boats = _agreed()
    for crew, people in ((ferry, from_ferry), (boats, from_boats)):
        for person in people:
            says_to(village, person, crew, "!answer yes")

    village.pass_time(7 * DAY)
    village.settle()

    assert not _grown(village, ferry, boats)
    for crew in (ferry, boats):
        assert asked(village, crew, Asking.MERGE).state is QuestionState.OVER
        said = village.said_in(village.key_id(crew_room(crew.id)))
        assert told("merge.came-to-nothing", name=crew.name) in said


def test_it_can_be_settled_at_once() -> None:
    village, ferry, boats = _agreed()
    reacts(village, BO, ferry, to=Asking.MERGE, key="✅")

    refused = says_to(village, BO, ferry, "!merge now")
    for person in (DOV, ESI):
        reacts(village, person, boats, to=Asking.MERGE, key="✅")
    said = village.tells(CLEO, "!merge now")

    assert refused == told("merge.too-few", count=1, least=3)
    assert said.startswith(opening("merge.done", name="Night Ferry", other="Paper Boats"))
    assert [one.holders for one in _grown(village, ferry, boats)] == [(BO, DOV, ESI)]


def test_when_the_one_who_was_waited_for_leaves_the_others_go() -> None:
    village, ferry, boats = _agreed()
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")

    village.leaves(ESI, at=crew_room(boats.id))

    assert [one.holders for one in _grown(village, ferry, boats)] == [(AMARA, BO, CLEO, DOV)]


def test_two_crews_of_one_each_do_not_become_one() -> None:
    village, ferry, boats = _agreed()
    for person in (BO, AMARA):
        village.leaves(person, at=crew_room(ferry.id))
    for person in (AMARA, DOV):
        village.leaves(person, at=crew_room(boats.id))

    reacts(village, CLEO, ferry, to=Asking.MERGE, key="✅")
    reacts(village, ESI, boats, to=Asking.MERGE, key="✅")
    village.pass_time(7 * DAY)

    assert not _grown(village, ferry, boats)


def test_it_can_be_stopped_by_either() -> None:
    village, ferry, boats = _agreed()

    says_to(village, ESI, boats, "!merge stop")
    village.settle()

    for crew in (ferry, boats):
        assert not village.world.crews[crew.id].open_questions
        said = village.said_in(village.key_id(crew_room(crew.id)))
        assert told("merge.came-to-nothing", name=crew.name) in said
    nothing = told("merge.none", name="Paper Boats")
    assert says_to(village, ESI, boats, "!merge stop") == nothing
    assert says_to(village, ESI, boats, "!merge now") == nothing


def test_a_proposal_can_be_taken_back() -> None:
    village, ferry, boats = _proposed()

    said = says_to(village, CLEO, ferry, "!merge stop")

    assert said == told("merge.taken-back", name="Night Ferry")
    assert not asked(village, boats, Asking.MERGE_OFFER).is_open


def test_who_proposes_what_was_proposed_to_them_says_yes() -> None:
    village, ferry, boats = _proposed('!merge Paper Boats as "Evening Boats"')

    said = village.tells(DOV, "!merge Night Ferry")

    assert said == told("merge.agreed", name="Night Ferry")
    assert asked(village, boats, Asking.MERGE_OFFER).outcome == "yes"
    for crew in (ferry, boats):
        assert asked(village, crew, Asking.MERGE).labels == ("Evening Boats",)
    assert not any(
        one.asking is Asking.MERGE_OFFER for one in village.world.crews[ferry.id].questions
    )


def test_what_else_was_proposed_is_overtaken() -> None:
    village, ferry, boats = _proposed()
    third = comes_to(village, begins(village, "Slow Kettle", GRETA, ESI), CrewState.ACTIVE)
    says_to(village, GRETA, third, "!merge Paper Boats")
    village.letters.clear()

    village.tells(DOV, "!merge Night Ferry")

    assert [one.asking for one in village.world.crews[boats.id].open_questions] == [Asking.MERGE]
    assert village.letters_to(GRETA) == [told("merge.goes-on", name="Paper Boats")]
    assert third.id in village.world.crews
    assert asked(village, ferry, Asking.MERGE).is_open


def test_a_yes_that_comes_too_late_changes_nothing() -> None:
    village, ferry, boats = _proposed()
    comes_to(village, ferry, CrewState.CLOSING)

    reacts(village, DOV, boats, to=Asking.MERGE_OFFER, key="✅")
    village.settle()

    assert told("merge.not-now") in village.said_in(village.key_id(crew_room(boats.id)))
    assert not village.world.crews[boats.id].open_questions


@pytest.mark.parametrize("words", ["!finish", "!rest"])
def test_when_one_crew_goes_another_way_the_other_is_told_and_free_to_do_something_else(
    words: str,
) -> None:
    village, ferry, boats = _agreed()

    says_to(village, BO, ferry, words)
    village.settle()

    over = told("merge.came-to-nothing", name="Paper Boats")
    assert village.said_in(village.key_id(crew_room(boats.id))).count(over) == 1
    assert not village.world.crews[boats.id].open_questions
    village.pass_time(7 * DAY)
    village.settle()
    assert village.said_in(village.key_id(crew_room(boats.id))).count(over) == 1


def test_a_resting_crew_may_be_asked_and_ask() -> None:
    village, ferry, boats = _two(state=CrewState.RESTING)

    assert village.tells(DOV, "!merge Night Ferry").startswith(opening("merge.asked"))
    village.settle()
    reacts(village, BO, ferry, to=Asking.MERGE_OFFER, key="✅")

    assert asked(village, ferry, Asking.MERGE).other == boats.id


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("!merge", told("merge.needs-name")),
        ("!merge Slow Kettle", told("merge.none-such", name="Slow Kettle")),
        ("!merge night ferry", told("merge.itself", name="Night Ferry")),
        (f"!merge Paper Boats as {'B' * 61}", opening("merge.too-long", length="61")),
    ],
)
def test_what_cannot_be_proposed_changes_nothing(words: str, refusal: str) -> None:
    village, ferry, _ = _two()
    before = village.world.crews

    assert says_to(village, BO, ferry, words).startswith(refusal)
    assert village.world.crews == before


def test_nobody_is_asked_the_same_twice() -> None:
    village, ferry, _ = _proposed()

    assert says_to(village, CLEO, ferry, "!merge Paper Boats") == told(
        "merge.asked-already", name="Paper Boats"
    )


def test_whoever_is_choosing_already_does_that_first() -> None:
    village, ferry, boats = _agreed()
    third = comes_to(village, begins(village, "Slow Kettle", GRETA, ESI), CrewState.ACTIVE)

    assert says_to(village, BO, ferry, "!merge Slow Kettle") == told(
        "choosing.open", name="Night Ferry"
    )
    assert says_to(village, GRETA, third, "!merge Paper Boats") == told(
        "merge.other-busy", name="Paper Boats"
    )
    assert says_to(village, ESI, boats, "!split") == told("choosing.open", name="Paper Boats")


def test_with_several_of_one_name_it_has_to_be_said_which() -> None:
    village, ferry, _ = _two()
    begins(village, '"Paper Birds"', GRETA, ESI)

    assert says_to(village, BO, ferry, "!merge Paper").startswith(opening("merge.which"))


@pytest.mark.parametrize("state", [CrewState.FORMING, CrewState.CLOSING])
def test_a_crew_at_another_place_of_its_life_cannot_be_asked(state: CrewState) -> None:
    village, _, boats = _two(state=CrewState.ACTIVE)
    third = begins(village, "Slow Kettle", GRETA, ESI)
    if state is not CrewState.FORMING:
        comes_to(village, third, state)

    said = says_to(village, DOV, boats, "!merge Slow Kettle")

    assert said == told("merge.other-state", name="Slow Kettle", state=told(f"state.{state.value}"))


def test_a_crew_at_another_place_of_its_life_cannot_ask() -> None:
    village, ferry, _ = _two(state=CrewState.CLOSING)

    assert says_to(village, BO, ferry, "!merge Paper Boats").startswith(
        opening("move.impossible", word="merge", name="Night Ferry", state=told("state.closing"))
    )


def test_more_than_a_crew_has_cannot_become_one() -> None:
    village, ferry, _ = _two()
    congregation = village.world.congregation
    assert congregation is not None
    numbers = evolve(village.world.numbers, crew_full=4)
    village.world = evolve(village.world, congregation=evolve(congregation, numbers=numbers))

    said = says_to(village, BO, ferry, "!merge Paper Boats")

    assert said == told("merge.too-many", name="Paper Boats", count=5, most=4)


def test_a_yes_in_words_is_an_answer_that_the_prompt_shows() -> None:
    village, ferry, boats = _proposed()
    prompt = prompt_of(village, boats, Asking.MERGE_OFFER)

    answer = village.says(DOV, "yes", at=crew_room(boats.id), reply_to=prompt)

    assert answer == ""
    assert asked(village, boats, Asking.MERGE_OFFER).outcome == "yes"
    assert asked(village, ferry, Asking.MERGE).is_open


def test_a_hidden_crew_is_not_found() -> None:
    village, ferry, boats = _two()
    is_hidden(village, boats)

    assert says_to(village, BO, ferry, "!merge Paper Boats") == told(
        "merge.none-such", name="Paper Boats"
    )


def test_who_is_in_a_hidden_crew_may_propose_to_it_and_the_new_one_is_hidden() -> None:
    village, ferry, boats = _two()
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

    (new,) = _grown(village, ferry, boats)
    assert new.visibility is Visibility.HIDDEN
    village.settle()
    said = village.said_in(village.key_id(crew_room(ferry.id)))[before:]
    assert said
    assert not any("Paper Boats" in one for one in said)


def test_a_crew_that_hides_is_named_no_more_where_it_has_proposed() -> None:
    village, ferry, boats = _proposed()

    is_hidden(village, ferry)
    village.become([CrewRenamed(ferry.id, Text("Quiet Ferry"))])
    village.settle()

    last = village.said_in(village.key_id(crew_room(boats.id)))[-1]
    assert last.startswith("another crew asks whether Paper Boats")


def test_a_hidden_crew_proposes_nothing() -> None:
    village, ferry, _ = _two()
    is_hidden(village, ferry)

    assert says_to(village, BO, ferry, "!merge Paper Boats") == told(
        "merge.hidden", name="Night Ferry"
    )


def test_the_new_room_is_as_closed_as_the_more_closed_of_the_two() -> None:
    village, ferry, boats = _two(boats=f"{BOATS} | encrypted=yes")
    says_to(village, BO, ferry, "!merge Paper Boats")
    village.settle()
    village.tells(DOV, '!answer yes crew="Paper Boats"')
    village.settle()
    for person in (BO, CLEO):
        reacts(village, person, ferry, to=Asking.MERGE, key="✅")
    village.tells(ESI, '!answer yes crew="Paper Boats"')
    village.tells(BO, "!merge now")

    (new,) = _grown(village, ferry, boats)
    assert new.encryption is Encryption.UNREAD


def test_what_an_old_crew_leaves_is_said_in_commons_when_it_lets_go_of_its_room() -> None:
    village, ferry, boats = _agreed()
    says_to(village, BO, ferry, "!harvest We rowed at dusk.")
    for crew, people in ((ferry, (AMARA, BO, CLEO)), (boats, (AMARA, DOV, ESI))):
        for person in people:
            reacts(village, person, crew, to=Asking.MERGE, key="✅")
    village.settle()

    reacts(village, BO, ferry, to=Asking.OLD_ROOM, key="✅")
    village.settle()

    harvest = told("harvest.published", name="Night Ferry", words="We rowed at dusk.")
    assert village.said_in(village.commons).count(harvest) == 1
