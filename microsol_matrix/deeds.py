"""What the service did lately, which `!why` tells.

Owns the kinds of deeds and how many are kept. Refuses to know how they are told.
"""

from enum import Enum

from attrs import frozen

from microsol_matrix.ids import Text

DEEDS_KEPT = 20
"""`!why` asks about the last thing done; more would be a log of people."""


class Doing(Enum):
    """What the service did lately, for `!why`."""

    FOUNDED = "founded"
    CALL_PUBLISHED = "call published"
    CREW_BEGAN = "crew began"
    CREW_GREW = "crew grew"
    INVITED = "invited"
    CALL_ENDED = "call ended"
    NOT_REACHED = "not reached"


@frozen
class Deed:
    """One thing that the service did, with what it was about.

    Attributes:
        about: The congregation's, call's or crew's name.
    """

    doing: Doing
    about: Text
