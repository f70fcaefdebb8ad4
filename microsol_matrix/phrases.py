"""Every text that the service says to people, in English: the catalogue that the other languages follow.

Owns the wording. Refuses to know how a phrase is put together, and when it is said (`words`).
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.phrasebook.adopting import ADOPTING
from microsol_matrix.phrasebook.agreements import AGREEMENTS
from microsol_matrix.phrasebook.answering import ANSWERING
from microsol_matrix.phrasebook.archive import ARCHIVE
from microsol_matrix.phrasebook.by_hand import BY_HAND
from microsol_matrix.phrasebook.calling import CALLING
from microsol_matrix.phrasebook.crew_life import CREW_LIFE
from microsol_matrix.phrasebook.crew_room import CREW_ROOM
from microsol_matrix.phrasebook.crowd import CROWD
from microsol_matrix.phrasebook.founding import FOUNDING
from microsol_matrix.phrasebook.healing import HEALING
from microsol_matrix.phrasebook.helping import HELPING
from microsol_matrix.phrasebook.hosts import HOSTS
from microsol_matrix.phrasebook.inviting import INVITING
from microsol_matrix.phrasebook.joining import JOINING
from microsol_matrix.phrasebook.kinds import KINDS
from microsol_matrix.phrasebook.lineage import LINEAGE
from microsol_matrix.phrasebook.links import LINKS
from microsol_matrix.phrasebook.listing import LISTING
from microsol_matrix.phrasebook.newcomers import NEWCOMERS
from microsol_matrix.phrasebook.options import OPTIONS
from microsol_matrix.phrasebook.porch import PORCH
from microsol_matrix.phrasebook.problems import PROBLEMS
from microsol_matrix.phrasebook.questions import QUESTIONS
from microsol_matrix.phrasebook.quotas import QUOTAS
from microsol_matrix.phrasebook.releasing import RELEASING
from microsol_matrix.phrasebook.reviews import REVIEWS
from microsol_matrix.phrasebook.rooms import ROOMS
from microsol_matrix.phrasebook.seasons import SEASONS
from microsol_matrix.phrasebook.settings import SETTINGS
from microsol_matrix.phrasebook.speaking import SPEAKING
from microsol_matrix.phrasebook.tiers import TIERS
from microsol_matrix.phrasebook.unclear import UNCLEAR
from microsol_matrix.phrasebook.which import WHICH

PHRASES: Final[Mapping[str, str]] = {
    **ADOPTING,
    **AGREEMENTS,
    **ANSWERING,
    **ARCHIVE,
    **BY_HAND,
    **CALLING,
    **CREW_LIFE,
    **CREW_ROOM,
    **CROWD,
    **FOUNDING,
    **HEALING,
    **HELPING,
    **HOSTS,
    **INVITING,
    **JOINING,
    **KINDS,
    **LINEAGE,
    **LINKS,
    **LISTING,
    **NEWCOMERS,
    **OPTIONS,
    **PORCH,
    **PROBLEMS,
    **QUESTIONS,
    **QUOTAS,
    **RELEASING,
    **REVIEWS,
    **ROOMS,
    **SEASONS,
    **SETTINGS,
    **SPEAKING,
    **TIERS,
    **UNCLEAR,
    **WHICH,
}
"""Phrases by their name, which is their context in the other languages' catalogues.

A value that is itself a phrase is put in as it is; everything else is quoted first.
"""


COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "call.weeks": ("{count} week", "{count} weeks"),
    "call.seats": ("{count} seat", "{count} seats"),
    "span.hours": ("{count} hour", "{count} hours"),
    "span.days": ("{count} day", "{count} days"),
    "span.weeks": ("{count} week", "{count} weeks"),
    "round.calls": ("{count} call is open", "{count} calls are open"),
    "round.crews": ("{count} crew has begun", "{count} crews have begun"),
}
"""Phrases that follow a number: for one, and for more."""
