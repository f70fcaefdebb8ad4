"""Facts and worlds as JSON text, in which every person and every text is only a key.

Owns the form of `body` columns: an object by field name; enums by value, moments and spans as microseconds,
frozensets sorted, mappings as lists of pairs in their own order (keys may be tuples). A field that is
added later needs a default, or its old facts cannot be read. Refuses to know rows and engines.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, get_args

import msgspec
from attrs import frozen
from cattrs import Converter
from cattrs.cols import is_frozenset, is_mapping
from cattrs.errors import (
    BaseValidationError,
    ForbiddenExtraKeysError,
    StructureHandlerNotFoundError,
)

from appservice.store.instants import from_us, to_us
from appservice.store.keys import Keys, Names
from microsol_matrix.errors import StoreTooNew
from microsol_matrix.facts import Fact
from microsol_matrix.ids import Text, UserId
from microsol_matrix.world import LaneWorld

FACTS: Final[Mapping[str, type[Fact]]] = {kind.__name__: kind for kind in get_args(Fact)}
WORLDS: Final[Mapping[str, type[LaneWorld]]] = {kind.__name__: kind for kind in get_args(LaneWorld)}

_T = TypeVar("_T")

_MICROSECOND: Final = timedelta(microseconds=1)

# Hooks of the converter get nothing but the value; whose keys they are to use, they find here.
_keys: ContextVar[Keys] = ContextVar("keys")
_names: ContextVar[Names] = ContextVar("names")


@frozen
class Written:
    """A fact or a world as it stands in a row.

    Attributes:
        kind: The name of its class.
        body: JSON.
    """

    kind: str
    body: str


def write(value: Fact | LaneWorld, keys: Keys) -> Written:
    """Write a fact or a world, with new keys for people and texts that the lane did not know."""
    with _using(_keys, keys):
        plain = _converter.unstructure(value)
    return Written(kind=type(value).__name__, body=msgspec.json.encode(plain).decode())


def read_fact(written: Written, names: Names) -> Fact:
    """Read a fact; one that this version does not know raises `StoreTooNew`."""
    return _read(written, names, kinds=FACTS)


def read_world(written: Written, names: Names) -> LaneWorld:
    """Read a world; one that this version does not know raises `StoreTooNew`."""
    return _read(written, names, kinds=WORLDS)


def _read(written: Written, names: Names, *, kinds: Mapping[str, type[_T]]) -> _T:
    kind = kinds.get(written.kind)
    if kind is None:
        raise StoreTooNew(_too_new(written.kind))
    try:
        with _using(_names, names):
            return _converter.structure(msgspec.json.decode(written.body), kind)
    except _UNREADABLE as error:
        raise StoreTooNew(_too_new(written.kind)) from error


_UNREADABLE: Final = (
    BaseValidationError,
    ForbiddenExtraKeysError,
    StructureHandlerNotFoundError,
    msgspec.DecodeError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)


def _too_new(kind: str) -> str:
    return (
        f"The database holds a {kind} in a form that this version does not know."
        " It was written by a newer version: run that one, or restore a backup from before it."
    )


@contextmanager
def _using(variable: ContextVar[_T], value: _T) -> Iterator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


def _make_converter() -> Converter:
    # `forbid_extra_keys`: a field that is not known here was written by a newer version.
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    converter.register_unstructure_hook(UserId, lambda person: _keys.get().of_person(person))
    converter.register_structure_hook(
        UserId, lambda key, _: _names.get().person(_exactly(key, str))
    )
    converter.register_unstructure_hook(Text, lambda text: _keys.get().of_text(text))
    converter.register_structure_hook(Text, lambda key, _: _names.get().text(_exactly(key, str)))
    converter.register_unstructure_hook(datetime, to_us)
    converter.register_structure_hook(datetime, lambda us, _: from_us(us))
    converter.register_unstructure_hook(timedelta, lambda span: span // _MICROSECOND)
    converter.register_structure_hook(timedelta, lambda us, _: _exactly(us, int) * _MICROSECOND)
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _exactly)
    converter.register_unstructure_hook_factory(is_mapping, _mapping_writer)
    converter.register_structure_hook_factory(is_mapping, _mapping_reader)
    converter.register_unstructure_hook_factory(is_frozenset, _frozenset_writer)
    return converter


def _exactly(value: object, kind: type[_T]) -> _T:
    # The converter's own hooks would call the type, and turn null into the string "None".
    if type(value) is not kind:
        message = f"{value!r} is not of type {kind.__name__}"
        raise TypeError(message)
    return value


def _mapping_writer(kind: object, converter: Converter) -> Callable[[Any], object]:
    write_key, write_value = map(converter.get_unstructure_hook, get_args(kind))
    return lambda mapping: [(write_key(key), write_value(at)) for key, at in mapping.items()]


def _mapping_reader(kind: object, converter: Converter) -> Callable[[Any, Any], object]:
    key_kind, value_kind = get_args(kind)
    read_key = converter.get_structure_hook(key_kind)
    read_value = converter.get_structure_hook(value_kind)
    return lambda pairs, _: {read_key(k, key_kind): read_value(v, value_kind) for k, v in pairs}


def _frozenset_writer(kind: object, converter: Converter) -> Callable[[Any], object]:
    (element,) = get_args(kind)
    write_element = converter.get_unstructure_hook(element)
    return lambda elements: sorted(map(write_element, elements), key=msgspec.json.encode)


_converter: Final = _make_converter()
