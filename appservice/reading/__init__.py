"""Reading porches from any account, over nothing but Matrix' client API.

`asking` makes single requests, `walk` goes from an address to a porch and its crowd (a `tree`), `session` does both.
Nothing here knows the service: it could be anybody's program.
"""

from appservice.reading.asking import ReadRefused
from appservice.reading.session import read_from
from appservice.reading.tree import Read, Relation, Seen, Stop, relation, said_of

__all__ = [
    "Read",
    "ReadRefused",
    "Relation",
    "Seen",
    "Stop",
    "read_from",
    "relation",
    "said_of",
]
