"""The line to the homeserver: one request, one answer, one verdict.

Owns as whom a request is sent, how long it may take, and how JSON goes out and comes in. The only
file that knows nio's client: its session, its configuration, and the one method through which
everything of it goes out. Refuses to know what is asked. nio's typed calls are not used: they hide the status
behind returned errors, one of them calls a 403 a success, and by default they retry for ever.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import Enum
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import aiohttp
import msgspec
import nio  # type: ignore[import-untyped]  # it has annotations and no py.typed

from appservice.homeserver import verdict
from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import UserId

Reply = TypeVar("Reply")
Query = Sequence[tuple[str, str]]

_ROOT: Final = "/_matrix/client"


class Speaker(Enum):
    """As whom a request is sent (spec, application service API: identity assertion)."""

    SERVICE = "service"
    """The application service itself: registering, pinging."""
    BOT = "bot"
    """The bot, on no device: making the device."""
    DEVICE = "device"
    """The bot on its one device. Homeservers keep transaction ids by device, so everything else."""


class _MaskedClient(nio.AsyncClient):  # type: ignore[misc]  # untyped
    """A nio client that speaks as a user of the service's namespace."""

    def __init__(
        self, url: str, *, as_token: str, bot: UserId, device_id: str, timeout_s: float
    ) -> None:
        bounded = nio.AsyncClientConfig(
            max_limit_exceeded=0,
            max_timeouts=0,
            request_timeout=timeout_s,
            encryption_enabled=False,
        )
        super().__init__(url, bot, device_id, config=bounded)
        self.user_id = bot
        self.access_token = as_token

    async def send(  # noqa: PLR0917 - nio's signature
        self,
        method: str,
        path: str,
        data: object = None,
        headers: Mapping[str, str] | None = None,
        trace_context: object = None,
        timeout: float | None = None,  # noqa: ASYNC109 - nio's signature
    ) -> aiohttp.ClientResponse:
        """Send as the bot on its device; whatever nio itself sends goes through here too."""
        masked = _with_query(path, self.mask(Speaker.DEVICE))
        return await self.send_unmasked(
            method, masked, data=data, headers=headers, trace_context=trace_context, timeout=timeout
        )

    async def send_unmasked(
        self,
        method: str,
        path: str,
        *,
        data: object,
        headers: Mapping[str, str] | None,
        trace_context: object = None,
        timeout: float | None = None,  # noqa: ASYNC109 - nio's signature
    ) -> aiohttp.ClientResponse:
        """Send with the service's token, in the header only: queries end up in proxies' logs."""
        signed = {**(headers or {}), "Authorization": f"Bearer {self.access_token}"}
        response: aiohttp.ClientResponse = await super().send(
            method, path, data, signed, trace_context, timeout
        )
        return response

    def mask(self, speaker: Speaker) -> Query:
        """Give the query parameters that assert who speaks."""
        match speaker:
            case Speaker.SERVICE:
                return ()
            case Speaker.BOT:
                return (("user_id", self.user_id),)
            case Speaker.DEVICE:
                return (("user_id", self.user_id), ("device_id", self.device_id))


class Line:
    """Asks the homeserver, once each time, for at most the time given."""

    def __init__(
        self, url: str, *, as_token: str, bot: UserId, device_id: str, within: timedelta
    ) -> None:
        self._within = within
        self._as_token = as_token
        self._client = _MaskedClient(
            url.rstrip("/"),
            as_token=as_token,
            bot=bot,
            device_id=device_id,
            timeout_s=within.total_seconds(),
        )

    async def ask(
        self,
        method: str,
        path: str,
        *,
        reply: type[Reply],
        query: Query = (),
        body: Mapping[str, Any] | None = None,
        speaker: Speaker = Speaker.DEVICE,
        within: timedelta | None = None,
        most_bytes: int | None = None,
    ) -> Reply:
        """Send one request and read its answer.

        Args:
            method: Of HTTP.
            path: From `path_of`.
            reply: What the answer's JSON is read as; unknown fields are ignored.
            query: Parameters of the call itself.
            body: Sent as JSON; None sends no body.
            speaker: As whom.
            within: From connecting to the last byte of the answer; None takes the line's own.
            most_bytes: An answer that is longer is not read on, and is a no; None reads whatever comes.

        Raises:
            HomeserverUnreachable: No answer, no usable answer, or one that says later.
            HomeserverRefused: A no that stands.
        """
        allowed_s = (self._within if within is None else within).total_seconds()
        try:
            response = await self._client.send_unmasked(
                method,
                _with_query(path, (*query, *self._client.mask(speaker))),
                data=None if body is None else msgspec.json.encode(body, enc_hook=_plain),
                headers=None if body is None else {"Content-Type": "application/json"},
                timeout=allowed_s,
            )
            async with response:
                answer = await _answer(response, most_bytes)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # Not chained: aiohttp's errors carry the request with its headers, the token too.
            raise _unreachable(error, allowed_s=allowed_s) from None
        verdict.check(
            status=response.status,
            body=answer,
            retry_after=response.headers.get("Retry-After"),
            secret=self._as_token,
        )
        try:
            return _read(answer, reply)
        except (ValueError, RecursionError):
            raise verdict.not_understood() from None

    async def hang_up(self) -> None:
        """Close the connections; a later request would open new ones."""
        await self._client.close()


async def _answer(response: aiohttp.ClientResponse, most_bytes: int | None) -> bytes:
    if most_bytes is None:
        return await response.read()
    pieces: list[bytes] = []
    left = most_bytes
    async for piece in response.content.iter_any():
        left -= len(piece)
        if left < 0:
            error = f"more than {most_bytes} bytes"
            raise HomeserverRefused(
                status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, errcode="M_TOO_LARGE", error=error
            )
        pieces.append(piece)
    return b"".join(pieces)


def path_of(*segments: str) -> str:
    """Build a path under `/_matrix/client` of segments that may hold anything."""
    return "/".join((_ROOT, *(quote(segment, safe="") for segment in segments)))


def _with_query(path: str, query: Query) -> str:
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode(query)}"


def _unreachable(
    error: TimeoutError | aiohttp.ClientError | OSError, *, allowed_s: float
) -> HomeserverUnreachable:
    match error:
        case TimeoutError():
            return HomeserverUnreachable(f"no answer within {allowed_s:g} s")
        case aiohttp.ClientConnectionError():
            return HomeserverUnreachable(f"no connection: {error}")  # it names host and port only
        case _:
            return HomeserverUnreachable(f"no answer: {type(error).__name__}")


def _read(answer: bytes, reply: type[Reply]) -> Reply:
    try:
        return msgspec.json.decode(answer, type=reply)
    except msgspec.ValidationError:
        raise
    except ValueError:
        # One lone surrogate in one event would make a whole sync unreadable, and us deaf for ever.
        lenient = json.loads(answer.decode(errors="replace"))
        healed = json.dumps(lenient, ensure_ascii=False).encode(errors="replace")
        return msgspec.json.decode(healed, type=reply)


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)  # read-only views and the like, which the encoder does not know
    raise TypeError(type(value).__name__)
