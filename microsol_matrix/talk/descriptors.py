"""Every command, declared once: parser, refusals, `!help` and the table in the members' docs come from here.

Owns their order, and how one is found by what people type. The declarations themselves stand in
`commands`. Owns no behaviour: `decide` does.
"""

import unicodedata
from typing import Final

from microsol_matrix.talk.commands.calls import OF_CALLS
from microsol_matrix.talk.commands.crew_life import OF_CREW_LIFE
from microsol_matrix.talk.commands.crews import OF_CREWS
from microsol_matrix.talk.commands.crowd import OF_THE_CROWD
from microsol_matrix.talk.commands.house import OF_THE_HOUSE
from microsol_matrix.talk.commands.links import OF_LINKS
from microsol_matrix.talk.commands.talking import OF_TALKING
from microsol_matrix.talk.descriptor import ANYWHERE, Descriptor, Option, Who
from microsol_matrix.talk.options import CONGREGATION, CREW
from microsol_matrix.words import Said, say, term

HELP: Final = Descriptor(
    word="help",
    usage="!help [command]",
    summary="Says what you can do here, or more about one command or a topic such as crew",
    options=(),
    where=ANYWHERE,
    who=Who.ANYBODY,
    examples=("!help", "!help crew", "!help call"),
    aliases=("ayuda", "aide"),
)

COMMANDS: Final = (
    HELP,
    *OF_THE_HOUSE,
    *OF_LINKS,
    *OF_THE_CROWD,
    *OF_CALLS,
    *OF_CREWS,
    *OF_CREW_LIFE,
    *OF_TALKING,
)
"""In the order in which help tells of them."""

TOPICS: Final = {
    "calls": OF_CALLS,
    "crew": (*OF_CREWS, *OF_CREW_LIFE),
    "congregation": OF_THE_HOUSE,
    "crowd": (*OF_LINKS, *OF_THE_CROWD),
    "talking": (HELP, *OF_TALKING),
}
"""What help tells of together, by what is typed behind `!help`; every command is in one of them."""

BY_WORD: Final = {descriptor.word: descriptor for descriptor in COMMANDS}


def bare(word: str) -> str:
    """Give a command word as it is looked up: in lower case, without accents."""
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


BY_ANY_WORD: Final = {bare(word): one for one in COMMANDS for word in (one.word, *one.aliases)}
"""By their own words and by those of other languages."""


_TOPIC_WORDS: Final = {
    "congregacion": "congregation",
    "hosts": "congregation",
    "anfitriones": "congregation",
    "hotes": "congregation",
    "hablar": "talking",
    "parler": "talking",
}
"""What else topics may be called, without accents; some are called as a command is."""


def topic_at(word: str) -> str | None:
    """Give the topic that somebody names, in any of our languages; None if it is none."""
    plain = bare(word)
    command = BY_ANY_WORD.get(plain)
    name = command.word if command is not None else _TOPIC_WORDS.get(plain, plain)
    return name if name in TOPICS else None


def summary_of(descriptor: Descriptor) -> Said:
    """Say what a command does."""
    return term(f"command.{descriptor.word}", descriptor.summary)


def meaning_of(descriptor: Descriptor, option: Option[object]) -> Said:
    """Say what an option of a command does."""
    if option in (CONGREGATION, CREW):
        return term(f"option.{option.key}", option.meaning)
    return term(f"option.{descriptor.word}.{option.key}", option.meaning)


def aliases_of(descriptor: Descriptor) -> Said:
    """Say what else a command may be called; nothing if it has no other words."""
    others = ", ".join(f"!{alias}" for alias in descriptor.aliases)
    return say("help.aliases", aliases=others) if others else Said()
