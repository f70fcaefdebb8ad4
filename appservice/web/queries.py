"""The homeserver's questions: is there such a user, is there such a room, are you there.

Source: spec v1.19, Application Service API: Querying, Pinging.
"""

import msgspec
from aiohttp import web
from attrs import frozen

from appservice.web import answers
from appservice.web.bodies import body_of
from appservice.web.malformed import BadJson, NotJson
from appservice.web.thirdparty import Listings
from microsol_matrix.ids import RoomAlias, UserId


class _Ping(msgspec.Struct):
    transaction_id: str | msgspec.UnsetType = msgspec.UNSET


@frozen
class Queries:
    """Answers from what is known without asking the homeserver back.

    Attributes:
        bot: The one user that we have.
        listings: Which porches there are.
    """

    bot: UserId
    listings: Listings

    async def user(self, request: web.Request) -> web.Response:
        """Know the bot and nobody else in the namespace."""
        if request.match_info["userId"] == self.bot:
            return answers.ok()
        return answers.error(status=404, errcode="M_NOT_FOUND", text="There is no such user here.")

    async def room(self, request: web.Request) -> web.Response:
        """Know the porches on which something stands, and no other alias.

        The homeserver asks about those of our namespace that it does not know itself. We may create a room while the
        asker waits, but the question does not say who asks, and any stranger in the federation can: so a query
        never creates anything, and tells only of what everybody can read.
        """
        if await self.listings.listed_at(RoomAlias(request.match_info["roomAlias"]), limit=1):
            return answers.ok()
        return answers.error(status=404, errcode="M_NOT_FOUND", text="There is no such room here.")

    async def ping(self, request: web.Request) -> web.Response:
        """Answer that we are here and that the token is right."""
        body = await body_of(request)
        try:
            if body:  # the specification does not require one
                msgspec.json.decode(body, type=_Ping)
        except (msgspec.ValidationError, RecursionError) as error:
            raise BadJson(because="the ping's body is not as specified") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise NotJson(because="the ping's body is not JSON") from error
        return answers.ok()
