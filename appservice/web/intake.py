"""What the edge hands events to."""

from collections.abc import Sequence
from typing import Protocol

from appservice.web.envelope import Envelope


class Intake(Protocol):
    """Takes events in for good."""

    async def accept(self, txn_id: str, events: Sequence[Envelope]) -> None:
        """Take events in, in their order; return when those that matter are durable.

        The same events may come again, under the same id or another: the homeserver did not get
        the answer, or it numbers its transactions from 1 again. And another transaction may come
        under an id that was seen. So events are told apart by their event ids, never by `txn_id`,
        which is for logs.

        Args:
            txn_id: The homeserver's name for the transaction; printable.
            events: At least one.

        Raises:
            StoreUnavailable: Nothing was taken in; the homeserver will be asked to send it again.
        """
        ...
