"""The chapter of the crew that is called again: a new room, and only then a way there from the old one.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is
checked.
"""

from attrs import evolve

from appservice.demo.answering import HAND, begun, call, caller_hears, enter, raise_hand
from appservice.demo.living import NOTEBOOK
from appservice.demo.play import Play
from appservice.demo.season import BOT, CallTold, CrewTold, Season
from microsol_matrix.ids import Text
from microsol_matrix.markup import to_plain
from microsol_matrix.navigation import room_link
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure import types
from microsol_matrix.words import say


async def called_again(play: Play, season: Season) -> Season:
    """Hana calls Salt Notebook again; who wants to come answers anew."""
    old, caller, name = season.crew(NOTEBOOK), "Hana", f"{NOTEBOOK} II"
    with play.chapter(f"{NOTEBOOK} is called again") as page:
        page.tell("Anybody who was in it may call it again. Nobody is taken along without a yes.")
        prompt = await call(play, season, caller=caller, name=name, words=f"!call again {NOTEBOOK}")
        page.tell(f"Esi was in it, Greta was not; both tap {HAND}. Pia does not, and stays out.")
        await raise_hand(play, season, name="Esi", prompt=prompt.event_id)
        await caller_hears(play, caller, name=name, person="Esi")
        await raise_hand(play, season, name="Greta", prompt=prompt.event_id)
        crew = await enter(play, name, caller=caller, people=("Hana", "Esi", "Greta"))
        link = room_link(old.place.room_id, play[caller].member.server_name)
        grown = say("lineage.grew-from", name=NOTEBOOK, link=link)
        await play.hears("Greta", grown, place=crew)
        reads = await begun(play, season, name=name, seats=1)
        origin = to_plain(Text(say("again.grew-from", name=NOTEBOOK)))
        reads = f"{reads}\n{origin}"
        await play.hears(caller, reads, place=season.commons)
        await play.until_published(
            season.archive.room_id,
            types.CREW,
            name=NOTEBOOK,
            state=CrewState.RELAUNCHED.value,
        )
        page.tell("Only now does the old room lead to the new one.")
        await play.until_published(
            old.place.room_id, "m.room.tombstone", witness="Pia", replacement_room=crew.room_id
        )
        await play.show(season.space.room_id)
    told = CallTold(
        name, caller, prompt=prompt.event_id, reads=reads, hands=frozenset({BOT, "Esi", "Greta"})
    )
    season = season.telling(NOTEBOOK, lambda one: evolve(one, state=CrewState.RELAUNCHED))
    return season.calling(told, CrewTold(crew, caller=caller, seats_open=1, grew_from=NOTEBOOK))
