"""What is said of a congregation's numbers."""

from collections.abc import Mapping
from typing import Final

SETTINGS: Final[Mapping[str, str]] = {
    "settings.told": "The numbers of **{name}**, with the sizes of {preset}. Bold: chosen by you.\n{groups}\n{tail}",
    "settings.calls": "**Calls and seats**",
    "settings.life": "**A crew's life**",
    "settings.together": "**Seasons, guests and hosts**",
    "settings.crew": "**How many a crew is**",
    "settings.congregation": "**How many you are**",
    "settings.line": "- {setting} - {meaning}",
    "settings.line.own": "- **{setting}** - {meaning} (it is {usual} unless you choose)",
    "settings.gathering": "With fewer than {least} people, {name} is a gathering so far.",
    "settings.tail": (
        "To choose: !settings forming=21d crew-full=12. Other sizes all at once: sizes=seed or sizes=handbook. All as "
        "it was at first: !settings reset"
    ),
    "settings.done": "From now on in **{name}**:\n{changes}",
    "settings.changed": "{by} chose other numbers. From now on in **{name}**:\n{changes}",
    "settings.change": "- {setting} (it was {before})",
    "settings.same": "That is how it is in {name} already.",
    "settings.clash": "These do not go together: with {lesser}, {greater} has to be {least} or more.",
    "settings.reset-alone": "That brings back everything, so it is said alone: !settings reset",
    "settings.unclear": "I cannot read {given} as a number of yours. One is chosen like this: !settings forming=21d",
}
