"""Build what our porch and our space tell of a link to a neighbour.

Owns the law *Private* for it: of a neighbour only what its own card says, short, and no person whom it may name.
Refuses to know when it stands there (`plan.links`).
"""

import re
from collections.abc import Mapping
from typing import Final

from microsol_matrix.ids import server_of
from microsol_matrix.rooms import Json
from microsol_matrix.scales.link import Link, LinkState
from microsol_matrix.structure.types import CARD, VERSION
from microsol_matrix.structure.unnamed import without_people
from microsol_matrix.times import to_ms

_BAND: Final = re.compile(r"[1-9][0-9]*(-[1-9][0-9]*|\+)")


def link_record(link: Link) -> Mapping[str, Json]:
    """What our porch and our space say of a link that is proposed or mutual."""
    is_mutual = link.state is LinkState.MUTUAL
    content: dict[str, Json] = {
        "version": VERSION,
        "state": "mutual" if is_mutual else "proposed",
        "scope": link.scope.value,
        "via": list(_via(link)),
        "since": to_ms(link.since),
    }
    if is_mutual and link.expires_at is not None:
        content["expires"] = to_ms(link.expires_at)
    return content


def child_of_neighbour(link: Link) -> Mapping[str, Json]:
    """The way from our porch to the neighbour's, with its card's short form if it has one."""
    content: dict[str, Json] = {"via": list(_via(link))}
    card = None if link.reading is None else link.reading.card
    if card is None or not _BAND.fullmatch(card.size):
        return content
    short: dict[str, Json] = {
        "version": VERSION,
        "name": without_people(card.name),
        "size": card.size,
        "purpose": without_people(card.purpose),
    }
    if card.address is not None:
        short["address"] = card.address
    content[CARD] = short
    return content


def _via(link: Link) -> tuple[str, ...]:
    return link.via or (server_of(link.bot),)
