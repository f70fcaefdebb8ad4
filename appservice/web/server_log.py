"""What the HTTP server itself has to say, without the words of whoever sent it something.

aiohttp logs requests that are not HTTP with a quotation, and a token may stand in it.
"""

import structlog
from aiohttp.http_exceptions import HttpProcessingError

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class ServerLog:
    """Stands where aiohttp expects a logger; has the two methods that it calls."""

    def debug(self, message: str, *_args: object, **_more: object) -> None:
        """Say nothing: these are clients that come and go."""

    def exception(
        self, _message: str, *_args: object, exc_info: BaseException | None = None
    ) -> None:
        """Tell what broke by its kind; with a traceback only if it was not the sender's doing."""
        kind = type(exc_info).__name__
        if isinstance(exc_info, HttpProcessingError):
            _log.warning("request_not_http", reason=kind)
        else:
            _log.error("connection_failed", reason=kind, exc_info=exc_info)
