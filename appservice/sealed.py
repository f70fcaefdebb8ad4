"""Encrypted events on their way through the inbox: opened, or kept until their key comes.

Owns the waiting for keys. What waits is in the store as it came, so a crash loses nothing, and what
was opened is nowhere on disk: it is opened again when it is handed on. Refuses to judge what is said.
"""

import asyncio
from collections.abc import Container
from datetime import timedelta
from typing import Final

import structlog
from attrs import Factory, define, evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import EventId, InboxId
from microsol_matrix.observe import (
    EncryptedSaid,
    Ignored,
    MessageSaid,
    Observation,
    Reacted,
    observe,
)
from microsol_matrix.ports import Arrival, Clock, Decryption, Locked, Waiting

PATIENCE: Final = timedelta(minutes=2)
"""How long a key may be late: another server's sends come within seconds, and somebody waits for an answer."""

KEPT: Final = 500
"""Events that wait for their keys together; whatever comes then is handed on closed at once."""

_NOTHING: Final = b"{}"
"""What is handed on of a seal that held nothing for us: the desk discards it."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class NoKeys:
    """Holds no keys and opens nothing (port `Decryption`)."""

    def open(self, sealed: bytes) -> Locked:
        """Say that no key will come."""
        del sealed
        return Locked.UNREADABLE


@define(eq=False)
class SealedLetters:
    """Opens encrypted events.

    Attributes:
        is_asked_for: Set when something waits for its key, so that somebody asks for keys at once.
    """

    house: House
    clock: Clock
    decryption: Decryption = Factory(NoKeys)
    is_asked_for: asyncio.Event = Factory(asyncio.Event)
    _kept: list[Waiting] = Factory(list)
    _asked: set[InboxId] = Factory(set)

    def inside(
        self, seen: Observation | Ignored, raw: bytes, *, rooms: Container[str]
    ) -> Observation | Ignored:
        """Say what an event says, an encrypted one in one of our rooms by what is in it.

        Args:
            seen: What it is from outside.
            raw: Its JSON.
            rooms: Ours.
        """
        if not isinstance(seen, EncryptedSaid) or seen.room_id not in rooms:
            return seen
        clear = self.decryption.open(raw)
        return seen if isinstance(clear, Locked) else self._said(clear)

    def opened(self, waiting: Waiting) -> Waiting | None:
        """Give what waits as it is handed on, opened if it is sealed; None keeps it until its key comes.

        After `PATIENCE`, if no key will ever open it, or if too many wait already, it is handed on
        sealed: whoever is to answer says that it could not be read.
        """
        item = waiting.item
        if not isinstance(item, Arrival):
            return waiting
        if not isinstance(observe(item.raw, bot=self.house.bot), EncryptedSaid):
            return waiting
        match self.decryption.open(item.raw):
            case Locked.KEY_MISSING if self._may_wait(waiting):
                self._keep(waiting, item.event_id)
                return None
            case Locked() as why:
                self._asked.discard(waiting.inbox_id)
                _log.info("seal_unopened", event_id=item.event_id, reason=why.value)
                return waiting
            case clear:
                self._asked.discard(waiting.inbox_id)
                is_said = not isinstance(self._said(clear), Ignored)
                return changed(waiting, item=changed(item, raw=clear if is_said else _NOTHING))

    def _may_wait(self, waiting: Waiting) -> bool:
        return self.clock.now() - waiting.arrived_at < PATIENCE and len(self._kept) < KEPT

    def _keep(self, waiting: Waiting, event_id: EventId) -> None:
        self._kept.append(waiting)
        if waiting.inbox_id not in self._asked:  # once: after that, keys come when they come
            self._asked.add(waiting.inbox_id)
            _log.info("seal_waits", event_id=event_id)
            self.is_asked_for.set()

    def take_kept(self) -> tuple[Waiting, ...]:
        """Give everything that waits for its key, to be handed on again, oldest first."""
        kept, self._kept = tuple(self._kept), []
        return kept

    def _said(self, clear: bytes) -> Observation | Ignored:
        """Read what was in a seal: only words and reactions are ever sealed, all else is somebody's trick."""
        inside = observe(clear, bot=self.house.bot)
        if isinstance(inside, MessageSaid | Reacted | Ignored):
            return inside
        return Ignored("nothing that is said in a seal")
