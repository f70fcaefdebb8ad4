"""One account's way to the client-server API.

Owns requests, paths and the errors that come back. Refuses to know what a request means. A session
lasts for one request: on loopback that costs nothing, and a homeserver that is killed and comes
back leaves no dead connection behind.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

import aiohttp
from attrs import field, frozen
from yarl import URL

CLIENT_V3 = "/_matrix/client/v3"
CLIENT_V1 = "/_matrix/client/v1"

_PATIENCE = aiohttp.ClientTimeout(total=90)  # a join across servers may first try dead ones


class MatrixRefused(Exception):
    """The homeserver answered a request with an error.

    Attributes:
        status: The HTTP status.
        errcode: Matrix's error code; `M_UNKNOWN` when the answer was not Matrix's.
        error: The homeserver's own words.
        retry_after_ms: How long it wants to be left alone; None if it did not say.
    """

    def __init__(
        self, *, status: int, errcode: str, error: str, retry_after_ms: int | None = None
    ) -> None:
        """Keep what the homeserver said."""
        super().__init__(f"{status} {errcode}: {error}")
        self.status = status
        self.errcode = errcode
        self.error = error
        self.retry_after_ms = retry_after_ms


@frozen
class ClientApi:
    """Requests to one homeserver in the name of one account, or of nobody."""

    homeserver_url: str
    access_token: str | None = field(default=None, repr=False)

    async def call(
        self,
        method: str,
        *segments: str,
        body: Mapping[str, Any] | None = None,
        query: Iterable[tuple[str, str]] = (),
        root: str = CLIENT_V3,
    ) -> Mapping[str, Any]:
        """Make one request and give what it was answered with.

        Args:
            method: Of HTTP.
            segments: Of the path after `root`, unquoted.
            body: Sent as JSON; None sends no body.
            query: Names with their values, in order; names may repeat.
            root: What comes before the segments.

        Raises:
            MatrixRefused: The answer was an error.
            aiohttp.ClientError: There was no answer, say because nobody listens.
        """
        path = "/".join([root, *(quote(segment, safe="") for segment in segments)])
        url = URL(self.homeserver_url + path, encoded=True).extend_query(list(query))
        headers = {"Authorization": f"Bearer {self.access_token}"} if self.access_token else {}
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.request(method, url, json=body, headers=headers) as response,
        ):
            if not response.ok:
                raise await _refusal(response)
            answer: Mapping[str, Any] = await response.json()
            return answer


async def _refusal(response: aiohttp.ClientResponse) -> MatrixRefused:
    if response.content_type != "application/json":
        text = await response.text()
        return MatrixRefused(status=response.status, errcode="M_UNKNOWN", error=text)
    answer = await response.json()
    return MatrixRefused(
        status=response.status,
        errcode=answer.get("errcode", "M_UNKNOWN"),
        error=answer.get("error", ""),
        retry_after_ms=answer.get("retry_after_ms"),
    )
