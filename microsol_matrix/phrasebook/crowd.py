"""What members are told of neighbours, and of the crowd around."""

from collections.abc import Mapping
from typing import Final

CROWD: Final[Mapping[str, str]] = {
    "crowd.none": (
        "**{name}** has no neighbours yet. A host begins with the address of another congregation's porch: "
        "!link #_microsol.porch_orchard:example.org"
    ),
    "crowd.none.waiting": (
        "**{name}** is linked with nobody now; !neighbours tells how links stand."
    ),
    "crowd.head": "The crowd around **{name}**, as the porches tell it:",
    "crowd.us": "- **{name}**, {size} people: this is us",
    "crowd.neighbour": "- **{name}** ({server}){size}{trouble}",
    "crowd.neighbour.silent-porch": (
        "- **{name}** ({server}): nothing stands on its porch now{trouble}"
    ),
    "crowd.size": ", {size} people",
    "crowd.beyond": "- ↳ says that it is linked with {name}{size}",
    "crowd.beyond.both": "- ↳ linked with {name}: each of them says so",
    "crowd.beyond.proposed": "- ↳ says that it would like to be linked with {name}{size}",
    "crowd.newer": (
        "- ↳ some of its porch is written for a later version of this software than mine, and is left out"
    ),
    "crowd.left-out": "- ↳ some of its porch cannot be read, and is left out",
    "crowd.more": "... and {count} more: {command}",
    "crowd.one-page": "All of it is on one page: {command}",
    "crowd.last-page": "There are {pages} pages: {command}",
    "crowd.no-page": (
        "{given} is no page. !crowd draws the crowd, and !crowd 2 goes on where it is long."
    ),
    "crowd.silent": "; not heard from since {day}",
    "crowd.no-porch": "; its porch is not where it was",
    "crowd.moved": "; its address leads to another porch now",
    "neighbours.none": (
        "**{name}** has no neighbours yet. A host proposes a link by the address of another congregation's porch: "
        "!link #_microsol.porch_orchard:example.org"
    ),
    "neighbours.head": "Neighbours of **{name}**:",
    "neighbours.mutual": (
        "- **{name}** ({server}){purpose}. Linked since {since}, until {until}{trouble}.{crews}"
    ),
    "neighbours.proposed": "- **{name}** ({server}){purpose}. We proposed a link on {since}{trouble}.",
    "neighbours.asked": "- **{name}** ({server}){purpose}. They proposed a link on {since}; our hosts are asked.",
    "neighbours.agreed": "- **{name}** ({server}){purpose}. Our hosts said yes on {since}; it is being made.",
    "neighbours.ended": "- **{name}** ({server}). No longer linked since {since}.",
    "neighbours.purpose": ": {purpose}",
    "neighbours.crews": " Crews there: {crews}.",
    "neighbours.crew": "{name} ({state})",
    "neighbours.crews.more": "{count} more",
    "neighbours.no-page": (
        "{given} is no page. !neighbours lists them, and !neighbours 2 goes on where there are many."
    ),
}
