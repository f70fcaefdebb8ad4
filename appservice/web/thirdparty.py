"""The network `microsol` in Matrix's look-ups of third-party networks.

Its locations are what stands on porches now and nothing else, because look-ups do not say who asks: congregations
that publish a card, and their crews that agreed to be there, each at its porch. It has no users: people are named
on no porch, and who belongs where is nobody's business who does not live there. Refuses to know what stands on a
porch (`plan.directory`) and where that is kept.

Source: spec v1.19, Application Service API: Third-party networks. What is found by nothing is an empty list: a 404
is told by homeservers to their log as a failure of ours.
"""

from collections.abc import Mapping
from typing import Final, Protocol

from aiohttp import web
from attrs import frozen

from appservice.web import answers
from microsol_matrix.ids import RoomAlias
from microsol_matrix.ports import Listed
from microsol_matrix.structure.listed import MOST, NETWORK, PROTOCOL, folded

_CONGREGATION: Final = "congregation"
_CREW: Final = "crew"
_SHOWN_APART: Final = ("access_token",)
"""No fields of ours: homeservers of older versions show who they are so."""

_METADATA: Final = {
    "user_fields": [],
    "location_fields": [_CONGREGATION, _CREW],
    "icon": "",  # required by the specification; we have no uploaded image to point at
    "field_types": {
        _CONGREGATION: {"regexp": r".*\S.*", "placeholder": "Harbourlight"},
        _CREW: {"regexp": r".*\S.*", "placeholder": "Slow Kettle"},
    },
    # The homeserver makes an instance_id of the network's id, by which clients ask for its room directory.
    "instances": [{"network_id": NETWORK, "desc": "Congregations and crews", "fields": {}}],
}


class Listings(Protocol):
    """What look-ups are answered from (see `microsol_matrix.ports.Store`)."""

    async def find_listed(self, *, congregation: str, crew: str, limit: int) -> tuple[Listed, ...]:
        """Give what stands on porches and is named so."""
        ...

    async def listed_at(self, alias: RoomAlias, *, limit: int) -> tuple[Listed, ...]:
        """Give what stands on one porch."""
        ...


@frozen
class ThirdParty:
    """Answers look-ups."""

    listings: Listings

    async def protocol(self, request: web.Request) -> web.Response:
        """Describe the network."""
        if request.match_info["protocol"] != PROTOCOL:
            return _unknown()
        return answers.document(_METADATA)

    async def locations(self, request: web.Request) -> web.Response:
        """List what is named so; without any field everything, up to a limit."""
        if request.match_info["protocol"] != PROTOCOL:
            return _unknown()
        asked = {
            name: value
            for name, value in request.query.items()
            if value and name not in _SHOWN_APART
        }
        wanted = {name: folded(value) for name, value in asked.items()}
        if not wanted.keys() <= {_CONGREGATION, _CREW} or not all(wanted.values()):
            return answers.document([])  # nothing here has such a field, or a name without letters
        found = await self.listings.find_listed(
            congregation=wanted.get(_CONGREGATION, ""), crew=wanted.get(_CREW, ""), limit=MOST
        )
        return _told(found)

    async def at_alias(self, request: web.Request) -> web.Response:
        """List what stands at a room alias, if it is a porch's."""
        alias = RoomAlias(request.query.get("alias", ""))
        return _told(await self.listings.listed_at(alias, limit=MOST))

    async def users(self, request: web.Request) -> web.Response:
        """List nobody."""
        if request.match_info.get("protocol", PROTOCOL) != PROTOCOL:
            return _unknown()
        return answers.document([])


def _told(found: tuple[Listed, ...]) -> web.Response:
    return answers.document([_location(one) for one in found])


def _location(one: Listed) -> Mapping[str, object]:
    fields = {_CONGREGATION: one.congregation}
    if one.crew is not None:
        fields[_CREW] = one.name
    return {"alias": one.alias, "protocol": PROTOCOL, "fields": fields}


def _unknown() -> web.Response:
    return answers.error(status=404, errcode="M_NOT_FOUND", text="There is no such network here.")
