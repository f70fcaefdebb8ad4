"""Single requests to a homeserver in the name of an ordinary account.

Owns how long is waited, how much is taken in, and that the token goes to this homeserver alone and is never
shown. Refuses to know what is asked.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import quote

import aiohttp
from attrs import define, field
from yarl import URL

from appservice.exits import Exit
from microsol_matrix.rooms import Json

V1: Final = "/_matrix/client/v1"
V3: Final = "/_matrix/client/v3"

USUAL: Final = timedelta(seconds=30)
LONG: Final = timedelta(seconds=120)
"""For joins: the homeserver may have to ask several others first, and some of them may be gone."""
PATIENCE: Final = timedelta(seconds=60)
"""As long is waited, all in all, when the homeserver says that it is asked too often."""
MOST_BYTES: Final = 32 * 1024 * 1024
"""The state of a public room with thirty thousand people in it."""
_ERRCODE: Final = re.compile(r"[A-Z][A-Z0-9_.]{0,59}")
_UNSAID: Final = timedelta(seconds=1)


class Sleeper(Protocol):
    """A clock, as far as waiting needs it."""

    async def sleep(self, duration: timedelta) -> None:
        """Wait so long."""
        ...


class ReadRefused(Exception):
    """Nothing can be read, and why: the text is for whoever asked.

    Attributes:
        code: What the program ends with.
    """

    def __init__(self, reason: str, *, code: Exit) -> None:
        """Keep why."""
        super().__init__(reason)
        self.code = code


class AnsweredNo(Exception):
    """The homeserver answered with an error that may mean something to whoever asked.

    Attributes:
        status: The HTTP status.
        errcode: Matrix's error code; `M_UNKNOWN` if it said none that is one.
    """

    def __init__(self, *, status: int, errcode: str) -> None:
        """Keep what it answered; not its own words, which anybody may have written."""
        super().__init__(f"{status} {errcode}")
        self.status = status
        self.errcode = errcode


@define
class Asking:
    """Asks one homeserver, within a session that somebody else closes.

    Attributes:
        url: Of its client API, as given.
    """

    url: str
    session: aiohttp.ClientSession
    clock: Sleeper
    token: str = field(repr=False)
    waited: timedelta = timedelta()

    async def get(
        self,
        *segments: str,
        query: Sequence[tuple[str, str]] = (),
        root: str = V3,
        within: timedelta = USUAL,
    ) -> Json:
        """Ask for something.

        Args:
            segments: Of the path after `root`, unquoted.
            query: Names with their values; names may repeat.
            root: What comes before the segments.
            within: How long one answer may take.

        Raises:
            AnsweredNo: The homeserver refuses this.
            ReadRefused: It cannot be asked at all, or not with this token.
        """
        return await self._ask("GET", segments, query=query, root=root, within=within)

    async def post(
        self, *segments: str, query: Sequence[tuple[str, str]] = (), within: timedelta = USUAL
    ) -> Json:
        """Let something be done, with an empty body; the rest is as in `get`."""
        return await self._ask("POST", segments, query=query, root=V3, within=within)

    async def _ask(
        self,
        method: str,
        segments: Sequence[str],
        *,
        query: Sequence[tuple[str, str]],
        root: str,
        within: timedelta,
    ) -> Json:
        path = "/".join([root, *(quote(segment, safe="") for segment in segments)])
        url = URL(self.url.rstrip("/") + path, encoded=True).extend_query(list(query))
        while True:
            status, headers, body = await self._exchange(method, url, within=within)
            if status != HTTPStatus.TOO_MANY_REQUESTS:
                break
            await self._wait(_told_wait(headers, _parsed(body)))
        answer = _parsed(body)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES and answer is not None:
            return answer
        raise self._refusal(status, answer)

    async def _exchange(
        self, method: str, url: URL, *, within: timedelta
    ) -> tuple[int, Mapping[str, str], bytes]:
        body: dict[str, str] | None = {} if method == "POST" else None
        timeout = aiohttp.ClientTimeout(total=within.total_seconds())
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with self.session.request(
                # A redirect could lead the token to somebody else.
                method,
                url,
                json=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                taken = bytearray()
                async for chunk in response.content.iter_any():
                    taken += chunk
                    if len(taken) > MOST_BYTES:
                        message = "The homeserver's answer is too long to be read."
                        raise ReadRefused(message, code=Exit.DATA)
                return response.status, response.headers, bytes(taken)
        except TimeoutError as late:
            seconds = round(within.total_seconds())
            message = f"{self.url} does not answer within {seconds} seconds."
            raise ReadRefused(message, code=Exit.UNAVAILABLE) from late
        except (aiohttp.ClientError, OSError, ValueError) as trouble:
            message = f"{self.url} cannot be reached ({type(trouble).__name__})."
            raise ReadRefused(message, code=Exit.UNAVAILABLE) from trouble

    async def _wait(self, wanted: timedelta) -> None:
        if self.waited + wanted > PATIENCE:
            seconds = round(wanted.total_seconds())
            message = f"The homeserver is asked too often: it wants {seconds} seconds of peace. Try again then."
            raise ReadRefused(message, code=Exit.UNAVAILABLE)
        self.waited += wanted
        await self.clock.sleep(wanted)

    def _refusal(self, status: int, answer: Json) -> Exception:
        match answer:
            case {"errcode": str(code)} if _ERRCODE.fullmatch(code):
                errcode = code
            case _ if status < HTTPStatus.INTERNAL_SERVER_ERROR:
                message = f"What answers at {self.url} does not speak Matrix (status {status})."
                return ReadRefused(message, code=Exit.UNAVAILABLE)
            case _:
                errcode = "M_UNKNOWN"
        if status == HTTPStatus.UNAUTHORIZED:
            message = f"The homeserver does not take this token ({errcode}): is it another's, or logged out?"
            return ReadRefused(message, code=Exit.NOT_ALLOWED)
        return AnsweredNo(status=status, errcode=errcode)


def _parsed(body: bytes) -> Json:
    try:
        parsed: Json = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return parsed


def _told_wait(headers: Mapping[str, str], answer: Json) -> timedelta:
    """Give how long the homeserver wants to be left alone, in the old way or the new one."""
    match answer:
        case {"retry_after_ms": int(ms)} if ms > 0:
            return timedelta(milliseconds=min(ms, 10**9))
        case _:
            pass
    told = headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return timedelta(seconds=max(1, int(told[:9])))
    return _UNSAID
