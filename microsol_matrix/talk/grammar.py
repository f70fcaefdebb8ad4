"""Read what a person says into a command.

Owns the one grammar for every room: `!word`, mentions of the bot, plain answers to prompts, quotes
of every keyboard, options in any order. Refuses to know whether the command may be.
"""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from enum import Enum
from typing import Final

from attrs import field, frozen

from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.talk.descriptor import Descriptor
from microsol_matrix.talk.descriptors import BY_ANY_WORD, BY_WORD, bare
from microsol_matrix.talk.mentions import MARKS, Place, named_in, trimmed

_WORD = re.compile(rf"[{MARKS}]([^\W\d_][\w-]*):?\s*(.*)", re.DOTALL)
_PLAIN_ANSWER = re.compile(r"(yes|s[ií]|oui|no|non)\b[\s.,!:]*(.*)", re.DOTALL | re.IGNORECASE)
_QUOTES = {
    '"': '"',
    "“": "”“",
    "”": "”“",
    "„": "“”",
    "«": "»",
    "»": "«",
    "＂": "＂",
}
"""What opens a quotation, and what closes it."""
_ANY_QUOTE = '"“”»«＂'
_CLOSED = "\0"
"""Stands where the quotes of an option's value ended; what people write has no such character by then."""
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-"})
_OPTION = re.compile(r"([a-z][a-z-]*)=(.*)", re.DOTALL | re.IGNORECASE | re.ASCII)
_VERDICTS: Final = {"si": "yes", "oui": "yes", "non": "no"}
"""A yes and a no behind a command, in the languages that have words of their own for them."""
_VERDICT_AT: Final = {"adopt": 0, "host": 0, "link": 0, "publish": 1, "release": 0}
"""Which word behind these commands may be one, from 0: `!release sí`, `!publish card oui`."""
_ONLY_TELLS = ("help", "calls", "crews", "crowd", "neighbours", "why")
"""Heard in a direct message without their mark: they make nothing. "Call me when you can" must not call a crew."""
_BEFORE_A_COMMAND = (Place.CALLED, Place.FIRST)
"""Where our name stands in for the mark of a command: `microsol: call Slow Kettle`."""
_CHECKS = ("✅", "✔", "☑")
_CROSSES = ("❌", "✖", "❎", "👎")
YES_KEYS = ("✋", "🤚", "🖐", "🙋", "👍")
"""Reactions that count as an answer, whatever their skin tone, gender sign or variation selector."""
_LEAST_NEAR: Final = 3
"""Letters of a word that may have been misspelt: !pin of another bot is no !in."""
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Embeddings, overrides and isolates of direction (Unicode TR 9)."""
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d\u2640\u2642]")


class Verdict(Enum):
    """What a reaction to a question says."""

    YES = "yes"
    NO = "no"


@frozen
class Command:
    """A command as said.

    Attributes:
        name: The first thing in quotes; empty if nothing was quoted.
        text: What else was said that is no option, blanks collapsed.
        options: `key=value` pairs, keys in lower case; of a repeated key the last one counts.
        quoted: Everything that stood in quotes and is no option's, in order.
        parts: All that was said and is no option, quoted or not, split where a bar stood.
    """

    descriptor: Descriptor
    name: str
    text: str
    options: Mapping[str, str] = field(hash=False)
    quoted: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@frozen
class Unclear:
    """Addressed to us and not understood.

    Attributes:
        word: What stood where a command word stands, after its mark; empty for plain words.
        nearest: The command word that may have been meant; empty if none is near.
        is_passing: Whether they may only have spoken of us, or of a prompt of ours.
    """

    word: str
    nearest: str
    is_passing: bool = False


def read(
    message: MessageSaid, *, bot: UserId, is_direct: bool, is_to_prompt: bool, name: str = ""
) -> Command | Unclear | None:
    """Read a message.

    Args:
        message: What was said.
        bot: Our own user id, for mentions.
        is_direct: Said in a direct message, where everything is meant for us.
        is_to_prompt: A reply to something of ours, or said in its thread.
        name: Our display name, for mentions.

    Returns:
        None if it is not meant for us: in shared rooms plain words, what people say to each other in
        the thread of a prompt, and `!words` of other bots unless one letter off.
    """
    naming = named_in(message, bot=bot, name=name)
    place, body = naming.place, naming.rest
    if is_direct and place is Place.WITHIN:  # they speak to us anyway
        place, body = Place.NOWHERE, trimmed(message.body)
    is_ours = is_direct or place is not Place.NOWHERE
    is_in_its_thread = is_to_prompt and message.thread is not None and message.reply_to is None
    is_for_us = is_ours or (is_to_prompt and not is_in_its_thread)
    if match := _WORD.match(body):
        word = match.group(1).lower()
        if descriptor := BY_ANY_WORD.get(bare(word)):
            return _command(descriptor, match.group(2))
        nearest = _nearest(word)
        is_near = bool(nearest) and _is_one_letter_off(word, nearest)
        return Unclear(word=word, nearest=nearest) if is_for_us or is_near else None
    if not is_for_us and not is_in_its_thread:
        return None
    heard = _plain_words(body, place, is_direct=is_direct)
    return heard if is_for_us or isinstance(heard, Command) else None


def _plain_words(body: str, place: Place, *, is_direct: bool) -> Command | Unclear:
    """Read words without a mark that are meant for us, or may be."""
    first, *more = body.split(maxsplit=1) or [""]
    is_passing = place is not Place.CALLED and not is_direct
    if place is Place.WITHIN and more:  # in the midst of a sentence only a bare word is one for us
        return Unclear(word="", nearest="", is_passing=is_passing)
    if match := _PLAIN_ANSWER.fullmatch(body):
        return _command(BY_ANY_WORD[bare(match.group(1))], match.group(2))
    if is_yes(body):
        return _command(BY_WORD["yes"], "")
    descriptor = BY_ANY_WORD.get(bare(first.rstrip(".,:;!?")))
    if descriptor is None:
        return Unclear(word="", nearest="", is_passing=is_passing)
    is_heard = is_direct or place is not Place.NOWHERE
    if place in _BEFORE_A_COMMAND or (descriptor.word in _ONLY_TELLS and is_heard):
        return _command(descriptor, "".join(more))
    return Unclear(word="", nearest=descriptor.word, is_passing=is_passing)


def is_plain_answer(message: MessageSaid, *, bot: UserId, name: str = "") -> bool:
    """Whether a reply would be an answer if what it replies to were a prompt of ours."""
    heard = read(message, bot=bot, name=name, is_direct=False, is_to_prompt=True)
    return message.target is not None and isinstance(heard, Command)


def verdict_of(key: str) -> Verdict | None:
    """Read a reaction to a question that is answered with yes or no; None if it is neither."""
    bare = _MODIFIERS.sub("", key)
    if bare in (*YES_KEYS, *_CHECKS):
        return Verdict.YES
    return Verdict.NO if bare in _CROSSES else None


def is_yes(key: str) -> bool:
    """Whether a reaction says yes: a raised hand or a thumb, in any skin tone and spelling."""
    return _MODIFIERS.sub("", key) in YES_KEYS


def _nearest(word: str) -> str:
    known = [one for one in BY_ANY_WORD if len(one) >= _LEAST_NEAR]
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.7)), "")


def _is_one_letter_off(word: str, known: str) -> bool:
    """Whether one letter was left out, put in, changed, or two neighbours were swapped."""
    if abs(len(word) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    rest, known_rest = word[start:], known[start:]
    is_swapped = (
        rest[:2] == known_rest[1::-1] and len(known_rest) > 1 and rest[2:] == known_rest[2:]
    )
    return (
        is_swapped or rest[1:] == known_rest[1:] or rest[1:] == known_rest or rest == known_rest[1:]
    )


def _command(descriptor: Descriptor, written: str) -> Command:
    name = ""
    text: list[str] = []
    options: dict[str, str] = {}
    quoted: list[str] = []
    parts: list[list[str]] = [[]]
    is_after_bar = False
    open_key = ""
    for token, is_quoted in _tokens(_visible(written)):
        option = _OPTION.fullmatch(token)
        key = option.group(1).lower() if option else ""
        if is_quoted:
            quoted.append(_one_line(token))
        if is_quoted and not name and not text and not is_after_bar:
            name = token
            parts[-1].append(token)
        elif token == "|" and not is_quoted:  # noqa: S105 - a bar, not a password
            is_after_bar = True
            parts.append([])
        elif option and not is_quoted and (is_after_bar or descriptor.option(key)):
            options[key], is_whole = _unquoted(option.group(2))
            open_key = key if is_after_bar and not is_whole else ""
        elif open_key:  # behind the bar there are only options, so that no quotes are needed
            options[open_key] = f"{options[open_key]} {token.translate(_DASHES)}".strip()
        else:
            text.append(token)
            parts[-1].append(token)
    at = _VERDICT_AT.get(descriptor.word, len(text))
    text[at : at + 1] = [_VERDICTS.get(bare(one), one) for one in text[at : at + 1]]
    return Command(
        descriptor=descriptor,
        name=_one_line(name),
        text=_one_line(" ".join(text)),
        options=options,
        quoted=tuple(quoted),
        parts=tuple(filter(None, (_one_line(" ".join(part)) for part in parts))),
    )


def _visible(written: str) -> str:
    """Give words without control characters and without signs that turn the direction of all that follows.

    They would go into names of rooms, where nothing isolates them. Line breaks and tabs are blanks anyway.
    """
    kept = (char for char in written if char not in _TURNING)
    return "".join(" " if unicodedata.category(char) == "Cc" else char for char in kept)


def _one_line(words: str) -> str:
    return trimmed(" ".join(words.split()))


def _unquoted(value: str) -> tuple[str, bool]:
    """Give the value of an option, and whether it stood in quotes."""
    if value[:1] in _QUOTES:
        return _one_line(value[1:].removesuffix(_CLOSED)), True
    return trimmed(value.translate(_DASHES)), False


def _tokens(written: str) -> list[tuple[str, bool]]:
    """Split at blanks outside of quotes; a quote opens at the beginning of a word or after `=`."""
    tokens: list[tuple[str, bool]] = []
    current = ""
    closing = ""
    is_quoted = False
    for place, char in enumerate(written):
        if closing:
            if char in closing:
                closing = ""
                current += "" if is_quoted else _CLOSED
            else:
                current += char
        elif char in _QUOTES and (not current or current.endswith("=")):
            closing = _closing(char, written, place)
            is_quoted = not current
            current += char if current else ""
        elif char.isspace() or char == "|":
            if current or is_quoted:
                tokens.append((current, is_quoted))
            if char == "|":
                tokens.append(("|", False))
            current, is_quoted = "", False
        else:
            current += char
    if current or is_quoted:
        tokens.append((current, is_quoted))
    return tokens


def _closing(opening: str, written: str, place: int) -> str:
    """Say what closes a quote: its own sign, or where that never comes whatever another keyboard makes of it."""
    own = _QUOTES[opening]
    return own if any(written.rfind(sign) > place for sign in own) else _ANY_QUOTE
