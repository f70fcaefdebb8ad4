"""The numbers of a congregation as people say them: by which word, how they are written, what each means.

Owns their words. What they are and within which bounds stands in `scales.numbers`.
"""

from datetime import timedelta
from typing import Final

from attrs import frozen

from microsol_matrix.scales.numbers import COUNT_BOUNDS, SPAN_BOUNDS, USUAL, Number
from microsol_matrix.spans import written_span
from microsol_matrix.talk.takes import Number as WholeNumber, Pair, Span, Takes


@frozen
class Setting:
    """One number that hosts can choose.

    Attributes:
        name: Of the attribute in `Numbers`.
        meaning: What it does, one clause.
    """

    name: str
    meaning: str

    @property
    def key(self) -> str:
        """Give the word that stands before `=`."""
        return self.name.replace("_", "-")

    @property
    def shape(self) -> str:
        """Give an example of what may stand behind it: what is usual."""
        return written(getattr(USUAL, self.name))

    @property
    def takes(self) -> Takes[Number]:
        """Say how it is read, and within which bounds."""
        if self.name in SPAN_BOUNDS:
            return Span(*SPAN_BOUNDS[self.name])
        bounds = COUNT_BOUNDS[self.name]
        is_pair = isinstance(getattr(USUAL, self.name), tuple)
        return Pair(*bounds) if is_pair else WholeNumber(*bounds)


def written(number: Number) -> str:
    """Write a number as it can be typed: `14d`, `8`, `5-10`."""
    match number:
        case timedelta():
            return written_span(number)
        case int():
            return str(number)
        case (low, high):
            return f"{low}-{high}"


GROUPS: Final[tuple[tuple[str, tuple[Setting, ...]], ...]] = (
    (
        "settings.calls",
        (
            Setting("call_window", "how long a call is open unless it says otherwise"),
            Setting("accepting", "how long an invitation to a crew keeps its seat"),
            Setting("crew_seats", "how many seats a call has unless it says otherwise"),
        ),
    ),
    (
        "settings.life",
        (
            Setting("forming", "how long a crew forms before it is asked again"),
            Setting("cycle_weeks", "how many weeks a cycle has, unless its call says otherwise"),
            Setting(
                "review_before", "how long before a cycle's end a crew is asked how it has been"
            ),
            Setting("review_grace", "how long a review waits for an answer before the crew rests"),
            Setting("settling", "how long different answers to a review are waited for"),
            Setting("undo", "how long what a crew recorded can be taken back"),
            Setting("rest_asked_again", "how long a crew rests before it is asked again"),
            Setting("closing", "how long a crew has for its farewells"),
            Setting(
                "consent", "how long an objection to a newcomer, or to being seen, is waited for"
            ),
            Setting("choosing_sides", "how long people choose their side of a split or a merge"),
        ),
    ),
    (
        "settings.together",
        (
            Setting("season", "how long a season is, unless it is named with another length"),
            Setting("guest_seasons", "how many seasons somebody is a guest before you are asked"),
            Setting("mandate", "how long a host's mandate runs"),
        ),
    ),
    (
        "settings.links",
        (
            Setting("link_lapse", "how long a proposed link waits for an answer"),
            Setting("link_term", "how long a link to a neighbour holds unless it is renewed"),
            Setting("link_renewal", "how long before a link's end you are asked to renew it"),
        ),
    ),
    (
        "settings.crew",
        (
            Setting("crew_min", "below it a crew is asked what it wants"),
            Setting("crew_typical", "how many people a usual crew has"),
            Setting("crew_note", "at so many a crew is told that it grows"),
            Setting("crew_split", "at so many a crew is offered to become two"),
            Setting("crew_full", "at so many newcomers to a crew wait"),
        ),
    ),
    (
        "settings.congregation",
        (
            Setting("congregation_min", "below it the congregation is a gathering"),
            Setting("congregation_typical", "how many people a usual congregation has"),
            Setting("congregation_talk", "at so many you are asked for a talk about size"),
            Setting("congregation_sibling", "at so many you are offered to seed a sibling"),
            Setting("congregation_full", "at so many newcomers wait"),
        ),
    ),
)
"""All of them, under the names of the phrases that head them."""

SETTINGS: Final = tuple(setting for _, settings in GROUPS for setting in settings)
