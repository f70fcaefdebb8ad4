"""What every store promises about what look-ups find."""

from collections.abc import Iterable

import pytest
from attrs import evolve

from microsol_matrix.ids import CrewId, LaneId, RoomAlias, Text
from microsol_matrix.ports import Listed, Store
from microsol_matrix.structure.listed import folded
from tests.contracts.store.examples import JOINED, LANE, OTHER, commit
from tests.contracts.store.shelf import Shelf


def porch(name: str, slug: str, *crews: str) -> tuple[Listed, ...]:
    """A congregation and its crews as they stand on its porch."""
    alias = RoomAlias(f"#_microsol.porch_{slug}:here.example")
    itself = Listed(None, alias, congregation=Text(name), slug=slug, name=Text(""))
    numbered = enumerate(crews)
    return (
        itself,
        *(evolve(itself, crew=CrewId(f"c{at}"), name=Text(crew)) for at, crew in numbered),
    )


HARBOURLIGHT = porch("Harbourlight", "harbourlight", "Slow Kettle", "Café de l'Écluse", "🫖")
THORNFIELD = porch("Thornfield Loop", "thornfield-loop-2", "Kettle Menders", "Loop Lights")


async def both(store: Store) -> None:
    await store.append(evolve(commit(), listed=HARBOURLIGHT))
    await store.append(evolve(commit(lane=OTHER), listed=THORNFIELD))


def names(found: Iterable[Listed]) -> list[str]:
    return [one.name or one.congregation for one in found]


@pytest.mark.parametrize(
    ("congregation", "crew", "expected"),
    [
        ("", "", ["Harbourlight", "Slow Kettle", "Café de l'Écluse", "🫖", "Thornfield Loop"]),
        ("", "kettle", ["Kettle Menders", "Slow Kettle"]),
        ("", "KETTLE m", ["Kettle Menders"]),
        ("", "cafe", ["Café de l'Écluse"]),
        ("", "ÉCLUSE", ["Café de l'Écluse"]),
        ("", "ecluse", ["Café de l'Écluse"]),
        ("", "de l ecluse", ["Café de l'Écluse"]),
        ("", "🫖", ["🫖"]),
        ("", "ettle", []),
        ("", "kettle slow", []),
        ("", "harbourlight", []),
        ("harbour", "", ["Harbourlight", "Slow Kettle", "Café de l'Écluse", "🫖"]),
        ("loop", "", ["Thornfield Loop", "Kettle Menders", "Loop Lights"]),
        ("Thornfield-Loop-2", "", ["Thornfield Loop", "Kettle Menders", "Loop Lights"]),
        ("2", "", ["Thornfield Loop", "Kettle Menders", "Loop Lights"]),
        ("slow", "", []),
        ("thorn", "kettle", ["Kettle Menders"]),
        ("harbour", "lights", []),
        ("%", "", ["Harbourlight", "Slow Kettle", "Café de l'Écluse", "🫖", "Thornfield Loop"]),
        ("", "sl_w", []),
    ],
)
async def test_names_are_found_by_how_they_or_their_words_begin(
    store: Store, congregation: str, crew: str, expected: list[str]
) -> None:
    await both(store)

    found = await store.find_listed(
        congregation=folded(congregation), crew=folded(crew), limit=len(expected) or 5
    )

    assert sorted(names(found)) == sorted(expected)
    assert all(one in (*HARBOURLIGHT, *THORNFIELD) for one in found)


async def test_a_name_whose_words_begin_alike_is_found_once(store: Store) -> None:
    await store.append(evolve(commit(), listed=porch("Bo Bo Bo", "bo-bo-bo", "Bo, Bo and Bob")))

    assert names(await store.find_listed(congregation="bo", crew="", limit=9)) == [
        "Bo Bo Bo",
        "Bo, Bo and Bob",
    ]
    assert len(await store.find_listed(congregation="bo", crew="bo", limit=9)) == 1


@pytest.mark.parametrize(("congregation", "crew"), [("", ""), ("f", ""), ("", "f"), ("f", "f")])
async def test_no_more_is_found_than_was_asked_for(
    store: Store, congregation: str, crew: str
) -> None:
    for number in range(4):
        crews = porch(f"Field {number}", f"field-{number}", "Foxes", "Finches")
        await store.append(evolve(commit(lane=LaneId(f"lane-{number}")), listed=crews))

    found = await store.find_listed(congregation=congregation, crew=crew, limit=3)

    assert len(set(found)) == 3


async def test_a_porch_is_found_by_its_alias(store: Store) -> None:
    await both(store)

    found = await store.listed_at(HARBOURLIGHT[0].alias, limit=2)

    assert found[0] == HARBOURLIGHT[0]
    assert len(found) == 2
    assert await store.listed_at(RoomAlias("#harbourlight:here.example"), limit=9) == ()


async def test_what_stands_there_no_more_is_not_found(store: Store) -> None:
    await both(store)
    await store.append(evolve(commit(), listed=HARBOURLIGHT[:2]))
    await store.append(commit(JOINED))
    narrowed = await store.listed_at(HARBOURLIGHT[0].alias, limit=9)
    await store.append(evolve(commit(after=1), listed=()))

    assert narrowed == HARBOURLIGHT[:2]
    assert await store.listed_at(HARBOURLIGHT[0].alias, limit=9) == ()
    assert await store.find_listed(congregation="", crew="slow", limit=9) == ()
    assert await store.listed_at(THORNFIELD[0].alias, limit=9) == THORNFIELD


async def test_what_is_listed_outlives_the_process(shelf: Shelf) -> None:
    await shelf.store.append(evolve(commit(lane=LANE), listed=HARBOURLIGHT))

    again = await shelf.reopen()

    assert names(await again.find_listed(congregation="", crew="slow", limit=9)) == ["Slow Kettle"]
