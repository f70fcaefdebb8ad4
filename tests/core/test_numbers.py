"""The numbers of a congregation: all there, within bounds, and fitting together."""

from datetime import timedelta

import attrs
import pytest
from attrs import evolve as changed

from microsol_matrix.scales.congregation import NumbersChosen
from microsol_matrix.scales.numbers import (
    COUNT_BOUNDS,
    PRESETS,
    SIZES,
    SPAN_BOUNDS,
    USUAL,
    Clash,
    Number,
    Numbers,
    Preset,
    clash,
    with_number,
    with_preset,
)
from microsol_matrix.world import World
from tests.core.life import harbourlight
from tests.core.said import AMARA, BO

NAMES = tuple(one.name for one in attrs.fields(Numbers) if one.name != "preset")
DAY = timedelta(days=1)


def test_every_number_has_bounds() -> None:
    assert sorted([*SPAN_BOUNDS, *COUNT_BOUNDS]) == sorted(NAMES)


@pytest.mark.parametrize("preset", Preset)
def test_a_preset_fits_together_and_lies_within_the_bounds(preset: Preset) -> None:
    numbers = PRESETS[preset]

    assert clash(numbers) is None
    for name in NAMES:
        has = getattr(numbers, name)
        for one in has if isinstance(has, tuple) else (has,):
            if isinstance(one, timedelta):
                assert SPAN_BOUNDS[name][0] <= one <= SPAN_BOUNDS[name][1]
            else:
                assert COUNT_BOUNDS[name][0] <= one <= COUNT_BOUNDS[name][1]


@pytest.mark.parametrize(
    ("name", "is_what", "expected"),
    [
        ("crew_min", 6, Clash("crew_min", "crew_split", 12)),
        ("crew_min", 9, Clash("crew_min", "crew_seats", 9)),
        ("crew_seats", 11, Clash("crew_seats", "crew_full", 11)),
        ("crew_note", 10, Clash("crew_note", "crew_split", 10)),
        ("crew_split", 11, Clash("crew_split", "crew_full", 11)),
        ("crew_typical", (2, 10), Clash("crew_min", "crew_typical", 3)),
        ("crew_typical", (5, 11), Clash("crew_typical", "crew_full", 11)),
        ("congregation_min", 130, Clash("congregation_min", "congregation_typical", 130)),
        (
            "congregation_typical",
            (15, 250),
            Clash("congregation_typical", "congregation_full", 250),
        ),
        ("congregation_talk", 151, Clash("congregation_talk", "congregation_sibling", 151)),
        ("congregation_sibling", 201, Clash("congregation_sibling", "congregation_full", 201)),
        ("review_grace", DAY / 2, Clash("settling", "review_grace", DAY)),
        ("cycle_weeks", 1, Clash("review_before", "cycle_weeks", 2)),
    ],
)
def test_numbers_that_do_not_fit_together_are_named_with_what_would_be_right(
    name: str, is_what: Number, expected: Clash
) -> None:
    assert clash(with_number(USUAL, name, is_what)) == expected


@pytest.mark.parametrize(
    ("name", "is_what", "other", "enough"),
    [
        ("crew_min", 4, "crew_typical", (4, 10)),
        ("crew_seats", 11, "crew_full", 11),
        ("settling", DAY, "review_grace", DAY),
    ],
)
def test_what_would_be_right_is_right(
    name: str, is_what: Number, other: str, enough: Number
) -> None:
    assert clash(with_number(with_number(USUAL, name, is_what), other, enough)) is None


def test_a_review_a_week_before_the_end_needs_a_cycle_of_two_weeks() -> None:
    assert clash(changed(USUAL, cycle_weeks=2)) is None
    assert clash(changed(USUAL, cycle_weeks=2, review_before=8 * DAY)) is not None


def test_a_preset_gives_all_sizes_and_leaves_the_spans_of_time() -> None:
    own = changed(USUAL, closing=21 * DAY, crew_full=12)

    following = with_preset(own, Preset.HANDBOOK)

    assert following == changed(PRESETS[Preset.HANDBOOK], closing=21 * DAY)
    assert {name for name in NAMES if name.startswith(("crew_", "congregation_"))} == set(SIZES)


def test_a_congregation_has_the_usual_numbers_until_a_host_chooses_others() -> None:
    village = harbourlight(BO)
    assert World().numbers == village.world.numbers == USUAL

    chosen = changed(USUAL, closing=21 * DAY)
    village.become([NumbersChosen(chosen, by=AMARA)])

    assert village.world.numbers == chosen
