"""How archived crews are called, and when they were archived: by season, or by month between seasons."""

from datetime import date

from microsol_matrix.ids import Text
from microsol_matrix.languages import Language, written_month
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.season import Season
from microsol_matrix.words import Said, plain, say
from microsol_matrix.world import World


def archived_when(world: World, crew: Crew) -> Said:
    """Say when a crew was archived."""
    season = _season_of(world, crew)
    if season is not None:
        return say("person", name=season.name)
    day = _day_of(world, crew)
    return Said(
        written_month(day, Language.ENGLISH), speak=lambda language: written_month(day, language)
    )


def archived_name(world: World, crew: Crew) -> Text:
    """Name the room of an archived crew: it says that it is, because clients drop such rooms among all others."""
    season, language = _season_of(world, crew), world.language
    when = written_month(_day_of(world, crew), language) if season is None else season.name
    return plain("archived.name", language, name=crew.name, when=when)


def _season_of(world: World, crew: Crew) -> Season | None:
    return world.season_at(crew.archived_at or crew.state_since)


def _day_of(world: World, crew: Crew) -> date:
    return world.day_of(crew.archived_at or crew.state_since)
