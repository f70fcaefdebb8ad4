"""How much one person may ask for: what the admin allows, so that nobody can fill a homeserver by mistake.

Owns the numbers. Refuses to count: whoever judges a command does, from the facts.
"""

from datetime import timedelta
from typing import Final

from attrs import frozen

DAY: Final = timedelta(days=1)
"""Quotas of a day look back so long from the moment that is judged: nobody's midnight is the line."""


@frozen
class Quotas:
    """The most that one person may ask for; 0 lets nobody.

    Attributes:
        calls_a_day: Calls made in one congregation.
        open_calls: Calls in one congregation that take answers at the same time.
        foundings: Congregations founded on this homeserver, ever.
        invitations_a_day: People whom one host asks to be invited to one congregation.
    """

    calls_a_day: int = 5
    open_calls: int = 5
    foundings: int = 3
    invitations_a_day: int = 50
