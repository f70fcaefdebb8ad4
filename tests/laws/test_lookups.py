"""The law *Private*, for look-ups: whoever asks is told nothing that does not stand on a porch at that moment."""

from hypothesis import given, strategies as st

from microsol_matrix.house import House
from microsol_matrix.places import PORCH
from microsol_matrix.plan.directory import listed
from microsol_matrix.scales.crew import Visibility
from microsol_matrix.scales.crew_life import CrewVisibilityChanged
from microsol_matrix.scales.publishing import Publishing, PublishingChanged
from microsol_matrix.structure import types
from tests.core.life import Village
from tests.core.obedience import obey
from tests.core.said import AMARA
from tests.laws.acts import Act, Beginning, a_law, acts, beginnings, houses, live
from tests.laws.test_published import lived, on_porch, readable


def stands(village: Village) -> set[tuple[str, str]]:
    """Tell which names can be read on the porch: the congregation's under an empty id, crews' under theirs."""
    return {
        (state_key, content["name"])
        for (_, kind, state_key), content in on_porch(readable(village))
        if kind in (types.CONGREGATION, types.CREW)
    }


def found(village: Village) -> set[tuple[str, str]]:
    """Tell which names look-ups find."""
    return {
        (one.crew or "", one.name if one.crew else one.congregation)
        for one in listed(village.world, village.house)
    }


@a_law
@given(
    house=houses,
    beginning=beginnings,
    life=acts,
    further=acts,
    changes=st.lists(
        st.tuples(st.sampled_from(Publishing), st.sampled_from(Visibility)), max_size=3
    ),
    pace=st.integers(1, 4),
)
def test_look_ups_find_what_stands_on_the_porch_and_nothing_else_at_any_moment(
    house: House,
    beginning: Beginning,
    life: list[Act],
    further: list[Act],
    changes: list[tuple[Publishing, Visibility]],
    pace: int,
) -> None:
    village = lived(house, beginning, life)
    assert found(village) == stands(village)

    for act in further:
        live(village, act)
        assert found(village) <= stands(village)
    for publishing, visibility in changes:
        village.become([PublishingChanged(publishing, by=AMARA)])
        village.become([CrewVisibilityChanged(crew, visibility) for crew in village.world.crews])
        for intent in village.plan()[:pace]:
            assert found(village) <= stands(village)
            village.done.append(intent)
            village.become([obey(intent, now=village.now)])
    assert found(village) <= stands(village)
    assert PORCH in village.world.rooms or not found(village)
