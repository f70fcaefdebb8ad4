"""What stands on porches, as the schemas themselves show it, and in hierarchies."""

from typing import Any

from microsol_matrix.rooms import Json
from microsol_matrix.structure.schemas import validator

KETTLE = "01K3ZJ5V0A8N4R6T2W9X7YBCDE"


def example(type_: str, with_field: str) -> dict[str, Any]:
    """Give the schema's own example of the shape that has this field."""
    schema: Any = validator(type_).schema
    [found] = [one for one in schema["examples"] if with_field in one]
    return dict(found)


def leading(room_id: str, *children: str) -> Json:
    """Show a room and where it leads, as a hierarchy does."""
    return {
        "room_id": room_id,
        "name": room_id,
        "children_state": [
            {"type": "m.space.child", "state_key": child, "content": {"via": ["example.org"]}}
            for child in children
        ],
    }
