"""For load balancers and service managers: `/healthz` (it lives) and `/readyz` (it works).

Nobody needs a token for these two, so they say nothing that a stranger may not know.
"""

from typing import Protocol

from aiohttp import web
from attrs import frozen

from appservice.web import answers


class Readiness(Protocol):
    """Knows what is still missing before the service does its work."""

    def missing(self) -> tuple[str, ...]:
        """Name what is missing, in plain words without anything secret; empty when all is there."""
        ...


@frozen
class Health:
    """The two questions and their answers."""

    readiness: Readiness

    async def live(self, _request: web.Request) -> web.Response:
        """Answer 200 as long as the process answers at all."""
        return answers.document({"status": "ok"})

    async def ready(self, _request: web.Request) -> web.Response:
        """Answer 200 when ready, else 503 with what is missing."""
        missing = self.readiness.missing()
        return answers.document(
            {"status": "waiting" if missing else "ready", "missing": missing},
            status=503 if missing else 200,
        )
