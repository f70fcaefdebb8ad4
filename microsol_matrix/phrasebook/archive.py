"""What is said of archived crews: how their rooms are called, how they are opened again, where they are listed."""

from collections.abc import Mapping
from typing import Final

ARCHIVE: Final[Mapping[str, str]] = {
    "archived": (
        "**{name}** is archived now. Everything that was said here stays readable for all of you, and nothing more "
        "can be said. To open this room again, tell me in a direct message: !unarchive {name}. "
        "Thank you for the time that you gave each other."
    ),
    "archived.name": "{name} (archived, {when})",
    "shelf.name": "{name}: Archive, {season}",
    "shelf.topic": "Crews of {name} that were archived in {season}, readable for their people",
    "unarchive.done": (
        "**{name}** opens again, just as it was: {state}. Its room can be written in as soon as everything is back "
        "in its place."
    ),
    "unarchive.told": "{person} opened this room again. **{name}** is {state}, as before.",
    "unarchive.none": "None of your crews in {congregation} is archived.",
    "unarchive.alias": (
        "The address that the room of **{name}** had before leads to another room now, so it goes on without it. "
        "Nothing else is missing."
    ),
    "crews.none.living": "No crew of {congregation} is together just now. !crews archive lists those that were.",
    "crews.archive.none": "The Archive of {congregation} is empty.",
    "crews.archive.list": "In the Archive of {congregation}:\n{crews}",
    "crews.archive.line": "- **{name}**{intention}. {kind}, {when}.",
    "crews.archive.line.yours": "- **{name}**{intention}. {kind}, {when}. You were in it.",
    "problem.keep": "read what a crew's room holds, so that it could be archived",
    "problem.alias": "take the address of an archived crew's room away",
}
