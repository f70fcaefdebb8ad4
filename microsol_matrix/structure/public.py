"""Build the contents that everybody can read: the public cards of a congregation and of its crews.

Owns the law *Private* for the porch: no person, in people's own words neither; no number of people but a band,
nothing of partnerships. Refuses to know which crews agreed to be there, and when it is written.
"""

from collections.abc import Mapping, Sequence

from microsol_matrix.ids import CrewId, RoomAlias
from microsol_matrix.rooms import Json
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.publishing import band
from microsol_matrix.scales.season import Season
from microsol_matrix.structure.contents import running
from microsol_matrix.structure.types import VERSION
from microsol_matrix.structure.unnamed import without_people


def congregation_card(
    congregation: Congregation,
    *,
    people: int,
    season: Season | None,
    how_to_join: str,
    address: RoomAlias | None,
) -> Mapping[str, Json]:
    """The congregation's public card.

    Args:
        congregation: With the way of joining that holds now.
        people: How many its members are; only a band of it is told.
        season: The one that runs.
        how_to_join: In words.
        address: Where one may ask to join, or join; None while it is closed.
    """
    content: dict[str, Json] = {
        "version": VERSION,
        "id": congregation.id,
        "name": without_people(congregation.name),
        "purpose": without_people(congregation.purpose),
        "place": without_people(congregation.place),
        "languages": [congregation.language.value],
        "size": band(people),
        "joining": congregation.joining.value,
        "how_to_join": how_to_join,
    }
    if address is not None:
        content["address"] = address
    if season is not None:
        content["season"] = {**running(season), "name": without_people(season.name)}
    return content


def crew_card(
    crew: Crew, *, season: Season | None, lineage: Sequence[CrewId]
) -> Mapping[str, Json]:
    """The public card of a crew that agreed to it.

    Args:
        crew: Which.
        season: In which it began.
        lineage: The crews it grew from that everybody can read of, too.
    """
    content: dict[str, Json] = {
        "version": VERSION,
        "name": without_people(crew.name),
        "intention": without_people(crew.intention),
        "kind": crew.kind.value,
        "state": crew.state.value,
        "size": band(len(crew.people)),
        "lineage": list(lineage),
    }
    if season is not None:
        content["season"] = without_people(season.name)
    return content
