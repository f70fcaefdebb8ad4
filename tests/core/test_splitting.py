"""One crew becomes two: people choose, nobody is put anywhere, and the old room is theirs to let go of."""

import pytest

from microsol_matrix.navigation import room_link
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import MakeRoom
from microsol_matrix.scales.crew import CrewState, Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import Asking, QuestionState
from tests.core.life import harbourlight
from tests.core.lineage import asked, begins, comes_to, is_hidden, reacts, says_to
from tests.core.long_table import EVERYBODY, SIDES, TABLE, choose, sides, table, table_asked
from tests.core.said import AMARA, BO, CLEO, DAY, DOV, ESI, GRETA, SERVER
from tests.core.told import told
from tests.crash.phrases import opening


def test_a_crew_is_asked_who_wants_to_be_on_which_side() -> None:
    village, crew = table_asked()

    room = village.key_id(crew_room(crew.id))
    question = asked(village, crew, Asking.SPLIT)
    assert question.labels == ("Long Table East", "Long Table West")
    assert question.closes_at == village.now + 7 * DAY
    (said,) = (one for one in village.said_in(room) if "may become two crews" in one)
    assert "1️⃣ Long Table East\n2️⃣ Long Table West" in said


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("!split", ("Long Table 1", "Long Table 2")),
        ('!split "East" "West"', ("East", "West")),
        ("!split East side | West side", ("East side", "West side")),
        ('!split "East side" | West', ("East side", "West")),
        ("!dividir Este | Oeste", ("Este", "Oeste")),
        ("!scinder Est | Ouest", ("Est", "Ouest")),
    ],
)
def test_sides_have_the_names_that_people_give_them(words: str, labels: tuple[str, str]) -> None:
    village, crew = table()

    says_to(village, BO, crew, words)

    assert asked(village, crew, Asking.SPLIT).labels == labels


def test_once_all_have_chosen_there_are_two_crews_that_grew_from_the_one() -> None:
    village, crew = table_asked()

    choose(village, crew)

    east, west = sides(village, crew)
    assert (east.name, east.holders, east.host) == ("Long Table East", (AMARA, BO, CLEO), AMARA)
    assert (west.name, west.holders, west.host) == ("Long Table West", (DOV, ESI, GRETA), DOV)
    for side in (east, west):
        assert (side.lineage, side.call_id, side.caller) == ((crew.id,), None, None)
        assert (side.state, side.agreements, side.cycle_ends_at) == (CrewState.FORMING, (), None)
        assert (side.kind, side.weeks, side.rhythm) == (crew.kind, 6, "Sun 18:00")
        assert set(village.invitations(crew_room(side.id))) == set(side.holders)
    assert village.world.crews[crew.id].state is CrewState.ACTIVE


def test_why_there_are_two_rooms_can_be_asked() -> None:
    village, crew = table_asked()
    for person in EVERYBODY[:3]:
        reacts(village, person, crew, to=Asking.SPLIT, key="1️⃣")
    for person in EVERYBODY[3:]:
        reacts(village, person, crew, to=Asking.SPLIT, key="2️⃣")

    assert village.tells(BO, "!why") == told("why.crew grew", about="Long Table West")


def test_each_new_room_is_welcomed_with_the_way_back() -> None:
    village, crew = table_asked()
    choose(village, crew)

    old_room = village.key_id(crew_room(crew.id))
    for side in sides(village, crew):
        (welcome,) = village.said_in(village.key_id(crew_room(side.id)))
        assert f"{side.host[1:].partition(':')[0].title()} hosts {side.name}" in welcome
        assert welcome.endswith(f"It grew from Long Table: {room_link(old_room, SERVER)}")
    made = [one.spec for one in village.done if isinstance(one, MakeRoom)][-2:]
    assert [spec.predecessor for spec in made] == [None, None]


def test_the_old_room_hears_of_it_and_is_asked_about_itself_once_both_rooms_are_there() -> None:
    village, crew = table_asked()
    for person in EVERYBODY[:3]:
        reacts(village, person, crew, to=Asking.SPLIT, key="1️⃣")
    for person in EVERYBODY[3:]:
        reacts(village, person, crew, to=Asking.SPLIT, key="2️⃣")
    question = asked(village, crew, Asking.OLD_ROOM)
    first = [type(one).__name__ for one in village.plan() if _is_about(one, question.ref)]

    village.settle()

    said = village.said_in(village.key_id(crew_room(crew.id)))
    assert first == []
    assert any(one.startswith(opening("split.parted", name="Long Table")) for one in said)
    assert any("now that there is Long Table East & Long Table West?" in one for one in said)


def _is_about(intent: object, ref: str) -> bool:
    return getattr(intent, "ref", None) == ref


def test_a_yes_archives_the_old_room() -> None:
    village, crew = table_asked()
    choose(village, crew)

    reacts(village, BO, crew, to=Asking.OLD_ROOM, key="✅")

    assert village.world.crews[crew.id].state is CrewState.ARCHIVED


@pytest.mark.parametrize("answer", ["❌", ""])
def test_a_no_or_silence_leaves_the_old_room_as_it_is(answer: str) -> None:
    village, crew = table_asked()
    choose(village, crew)

    if answer:
        reacts(village, BO, crew, to=Asking.OLD_ROOM, key=answer)
    village.pass_time(8 * DAY)

    assert village.world.crews[crew.id].state is CrewState.ACTIVE
    assert not asked(village, crew, Asking.OLD_ROOM).is_open


def test_it_can_be_stopped() -> None:
    village, crew = table_asked()

    said = says_to(village, CLEO, crew, "!split stop")
    village.settle()

    assert said == told("split.stopped", name="Long Table")
    assert asked(village, crew, Asking.SPLIT).state is QuestionState.OVER
    assert says_to(village, CLEO, crew, "!split stop") == told("split.none", name="Long Table")
    assert says_to(village, CLEO, crew, "!split now") == told("split.none", name="Long Table")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("!split", told("split.open", name="Long Table")),
        ('!split "East"', told("split.two-names")),
        ("!split East | West | North", told("split.two-names")),
        ('!split "East" | "east"', told("split.same-name")),
        (
            f"!split East | {'W' * 61}",
            told("split.too-long", length=61, what=told("what.name"), limit=60),
        ),
    ],
)
def test_what_cannot_be_asked_changes_nothing(words: str, refusal: str) -> None:
    village, crew = table_asked()
    before = village.world.crews[crew.id]

    assert says_to(village, BO, crew, words) == refusal
    assert village.world.crews[crew.id] == before


@pytest.mark.parametrize("state", [CrewState.RESTING, CrewState.CLOSING, CrewState.ARCHIVED])
def test_only_an_active_crew_splits(state: CrewState) -> None:
    village, crew = table(state=state)

    said = village.tells(BO, "!split")

    assert said.startswith(
        opening(
            "move.impossible", word="split", name="Long Table", state=told(f"state.{state.value}")
        )
    )
    assert not village.world.crews[crew.id].questions


def test_two_crews_take_enough_people() -> None:
    village = harbourlight(*EVERYBODY[1:])
    crew = comes_to(village, begins(village, "Slow Kettle", BO, CLEO), CrewState.ACTIVE)

    assert says_to(village, BO, crew, "!split") == told(
        "split.too-few", name="Slow Kettle", count=3, least=3, both=6
    )


def test_only_who_is_in_the_crew_asks() -> None:
    village = harbourlight(*EVERYBODY[1:])
    crew = comes_to(village, begins(village, "Slow Kettle", BO, CLEO), CrewState.ACTIVE)

    assert village.tells(DOV, "!split").startswith(
        told("crew.none-yours", congregation="Harbourlight")
    )
    assert not village.world.crews[crew.id].questions


def test_in_a_room_where_we_do_not_read_all_goes_by_letter() -> None:
    village, crew = table(f"{TABLE} encrypted=yes")

    village.tells(AMARA, SIDES)
    for person in EVERYBODY[:3]:
        village.tells(person, "!answer 1")
    for person in EVERYBODY[3:]:
        village.tells(person, "!answer west")
    village.settle()

    east, west = sides(village, crew)
    assert (east.encryption, west.encryption) == (Encryption.UNREAD, Encryption.UNREAD)
    assert any("may become two crews" in one for one in village.letters_to(BO))
    assert any(opening("old-room.ask") in one for one in village.letters_to(BO))


def test_what_grows_from_a_hidden_crew_is_hidden() -> None:
    village, crew = table()
    is_hidden(village, crew)
    says_to(village, AMARA, crew, SIDES)
    village.settle()

    choose(village, crew)

    assert {side.visibility for side in sides(village, crew)} == {Visibility.HIDDEN}


def test_what_grows_from_a_crew_that_everybody_sees_is_for_the_congregation_until_it_agrees() -> (
    None
):
    village, crew = table()
    village.become([CrewVisibilityChanged(crew.id, Visibility.PORCH)])
    says_to(village, AMARA, crew, SIDES)
    village.settle()

    choose(village, crew)

    assert {side.visibility for side in sides(village, crew)} == {Visibility.CONGREGATION}
