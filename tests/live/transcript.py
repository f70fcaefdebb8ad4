"""What a member sees in a room, written as a transcript.

    Amara: !call "Slow Kettle"
    bot: Amara is calling a crew: Slow Kettle. ...
      [✋ bot, Bo]
    Bo: (taken away)

Owns the writing: edits stand in the place of what they edit, as clients show them, reactions below
what they are put to. Refuses to know what is said.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from textwrap import dedent
from typing import Any

from appservice.demo.onlooker import Onlooker
from appservice.demo.seen import Message
from appservice.demo.waiting import NeverCame, until
from microsol_matrix.ids import EventId, RoomId, UserId, localpart_of

_EVENTS = 200
_REST = re.escape("...")


def name_of(person: UserId) -> str:
    """Call people by the name they came with, and the service the bot."""
    localpart = localpart_of(person)
    return "bot" if localpart == "microsol" else localpart.partition("-")[0].capitalize()


async def transcript(member: Onlooker, room_id: RoomId, *, after: EventId | None = None) -> str:
    """Write what a member sees in a room, all of it or what came after an event."""
    events = await member.events(room_id, limit=_EVENTS)
    ids = [event["event_id"] for event in events]
    return _written(events[ids.index(after) + 1 :] if after in ids else events)


async def reads(
    member: Onlooker, room_id: RoomId, *lines: str, after: EventId | None = None
) -> None:
    """Wait until what a member sees is this.

    Args:
        member: Who looks.
        room_id: Where.
        lines: The transcript, in pieces or as one indented text; `...` stands for anything in
            a line.
        after: Leaves out what came before it, and it itself.

    Raises:
        AssertionError: It never was; with the difference.
    """
    wanted = "\n".join(dedent(line).strip() for line in lines)
    pattern = re.compile(re.escape(wanted).replace(_REST, r"[^\n]*"))
    seen = ""

    async def is_so() -> bool:
        nonlocal seen
        seen = await transcript(member, room_id, after=after)
        return pattern.fullmatch(seen) is not None

    try:
        await until(is_so, hint="the transcript")
    except NeverCame:
        difference = difflib.ndiff(wanted.splitlines(), seen.splitlines())
        raise AssertionError("\n".join(["the transcript is another:", *difference])) from None


async def says(member: Onlooker, room_id: RoomId, line: str, *, after: EventId) -> None:
    """Wait until a member sees a line such as this one, whatever else is said before or behind it."""
    pattern = re.compile(rf"^{re.escape(line).replace(_REST, '.*')}$", re.MULTILINE)

    async def is_so() -> bool:
        return pattern.search(await transcript(member, room_id, after=after)) is not None

    await until(is_so, hint=line)


def _written(events: Iterable[Mapping[str, Any]]) -> str:
    messages: dict[EventId, Message] = {}
    reactions: defaultdict[EventId, defaultdict[str, list[str]]]
    reactions = defaultdict(lambda: defaultdict(list))
    shown: dict[EventId, str] = {}
    for event in events:
        match event["type"]:
            case "m.room.message":
                message = Message.read(event)
                messages[message.event_id] = message
                shown[message.replaces or message.event_id] = message.body
            case "m.room.encrypted":
                shown[event["event_id"]] = "(encrypted)"
                messages[event["event_id"]] = Message.read({**event, "content": {}})
            case "m.reaction" if event["content"]:
                relation = event["content"]["m.relates_to"]
                by_key = reactions[relation["event_id"]]
                by_key[relation["key"]].append(name_of(event["sender"]))
            case _:
                pass
    lines: list[str] = []
    for event_id, message in messages.items():
        if message.replaces is None:
            lines.append(_line(message, shown[event_id]))
            lines += (f"  [{key} {', '.join(by)}]" for key, by in reactions[event_id].items())
    return "\n".join(lines)


def _line(message: Message, body: str) -> str:
    first, *more = (body or "(taken away)").splitlines()
    return "\n".join([f"{name_of(message.sender)}: {first}", *(f"  {line}" for line in more)])
