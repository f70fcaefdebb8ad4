"""Rebuild: the facts of every lane, from nothing but what stands in rooms.

    findings        rooms with an oddity, and what no room tells
    known           fields of our own contents, read again
    standing        what stands in a room, as the world knows it
    houses          which room is whose
    upgraded        which room was which one before
    further         what else has to be read of a room
    congregations, calls, crews, crew_hosts, questions, prompts, links, people    one noun each
    whole           all of it, in order
    difference      what a rebuilt world lacks beside the one that it was

The other side of `structure.contents`. Pure: asking the homeserver and writing a store are the service's
(`appservice.rebuilding`). What is private by law stands in no room; it is listed and lost, unless a backup has it.
"""

from microsol_matrix.rebuild.findings import Finding, Loss, Lost, Oddity
from microsol_matrix.rebuild.further import Further, further, where_asked
from microsol_matrix.rebuild.houses import Sorting, sort_rooms
from microsol_matrix.rebuild.upgraded import with_their_past
from microsol_matrix.rebuild.whole import Rebuilt, rebuild

__all__ = [
    "Finding",
    "Further",
    "Loss",
    "Lost",
    "Oddity",
    "Rebuilt",
    "Sorting",
    "further",
    "rebuild",
    "sort_rooms",
    "where_asked",
    "with_their_past",
]
