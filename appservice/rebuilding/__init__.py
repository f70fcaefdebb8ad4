"""Rebuilding: the database anew, from nothing but the rooms that the service is in.

    gathering    asking the homeserver, everything once
    building     a new database, whole or not at all

Owns the way from rooms to a database. Refuses to know what follows from what rooms tell
(`microsol_matrix.rebuild`). Writes nothing on the homeserver.
"""

from appservice.rebuilding.building import Built, Laid, counted, lay, rebuild_database
from appservice.rebuilding.gathering import Gathered, Gathering

__all__ = ["Built", "Gathered", "Gathering", "Laid", "counted", "lay", "rebuild_database"]
