"""Validate our state events' contents against the JSON Schemas of the package."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

from microsol_matrix.errors import ForeignContent
from microsol_matrix.rooms import Json
from microsol_matrix.structure.types import DESCRIBED


@cache
def validator(type_: str) -> Draft202012Validator:
    """Give the validator of one of our types; its schema is read once."""
    source = files("microsol_matrix.structure").joinpath("schemas", f"{type_}.json")
    schema = json.loads(source.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def check(type_: str, content: Mapping[str, Json]) -> None:
    """Make sure that a content fits its type's schema; `{}` always does: it means removed.

    Types that are not ours (Matrix's own) are not checked here.

    Raises:
        ForeignContent: With the path and reason of the first misfit.
    """
    if type_ not in DESCRIBED or not content:
        return
    misfit = next(iter(validator(type_).iter_errors(content)), None)
    if misfit is not None:
        problem = f"{type_} at {misfit.json_path}: {misfit.message}"
        raise ForeignContent(problem)
