"""Numbers as hosts say them: told, chosen, refused, taken back; and whatever runs goes by the new ones."""

from datetime import timedelta

import pytest
from attrs import evolve as changed

from microsol_matrix.ids import UserId
from microsol_matrix.places import COMMONS, HOSTS, crew_room
from microsol_matrix.plan.intents import PutState
from microsol_matrix.scales.crew import CrewState, Seat, SeatState
from microsol_matrix.scales.numbers import PRESETS, USUAL, Preset, clash, with_number
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from microsol_matrix.talk.numbers import SETTINGS, written
from tests.core.kettle import active, forming
from tests.core.life import Village, called, harbourlight
from tests.core.said import AMARA, BO, CLEO, DOV
from tests.core.told import told

H = "Harbourlight"
DAY = timedelta(days=1)


def change(setting: str, before: str) -> str:
    return told("settings.change", setting=setting, before=before)


def done(*changes: str) -> str:
    return told("settings.done", name=H, changes="\n".join(changes))


def cards(village: Village) -> list[object]:
    """Tell what was written of the congregation into the space, in order."""
    return [
        intent.piece.content
        for intent in village.done
        if isinstance(intent, PutState) and intent.piece.type == types.CONGREGATION
    ]


# ---------------------------------------------------------------------------------------------- told


def test_a_host_is_told_every_number_with_what_it_means() -> None:
    answer = harbourlight(BO).tells(AMARA, "!settings")

    for setting in SETTINGS:
        assert f"- {setting.key}={setting.shape} - {setting.meaning}" in answer


def test_a_number_that_was_chosen_is_told_with_what_it_would_be() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings forming=21d")

    meaning = "how long a crew forms before it is asked again"
    line = told("settings.line.own", setting="forming=21d", meaning=meaning, usual="14d")
    assert line in village.tells(AMARA, "!settings").splitlines()


def test_a_preset_is_told_by_its_name_and_none_of_its_sizes_counts_as_chosen() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings sizes=handbook")

    answer = village.tells(AMARA, "!settings")
    assert "with the sizes of handbook" in answer
    assert "unless you choose" not in answer


def test_few_people_are_told_that_they_are_a_gathering() -> None:
    village = harbourlight(BO)
    gathering = told("settings.gathering", least=15, name=H)
    assert gathering in village.tells(AMARA, "!settings")

    village.tells(AMARA, "!settings congregation-min=2")
    assert "a gathering so far" not in village.tells(AMARA, "!settings")


def test_numbers_are_told_where_hosts_are_and_to_nobody_else() -> None:
    village = harbourlight(BO)

    assert "forming=14d" in village.says(AMARA, "!settings", at=HOSTS)
    where = told("not-here", where="in a direct message, in Hosts")
    assert village.says(AMARA, "!settings", at=COMMONS) == where
    assert village.tells(BO, "!settings") == told("host-only", name=H, hosts="Amara")


# -------------------------------------------------------------------------------------------- chosen


def test_a_host_chooses_several_numbers_at_once() -> None:
    village = harbourlight(BO)

    answer = village.says(AMARA, "!settings forming=21d closing=10d crew-full=12", at=HOSTS)

    assert answer == done(
        change("forming=21d", "14d"), change("closing=10d", "14d"), change("crew-full=12", "10")
    )
    assert village.world.numbers == changed(USUAL, forming=21 * DAY, closing=10 * DAY, crew_full=12)


def test_what_is_chosen_in_a_direct_message_is_told_in_hosts() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings closing=10d")
    village.settle()

    changes = change("closing=10d", "14d")
    text = told("settings.changed", by="Amara", name=H, changes=changes)
    assert village.said_in(village.key_id(HOSTS))[-1] == text


def test_what_is_chosen_among_the_hosts_is_said_there_once() -> None:
    village = harbourlight(BO)
    village.says(AMARA, "!settings closing=10d", at=HOSTS)
    village.settle()

    said = [one for one in village.said_in(village.key_id(HOSTS)) if "closing=10d" in one]
    assert said == [done(change("closing=10d", "14d"))]


def test_a_preset_changes_the_sizes_and_stands_on_the_card() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings closing=10d")
    answer = village.says(AMARA, "!settings sizes=handbook", at=HOSTS)
    village.settle()

    assert answer.splitlines()[1] == change("sizes=handbook", "seed")
    assert village.world.numbers == changed(PRESETS[Preset.HANDBOOK], closing=10 * DAY)
    card = cards(village)[-1]
    assert isinstance(card, dict)
    check(types.CONGREGATION, card)
    assert (
        card["scales"]["crew"]["preset"] == card["scales"]["congregation"]["preset"] == "handbook"
    )


def test_single_sizes_win_over_the_preset_that_they_come_with() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings crew-full=8 sizes=handbook")

    assert village.world.numbers == changed(PRESETS[Preset.HANDBOOK], crew_full=8)


def test_all_is_as_it_was_at_first_again() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings sizes=handbook closing=10d")

    assert "closing=14d (it was 10d)" in village.tells(AMARA, "!settings reset")
    assert village.world.numbers == USUAL


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("forming=14d", told("settings.same", name=H)),
        ("sizes=seed", told("settings.same", name=H)),
        ("reset", told("settings.same", name=H)),
        ("reset forming=21d", told("settings.reset-alone")),
        ("forming", told("settings.unclear", given="forming")),
        ("patience=9", told("settings.unclear", given="patience=9")),
        (
            "crew-min=6",
            told("settings.clash", lesser="crew-min=6", greater="crew-split", least="12"),
        ),
        (
            "cycle-weeks=1",
            told("settings.clash", lesser="review-before=7d", greater="cycle-weeks", least="2"),
        ),
        (
            "congregation-full=100",
            told(
                "settings.clash",
                lesser="congregation-typical=100-200",
                greater="congregation-full",
                least="200",
            ),
        ),
        (
            "forming=91d",
            told(
                "option.bad",
                option="forming",
                given="91d",
                expected=told("option.span", least="24h", most="90d"),
                example="14d",
            ),
        ),
        (
            "crew-ful=12",
            told(
                "option.unknown.nearest",
                command="!settings",
                option="crew-ful",
                nearest="crew-full",
            ),
        ),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(said: str, answer: str) -> None:
    village = harbourlight(BO)

    assert village.tells(AMARA, f"!settings {said}") == answer
    assert village.world.numbers == USUAL
    assert village.world.notices[-1].room_id != village.key_id(HOSTS)


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_every_number_can_be_chosen_by_its_word(setting: object) -> None:
    village = harbourlight(BO)
    one = next(other for other in SETTINGS if other is setting)
    usual = getattr(USUAL, one.name)
    other = next(
        number
        for number in (
            usual + DAY if isinstance(usual, timedelta) else None,
            (usual[0] - 1, usual[1]) if isinstance(usual, tuple) else None,
            (usual[0] + 1, usual[1]) if isinstance(usual, tuple) else None,
            usual + 1 if isinstance(usual, int) else None,
            usual - 1 if isinstance(usual, int) else None,
        )
        if number is not None and clash(with_number(USUAL, one.name, number)) is None
    )

    village.tells(AMARA, f"!settings {one.key}={written(other)}")

    assert village.world.numbers == with_number(USUAL, one.name, other)


# ------------------------------------------------------------------------------- what goes by them


def seat_of(village: Village, person: UserId) -> Seat:
    return next(seat for seat in village.crew.seats if seat.person == person)


def test_a_seat_that_waits_already_waits_as_long_as_the_new_number_says() -> None:
    village = called("!call Slow Kettle seats=2-3")
    village.tells(BO, "yes Slow Kettle")
    village.settle()
    village.pass_time(3 * DAY)
    village.tells(AMARA, "!settings accepting=4d")

    village.pass_time(DAY - timedelta(minutes=5))
    assert seat_of(village, BO).state is SeatState.INVITED
    village.pass_time(timedelta(minutes=10))

    assert seat_of(village, BO).state is SeatState.FREED


def test_a_call_is_made_with_the_numbers_of_its_congregation() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!settings sizes=handbook call-window=7d cycle-weeks=6")
    village.says(AMARA, "!call Slow Kettle")

    call = village.call
    assert (call.seats_min, call.seats_max, call.weeks) == (3, 5, 6)
    assert call.closes_at.date() == village.now.date() + 7 * DAY


def test_no_call_promises_more_seats_than_a_crew_has_there() -> None:
    village = harbourlight(BO, CLEO, DOV)
    village.tells(AMARA, "!settings crew-full=12")
    village.says(AMARA, "!call Long Table seats=4-12")
    assert village.call.seats_max == 12

    expected = told("option.pair", least=2, most=12)
    assert expected in village.says(BO, "!call Long Bench seats=4-13")
    assert village.call.name == "Long Table"


def test_a_crew_that_forms_already_is_asked_when_the_new_number_says() -> None:
    village = forming()
    village.pass_time(10 * DAY)
    village.tells(AMARA, "!settings forming=21d")

    village.pass_time(10 * DAY)
    assert village.crew.asked_at is None
    village.pass_time(2 * DAY)

    assert village.crew.asked_at is not None


def test_a_crew_that_closes_already_ends_when_the_new_number_says() -> None:
    village = active()
    village.says(AMARA, "!finish", at=crew_room(village.crew.id))
    village.settle()
    village.pass_time(2 * DAY)
    states = [village.crew.state]
    village.tells(AMARA, "!settings closing=3d")

    village.pass_time(2 * DAY)
    states.append(village.crew.state)

    assert states == [CrewState.CLOSING, CrewState.ARCHIVED]
