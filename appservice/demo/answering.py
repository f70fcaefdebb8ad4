"""Calling and answering: the moves of which every chapter with a call is made.

Owns how a call is made, answered by ✋ and seen to begin. Refuses to know which calls there are.
"""

from datetime import UTC, datetime
from typing import Final

from appservice.demo.play import Play
from appservice.demo.season import Place, Season
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from appservice.side_by_side import all_of
from microsol_matrix.ids import EventId, Text, UserId
from microsol_matrix.markup import to_plain
from microsol_matrix.structure import types
from microsol_matrix.words import count, say

HAND: Final = "✋"


async def call(play: Play, season: Season, *, caller: str, name: str, words: str) -> Message:
    """Have somebody call a crew in Commons, and give the bot's prompt."""
    said = await play.says(caller, words, place=season.commons)
    return await play.hears(caller, name, place=season.commons, after=said)


async def caller_hears(play: Play, caller: str, *, name: str, person: str) -> None:
    """Wait until the caller is told who answered, the second of three: the caller counts as the first."""
    shown = play[person].shown
    await play.hears(caller, say("yes.told-caller", person=shown, name=name, count=2, least=3))


async def raise_hand(play: Play, season: Season, *, name: str, prompt: EventId) -> EventId:
    """Have somebody answer by ✋."""
    return await play[name].member.react(season.commons.room_id, HAND, to=prompt)


async def hand_of(play: Play, season: Season, prompt: EventId, *, person: UserId) -> None:
    """Wait until somebody's ✋ is seen at a prompt."""

    async def is_up() -> bool:
        return person in await _hands(play, season, prompt)

    await until(is_up, hint=f"the {HAND} of {person}")


async def hand_gone(play: Play, season: Season, prompt: EventId) -> None:
    """Wait until no ✋ is seen at a prompt."""

    async def is_gone() -> bool:
        return not await _hands(play, season, prompt)

    await until(is_gone, hint=f"no {HAND} on a call with private answers")


async def _hands(play: Play, season: Season, prompt: EventId) -> frozenset[UserId]:
    reactions = await play["Amara"].member.reactions(season.commons.room_id, prompt)
    return reactions.get(HAND, frozenset())


async def enter(play: Play, name: str, *, caller: str, people: tuple[str, ...]) -> Place:
    """Have all who were invited come into a crew's new room."""
    play.page.step(f"the room {name} is made, and its people are invited")
    rooms = await all_of(play[person].accept(name) for person in people)
    return Place(name, rooms[0], hosts=frozenset({caller}), people=frozenset(people))


async def welcomed(play: Play, crew: Place, *, caller: str, is_shown: bool = False) -> None:
    """Wait until a crew is welcomed in its room; what it is told to agree on differs by its call."""
    words = f"{play[caller].shown} called {crew.name} and hosts while you are forming."
    await play.hears(caller, words, place=crew, is_shown=is_shown)


async def begun(play: Play, season: Season, *, name: str, seats: int) -> str:
    """Wait until the crew's card shows the seats that are left, and give what the prompt should say."""
    space = season.space.room_id
    await play.until_published(space, types.CREW, name=name, seats_open=seats)
    published = await play.until_published(space, types.CALL, name=name)
    until_ = datetime.fromtimestamp(published["closes_on"] / 1000, UTC)
    left = count("call.seats", seats)
    return to_plain(Text(say("call.begun.left", name=name, seats=left, until=until_)))


async def shown_begun(play: Play, season: Season, *, name: str, caller: str) -> str:
    """Wait until Commons tells that a crew has begun with a seat left, show the space; give what the prompt says."""
    reads = await begun(play, season, name=name, seats=1)
    await play.hears(caller, reads, place=season.commons)
    await play.show(season.space.room_id)
    return reads
