"""What the service would change on the homeserver now, for an admin to read before, and to have done.

    outlook     what is believed, what stands in the rooms, and the plan that follows from both
    telling     the plan in plain words, a line a kind of thing
    applying    having it done while no service runs

Looking changes nothing: not on the homeserver, and not in the store. Refuses to know the command line, and where
store and homeserver come from.
"""

from appservice.planning.applying import Applied, Apply, KeylessPerformer, Tally
from appservice.planning.outlook import Outlook, Past, Sight, Watch
from appservice.planning.telling import Line, lines_of

__all__ = [
    "Applied",
    "Apply",
    "KeylessPerformer",
    "Line",
    "Outlook",
    "Past",
    "Sight",
    "Tally",
    "Watch",
    "lines_of",
]
