"""Read what a person says into a command.

Owns the one grammar for every room: `!word`, mentions of the bot, plain answers to prompts, quotes
of every keyboard, options in any order. Refuses to know whether the command may be.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from attrs import field, frozen

from microsol_matrix.ids import UserId, localpart_of
from microsol_matrix.observe import MessageSaid
from microsol_matrix.talk.descriptors import BY_WORD, Descriptor

_WORD = re.compile(r"!([^\W\d_][\w-]*)\s*(.*)", re.DOTALL)
_PLAIN_ANSWER = re.compile(r"(yes|no)\b[\s.,!:]*(.*)", re.DOTALL | re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "”": "”", "＂": "＂"}
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-"})
_OPTION = re.compile(r"([a-z][a-z-]*)=(.*)", re.DOTALL | re.IGNORECASE | re.ASCII)
_ONLY_TELLS = ("help", "calls", "crews", "why")
"""Heard in a direct message without their mark: they make nothing. "Call me when you can" must not call a crew."""
YES_KEYS = ("✋", "🙋", "👍")
"""Reactions that count as an answer, whatever their skin tone, gender sign or variation selector."""
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d\u2640\u2642]")


@frozen
class Command:
    """A command as said.

    Attributes:
        name: The first thing in quotes; empty if nothing was quoted.
        text: What else was said that is no option, blanks collapsed.
        options: `key=value` pairs, keys in lower case; of a repeated key the last one counts.
    """

    descriptor: Descriptor
    name: str
    text: str
    options: Mapping[str, str] = field(hash=False)


@frozen
class Unclear:
    """Addressed to us and not understood.

    Attributes:
        word: What stood where a command word stands, after its mark; empty for plain words.
        nearest: The command word that may have been meant; empty if none is near.
    """

    word: str
    nearest: str


def read(
    message: MessageSaid, *, bot: UserId, is_direct: bool, is_to_prompt: bool
) -> Command | Unclear | None:
    """Read a message.

    Args:
        message: What was said.
        bot: Our own user id, for mentions at the beginning.
        is_direct: Said in a direct message, where everything is meant for us.
        is_to_prompt: A reply to something of ours.

    Returns:
        None if it is not meant for us: in shared rooms plain words, and `!words` of other bots
        unless one letter off.
    """
    body = message.body.strip()
    mentioned = _without_mention(body, bot)
    if mentioned is not None:
        body = mentioned
    is_for_us = is_direct or is_to_prompt or mentioned is not None or bot in message.mentions
    if match := _WORD.match(body):
        word = match.group(1).lower()
        if descriptor := BY_WORD.get(word):
            return _command(descriptor, match.group(2))
        nearest = _nearest(word)
        is_near = bool(nearest) and _is_one_letter_off(word, nearest)
        return Unclear(word=word, nearest=nearest) if is_for_us or is_near else None
    if not is_for_us:
        return None
    if match := _PLAIN_ANSWER.fullmatch(body):
        return _command(BY_WORD[match.group(1).lower()], match.group(2))
    if is_yes(body):
        return _command(BY_WORD["yes"], "")
    first, _, rest = body.partition(" ")
    descriptor = BY_WORD.get(first.lower())
    if descriptor is None:
        return Unclear(word="", nearest="")
    if mentioned is not None or (is_direct and descriptor.word in _ONLY_TELLS):
        return _command(descriptor, rest)
    return Unclear(word="", nearest=descriptor.word)


def is_plain_answer(message: MessageSaid, *, bot: UserId) -> bool:
    """Whether a reply would be an answer if what it replies to were a prompt of ours."""
    heard = read(message, bot=bot, is_direct=False, is_to_prompt=True)
    return message.reply_to is not None and isinstance(heard, Command)


def is_yes(key: str) -> bool:
    """Whether a reaction says yes: a raised hand or a thumb, in any skin tone and spelling."""
    return _MODIFIERS.sub("", key) in YES_KEYS


def _without_mention(body: str, bot: UserId) -> str | None:
    for name in (bot, f"@{localpart_of(bot)}", localpart_of(bot)):
        if body.lower().startswith(name.lower()):
            rest = body[len(name) :]
            if not rest or rest[0] in ":, \u00a0":
                return rest.lstrip(":, \u00a0").strip()
    return None


def _nearest(word: str) -> str:
    return next(iter(get_close_matches(word, BY_WORD, n=1, cutoff=0.7)), "")


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
    is_after_bar = False
    for token, is_quoted in _tokens(written):
        option = _OPTION.fullmatch(token)
        key = option.group(1).lower() if option else ""
        if is_quoted and not name and not text and not is_after_bar:
            name = token
        elif token == "|" and not is_quoted:  # noqa: S105 - a bar, not a password
            is_after_bar = True
        elif option and not is_quoted and (is_after_bar or descriptor.option(key)):
            options[key] = _unquoted(option.group(2))
        else:
            text.append(token)
    return Command(descriptor=descriptor, name=name.strip(), text=" ".join(text), options=options)


def _unquoted(value: str) -> str:
    closing = _QUOTES.get(value[:1])
    if closing and value.endswith(closing) and len(value) > 1:
        return value[1:-1].strip()
    return value.translate(_DASHES)


def _tokens(written: str) -> list[tuple[str, bool]]:
    """Split at blanks outside of quotes; a quote opens at the beginning of a word or after `=`."""
    tokens: list[tuple[str, bool]] = []
    current = ""
    closing = ""
    is_quoted = False
    for char in written:
        if closing:
            if char == closing or (closing in "”“" and char in "”“"):
                closing = ""
                current += "" if is_quoted else char
            else:
                current += char
        elif char in _QUOTES and (not current or current.endswith("=")):
            closing = _QUOTES[char]
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
