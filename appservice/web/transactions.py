"""`PUT transactions/{txnId}`: read, hand over, answer 200 when it is durable.

A homeserver sends one transaction after the other and repeats one until it gets a 200. So what is
in a transaction never makes it fail: what cannot be read is set aside, told and counted. Errors are
for bodies that no homeserver sends, and for a store that cannot take anything now.

Nothing is remembered of transaction ids, although the specification allows to answer a known one
without work: homeservers on SQLite count from 1 again after a restart, and whoever trusts the id is
deaf from then on. A repeated transaction costs the intake a look at its event ids.

Source: spec v1.19, Application Service API: Pushing events.
"""

import asyncio
from itertools import islice

import structlog
from aiohttp import web
from attrs import define, frozen

from appservice.web import answers
from appservice.web.bodies import body_of
from appservice.web.envelope import SetAside, Transaction, read_transaction
from appservice.web.intake import Intake

_LARGE_BYTES = 1024 * 1024
"""From here on reading takes milliseconds, hostile bodies seconds: a thread's, not the loop's."""

_TOLD_SINGLY = 20
"""Events set aside that are logged one by one, for each transaction; the others are summed up."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@define
class EdgeCounts:
    """How much came in since the start.

    Attributes:
        transactions: Those answered with 200.
        events: Good events in them.
        set_aside: Entries that were no readable event.
    """

    transactions: int = 0
    events: int = 0
    set_aside: int = 0


@frozen
class Transactions:
    """The one way by which events come in over HTTP."""

    intake: Intake
    counts: EdgeCounts

    async def put(self, request: web.Request) -> web.Response:
        """Take one transaction.

        Raises:
            MalformedBody: No transaction can be made out.
            StoreUnavailable: The intake cannot take it now.
        """
        txn_id = request.match_info["txnId"]
        transaction = await _read(await body_of(request))
        if transaction.events:
            await self.intake.accept(txn_id, transaction.events)
        self.counts.transactions += 1
        self.counts.events += len(transaction.events)
        self.counts.set_aside += len(transaction.set_aside)
        if transaction.set_aside:
            _tell(txn_id, transaction.set_aside)
        return answers.ok()


async def _read(body: bytes) -> Transaction:
    if len(body) < _LARGE_BYTES:
        return read_transaction(body)
    return await asyncio.to_thread(read_transaction, body)


def _tell(txn_id: str, set_aside: tuple[SetAside, ...]) -> None:
    for entry in islice(set_aside, _TOLD_SINGLY):
        _log.warning("event_set_aside", txn_id=txn_id, index=entry.index, reason=entry.reason)
    if (more := len(set_aside) - _TOLD_SINGLY) > 0:
        _log.warning("more_events_set_aside", txn_id=txn_id, count=more)
