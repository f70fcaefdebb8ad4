"""What a homeserver sends to a service whose bot is in a congregation's rooms.

Owns the mixture: of a hundred events ten matter (somebody comes into or goes out of the space), the
others are what people say to each other in Commons and in crews' rooms, none of it for us. Fields
and sizes are those of Synapse 1.163: about 650 bytes an event.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import count, cycle
from typing import Any

from attrs import define, field, frozen

from microsol_matrix.ids import RoomId, UserId

EVENTS = 100
"""In a large transaction: Synapse puts at most so many into one."""
RELEVANT_IN = 10
"""One event of so many is for us."""

_SENTENCE = "I can bring the big kettle on Tuesday, if somebody has the key to the boathouse. "
_ENDINGS = (
    "See you!",
    "Who else?",
    "Anna, could you ask them? I shall be late again, sorry.",
    "🙂",
)


@frozen
class Place:
    """Where all this happens.

    Attributes:
        rooms: Commons and the rooms of crews.
    """

    space: RoomId
    rooms: tuple[RoomId, ...]
    people: tuple[UserId, ...]


@define
class Traffic:
    """An endless stream of events, no two with the same id."""

    place: Place
    _numbers: Iterator[int] = field(factory=count, init=False)
    _rooms: Iterator[RoomId] = field(init=False)
    _people: Iterator[UserId] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._rooms = cycle(self.place.rooms)
        self._people = cycle(self.place.people)

    def large(self) -> bytes:
        """Make a transaction of `EVENTS` events, every tenth of which matters."""
        return transaction(
            *(
                self.relevant() if index % RELEVANT_IN == 0 else self.irrelevant()
                for index in range(EVENTS)
            )
        )

    def one_relevant(self) -> bytes:
        """Make a transaction of one event that matters."""
        return transaction(self.relevant())

    def one_irrelevant(self) -> bytes:
        """Make a transaction of one event that does not."""
        return transaction(self.irrelevant())

    def relevant(self) -> bytes:
        """Let somebody come into the space, or go out of it."""
        number, person = next(self._numbers), next(self._people)
        name = person[1:].partition(":")[0].title()
        coming = {"membership": "join", "displayname": name, "avatar_url": None}
        content = {"membership": "leave"} if number % 2 else coming
        return event(
            number,
            room_id=self.place.space,
            sender=person,
            kind="m.room.member",
            content=content,
            state_key=person,
        )

    def irrelevant(self) -> bytes:
        """Let somebody say or do something that is not for us."""
        number = next(self._numbers)
        room_id, sender = next(self._rooms), next(self._people)
        match number % 10:
            case 3:
                target = {"rel_type": "m.annotation", "event_id": event_id(number - 1), "key": "❤️"}
                content: Mapping[str, Any] = {"m.relates_to": target}
                return event(
                    number, room_id=room_id, sender=sender, kind="m.reaction", content=content
                )
            case 7:
                return event(
                    number,
                    room_id=room_id,
                    sender=sender,
                    kind="m.room.topic",
                    content={"topic": _SENTENCE},
                    state_key="",
                )
            case _:
                content = _said(number)
                return event(
                    number, room_id=room_id, sender=sender, kind="m.room.message", content=content
                )


def _said(number: int) -> Mapping[str, Any]:
    body = _SENTENCE * (1 + number % 3) + _ENDINGS[number % len(_ENDINGS)]
    return {
        "msgtype": "m.text",
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": f"<p>{body}</p>",
        "m.mentions": {},
    }


def event(
    number: int,
    *,
    room_id: RoomId,
    sender: UserId,
    kind: str,
    content: Mapping[str, Any],
    state_key: str | None = None,
) -> bytes:
    written = {
        "type": kind,
        "room_id": room_id,
        "sender": sender,
        "content": content,
        "origin_server_ts": 1_795_420_800_000 + number,
        "unsigned": {"age": 34, "membership": "join"},
        "event_id": event_id(number),
        "user_id": sender,
        "age": 34,
    }
    if state_key is not None:
        written["state_key"] = state_key
    return json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()


def event_id(number: int) -> str:
    return f"${number:043d}"  # as long as the hash that stands there since room version 4


def transaction(*events: bytes) -> bytes:
    return b'{"events":[' + b",".join(events) + b"]}"
