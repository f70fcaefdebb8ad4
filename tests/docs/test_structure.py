"""The published structure explains itself: every field has a meaning, every shape an example that fits."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from microsol_matrix.errors import ForeignContent
from microsol_matrix.structure.contents import ledger
from microsol_matrix.structure.schemas import check, validator
from microsol_matrix.structure.types import CARD, DESCRIBED, LEDGER
from scripts.pages.structure import schema_of, state_events
from tests.docs.pages import text_of

Schema = Mapping[str, Any]


def shapes(schema: Schema) -> list[Schema]:
    named = [schema["$defs"][one["$ref"].rpartition("/")[2]] for one in schema.get("oneOf", ())]
    return named or [schema]


def fields(schema: Schema, path: str = "") -> Iterator[tuple[str, Schema]]:
    for key, field in schema.get("properties", {}).items():
        yield f"{path}{key}", field
        yield from fields(field, f"{path}{key}.")
        yield from fields(field.get("items", {}), f"{path}{key}[].")


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_example_fits_its_schema(type_: str) -> None:
    for example in schema_of(type_)["examples"]:
        check(type_, example)


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_shape_has_an_example(type_: str) -> None:
    schema = schema_of(type_)
    checks = [validator(type_).evolve(schema=shape) for shape in shapes(schema)]

    unshown = [one for one in checks if not any(map(one.is_valid, schema["examples"]))]
    assert unshown == []


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_field_says_what_it_means(type_: str) -> None:
    silent = [
        path
        for shape in shapes(schema_of(type_))
        for path, field in fields(shape)
        if not field.get("description") and "properties" not in field
    ]

    assert silent == []


@pytest.mark.parametrize("type_", DESCRIBED)
def test_the_page_tells_what_stands_in_lists(type_: str) -> None:
    page = state_events()
    listed = [
        path for shape in shapes(schema_of(type_)) for path, _ in fields(shape) if "[]" in path
    ]

    assert [path for path in listed if f"| `{path}` |" not in page] == []


@pytest.mark.parametrize("type_", DESCRIBED)
def test_every_example_needs_each_of_its_needed_fields(type_: str) -> None:
    for shape in shapes(schema_of(type_)):
        one = validator(type_).evolve(schema=shape)
        example = next(each for each in schema_of(type_)["examples"] if one.is_valid(each))
        for key in shape["required"]:
            assert not one.is_valid({name: example[name] for name in example if name != key})


@pytest.mark.parametrize("type_", DESCRIBED)
def test_another_version_does_not_fit(type_: str) -> None:
    example = {**schema_of(type_)["examples"][0], "version": 2}

    with pytest.raises(ForeignContent):
        check(type_, example)


def test_the_child_on_the_page_carries_a_card_that_fits() -> None:
    written = text_of("docs/structure.md").partition(
        "(`m.space.child`, state key the neighbour's porch):"
    )[2]
    child = json.loads(written.partition("```json")[2].partition("```")[0])

    assert child["via"]
    check(CARD, child[CARD])


def test_the_ledger_fits_its_schema() -> None:
    check(LEDGER, ledger())
