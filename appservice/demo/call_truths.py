"""What must be true of calls and what was said: prompts, hands, who was told, every quote.

Owns those claims and how to look. Refuses to know who is in which room, and what becomes of crews.
"""

import json
import re
from collections.abc import Iterator
from functools import partial

from appservice.demo.season import BOT, CallTold
from appservice.demo.seen import Message
from appservice.demo.sight import Sight, Truth, difference
from appservice.demo.telling import shortened
from microsol_matrix.structure import types

_HAND = "✋"


def call_truths(sight: Sight) -> Iterator[Truth]:
    """Give what must be true of calls, and of what was said."""
    for call in sight.season.calls:
        reads = shortened(call.reads.partition("\n")[0], limit=48)
        yield Truth(f"{call.name} has one prompt: “{reads}”", partial(_prompt, sight, call))
        yield Truth(f"{call.name} is {_standing(call)}", partial(_call, sight, call))
        if call.told_apart:
            who = ", ".join(sorted(call.told_apart))
            yield Truth(
                f"that {who} said yes was told to {call.caller} alone, never in public",
                partial(_untold, sight, call),
            )
    count = len(sight.season.quotes)
    yield Truth(f"all {count} quotes stand in their rooms, word for word", partial(_quotes, sight))


def _standing(call: CallTold) -> str:
    """Say how a call stands, in words."""
    published = "published" if call.is_published else "published no more"
    hands = f"{_HAND} by {', '.join(sorted(call.hands))}" if call.hands else f"no {_HAND}"
    return f"{published}, with {hands}"


async def _prompt(sight: Sight, call: CallTold) -> str | None:
    said = await sight.said_by_bot(sight.season.commons.room_id, to=call.caller)
    about = [one for one in said if one.replaces is None and one.reply_to is None]
    prompts = [one.event_id for one in about if _calls(one, call.name)]
    if prompts != [call.prompt]:
        return f"there are {len(prompts)} prompts"
    now = [one.body for one in said if call.prompt in {one.event_id, one.replaces}][-1]
    return None if now == call.reads else f"it reads “{now}”"


def _calls(message: Message, name: str) -> bool:
    """Whether a message calls a crew of that name, and not one that is called again from it."""
    return re.search(rf" is calling a crew: {re.escape(name)}( - |\. )", message.body) is not None


async def _call(sight: Sight, call: CallTold) -> str | None:
    season = sight.season
    published = [
        one
        for one in await sight.published(sight.season.space, types.CALL)
        if one.get("name") == call.name
    ]
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


async def _untold(sight: Sight, call: CallTold) -> str | None:
    """Look for names: in Commons and in what is published at all, elsewhere beside the call's name."""
    season = sight.season
    public = [
        message.body for message in await sight.said_by_bot(season.commons.room_id, to=call.caller)
    ]
    for kind in types.OURS:
        public += [
            json.dumps(one, ensure_ascii=False) for one in await sight.published(season.space, kind)
        ]
    for name in sorted(call.told_apart):
        if any(sight.names(name, text) for text in public):
            return f"{name} is named in public"
        for other, person in sight.people.items():
            if other in {name, call.caller} or person.direct is None:
                continue
            letters = await sight.said_by_bot(person.direct, to=other)
            if any(call.name in one.body and sight.names(name, one.body) for one in letters):
                return f"{other} was told of {name}"
    return None


async def _quotes(sight: Sight) -> str | None:
    for quote in sight.season.quotes:
        witness = sight.people[quote.witness]
        api = witness.member.api
        event = await api.call("GET", "rooms", quote.room_id, "event", quote.event_id)
        message = Message.read(event)
        is_bot = quote.speaker == BOT  # that of whoever hears it: there are two
        speaker = witness.bot if is_bot else sight.people[quote.speaker].user_id
        if (message.sender, message.body) != (speaker, quote.words):
            return f"{sight.named({message.sender})} said “{message.body}”"
    return None
