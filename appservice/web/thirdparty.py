"""The network `microsol` in Matrix's look-ups of third-party networks.

Its locations are what congregations publish to the outside and nothing else, because look-ups do
not say who asks; as long as nothing is published, every list is empty. It has no users of its own.

Source: spec v1.19, Application Service API: Third-party networks.
"""

from aiohttp import web

from appservice.web import answers

PROTOCOL = "microsol"

_METADATA = {
    "user_fields": [],
    "location_fields": ["congregation", "crew"],
    "icon": "",  # required by the specification; we have no uploaded image to point at
    "field_types": {
        "congregation": {"regexp": r"[a-z0-9][a-z0-9-]*", "placeholder": "harbourlight"},
        "crew": {"regexp": r".+", "placeholder": "Tuesday bakers"},
    },
    "instances": [],
}


async def protocol(request: web.Request) -> web.Response:
    """Describe the network."""
    if request.match_info["protocol"] != PROTOCOL:
        return _unknown()
    return answers.document(_METADATA)


async def of_protocol(request: web.Request) -> web.Response:
    """List users or locations of the network that fit some fields: none so far."""
    if request.match_info["protocol"] != PROTOCOL:
        return _unknown()
    return answers.document([])


async def of_matrix_id(_request: web.Request) -> web.Response:
    """List what stands behind a Matrix user id or room alias: nothing so far."""
    return answers.document([])


def _unknown() -> web.Response:
    return answers.error(status=404, errcode="M_NOT_FOUND", text="There is no such network here.")
