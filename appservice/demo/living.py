"""The chapters of three crews' lives: they agree, look back, go on, rest, and come to an end.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is
checked.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from attrs import evolve

from appservice.demo.answering import HAND, call, enter, raise_hand, shown_begun, welcomed
from appservice.demo.beginning import SEASON, go_into
from appservice.demo.play import Play
from appservice.demo.season import BOT, CallTold, CrewTold, Season
from appservice.demo.seen import Message
from microsol_matrix.ids import Text
from microsol_matrix.languages import Language, written_day
from microsol_matrix.markup import to_plain
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure import types
from microsol_matrix.words import Said, day_and_month, plain, say

KETTLE: Final = "Slow Kettle"
BOATS: Final = "Paper Boats"
NOTEBOOK: Final = "Salt Notebook"

_CYCLE: Final = timedelta(weeks=4)
"""After which each of the three wants to look back; asked a week before, silent crews rest two weeks after."""
_WEEK: Final = timedelta(weeks=1)
_A_DAY: Final = timedelta(days=1)
_NOON: Final = time(12, tzinfo=UTC)
_JUST_BEGUN: Final = time(0, 1, tzinfo=UTC)
"""When a day has begun, and what ended with the day before has ended."""


async def notebook(play: Play, season: Season) -> Season:
    """Salt Notebook: called and answered in the open."""
    caller = "Pia"
    with play.chapter(f"{NOTEBOOK} is called") as page:
        prompt = await call(
            play,
            season,
            caller=caller,
            name=NOTEBOOK,
            words=f'!call "{NOTEBOOK}" Write by the water, read it to each other '
            "| kind=writing seats=3-4 weeks=4",
        )
        page.tell(f"Hana and Esi tap {HAND}.")
        for name in ("Hana", "Esi"):
            await raise_hand(play, season, name=name, prompt=prompt.event_id)
        crew = await enter(play, NOTEBOOK, caller=caller, people=("Pia", "Hana", "Esi"))
        await welcomed(play, crew, caller=caller)
        reads = await shown_begun(play, season, name=NOTEBOOK, caller=caller)
    told = CallTold(
        NOTEBOOK, caller, prompt=prompt.event_id, reads=reads, hands=frozenset({BOT, "Hana", "Esi"})
    )
    return season.calling(told, CrewTold(crew, caller=caller, seats_open=1))


async def agreed(play: Play, season: Season) -> Season:
    """Have each crew agree when it meets and when it looks back."""
    ends_on = play.now.date() + _CYCLE
    month, day = written_day(ends_on, Language.ENGLISH).split()[::-1]
    said = {
        KETTLE: ("Bo", f"!agree Tue 19:00, review {day} {month}"),
        BOATS: ("Noor", f"!agree Thu 20:00, review {ends_on.isoformat()}"),
        NOTEBOOK: ("Esi", f"!agree Sun 10:00, review {month} {day}"),
    }
    with play.chapter("Each crew agrees when it meets, and when it looks back") as page:
        page.tell("With that it forms no more, but is active. Dates may be written as people do.")
        for name, (person, words) in said.items():
            crew = season.crew(name)
            await play.says(person, words, place=crew.place)
            host = say("person", name=play[crew.caller].shown)
            answer = say("agree.done", asked=ends_on - _WEEK, host=host)
            await play.hears(person, answer, place=crew.place)
            await _until_card(play, season, name=name, state=CrewState.ACTIVE)
        await play.show(season.space.room_id)
    for name in said:
        season = season.telling(
            name, lambda crew: evolve(crew, state=CrewState.ACTIVE, ends_on=ends_on)
        )
    return season


async def gone_on(play: Play, season: Season) -> Season:
    """Slow Kettle is asked how it has been, and goes on with another host."""
    crew = season.crew(KETTLE)
    ends_on = _end(crew)
    with play.chapter(f"{KETTLE} looks back, and goes on") as page:
        play.passes("Three weeks", until_=datetime.combine(ends_on - _WEEK, _NOON))
        asked = await _asked(play, crew, by="Bo")
        page.tell("One answer is enough. Had Cleo said something else, nothing would be recorded.")
        await play.answers("Bo", "1️⃣", to=asked.event_id, place=crew.place)
        recorded = say(
            "outcome.keep",
            person="Bo",
            name=KETTLE,
            cycle=2,
            end=ends_on + timedelta(weeks=6),
            undo=say("until", day=play.now.date() + timedelta(days=2)),
        )
        await play.hears("Bo", recorded, place=crew.place)
        await _now_reads(
            play, crew, by="Bo", text=say("review.recorded", choice=say("choice.keep"))
        )
        await play.answers("Cleo", "1️⃣", to=asked.event_id, place=crew.place)
        page.tell("The caller steps aside: whoever hosts has the power in the room.")
        await play.says("Amara", "!host @bo", place=crew.place)
        changed = say("crew-host.changed", person="Bo", name=KETTLE)
        await play.hears("Amara", changed, place=crew.place)
        for name in (KETTLE, BOATS, NOTEBOOK):
            await play.until_gone(season.space.room_id, types.CALL, name=name)
            season = _no_more_answers(season, name)
        await play.until_published(crew.place.room_id, types.CREW, cycle=2)
        await play.show(season.space.room_id)
    return season.telling(KETTLE, lambda crew: evolve(crew.hosted_by("Bo"), cycle=2))


async def finished(play: Play, season: Season) -> Season:
    """Salt Notebook finishes, leaves something, and is archived."""
    crew = season.crew(NOTEBOOK)
    ends_on = _end(crew)
    harvest = "Eleven pages, and the habit of reading them aloud."
    with play.chapter(f"{NOTEBOOK} comes to its end") as page:
        page.tell("It was asked on the same day.")
        asked = await _asked(play, crew, by="Esi")
        await play.answers("Esi", "6️⃣", to=asked.event_id, place=crew.place)
        until_ = play.now.date() + timedelta(weeks=2)
        finishing = say("outcome.finish", person="Esi", until=until_)
        await play.hears("Esi", finishing, place=crew.place)
        finish = say("review.recorded", choice=say("choice.finish"))
        await _now_reads(play, crew, by="Esi", text=finish)
        play.passes("A week", until_=datetime.combine(ends_on + _A_DAY, _JUST_BEGUN))
        await play.says("Pia", f"!harvest {harvest}", place=crew.place)
        kept = say("harvest.kept", person="Pia", words=harvest, name=NOTEBOOK)
        await play.hears("Pia", kept, place=crew.place)
        play.passes("Another week", until_=datetime.combine(ends_on + _A_DAY + _WEEK, _JUST_BEGUN))
        await play.hears("Hana", say("archived", name=NOTEBOOK), place=crew.place)
        published = say("harvest.published", name=NOTEBOOK, words=harvest)
        await play.hears("Amara", published, place=season.commons)
        await _until_card(play, season, name=NOTEBOOK, state=CrewState.ARCHIVED)
        await play.until_closed(crew.place.room_id, witness="Hana")
        shelf_name = plain("shelf.name", name=season.name, season=SEASON)
        shelf = await go_into(play, shelf_name, space=season.archive.room_id)
        await play.show(season.space.room_id)

    def archived(crew: CrewTold) -> CrewTold:
        place = evolve(crew.place, hosts=frozenset())
        return evolve(crew, place=place, seats_open=0, state=CrewState.ARCHIVED, harvest=harvest)

    return evolve(season, shelves=(shelf,)).telling(NOTEBOOK, archived)


async def silent(play: Play, season: Season) -> Season:
    """Nobody answers for Paper Boats: it rests, and is woken."""
    crew = season.crew(BOATS)
    ends_on = _end(crew)
    with play.chapter(f"Nobody answers for {BOATS}") as page:
        page.tell("It was asked on the same day too, and once more when its cycle ended.")
        await _asked(play, crew, by="Dov")
        grace_ends = ends_on + 2 * _WEEK
        reminded = say("review.reminded", name=BOATS, until=grace_ends)
        await play.hears("Dov", reminded, place=crew.place)
        play.passes("Yet another week", until_=datetime.combine(grace_ends + _A_DAY, _JUST_BEGUN))
        page.tell("Silence lets a crew rest. It never ends one.")
        await play.hears("Dov", say("silent", name=BOATS), place=crew.place)
        await _now_reads(play, crew, by="Dov", text=say("review.over"))
        await _until_card(play, season, name=BOATS, state=CrewState.RESTING)
        await play.show(season.space.room_id)
        await play.says("Dov", "!wake", place=crew.place)
        end = play.now.date() + timedelta(weeks=8)
        woken = say("outcome.wake", person="Dov", name=BOATS, cycle=2, end=end, asked=end - _WEEK)
        await play.hears("Dov", woken, place=crew.place)
        await _until_card(play, season, name=BOATS, state=CrewState.ACTIVE)
        await play.show(season.space.room_id)
    return season.telling(BOATS, lambda crew: evolve(crew, cycle=2))


# --------------------------------------------------------------------------------------- their moves


def _end(crew: CrewTold) -> date:
    """Give the day on which a crew's first cycle ends."""
    if crew.ends_on is None:
        message = f"{crew.name} has agreed on nothing"
        raise LookupError(message)
    return crew.ends_on


async def _asked(play: Play, crew: CrewTold, *, by: str) -> Message:
    """Wait until a crew is asked how it has been; the first time it is asked about its caller, too."""
    asked = say("review.ask", end=day_and_month(_end(crew)))
    return await play.hears(by, asked, place=crew.place)


async def _now_reads(play: Play, crew: CrewTold, *, by: str, text: Said) -> None:
    """Wait until what a crew was asked says what came of it."""
    await play.hears(by, text, place=crew.place, is_shown=False)


async def _until_card(play: Play, season: Season, *, name: str, state: CrewState) -> None:
    """Wait until a crew's card says where it is in its life, and stands where it then belongs."""
    is_archived = state in {CrewState.ARCHIVED, CrewState.RELAUNCHED}
    space = season.archive if is_archived else season.space
    await play.until_published(space.room_id, types.CREW, name=name, state=state.value)


def _no_more_answers(season: Season, name: str) -> Season:
    """Tell that a call's window has ended."""
    reads = to_plain(Text(say("call.over.begun", name=name)))
    season = season.telling_call(name, lambda one: evolve(one, reads=reads, is_published=False))
    return season.telling(name, lambda crew: evolve(crew, seats_open=0))
