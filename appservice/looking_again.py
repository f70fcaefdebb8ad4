"""Looking again at what happened since a backup, until nothing of it is new.

What is for us depends on what we know: an answer by reaction on the call that it answers, words in a
crew's room on the room. A service that only was away knows all its calls and rooms; one whose backup
was brought back finds them among the very events that it missed. Owns going over those events again,
after what they began is there. They are in memory only: what never is for us is never stored.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog
from attrs import define

from appservice.inbox import Inbox
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.ports import Clock, Store

ROUNDS: Final = 8
"""A call, its answers, its crew's room, what was said there, and what was asked there and answered: five."""

PATIENCE: Final = timedelta(seconds=30)
"""How long a round waits for all rooms and messages to be there: one that cannot be made must not hold up the rest."""

PAUSE: Final = timedelta(milliseconds=100)

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@define(eq=False)
class LookingAgain:
    """Goes over missed events."""

    store: Store
    inbox: Inbox
    desk: Desk
    clock: Clock

    async def until_nothing_is_new(self, events: Sequence[bytes]) -> None:
        """Take in, round by round, what of some events has come to be for us.

        Args:
            events: All that happened since the backup, oldest first; taken in and handed on once already.
        """
        for number in range(1, ROUNDS + 1):
            await self._settle()
            new = await self.inbox.take_in_again(events)
            _log.info("looked_again", events=len(events), new=new, attempt=number)
            if not new:
                return
            await self.inbox.hand_on_all(self.desk)

    async def _settle(self) -> None:
        """Wait until lanes have judged everything and done what follows."""
        for _ in range(PATIENCE // PAUSE):
            if not await self._is_at_work():
                return
            await self.clock.sleep(PAUSE)
            await self.inbox.hand_on_all(self.desk)  # letters that lanes wrote to each other

    async def _is_at_work(self) -> bool:
        return bool(await self.store.waiting(limit=1) or await self.store.unsettled())
