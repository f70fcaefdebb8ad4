"""Who may ask: only the homeserver, which shows the `hs_token`.

The token comes in the `Authorization: Bearer` header. Homeservers older than spec v1.4 send the
query parameter `access_token` alone, which is taken too. Whoever sends both must be right in both.

Source: spec v1.19, Application Service API: Authorisation; the status of each from Querying.
"""

import hmac
from collections.abc import Iterator

from aiohttp import web

from appservice.web import answers


def refusal(request: web.Request, hs_token: str) -> web.Response | None:
    """Say why a request may not be answered; None if it may.

    Nothing shown is 401, anything wrong shown 403. Takes equally long for every wrong token of the
    right length.
    """
    shown = [*_bearers(request), *request.query.getall("access_token", [])]
    if not shown:
        return answers.error(
            status=401, errcode="M_MISSING_TOKEN", text="The homeserver's token is missing."
        )
    if not all(_is_same(token, hs_token) for token in shown):
        return answers.error(
            status=403, errcode="M_FORBIDDEN", text="This is not the token of our homeserver."
        )
    return None


def _bearers(request: web.Request) -> Iterator[str]:
    for header in request.headers.getall("Authorization", []):
        scheme, _, token = header.partition(" ")
        # Another scheme is no token of ours: it counts as shown and as wrong.
        yield token.strip() if scheme.lower() == "bearer" else ""


def _is_same(shown: str, hs_token: str) -> bool:
    # As bytes, because compare_digest refuses other text than ASCII; aiohttp keeps bytes of a
    # header that are not UTF-8 as surrogates.
    return hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), hs_token.encode())
