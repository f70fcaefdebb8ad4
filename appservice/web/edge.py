"""The application behind the listener: routes, who may ask, and errors in Matrix's form.

Owns that every answer is JSON, that everything of `/_matrix/app` is for the homeserver alone, and
one of the two broad `except`s of the house: whatever goes wrong in a request is told to the
homeserver as a failure, so that it tries again, and to the log under a reference. Refuses to know
what events mean and where they are kept.

Source: spec v1.19, Application Service API: Authorisation, Legacy routes, Unknown routes.
"""

import secrets
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import hdrs, web

from appservice.web import answers, authorisation
from appservice.web.bodies import MAX_BODY_BYTES
from appservice.web.health import Health, Readiness
from appservice.web.intake import Intake
from appservice.web.malformed import MalformedBody
from appservice.web.queries import Queries
from appservice.web.server_log import ServerLog
from appservice.web.thirdparty import Listings, ThirdParty
from appservice.web.transactions import EdgeCounts, Transactions
from microsol_matrix.errors import MicrosolError
from microsol_matrix.ids import UserId

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_V1 = "/_matrix/app/v1"
_UNSTABLE = "/_matrix/app/unstable"
_LEGACY = ""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


def application(
    *,
    hs_token: str,
    bot: UserId,
    intake: Intake,
    listings: Listings,
    readiness: Readiness,
    counts: EdgeCounts,
) -> web.Application:
    """Build the edge.

    Args:
        hs_token: What the homeserver must show; from the registration.
        bot: Our user in the namespace.
        intake: Takes events in.
        listings: What look-ups find.
        readiness: What `/readyz` asks.
        counts: Is counted up.

    Raises:
        ValueError: The token is empty: everybody would be our homeserver.
    """
    if not hs_token:
        message = "hs_token is empty"
        raise ValueError(message)
    app = web.Application(
        middlewares=[_answer_errors],
        client_max_size=MAX_BODY_BYTES,
        # Whoever runs the application gets these three of the server.
        handler_args={
            "access_log": None,  # it would hold the tokens of queries
            "logger": ServerLog(),
            # What was begun is finished when the homeserver hangs up: only the answer is lost.
            "handler_cancellation": False,
        },
    )
    health = Health(readiness=readiness)
    app.router.add_get("/healthz", health.live)
    app.router.add_get("/readyz", health.ready)
    queries, lookups = Queries(bot=bot, listings=listings), ThirdParty(listings)
    for method, path, handler in _routes(queries, lookups, Transactions(intake, counts)):
        app.router.add_route(method, path, _for_homeserver(handler, hs_token))
    return app


def _routes(
    queries: Queries, lookups: ThirdParty, transactions: Transactions
) -> list[tuple[str, str, _Handler]]:
    get = hdrs.METH_GET
    routes: list[tuple[str, str, _Handler]] = [(hdrs.METH_POST, f"{_V1}/ping", queries.ping)]
    for base in (_V1, _LEGACY):
        routes += [
            (hdrs.METH_PUT, base + "/transactions/{txnId:[^/]+}", transactions.put),
            # Synapse leaves slashes in ids as they are.
            (get, base + "/users/{userId:.+}", queries.user),
            (get, base + "/rooms/{roomAlias:.+}", queries.room),
        ]
    for base in (_V1, _UNSTABLE):
        routes += [
            (get, base + "/thirdparty/protocol/{protocol:[^/]+}", lookups.protocol),
            (get, base + "/thirdparty/user/{protocol:[^/]+}", lookups.users),
            (get, base + "/thirdparty/location/{protocol:[^/]+}", lookups.locations),
            (get, base + "/thirdparty/user", lookups.users),
            (get, base + "/thirdparty/location", lookups.at_alias),
        ]
    return routes


def _for_homeserver(handler: _Handler, hs_token: str) -> _Handler:
    """Ask for the token before anything else, so that a stranger's body is not even read."""

    async def ask(request: web.Request) -> web.StreamResponse:
        if refusal := authorisation.refusal(request, hs_token):
            _log.warning("request_refused", route=_route(request), status=refusal.status)
            return refusal
        return await handler(request)

    return ask


@web.middleware
async def _answer_errors(request: web.Request, handler: _Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPMethodNotAllowed as error:
        answer = answers.error(
            status=405, errcode="M_UNRECOGNIZED", text="This endpoint knows no such method."
        )
        answer.headers[hdrs.ALLOW] = ", ".join(sorted(error.allowed_methods))
        return answer
    except web.HTTPNotFound:
        return answers.error(
            status=404, errcode="M_UNRECOGNIZED", text="There is no such endpoint."
        )
    except web.HTTPRequestEntityTooLarge:
        text = f"Bodies are at most {MAX_BODY_BYTES} bytes."
        return _failed(request, status=413, errcode="M_TOO_LARGE", text=text)
    except MalformedBody as error:
        text = f"The body cannot be read: {error}."
        return _failed(request, status=400, errcode=error.errcode, text=text)
    except MicrosolError as error:
        _log.error("request_not_served", route=_route(request), reason=repr(error))
        return answers.error(
            status=503 if error.is_retryable else 500,
            errcode=error.errcode,
            text="This cannot be done now; trying again later may help.",
        )
    except Exception:  # noqa: BLE001 - one of the house's two doors
        reference = secrets.token_hex(4)
        _log.exception("request_failed", route=_route(request), reference=reference)
        return answers.error(
            status=500,
            errcode="M_UNKNOWN",
            text=f"Something broke here; our log has it as {reference}.",
        )


def _failed(request: web.Request, *, status: int, errcode: str, text: str) -> web.Response:
    _log.warning(
        "request_not_served", route=_route(request), status=status, errcode=errcode, reason=text
    )
    return answers.error(status=status, errcode=errcode, text=text)


def _route(request: web.Request) -> str:
    """Name the route by its pattern: ids and tokens in the path stay out of the log."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"
