"""What our own rooms tell of links is made once for each link as it is, however often it is planned."""

import gc
from weakref import ref

from attrs import evolve as changed

from microsol_matrix.ids import RoomId
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import PutState
from microsol_matrix.plan.told_links import records
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.link import Scope
from microsol_matrix.structure import types
from tests.bench.crowd.linked import linked, porch_of
from tests.core.life import Village


def told(village: Village) -> dict[tuple[str, str], StatePiece]:
    return {piece.place: piece for piece in records(village.world)}


def widen(village: Village, porch: RoomId) -> None:
    """Let a link share more; nobody says so: what is tested is what follows for its records."""
    links = dict(village.world.links)
    links[porch] = changed(links[porch], scope=Scope.CREWS)
    village.world = changed(village.world, links=links)


def test_what_is_told_of_a_link_that_did_not_change_is_not_made_anew() -> None:
    village = linked(3)
    before = told(village)
    widen(village, porch_of(1))

    after = told(village)

    assert after.keys() == before.keys()
    others = [place for place in after if place[1] != porch_of(1)]
    assert len(others) == 4
    assert all(after[place] is before[place] for place in others)
    record, way = (place for place in after if place[1] == porch_of(1))
    assert after[record].digest != before[record].digest
    assert after[way].digest == before[way].digest


def test_a_link_that_changed_is_written_anew_where_it_stands() -> None:
    village = linked(3)
    assert plan(village.world, village.house) == ()

    widen(village, porch_of(1))

    wanted = plan(village.world, village.house)
    rewritten = [intent.piece.place for intent in wanted if isinstance(intent, PutState)]
    assert len(rewritten) == len(wanted) == 2  # its records on the porch and in the space
    assert set(rewritten) == {(types.LINK, porch_of(1))}


def test_what_is_told_of_a_link_is_forgotten_with_it() -> None:
    def of_one_that_goes() -> "ref[StatePiece]":
        village = linked(1)
        return ref(next(records(village.world)))

    told_once = of_one_that_goes()
    gc.collect()

    assert told_once() is None
