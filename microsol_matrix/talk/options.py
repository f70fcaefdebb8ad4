"""Every option that a command may take, declared once.

Owns their keys, what they mean, and within which bounds their values are. Refuses to know which command
takes which.
"""

from datetime import datetime
from typing import Final

from microsol_matrix.ids import Text, ZoneName
from microsol_matrix.scales.call import (
    LONGEST_CYCLE,
    LONGEST_WINDOW,
    NAME_LIMIT,
    NOTE_LIMIT,
    SEATS_LIMITS,
    WEEKS_LIMITS,
    Answering,
    Kind,
    Start,
)
from microsol_matrix.scales.congregation import PLACE_LIMIT
from microsol_matrix.scales.link import Scope
from microsol_matrix.scales.numbers import SPAN_BOUNDS, Preset
from microsol_matrix.spans import WEEK
from microsol_matrix.talk.descriptor import Option
from microsol_matrix.talk.numbers import SETTINGS
from microsol_matrix.talk.takes import (
    Choice,
    Deadline,
    Number,
    Pair,
    Slug,
    Words,
    YesOrNo,
    Zone,
)

CONGREGATION: Final[Option[str]] = Option(
    "in", "harbourlight", "which congregation is meant, where you are in several", Slug()
)
"""Every command about a congregation takes it in direct messages."""

CREW: Final[Option[Text]] = Option(
    "crew",
    '"Slow Kettle"',
    "which of your crews is meant, where you are in several",
    Words(NAME_LIMIT),
)
"""Every command about a crew takes it in direct messages."""

REVIEW_DAY: Final[Option[datetime]] = Option(
    "review", '"4 January"', "when it looks back", Deadline(LONGEST_CYCLE)
)

PLACE: Final[Option[Text]] = Option(
    "place", '"Severn estuary"', "where its people are", Words(PLACE_LIMIT)
)

ZONE: Final[Option[ZoneName]] = Option(
    "zone", "Pacific/Auckland", "whose days its people mean, UTC unless you say", Zone()
)

ENCRYPTS: Final[Option[bool]] = Option(
    "encrypted",
    "yes",
    "whether its crews' rooms are encrypted unless a call says otherwise",
    YesOrNo(),
)

KIND: Final[Option[Kind]] = Option("kind", "support", "what it is for", Choice(Kind))
SEATS: Final[Option[tuple[int, int]]] = Option(
    "seats", "3-6", "the least and the most people, you counted", Pair(*SEATS_LIMITS)
)
WEEKS: Final[Option[int]] = Option("weeks", "6", "how long one cycle is", Number(*WEEKS_LIMITS))
RHYTHM: Final[Option[Text]] = Option(
    "rhythm", '"Tue 19:00"', "when you would meet", Words(NOTE_LIMIT)
)
AUDIENCE: Final[Option[Text]] = Option("for", '"new members"', "who it is for", Words(NOTE_LIMIT))
CLOSES: Final[Option[datetime]] = Option(
    "closes", "10d", "how long it is open", Deadline(LONGEST_WINDOW)
)
ANSWERS: Final[Option[Answering]] = Option(
    "answers", "open", "whether answers show in Commons", Choice(Answering)
)
START: Final[Option[Start]] = Option(
    "start", "when-i-say", "whether it begins by itself", Choice(Start)
)

ENCRYPTED: Final[Option[bool]] = Option(
    "encrypted", "yes", "whether its room is encrypted, for good", YesOrNo()
)
SIZES: Final[Option[Preset]] = Option(
    "sizes", "handbook", "where the sizes come from", Choice(Preset)
)
NUMBERS: Final = tuple(Option(one.key, one.shape, one.meaning, one.takes) for one in SETTINGS)
"""Each number that hosts can choose, in the order of `talk.numbers`."""
SEASON_WEEKS: Final[Option[int]] = Option(
    "weeks",
    "12",
    "how many weeks it has",
    Number(*(span // WEEK for span in SPAN_BOUNDS["season"])),
)
SCOPE: Final[Option[Scope]] = Option(
    "scope", "card", "how much of the neighbour your people are told", Choice(Scope)
)
COMMONS_ROOM: Final[Option[Text]] = Option(
    "commons", "#talk:example.org", "which of its rooms becomes Commons", Words(255)
)
CREW_ROOMS: Final[Option[Text]] = Option(
    "crews",
    "#tea:example.org,#boats:example.org",
    "which of its rooms become rooms of crews",
    Words(5000),
)
BOT_READS: Final[Option[bool]] = Option(
    "bot-reads", "no", "whether I read in its encrypted room", YesOrNo()
)
