"""The chapters of the calls: two crews begin, one call waits, one is taken back.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is
checked.
"""

from appservice.demo.answering import (
    HAND,
    call,
    caller_hears,
    enter,
    hand_gone,
    hand_of,
    raise_hand,
    shown_begun,
    welcomed,
)
from appservice.demo.play import Play
from appservice.demo.season import BOT, CallTold, CrewTold, Season
from microsol_matrix.ids import Text
from microsol_matrix.markup import to_plain
from microsol_matrix.structure import types
from microsol_matrix.words import say


async def answered_in_private(play: Play, season: Season) -> Season:
    """Slow Kettle: a crew for support, so answers are private; the third one makes the room."""
    name, caller = "Slow Kettle", "Amara"
    with play.chapter(f"{name} is called, and answered in private") as page:
        prompt = await call(
            play,
            season,
            caller=caller,
            name=name,
            words=f'!call "{name}" Weekly hour to listen to each other '
            '| kind=support seats=3-6 weeks=6 rhythm="Tue 19:00"',
        )
        await play.says("Bo", "yes")
        await play.hears("Bo", say("yes.first", name=name, caller=caller))
        await caller_hears(play, caller, name=name, person="Bo")
        page.tell("Cleo is the third, so the room makes itself, and all three are invited.")
        await play.says("Cleo", "yes")
        await play.hears("Cleo", say("yes.seat", name=name))
        crew = await enter(play, name, caller=caller, people=("Amara", "Bo", "Cleo"))
        await welcomed(play, crew, caller=caller, is_shown=True)
        page.tell("Seats are left: Esi and Ivo answer later, and are invited at once.")
        for late in ("Esi", "Ivo"):
            await play[late].tell(f"yes {name}")
            await play[late].accept(name)
        crew = crew.joined_by("Esi", "Ivo")
        reads = await shown_begun(play, season, name=name, caller=caller)
    told = CallTold(
        name,
        caller,
        prompt=prompt.event_id,
        reads=reads,
        told_apart=frozenset({"Bo", "Cleo", "Esi", "Ivo"}),
    )
    return season.calling(told, CrewTold(crew, caller=caller, seats_open=1))


async def answered_by_hand(play: Play, season: Season) -> Season:
    """Paper Boats: answered by ✋ in Commons, and taken back by un-clicking."""
    name, caller = "Paper Boats", "Dov"
    with play.chapter(f"{name} is called, and answered by {HAND}") as page:
        prompt = await call(
            play,
            season,
            caller=caller,
            name=name,
            words=f'!call "{name}" One short story a week, read aloud '
            "| kind=reading seats=3-5 answers=open",
        )
        await hand_of(play, season, prompt.event_id, person=play.bot)
        page.tell(
            f"The bot puts the first {HAND}; Greta taps it, thinks again and takes hers back."
        )
        hand = await raise_hand(play, season, name="Greta", prompt=prompt.event_id)
        await caller_hears(play, caller, name=name, person="Greta")
        await play["Greta"].member.redact(season.commons.room_id, hand)
        page.tell("Noor and Hana tap it too: with Dov they are three, and the room is there.")
        await raise_hand(play, season, name="Noor", prompt=prompt.event_id)
        await caller_hears(play, caller, name=name, person="Noor")
        await raise_hand(play, season, name="Hana", prompt=prompt.event_id)
        crew = await enter(play, name, caller=caller, people=("Dov", "Noor", "Hana"))
        await welcomed(play, crew, caller=caller)
        page.tell(f"Mina's {HAND} comes later, and finds a seat.")
        await raise_hand(play, season, name="Mina", prompt=prompt.event_id)
        await play["Mina"].accept(name)
        crew = crew.joined_by("Mina")
        reads = await shown_begun(play, season, name=name, caller=caller)
    told = CallTold(
        name,
        caller,
        prompt=prompt.event_id,
        reads=reads,
        hands=frozenset({BOT, "Noor", "Hana", "Mina"}),
    )
    return season.calling(told, CrewTold(crew, caller=caller, seats_open=1))


async def waiting(play: Play, season: Season) -> Season:
    """Plain Speaking: called in private and short of one answer; a stray ✋ is hidden and counted."""
    name, caller = "Plain Speaking", "Mina"
    with play.chapter(f"{name} waits for one more") as page:
        said = await play.says(
            caller, f'!call "{name}" Practise saying hard things kindly | answers=private'
        )
        await play.hears(caller, name, after=said)
        prompt = await play[caller].hear(name, room=season.commons.room_id)
        page.tell(
            f"Cleo puts a {HAND} in Commons by mistake: it is taken away for her, and counts."
        )
        await raise_hand(play, season, name="Cleo", prompt=prompt.event_id)
        await play.hears("Cleo", say("yes.hidden", name=name, caller=play[caller].shown))
        await caller_hears(play, caller, name=name, person="Cleo")
        await hand_gone(play, season, prompt.event_id)
        await play.until_published(season.space.room_id, types.CALL, name=name)
        await play.show(season.space.room_id)
    told = CallTold(
        name, caller, prompt=prompt.event_id, reads=prompt.body, told_apart=frozenset({"Cleo"})
    )
    return season.calling(told)


async def withdrawn(play: Play, season: Season) -> Season:
    """Dawn Swimmers: called, and taken back before it began."""
    name, caller = "Dawn Swimmers", "Pia"
    with play.chapter(f"{name} is taken back"):
        prompt = await call(play, season, caller=caller, name=name, words=f"!call {name}")
        await hand_of(play, season, prompt.event_id, person=play.bot)
        await play.until_published(season.space.room_id, types.CALL, name=name)
        await play.show(season.space.room_id)
        await play.says(caller, f"!withdraw {name}", place=season.commons)
        reads = to_plain(Text(say("call.over.withdrawn", name=name)))
        await play.hears(caller, reads, place=season.commons)
        await play.until_gone(season.space.room_id, types.CALL, name=name)
        await play.show(season.space.room_id)
    told = CallTold(
        name,
        caller,
        prompt=prompt.event_id,
        reads=reads,
        is_published=False,
        hands=frozenset({BOT}),
    )
    return season.calling(told)


async def asking(play: Play, season: Season) -> Season:
    """Have Greta ask what there is, and why."""
    with play.chapter("Greta asks the bot"):
        for words in ("!calls", "!crews", "!why"):
            said = await play.says("Greta", words)
            await play.hears("Greta", "", after=said)
    return season
