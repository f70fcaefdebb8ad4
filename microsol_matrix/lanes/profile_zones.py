"""Where people are, by what their profiles say of their time zone (`m.tz`).

Owns asking for it, not too often and never for long: whoever says a date is not kept waiting by a
homeserver that does not answer. Refuses to know what a zone is good for. Nothing of it is stored.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final

from attrs import Factory, define, frozen

from microsol_matrix.errors import HomeserverRefused, HomeserverUnreachable
from microsol_matrix.ids import UserId, ZoneName
from microsol_matrix.ports import Clock, Homeserver

PATIENCE: Final = timedelta(seconds=1)
"""A profile of ours comes within milliseconds, one from elsewhere within a few hundred."""
KNOWN_FOR: Final = timedelta(hours=1)
"""People travel, and say so in their profiles; no sooner than this is it noticed."""
KEPT: Final = 1_000
"""People whose zone is known at once; the longest unasked are asked anew."""


@frozen
class _Known:
    zone: ZoneName | None
    until: datetime


@define(eq=False)
class ProfileZones:
    """Knows, for a while, what profiles say.

    Attributes:
        patience: How long an answer is waited for; after that there is none for a while.
    """

    homeserver: Homeserver
    clock: Clock
    patience: timedelta = PATIENCE
    _known: OrderedDict[UserId, _Known] = Factory(OrderedDict)

    async def of(self, person: UserId) -> ZoneName | None:
        """Give a person's time zone; None if they do not say, or it cannot be known now."""
        now = self.clock.now()
        known = self._known.get(person)
        if known is None or known.until <= now:
            known = _Known(await self._asked(person), until=now + KNOWN_FOR)
            self._known[person] = known
        self._known.move_to_end(person)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return known.zone

    async def _asked(self, person: UserId) -> ZoneName | None:
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                return await self.homeserver.profile_zone(person)
        except (TimeoutError, HomeserverRefused, HomeserverUnreachable):
            return None  # the congregation's days are meant then
