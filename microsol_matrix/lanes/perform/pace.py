"""How many invitations somebody elsewhere is sent: no more at once than their homeserver lets through.

Homeservers bound how many invitations one person receives from other servers. Synapse takes five, and then
one in 333 seconds (`rc_invites.per_user`); ours, which asks it, tells of that after six seconds of trying,
and only that it could not connect (502 `M_UNKNOWN`, tried on Synapse 1.163). So we count, and whoever was
sent as many waits here, where we know why.

Owns the count, in memory: after a start it begins anew, and what is then one too many is tried again
later like anything else. Refuses to know which room somebody is invited to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from attrs import Factory, define

from microsol_matrix.errors import HomeserverUnreachable
from microsol_matrix.ids import UserId

AT_ONCE: Final = 5
"""What a stock Synapse lets somebody receive in one go (`burst_count`)."""
EACH: Final = timedelta(minutes=6)
"""For one more after that: a little longer than the 333 seconds of a stock Synapse (`per_second: 0.003`)."""


@define
class Pace:
    """What people elsewhere were sent lately, by all lanes."""

    _whole_at: dict[UserId, datetime] = Factory(dict)
    """When somebody may be sent as many as ever again; who is not in it may now."""

    @contextmanager
    def counted(self, person: UserId, *, now: datetime) -> Iterator[None]:
        """Count an invitation that is sent meanwhile; one that did not arrive does not count.

        Raises:
            HomeserverUnreachable: It would be one too many; it says when it will not be.
        """
        self._forget(now)
        whole_at = self._whole_at.get(person, now)
        wait = whole_at - now - (AT_ONCE - 1) * EACH
        if wait > timedelta():
            reason = "as many invitations as their homeserver takes"
            raise HomeserverUnreachable(reason, errcode="M_LIMIT_EXCEEDED", retry_after=wait)
        self._whole_at[person] = whole_at + EACH
        try:
            yield
        except HomeserverUnreachable:
            self._whole_at[person] = self._whole_at.get(person, now) - EACH
            raise

    def _forget(self, now: datetime) -> None:
        for person in [one for one, whole_at in self._whole_at.items() if whole_at <= now]:
            del self._whole_at[person]
