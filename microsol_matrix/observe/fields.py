"""Fields of raw JSON: each is of the shape that it needs, or misshapen.

Owns what counts as a text and as a user id. Refuses to know which field means what.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from microsol_matrix.ids import UserId

_USER_ID: Final = re.compile(r"@[^:\s]*:[^\s]+")
_USER_ID_LIMIT: Final = 255
"""Bytes (Matrix spec, appendices 4.2.1)."""


class Misshapen(Exception):
    """A needed field is missing or of the wrong type; carries its path."""


def written(value: object) -> str | None:
    """Give a text that can be written down; None for anything else, as for half of a surrogate pair."""
    if not isinstance(value, str):
        return None
    try:
        value.encode()
    except UnicodeEncodeError:
        return None
    return value


def text_of(holder: Mapping[str, Any], field: str) -> str:
    """Give a field that must be a text.

    Raises:
        Misshapen: It is missing, or of another type.
    """
    value = written(holder.get(field))
    if value is None:
        raise Misshapen(field)
    return value


def is_user(value: str) -> bool:
    """Whether it is a user id that can be written down."""
    try:
        size = len(value.encode())
    except UnicodeEncodeError:
        return False
    return size <= _USER_ID_LIMIT and _USER_ID.fullmatch(value) is not None


def user_of(holder: Mapping[str, Any], field: str) -> UserId:
    """Give a field that must be a user id.

    Raises:
        Misshapen: It is missing, or of another type.
    """
    value = text_of(holder, field)
    if not is_user(value):
        raise Misshapen(field)
    return UserId(value)


def object_of(holder: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    """Give a field that must be an object.

    Raises:
        Misshapen: It is missing, or of another type.
    """
    value = holder.get(field)
    if not isinstance(value, dict):
        raise Misshapen(field)
    return value
