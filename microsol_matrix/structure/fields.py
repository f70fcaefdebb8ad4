"""Read single fields of published contents, whoever wrote them, as their schema describes them.

Owns which fields are understood, which are kept as they came, and which are left out and why. Refuses to
guess: a content of another version has no field that is understood. Refuses to know what fields mean.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, cast

from attrs import field, frozen
from jsonschema import Draft202012Validator

from microsol_matrix.rooms import Json
from microsol_matrix.structure.schemas import validator
from microsol_matrix.structure.types import VERSION

_NO_VERSION: Final = "says no version"
_MISSING: Final = "is missing"
_MISFIT: Final = "does not fit its schema"


@frozen
class LeftOut:
    """Something that is not shown; its words never stand here.

    Attributes:
        what: The name of a field that we know, or what kind of thing it was.
        why: To be read after `what`: "is longer than 60 characters".
    """

    what: str
    why: str


@frozen
class Fields:
    """What one content says, as far as it can be read.

    Attributes:
        version: As it says itself; None if it says none.
        known: The fields that fit our schema, as they came.
        unknown: The fields that our schema does not know, as they came; all of them if the version is newer.
        left_out: The fields that it knows and that do not fit, or are missing.
    """

    version: int | None
    known: Mapping[str, Json] = field(hash=False)
    unknown: Mapping[str, Json] = field(hash=False)
    left_out: tuple[LeftOut, ...]

    @property
    def is_newer(self) -> bool:
        """Whether it says a version that we do not know."""
        return self.version is not None and self.version > VERSION


def read_fields(content: Mapping[str, Json], *, type_: str, shape: str | None) -> Fields:
    """Read a content that anybody may have written.

    Args:
        content: Of a state event; not empty, because that means removed.
        type_: One of our types.
        shape: Which of the shapes in its schema's `$defs`; None for a type that has only one.
    """
    version = _version(content.get("version"))
    if version is None or version > VERSION:
        out = (LeftOut("it", _NO_VERSION),) if version is None else ()
        return Fields(version=version, known={}, unknown=dict(content), left_out=out)
    validators, required = _shape(type_, shape)
    known: dict[str, Json] = {}
    left_out = [LeftOut(name, _MISSING) for name in required if name not in content]
    for name in validators.keys() & content.keys():
        why = _misfit(validators[name], content[name])
        if why is None:
            known[name] = content[name]
        else:
            left_out.append(LeftOut(name, why))
    return Fields(
        version=version,
        known={name: known[name] for name in validators if name in known},
        unknown={name: value for name, value in content.items() if name not in validators},
        left_out=tuple(sorted(left_out, key=lambda out: out.what)),
    )


def required_fields(type_: str, shape: str | None) -> frozenset[str]:
    """Name what a content of a type has to say; `shape` as in `read_fields`."""
    return frozenset(_shape(type_, shape)[1])


@cache
def _shape(
    type_: str, shape: str | None
) -> tuple[Mapping[str, Draft202012Validator], tuple[str, ...]]:
    schema = cast("Mapping[str, Any]", validator(type_).schema)
    described = schema if shape is None else schema["$defs"][shape]
    validators = {name: Draft202012Validator(one) for name, one in described["properties"].items()}
    return validators, tuple(described["required"])


def _version(value: Json) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return value


def _misfit(its: Draft202012Validator, value: Json) -> str | None:
    error = next(iter(its.iter_errors(value)), None)
    if error is None:
        return None
    match error.validator:
        case "maxLength":
            return f"is longer than {error.validator_value} characters"
        case "enum":
            return "says a word that is not known here"
        case _:
            return _MISFIT
