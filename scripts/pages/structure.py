"""The page about published state events, from the JSON Schemas that every content is validated with."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from microsol_matrix.structure.schemas import validator
from microsol_matrix.structure.types import DESCRIBED
from scripts.pages.marked import table

Schema = Mapping[str, Any]


def state_events() -> str:
    """Describe every type of ours: where it stands, its fields, an example of each shape."""
    return "\n\n".join(_described(type_) for type_ in DESCRIBED)


def schema_of(type_: str) -> Schema:
    """Give the schema of one of our types."""
    schema: Any = validator(type_).schema
    return dict(schema)


def _described(type_: str) -> str:
    schema = schema_of(type_)
    shapes = [schema["$defs"][one["$ref"].rpartition("/")[2]] for one in schema.get("oneOf", ())]
    parts = [f"## `{type_}`", schema["description"], f"Schema: `{schema['$id']}`"]
    for shape in shapes or [schema]:
        if shapes:
            parts.append(f"### {shape['title']}")
        parts.append(table(("field", "", "what", "meaning"), _rows(shape)))
    parts += (_example(example) for example in schema["examples"])
    return "\n\n".join(parts)


def _example(content: Schema) -> str:
    return f"```json\n{json.dumps(content, indent=2, ensure_ascii=False)}\n```"


def _rows(schema: Schema, path: str = "") -> Iterator[tuple[str, str, str, str]]:
    for name, field, is_needed in _fields(schema):
        told = field.get("description", "")
        yield f"`{path}{name}`", "" if is_needed else "may be absent", _kind(field), told
        yield from _rows(field, f"{path}{name}.")
        yield from _rows(field.get("items", {}), f"{path}{name}[].")


def _fields(schema: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Give the fields of an object; objects that are all alike are told once, with all their names."""
    properties: Schema = schema.get("properties", {})
    needed = schema.get("required", ())
    first, *others = list(properties.values()) or [{}]
    if others and "properties" in first and all(one == first for one in others):
        yield f"{{{', '.join(properties)}}}", first, all(key in needed for key in properties)
        return
    for key, field in properties.items():
        yield key, field, key in needed


def _kind(field: Schema) -> str:
    match field:
        case {"const": value}:
            return f"always {value}"
        case {"enum": values}:
            return "one of " + ", ".join(f"`{value}`" for value in values)
        case {"type": "array", "items": inner}:
            return f"list of: {_kind(inner)}"
        case {"type": "integer"}:
            return f"integer{_bounds(field)}"
        case {"type": "string"}:
            length = f", at most {field['maxLength']} characters" if "maxLength" in field else ""
            shape = f", `{field['pattern']}`" if "pattern" in field else ""
            return f"text{length}{shape}"
        case {"type": kind}:
            return str(kind)
        case _:
            raise LookupError(field)


def _bounds(field: Schema) -> str:
    match field:
        case {"minimum": least, "maximum": most}:
            return f", {least} to {most}"
        case {"minimum": least}:
            return f", {least} or more"
        case {"maximum": most}:
            return f", {most} or less"
        case _:
            return ""
