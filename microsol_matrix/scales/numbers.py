"""The numbers by which a congregation lives: how long things take, and at which sizes it is asked to talk.

Owns every number that a congregation may choose, what it is unless it does, within which bounds, and
which numbers fit together. All of them are prompts, never walls: nobody is removed by a number. Refuses
to know who chooses, and what follows when a time has come.

Sources: the microsolidarity and Enspiral handbooks for what crews and congregations of these sizes are,
this house's own choices for most spans of time; each number says which.
"""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import Enum
from typing import Final

from attrs import asdict, evolve as changed, frozen

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_WEEK: Final = timedelta(weeks=1)


class Preset(Enum):
    """Where sizes come from, unless a congregation chooses single ones."""

    SEED = "seed"
    """Crews of 5-10 in a congregation of 100-200: the founding text of this project."""
    HANDBOOK = "handbook"
    """Crews of 3-6 in a congregation of 15-150: the microsolidarity handbook."""


@frozen
class Numbers:
    """Every number of one congregation.

    Those for a crew are also its call's to choose where a call has an option for it; that wins.

    Attributes:
        preset: Where the sizes come from.
        call_window: How long a call is open unless it says otherwise (our choice: two weeks).
        accepting: How long an invitation to a crew keeps its seat (our choice).
        cycle_weeks: How many weeks a cycle has at most: six meetings (microsolidarity handbook).
        forming: How long a crew forms before it is asked again whether it has agreed (our choice).
        review_before: How long before a cycle's end the crew is asked how it has been (our choice).
        review_grace: How long past a cycle's end an unanswered review waits before the crew rests
            (our choice).
        settling: How long different answers to a review are waited for before one counts (our choice).
        undo: How long what a crew recorded can be taken back (our choice).
        rest_asked_again: How long a crew rests before it is asked again (our choice: a season).
        closing: How long a crew has for appreciation, harvest and farewells (our choice).
        consent: How long an objection is waited for before a newcomer comes late or more people see
            the crew (our choice: three days, so that a weekend is no trap).
        choosing_sides: How long people choose their side of a split or a merge (our choice).
        season: How long a season is (Enspiral and Intentional Society work in quarters).
        guest_seasons: How many seasons somebody is a guest before hosts are asked (domain: one).
        mandate: How long a host's mandate runs (domain: six months).
        link_lapse: How long a proposed link waits for an answer (our choice: hosts meet every week or two).
        link_term: How long a link holds unless it is renewed (our choice: a year).
        link_renewal: How long before a link's end its hosts are asked to renew it (our choice).
        crew_min: Below it a crew is asked what it wants (both presets: three).
        crew_typical: The least and the most people of a usual crew.
        crew_seats: How many seats a call has unless it says otherwise: short of full, so that people
            who come late still find room.
        crew_note: At so many a crew is told that it grows.
        crew_split: At so many a crew is offered to become two; never fewer than two of `crew_min` make.
        crew_full: At so many new joins wait, and no call promises more.
        congregation_min: Below it the congregation is a gathering.
        congregation_typical: The least and the most people of a usual congregation.
        congregation_talk: At so many its hosts are asked for a talk about size.
        congregation_sibling: At so many they are offered to seed a sibling (Dunbar's number).
        congregation_full: At so many new joins wait.
    """

    preset: Preset = Preset.SEED
    call_window: timedelta = 14 * _DAY
    accepting: timedelta = 7 * _DAY
    cycle_weeks: int = 8
    forming: timedelta = 14 * _DAY
    review_before: timedelta = 7 * _DAY
    review_grace: timedelta = 14 * _DAY
    settling: timedelta = 24 * _HOUR
    undo: timedelta = 48 * _HOUR
    rest_asked_again: timedelta = 12 * _WEEK
    closing: timedelta = 14 * _DAY
    consent: timedelta = 72 * _HOUR
    choosing_sides: timedelta = 7 * _DAY
    season: timedelta = 12 * _WEEK
    guest_seasons: int = 1
    mandate: timedelta = 26 * _WEEK
    link_lapse: timedelta = 14 * _DAY
    link_term: timedelta = 52 * _WEEK
    link_renewal: timedelta = 28 * _DAY
    crew_min: int = 3
    crew_typical: tuple[int, int] = (5, 10)
    crew_seats: int = 8
    crew_note: int = 7
    crew_split: int = 9
    crew_full: int = 10
    congregation_min: int = 15
    congregation_typical: tuple[int, int] = (100, 200)
    congregation_talk: int = 120
    congregation_sibling: int = 150
    congregation_full: int = 200

    @property
    def cycle(self) -> timedelta:
        """Give how long a cycle is at most."""
        return self.cycle_weeks * _WEEK

    @property
    def guest(self) -> timedelta:
        """Give how long somebody is a guest before hosts are asked about it."""
        return self.guest_seasons * self.season


Number = timedelta | int | tuple[int, int]

USUAL: Final = Numbers()
"""What holds unless a congregation chooses otherwise."""

SIZES: Final = (
    "crew_min",
    "crew_typical",
    "crew_seats",
    "crew_note",
    "crew_split",
    "crew_full",
    "congregation_min",
    "congregation_typical",
    "congregation_talk",
    "congregation_sibling",
    "congregation_full",
)
"""The numbers that a preset gives."""

PRESETS: Final[Mapping[Preset, Numbers]] = {
    Preset.SEED: USUAL,
    # The handbook says 3-6 and 15-150 and no more; what lies between is our choice. Six are two crews of
    # three, so there a split is offered and newcomers wait; five is the last size at which one may still come.
    Preset.HANDBOOK: Numbers(
        preset=Preset.HANDBOOK,
        crew_typical=(3, 6),
        crew_seats=5,
        crew_note=5,
        crew_split=6,
        crew_full=6,
        congregation_typical=(15, 150),
        congregation_talk=100,
        congregation_sibling=120,
        congregation_full=150,
    ),
}

MOST_OF_A_CREW: Final = 30
"""Past thirty people it is a gathering, whatever a congregation chooses."""
MOST_OF_A_CONGREGATION: Final = 999
"""Far past what anybody can know by name; a bound against slips of the keyboard."""

SPAN_BOUNDS: Final[Mapping[str, tuple[timedelta, timedelta]]] = {
    "call_window": (_DAY, 90 * _DAY),
    "accepting": (_DAY, 30 * _DAY),
    "forming": (_DAY, 90 * _DAY),
    "review_before": (_DAY, 28 * _DAY),
    "review_grace": (_DAY, 90 * _DAY),
    "settling": (_HOUR, 7 * _DAY),
    "undo": (_HOUR, 14 * _DAY),
    "rest_asked_again": (_WEEK, 52 * _WEEK),
    "closing": (_DAY, 90 * _DAY),
    "consent": (24 * _HOUR, 14 * _DAY),
    "choosing_sides": (_DAY, 30 * _DAY),
    "season": (4 * _WEEK, 52 * _WEEK),
    "mandate": (4 * _WEEK, 104 * _WEEK),
    "link_lapse": (_DAY, 90 * _DAY),
    "link_term": (4 * _WEEK, 260 * _WEEK),
    "link_renewal": (_DAY, 90 * _DAY),
}
"""The shortest and the longest of each span, both included; consent takes a day at least, so that whoever
sleeps is asked too."""

COUNT_BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "cycle_weeks": (1, 26),
    "guest_seasons": (1, 8),
    "crew_min": (2, MOST_OF_A_CREW),
    "crew_typical": (2, MOST_OF_A_CREW),
    "crew_seats": (2, MOST_OF_A_CREW),
    "crew_note": (2, MOST_OF_A_CREW),
    "crew_split": (4, MOST_OF_A_CREW),
    "crew_full": (2, MOST_OF_A_CREW),
    "congregation_min": (2, MOST_OF_A_CONGREGATION),
    "congregation_typical": (2, MOST_OF_A_CONGREGATION),
    "congregation_talk": (2, MOST_OF_A_CONGREGATION),
    "congregation_sibling": (2, MOST_OF_A_CONGREGATION),
    "congregation_full": (2, MOST_OF_A_CONGREGATION),
}
"""The least and the most of each count, both included: two people are the least that are not alone."""


@frozen
class Clash:
    """Two numbers that do not fit together.

    Attributes:
        lesser: The name of the one that asks something of the other.
        greater: The name of the other.
        least: How much the other has to be at least, with the one as it is.
    """

    lesser: str
    greater: str
    least: timedelta | int


def clash(numbers: Numbers) -> Clash | None:
    """Give the first two numbers that do not fit together; None if all do."""
    return next((found for found in _orders(numbers) if _is_broken(numbers, found)), None)


def _is_broken(numbers: Numbers, order: Clash) -> bool:
    has = getattr(numbers, order.greater)
    match has, order.least:
        case (int(low), _), int(least):
            return low < least
        case int(number), int(least):
            return number < least
        case timedelta() as span, timedelta() as least:
            return span < least
        case _:
            broken = f"{order} compares what cannot be compared"
            raise AssertionError(broken)


def _orders(numbers: Numbers) -> Iterator[Clash]:
    """Say of each number that another one bounds how much that one has to be at least."""
    yield Clash("crew_min", "crew_seats", numbers.crew_min)
    yield Clash("crew_seats", "crew_full", numbers.crew_seats)
    yield Clash("crew_min", "crew_note", numbers.crew_min)
    yield Clash("crew_note", "crew_split", numbers.crew_note)
    yield Clash("crew_min", "crew_split", 2 * numbers.crew_min)
    yield Clash("crew_split", "crew_full", numbers.crew_split)
    yield Clash("crew_min", "crew_typical", numbers.crew_min)
    yield Clash("crew_typical", "crew_full", numbers.crew_typical[1])
    yield Clash("congregation_min", "congregation_typical", numbers.congregation_min)
    yield Clash("congregation_typical", "congregation_full", numbers.congregation_typical[1])
    yield Clash("congregation_min", "congregation_talk", numbers.congregation_min)
    yield Clash("congregation_talk", "congregation_sibling", numbers.congregation_talk)
    yield Clash("congregation_sibling", "congregation_full", numbers.congregation_sibling)
    yield Clash("settling", "review_grace", numbers.settling)
    yield Clash("link_renewal", "link_term", numbers.link_renewal)
    # A review is asked for while there is a cycle left to talk about.
    yield Clash("review_before", "cycle_weeks", -(-numbers.review_before // _WEEK) + 1)


def with_preset(numbers: Numbers, preset: Preset) -> Numbers:
    """Give these numbers with all sizes of a preset."""
    for name in SIZES:
        numbers = with_number(numbers, name, getattr(PRESETS[preset], name))
    return changed(numbers, preset=preset)


def with_number(numbers: Numbers, name: str, number: Number) -> Numbers:
    """Give these numbers with another one in the place of one.

    Args:
        numbers: As they were.
        name: Of an attribute.
        number: Of the kind that the attribute has.
    """
    return Numbers(**{**asdict(numbers, recurse=False), name: number})
