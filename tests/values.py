"""Any value of the house: a hypothesis strategy for each class, made from its annotations.

A field that is added tomorrow is covered without a line here; a kind of field that is new fails loudly.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st

# Not below: text is what JSON from Matrix can hold, so there are no lone surrogates.
_LEAVES: Mapping[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    bool: st.booleans(),
    int: st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1),
    bytes: st.binary(max_size=12),
    type(None): st.none(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    timedelta: st.timedeltas(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a union is no `type`
    """Make a strategy for a class, a union, an alias or a collection of them.

    All fields vary, those with a default too; collections are kept to three.
    """
    if kind in _LEAVES:
        return _LEAVES[kind]
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__)
    if get_origin(kind) is not None:
        return _any_collection(get_origin(kind), get_args(kind))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    if attrs.has(kind):
        hints = get_type_hints(kind)
        fields = {each.name: any_of(hints[each.name]) for each in attrs.fields(kind)}
        return st.builds(kind, **fields)
    message = f"No value can be made of {kind}: say how in {__name__}"
    raise TypeError(message)


def _any_collection(origin: Any, inside: tuple[Any, ...]) -> st.SearchStrategy[Any]:  # noqa: ANN401
    if origin in (Union, UnionType):
        return st.one_of(*map(any_of, inside))
    if origin is tuple and inside[-1] is Ellipsis:
        return st.lists(any_of(inside[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, inside))
    if origin is frozenset:
        return st.frozensets(any_of(inside[0]), max_size=3)
    if issubclass(origin, Mapping):
        return st.dictionaries(any_of(inside[0]), any_of(inside[1]), max_size=3)
    message = f"No value can be made of {origin}: say how in {__name__}"
    raise TypeError(message)
