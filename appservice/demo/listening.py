"""Hearing what is said from now on, through everybody's own account.

Owns following them and showing each thing once, with how long the bot took. Refuses to answer.
"""

import json
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, Final

from attrs import Factory, define

from appservice.clock import SystemClock
from appservice.demo.client import MatrixRefused
from appservice.demo.people import Person
from appservice.demo.season import BOT
from appservice.demo.seen import Content
from appservice.demo.telling import Telling
from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.times import to_ms

_LONG_POLL_MS: Final = 30_000

_TALK_ONLY: Final = json.dumps(
    {
        "presence": {"types": []},
        "account_data": {"types": []},
        "room": {
            "timeline": {"types": ["m.room.message", "m.reaction"], "limit": 20},
            "state": {"types": []},
            "ephemeral": {"types": []},
            "account_data": {"types": []},
        },
    }
)


@define
class Listening:
    """What was heard so far.

    Attributes:
        congregation: Whose rooms are named without it; those of others are named in full.
        since_ms: What was said before is not shown, also in rooms that somebody enters later.
    """

    telling: Telling
    people: Mapping[str, Person]
    congregation: str
    since_ms: int = Factory(lambda: to_ms(SystemClock().now()))
    _heard: set[EventId] = Factory(set)
    _asked_ms: dict[RoomId, int] = Factory(dict)
    _rooms: dict[RoomId, str] = Factory(dict)

    async def begin(self, person: Person) -> Coroutine[Any, Any, None]:
        """Note where somebody's history ends now, and give what follows them from there."""
        answer = await person.member.api.call("GET", "sync", query=[("filter", _TALK_ONLY)])
        return self._follow(person, since=answer["next_batch"])

    async def _follow(self, person: Person, *, since: str) -> None:
        """Hear what somebody hears, until a visitor ends their session (a new password does)."""
        while True:
            query = [
                ("filter", _TALK_ONLY),
                ("since", since),
                ("timeout", str(_LONG_POLL_MS)),
            ]
            try:
                answer = await person.member.api.call("GET", "sync", query=query)
            except MatrixRefused as refused:
                if refused.status == HTTPStatus.UNAUTHORIZED:
                    return
                raise
            since = answer["next_batch"]
            rooms = answer.get("rooms", {})
            for room_id, room in rooms.get("join", {}).items():
                for event in room["timeline"]["events"]:
                    await self._hear(person, room_id, event)
            for room in rooms.get("invite", {}).values():
                self._invited(person, room["invite_state"]["events"])

    async def _hear(self, person: Person, room_id: RoomId, event: Content) -> None:
        if event["event_id"] in self._heard or event["origin_server_ts"] < self.since_ms:
            return
        self._heard.add(event["event_id"])
        where = await self._name_of(person, room_id)
        content, sender, at_ms = event["content"], event["sender"], event["origin_server_ts"]
        relation = content.get("m.relates_to", {})
        words = content.get("m.new_content", content).get("body") or relation.get("key", "")
        is_bot = sender in self._bots
        took_ms = at_ms - self._asked_ms.pop(room_id, at_ms) if is_bot else 0
        if not is_bot:
            self._asked_ms[room_id] = at_ms
        self.telling.heard(
            datetime.fromtimestamp(at_ms / 1000, UTC),
            speaker=self._named(sender),
            where=BOT if where is None and not is_bot else where or person.name,
            words=words,
            took_ms=took_ms or None,
        )

    def _invited(self, person: Person, events: list[Content]) -> None:
        names = (one["content"].get("name") for one in events if one["type"] == "m.room.name")
        self.telling.line(f"          {person.name} is invited to {next(names, 'a room')}")

    async def _name_of(self, person: Person, room_id: RoomId) -> str | None:
        """Name a room; None is somebody's own with the bot."""
        if room_id == person.direct:
            return None
        if room_id not in self._rooms:
            named = await person.member.state_event(room_id, "m.room.name")
            name: str = (named or {}).get("name", "a room")
            self._rooms[room_id] = name.removeprefix(f"{self.congregation}: ")
        return self._rooms[room_id]

    def _named(self, account: UserId) -> str:
        names = {person.user_id: person.name for person in self.people.values()}
        return names.get(account, BOT if account in self._bots else account)

    @property
    def _bots(self) -> frozenset[UserId]:
        return frozenset(person.bot for person in self.people.values())
