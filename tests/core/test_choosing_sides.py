"""Who is on which side as a crew splits, and what becomes of it."""

from microsol_matrix.places import crew_room
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.scales.question import Asking, QuestionState
from tests.core.life import harbourlight
from tests.core.lineage import asked, begins, comes_to, reacts, says_to
from tests.core.long_table import EVERYBODY, SIDES, TABLE, choose, sides, table, table_asked
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, GRETA
from tests.core.told import told
from tests.crash.phrases import opening


def test_sides_can_be_chosen_in_words() -> None:
    village, crew = table_asked()

    for person, word in zip(EVERYBODY, ("1", "east", "Long Table East"), strict=False):
        says_to(village, person, crew, f"!answer {word}")
    village.tells(DOV, "!answer 2")
    village.tells(ESI, "!answer West")
    says_to(village, GRETA, crew, "!answer west")

    assert [side.holders for side in sides(village, crew)] == [
        (AMARA, BO, CLEO),
        (DOV, ESI, GRETA),
    ]


def test_a_word_that_is_in_both_names_chooses_nothing() -> None:
    village, crew = table_asked()

    assert says_to(village, BO, crew, "!answer table").startswith(opening("answer.unclear"))


def test_who_changes_their_mind_is_on_the_side_they_chose_last() -> None:
    village, crew = table_asked()

    reacts(village, CLEO, crew, to=Asking.SPLIT, key="2️⃣")
    choose(village, crew)

    assert next(side.holders for side in sides(village, crew)) == (CLEO, AMARA, BO)


def test_when_the_time_is_over_those_who_have_chosen_go_and_the_others_are_written_to() -> None:
    village = harbourlight(*EVERYBODY[1:])
    crew = comes_to(
        village, begins(village, f"{TABLE} seats=2-9", *EVERYBODY[1:]), CrewState.ACTIVE
    )
    says_to(village, AMARA, crew, SIDES)
    village.settle()
    for person in (AMARA, BO):
        reacts(village, person, crew, to=Asking.SPLIT, key="1️⃣")
    for person in (CLEO, DOV):
        reacts(village, person, crew, to=Asking.SPLIT, key="2️⃣")
    village.letters.clear()

    village.pass_time(7 * DAY)
    village.settle()

    assert [side.holders for side in sides(village, crew)] == [(AMARA, BO), (CLEO, DOV)]
    assert village.letters_to(ESI) == village.letters_to(GRETA)
    assert village.letters_to(ESI)[0].startswith(
        opening("split.not-chosen", name="Long Table", one="Long Table East")
    )
    assert not village.letters_to(BO)
    assert {side.joining for side in sides(village, crew)} == {Joining.ASK}


def test_the_choosing_can_be_ended_early() -> None:
    village, crew = table(f"{TABLE} seats=2-9")
    says_to(village, AMARA, crew, SIDES)
    village.settle()
    for person, key in zip(EVERYBODY[:5], ("1️⃣", "1️⃣", "2️⃣", "2️⃣", "2️⃣"), strict=True):
        reacts(village, person, crew, to=Asking.SPLIT, key=key)

    said = village.tells(GRETA, "!split now")

    assert said.startswith(opening("split.parted", name="Long Table"))
    assert len(sides(village, crew)) == 2


def test_a_side_that_is_too_small_is_told_and_nothing_happens() -> None:
    village, crew = table_asked()
    for person in EVERYBODY[:4]:
        reacts(village, person, crew, to=Asking.SPLIT, key="1️⃣")
    for person in EVERYBODY[4:]:
        reacts(village, person, crew, to=Asking.SPLIT, key="2️⃣")
    village.settle()

    too_small = told("split.too-small", side="Long Table West", count=2, least=3)
    assert village.said_in(village.key_id(crew_room(crew.id)))[-1] == too_small
    assert says_to(village, BO, crew, "!split now") == too_small
    assert not sides(village, crew)
    assert asked(village, crew, Asking.SPLIT).is_open

    reacts(village, DOV, crew, to=Asking.SPLIT, key="2️⃣")
    assert len(sides(village, crew)) == 2


def test_when_the_time_is_over_and_a_side_is_too_small_the_crew_stays_one() -> None:
    village, crew = table_asked()
    reacts(village, BO, crew, to=Asking.SPLIT, key="1️⃣")

    village.pass_time(7 * DAY)
    village.settle()

    assert not sides(village, crew)
    assert asked(village, crew, Asking.SPLIT).state is QuestionState.OVER
    said = village.said_in(village.key_id(crew_room(crew.id)))
    assert told("split.came-to-nothing", name="Long Table") in said
    assert village.tells(BO, "!split") == told("split.asked", name="Long Table")


def test_who_has_left_the_crew_is_on_no_side() -> None:
    village, crew = table_asked()
    for person in EVERYBODY[:3]:
        reacts(village, person, crew, to=Asking.SPLIT, key="1️⃣")
    for person in EVERYBODY[3:5]:
        reacts(village, person, crew, to=Asking.SPLIT, key="2️⃣")
    village.leaves(BO, at=crew_room(crew.id))

    assert village.tells(AMARA, "!split now").startswith(
        opening("split.too-small", side="Long Table East")
    )


def test_when_the_one_who_was_waited_for_leaves_the_others_go() -> None:
    village, crew = table(f"{TABLE} seats=2-9")
    says_to(village, AMARA, crew, SIDES)
    village.settle()
    for person, key in zip(EVERYBODY[:5], ("1️⃣", "1️⃣", "2️⃣", "2️⃣", "2️⃣"), strict=True):
        reacts(village, person, crew, to=Asking.SPLIT, key=key)

    village.leaves(GRETA, at=crew_room(crew.id))

    assert [side.holders for side in sides(village, crew)] == [(AMARA, BO), (CLEO, DOV, ESI)]
