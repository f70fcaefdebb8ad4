"""What stands around the edge in these tests: an intake that remembers, events, and a bare socket."""

import asyncio
import json
from collections.abc import Sequence

from aiohttp import web
from aiohttp.test_utils import TestClient
from attrs import Factory, define

from appservice.web.envelope import Envelope
from microsol_matrix.ids import UserId

HS_TOKEN = "hs-secret-4f1d"
BOT = UserId("@microsol:hs.example")
AUTHORISED = {"Authorization": f"Bearer {HS_TOKEN}"}

EdgeClient = TestClient[web.Request, web.Application]


@define
class RecordingIntake:
    """Keeps the promises of `Intake` in memory.

    Attributes:
        taken: Each transaction that came, with its events.
        breaks: Is raised instead of taking anything in.
        begun: Set when a transaction has arrived.
        may_end: While not set, transactions are held up.
    """

    taken: list[tuple[str, tuple[Envelope, ...]]] = Factory(list)
    breaks: Exception | None = None
    begun: asyncio.Event = Factory(asyncio.Event)
    may_end: asyncio.Event = Factory(asyncio.Event)

    def __attrs_post_init__(self) -> None:
        self.may_end.set()

    async def accept(self, txn_id: str, events: Sequence[Envelope]) -> None:
        self.begun.set()
        await self.may_end.wait()
        if self.breaks:
            raise self.breaks
        self.taken.append((txn_id, tuple(events)))

    @property
    def event_ids(self) -> list[str]:
        return [event.event_id for _, events in self.taken for event in events]


@define
class SettableReadiness:
    """Misses what a test says."""

    lacks: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        return self.lacks


def event_json(event_id: object = "$one", **changed: object) -> bytes:
    """Write an event as a homeserver sends it; a value of None takes a member away."""
    event: dict[str, object] = {
        "event_id": event_id,
        "room_id": "!room:hs.example",
        "type": "m.room.message",
        "sender": "@amara:hs.example",
        "origin_server_ts": 1_767_225_600_000,
        "content": {"msgtype": "m.text", "body": "!found Harbourlight"},
        **changed,
    }
    return json.dumps({key: value for key, value in event.items() if value is not None}).encode()


def transaction_json(*pieces: bytes) -> bytes:
    """Write a transaction that holds these pieces of JSON as events."""
    return b'{"events":[' + b",".join(pieces) + b"]}"


@define
class Wire:
    """A connection on which a test writes HTTP by hand."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> "Wire":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, text: bytes) -> None:
        self.writer.write(text)
        await self.writer.drain()

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Read one answer: status, headers with small letters, body."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
        body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(head[0].split()[1]), headers, body

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()
