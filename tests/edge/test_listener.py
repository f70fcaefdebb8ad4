"""The listener serves, refuses a taken port, and lets what was begun end."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp import ClientSession, web

from appservice.web.listener import listening
from tests.edge.worlds import (
    AUTHORISED,
    HS_TOKEN,
    RecordingIntake,
    Wire,
    event_json,
    transaction_json,
)

GRACE = timedelta(seconds=30)
BODY = transaction_json(event_json())


async def put(port: int) -> int:
    url = f"http://127.0.0.1:{port}/transactions/1"
    async with (
        ClientSession() as session,
        session.put(url, headers=AUTHORISED, data=BODY) as answer,
    ):
        return answer.status


async def test_it_answers_on_the_port_it_names(app: web.Application) -> None:
    async with listening(app, host="127.0.0.1", port=0, grace=GRACE) as port:
        assert await put(port) == 200


async def test_a_request_under_way_is_answered_before_it_closes(
    app: web.Application, intake: RecordingIntake
) -> None:
    intake.may_end.clear()

    async with (
        asyncio.TaskGroup() as group,
        listening(app, host="127.0.0.1", port=0, grace=GRACE) as port,
    ):
        answering = group.create_task(put(port))
        await intake.begun.wait()
        asyncio.get_running_loop().call_later(0.05, intake.may_end.set)

    assert answering.result() == 200
    assert intake.event_ids == ["$one"]


async def test_what_does_not_end_within_the_grace_is_broken_off(
    app: web.Application, intake: RecordingIntake
) -> None:
    intake.may_end.clear()

    async with listening(app, host="127.0.0.1", port=0, grace=timedelta(seconds=0.05)) as port:
        wire = await Wire.to(port)
        request = f"PUT /transactions/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {HS_TOKEN}\r\n"
        await wire.send(f"{request}Content-Length: {len(BODY)}\r\n\r\n".encode() + BODY)
        await intake.begun.wait()

    assert await wire.reader.read() == b""
    assert intake.taken == []
    await wire.close()


async def test_after_closing_nobody_is_answered(app: web.Application) -> None:
    async with listening(app, host="127.0.0.1", port=0, grace=GRACE) as port:
        idle = await Wire.to(port)

    assert await idle.reader.read() == b""
    with pytest.raises(ConnectionRefusedError):
        await Wire.to(port)
    await idle.close()


async def test_a_port_that_is_taken_is_said(app: web.Application) -> None:
    other = web.Application()

    async with listening(other, host="127.0.0.1", port=0, grace=GRACE) as port:
        with pytest.raises(OSError, match="in use"):
            async with listening(app, host="127.0.0.1", port=port, grace=GRACE):
                pass
