"""How the program ends: one number for each thing that a caller may want to tell apart.

Owns the exit codes. Those from 64 on are the ones of BSD's `sysexits.h`, which service managers
know.
"""

from enum import IntEnum


class Exit(IntEnum):
    """What the number means that `microsol-matrix` leaves to whoever started it."""

    OK = 0
    """Done, or stopped as asked."""
    CHECKS_FAILED = 1
    """At least one check of `doctor` failed, or the demo found a promise unkept."""
    USAGE = 2
    """The command line was not understood, or asks for more than was given."""
    TO_DO = 3
    """`plan`: something is to be done. `apply`: something is left to be done."""
    DATA = 65
    """`restore`: the file is no backup, damaged or another service's. `backup`: the database is damaged.
    `read`: the room is no porch."""
    NOT_FOUND = 66
    """`read`: no room has this address."""
    UNAVAILABLE = 69
    """Something that is needed is not there now (database, port): starting again may help."""
    SOFTWARE = 70
    """A promise of the program itself is broken; the log says which."""
    CANNOT_CREATE = 73
    """A file would have had to be overwritten unasked, or could not be written."""
    NOT_ALLOWED = 77
    """`read`: the homeserver does not take the token, or the room is not open to its account. `plan`, `apply`,
    `rebuild`: the homeserver refuses the service."""
    CONFIG = 78
    """Nothing changes until somebody edits a file: do not start it again by itself."""
