"""Perform an intent: the only door to the homeserver.

    performer    which kind of intent it is
    rooms        rooms made, written to, entered, archived
    adopting     rooms that people made, taken in
    parting      rooms handed over to their people
    following    rooms of ours that go on in others
    clearing     what we published, taken away with every earlier version
    seats        whether we have something to do in rooms that are not ours
    people       invitations and farewells
    talk         what is said, kept up to date, reacted to
    direct       rooms in which we talk with one person
    afar         neighbours' porches: found, entered, read, left
    porch_following    porches of theirs that go on in others
    looking      how much of a stranger's room is joined and read
    pace         how many invitations somebody elsewhere is sent
    done         what performing came to

Owns which call each intent is, and which facts a done one makes. Refuses to retry: the lane does.
"""

from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.performer import Performer

__all__ = ["Done", "Performer"]
