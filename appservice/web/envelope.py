"""Reads a transaction's body into envelopes: the little that must be known to hand an event on.

Owns that one bad event costs one event: it is set aside with a reason, everything else goes through
in order, whatever the bytes are. Refuses to know what an event means: its content stays raw JSON,
read by `observe` alone.

Nearly all bodies take the fast way: one typed decode that cuts the body into raw events, one typed
decode for each. Only when the first fails, the body is split without recursion (`splitting`) and
each part is judged by itself.
"""

import re
from collections.abc import Iterable
from contextlib import suppress

import msgspec
from attrs import frozen

from appservice.web import splitting
from appservice.web.malformed import BadJson, NotJson
from microsol_matrix.ids import EventId, RoomId, UserId

__all__ = [
    "MAX_DEPTH",
    "MAX_ID_BYTES",
    "BadJson",
    "Envelope",
    "NotJson",
    "SetAside",
    "Transaction",
    "read_transaction",
]

MAX_ID_BYTES = 255
"""Of ids, types and state keys (spec v1.19, Client-Server API, size limits)."""

MAX_DEPTH = 400
"""Arrays and objects inside each other in one event. The specification has no limit, readers have:
Python's give up near 1000, less on a full stack. What passes here can be read everywhere inside."""

_SURELY_SHORT = MAX_ID_BYTES // 4
"""Characters: UTF-8 has at most four bytes for one, so most texts need not be encoded to be sure."""

_TOO_DEEP = f"nested deeper than {MAX_DEPTH}"
_NOT_UTF8 = "not UTF-8"
_LONE_SURROGATE = "half of a surrogate pair"


class Envelope(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What the edge reads of an event.

    Attributes:
        state_key: None if absent: then it is no state event. The empty string is a state key.
        raw: The event's own JSON, UTF-8, as received; at most `MAX_DEPTH` deep.
    """

    event_id: EventId
    room_id: RoomId
    type: str
    sender: UserId
    state_key: str | None
    raw: bytes


@frozen
class SetAside:
    """One entry of a transaction that is no event.

    Attributes:
        index: Its place in `events`, from 0.
        reason: What is wrong with it, for logs: never anything of its content.
    """

    index: int
    reason: str


@frozen
class Transaction:
    """A transaction, as far as it can be read.

    Attributes:
        events: The good ones, in the order in which they came.
        set_aside: The others, in the same order.
    """

    events: tuple[Envelope, ...]
    set_aside: tuple[SetAside, ...]


class _Body(msgspec.Struct):
    events: list[msgspec.Raw]


class _Event(msgspec.Struct, frozen=True, gc=False):
    event_id: EventId
    room_id: RoomId
    type: str
    sender: UserId
    state_key: str | msgspec.UnsetType = msgspec.UNSET


_BODY = msgspec.json.Decoder(_Body)
_EVENT = msgspec.json.Decoder(_Event)
_ANY = msgspec.json.Decoder(msgspec.Raw)
_STR = msgspec.json.Decoder(str)
_SURROGATE_ESCAPE = re.compile(rb"\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|(?P<other>.))", re.DOTALL)


def read_transaction(body: bytes) -> Transaction:
    """Read the body of `PUT /_matrix/app/v1/transactions/{txnId}`.

    Of several members `events` the last one counts, as for every common reader of JSON.

    Raises:
        NotJson: It is not JSON. Text that is not UTF-8, halves of surrogate pairs and deep nesting
            do not make it that: they are faults of the one event that holds them. Of what lies
            deeper than a reader can go, only the brackets are checked.
        BadJson: It is no object, or `events` is no list.
    """
    try:
        return _sort(_BODY.decode(body).events)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return _sort(_split(body))


def _sort(pieces: Iterable[bytes | msgspec.Raw]) -> Transaction:
    events: list[Envelope] = []
    set_aside: list[SetAside] = []
    for index, piece in enumerate(pieces):
        read = _read(bytes(piece))
        if isinstance(read, Envelope):
            events.append(read)
        else:
            set_aside.append(SetAside(index=index, reason=read))
    return Transaction(events=tuple(events), set_aside=tuple(set_aside))


def _read(raw: bytes) -> Envelope | str:
    """Read one event of sound grammar; a string is the reason to set it aside."""
    try:
        event = _EVENT.decode(raw)
        if not raw.isascii():
            raw.decode()
    except RecursionError:
        return _TOO_DEEP
    except UnicodeDecodeError:
        return _NOT_UTF8
    except msgspec.ValidationError as error:
        return str(error)  # names fields of ours and JSON's types, nothing of the event
    except msgspec.DecodeError:
        return _LONE_SURROGATE  # the one thing that sound grammar allows and msgspec does not
    if _is_too_deep(raw):
        return _TOO_DEEP
    if flaw := _flaw_of(event):
        return flaw
    return Envelope(
        event_id=event.event_id,
        room_id=event.room_id,
        type=event.type,
        sender=event.sender,
        state_key=None if event.state_key is msgspec.UNSET else event.state_key,
        raw=raw,
    )


def _is_too_deep(raw: bytes) -> bool:
    # From the cheapest to the only exact question: nearly all events are answered by the first two.
    return (
        len(raw) > 2 * MAX_DEPTH
        and raw.count(b"{") + raw.count(b"[") > MAX_DEPTH
        and splitting.depth(raw) > MAX_DEPTH
    )


def _flaw_of(event: _Event) -> str | None:
    if event.event_id[:1] != "$" or event.room_id[:1] != "!" or event.sender[:1] != "@":
        return "an id does not begin with its sigil"
    state_key = "" if event.state_key is msgspec.UNSET else event.state_key
    if (
        len(event.event_id) > _SURELY_SHORT
        or len(event.room_id) > _SURELY_SHORT
        or len(event.sender) > _SURELY_SHORT
        or len(event.type) > _SURELY_SHORT
        or len(state_key) > _SURELY_SHORT
    ):
        texts = (event.event_id, event.room_id, event.sender, event.type, state_key)
        if any(len(text.encode()) > MAX_ID_BYTES for text in texts):
            return f"an id, the type or the state key is longer than {MAX_ID_BYTES} bytes"
    return None


def _split(body: bytes) -> tuple[bytes, ...]:
    """Take out the events of a body that could not be decoded whole, each of sound grammar."""
    text = body.strip(b" \t\n\r")
    if not text.startswith(b"{"):
        splitting.depth(text)
        _check_grammar(text)
        raise BadJson(because="the body is not an object")
    events: bytes | None = None
    for key, value in splitting.members(text):
        _check_grammar(key)
        _check_grammar(value)
        if _is_events(key):
            events = value
    if events is None or not events.startswith(b"["):
        raise BadJson(because="`events` is not a list")
    pieces = tuple(splitting.elements(events))
    for piece in pieces:
        _check_grammar(piece)
    return pieces


def _is_events(key: bytes) -> bool:
    try:
        return _STR.decode(key) == "events"
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False


def _check_grammar(text: bytes) -> None:
    """Raise `NotJson` unless what was split off is a JSON value, as deep as it can be read."""
    try:
        with suppress(RecursionError):
            _ANY.decode(text)
    except msgspec.DecodeError:
        _check_grammar_without_surrogates(text)


def _check_grammar_without_surrogates(text: bytes) -> None:
    # The grammar allows an escaped half of a surrogate pair, msgspec does not: look past it.
    harmless = _SURROGATE_ESCAPE.sub(lambda found: found[0] if found["other"] else rb"\n", text)
    try:
        with suppress(RecursionError):
            _ANY.decode(harmless)
    except msgspec.DecodeError as error:
        raise NotJson(because="malformed") from error
