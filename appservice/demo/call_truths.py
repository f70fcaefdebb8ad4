"""What must be true of calls, crews and what was said: prompts, hands, who was told, every quote.

Owns those claims and how to look. Refuses to know who is in which room.
"""

import json
import re
from collections.abc import Iterator
from functools import partial

from appservice.demo.season import CallTold, CrewTold
from appservice.demo.seen import Content, Message
from appservice.demo.sight import Sight, Truth, difference
from appservice.demo.telling import shortened
from microsol_matrix.ids import RoomId, Text
from microsol_matrix.markup import to_plain
from microsol_matrix.structure import types
from microsol_matrix.words import say

_ALL = 500
"""More events than any room of the story has."""
_HAND = "✋"


def call_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of calls, the crews that came of them, and of what was said."""
    for call in sight.season.calls:
        reads = shortened(call.reads, limit=48)
        yield Truth(f"{call.name} has one prompt: “{reads}”", partial(_prompt, sight, call))
        yield Truth(f"{call.name} is {_standing(call)}", partial(_call, sight, call))
        if call.told_apart:
            who = ", ".join(sorted(call.told_apart))
            yield Truth(
                f"that {who} said yes was told to {call.caller} alone, never in public",
                partial(_untold, sight, call),
            )
    for crew in sight.season.crews:
        seats = "1 seat" if crew.seats_open == 1 else f"{crew.seats_open} seats"
        yield Truth(
            f"{crew.place.name} was welcomed once; its card says {seats} left",
            partial(_crew, sight, crew),
        )
    count = len(sight.season.quotes)
    yield Truth(f"all {count} quotes stand in their rooms, word for word", partial(_quotes, sight))


def _standing(call: CallTold) -> str:
    """Say how a call stands, in words."""
    published = "published" if call.is_published else "published no more"
    hands = f"{_HAND} by {', '.join(sorted(call.hands))}" if call.hands else f"no {_HAND}"
    return f"{published}, with {hands}"


async def _said_by_bot(sight: Sight, room_id: RoomId, *, to: str) -> tuple[Message, ...]:
    messages = await sight.people[to].member.messages(room_id, limit=_ALL)
    return tuple(message for message in messages if message.sender == sight.bot)


async def _prompt(sight: Sight, call: CallTold) -> str | None:
    said = await _said_by_bot(sight, sight.season.commons.room_id, to=call.caller)
    about = [one for one in said if one.replaces is None and one.reply_to is None]
    prompts = [one.event_id for one in about if call.name in one.body]
    if prompts != [call.prompt]:
        return f"there are {len(prompts)} prompts"
    now = [one.body for one in said if call.prompt in {one.event_id, one.replaces}][-1]
    return None if now == call.reads else f"it reads “{now}”"


async def _call(sight: Sight, call: CallTold) -> str | None:
    season = sight.season
    published = [one for one in await _contents(sight, types.CALL) if one.get("name") == call.name]
    prompts = [one["prompt"] for one in published]
    if prompts != ([call.prompt] if call.is_published else []):
        return f"{len(published)} are published"
    reactions = await sight.people[call.caller].member.reactions(
        season.commons.room_id, call.prompt
    )
    if other := reactions.keys() - {_HAND}:
        return f"there is {', '.join(other)}"
    hands = reactions.get(_HAND, frozenset())
    return difference(sight, seen=hands, told=sight.accounts(call.hands))


async def _contents(sight: Sight, kind: str) -> tuple[Content, ...]:
    state = await sight.state(sight.season.space)
    return tuple(content for (type_, _), content in state.items() if type_ == kind)


async def _untold(sight: Sight, call: CallTold) -> str | None:
    """Look for names: in Commons and in what is published at all, elsewhere beside the call's name."""
    season = sight.season
    public = [
        message.body
        for message in await _said_by_bot(sight, season.commons.room_id, to=call.caller)
    ]
    for kind in types.OURS:
        public += [json.dumps(one, ensure_ascii=False) for one in await _contents(sight, kind)]
    for name in sorted(call.told_apart):
        if any(_names(sight, name, text) for text in public):
            return f"{name} is named in public"
        for other, person in sight.people.items():
            if other in {name, call.caller} or person.direct is None:
                continue
            letters = await _said_by_bot(sight, person.direct, to=other)
            if any(call.name in one.body and _names(sight, name, one.body) for one in letters):
                return f"{other} was told of {name}"
    return None


def _names(sight: Sight, name: str, text: str) -> bool:
    """Whether a text names somebody by account or, as a word of its own, by name."""
    person = sight.people[name]
    word = rf"(?<!\w){re.escape(person.shown)}(?!\w)"
    return person.user_id in text or re.search(word, text) is not None


async def _crew(sight: Sight, crew: CrewTold) -> str | None:
    said = await _said_by_bot(sight, crew.place.room_id, to=crew.caller)
    caller = sight.people[crew.caller].shown
    welcome = to_plain(Text(say("crew.welcome", name=crew.place.name, caller=caller)))
    if [one.body for one in said] != [welcome]:
        return f"the bot said {len(said)} things there"
    cards = [one for one in await _contents(sight, types.CREW) if one["name"] == crew.place.name]
    if [card["seats_open"] for card in cards] != [crew.seats_open]:
        return f"the cards are {cards}"
    return None


async def _quotes(sight: Sight) -> str | None:
    for quote in sight.season.quotes:
        api = sight.people[quote.witness].member.api
        event = await api.call("GET", "rooms", quote.room_id, "event", quote.event_id)
        message = Message.read(event)
        (speaker,) = sight.accounts({quote.speaker})
        if (message.sender, message.body) != (speaker, quote.words):
            return f"{sight.named({message.sender})} said “{message.body}”"
    return None
