"""What may go wrong on the way: slow, torn, odd and broken requests, written by hand."""

import logging
from collections.abc import Awaitable, Callable

import pytest
from structlog.testing import capture_logs

from appservice.web.server_log import ServerLog
from tests.edge.worlds import (
    AUTHORISED,
    HS_TOKEN,
    EdgeClient,
    RecordingIntake,
    Wire,
    event_json,
    transaction_json,
)

BODY = transaction_json(event_json("$1"), event_json("$2"))
Until = Callable[[Callable[[], bool]], Awaitable[None]]


def head(*more: str, path: str = "/_matrix/app/v1/transactions/1") -> bytes:
    lines = [
        f"PUT {path} HTTP/1.1",
        "Host: edge",
        f"Authorization: {AUTHORISED['Authorization']}",
        *more,
    ]
    return "\r\n".join([*lines, "", ""]).encode()


async def test_a_body_that_comes_drop_by_drop_is_taken(
    client: EdgeClient, wire: Wire, intake: RecordingIntake
) -> None:
    await wire.send(head(f"Content-Length: {len(BODY)}"))
    for at in range(0, len(BODY), 40):
        await wire.send(BODY[at : at + 40])
        # A whole request in between: the drop has arrived alone.
        assert (await client.get("/healthz")).status == 200
        assert at + 40 >= len(BODY) or intake.taken == []

    assert (await wire.answer())[::2] == (200, b"{}")
    assert intake.event_ids == ["$1", "$2"]


async def test_a_body_in_chunks_is_taken(wire: Wire, intake: RecordingIntake) -> None:
    await wire.send(head("Transfer-Encoding: chunked"))
    for at in range(0, len(BODY), 100):
        chunk = BODY[at : at + 100]
        await wire.send(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
    await wire.send(b"0\r\n\r\n")

    assert (await wire.answer())[0] == 200
    assert intake.event_ids == ["$1", "$2"]


async def test_a_body_that_is_torn_off_is_not_taken(
    client: EdgeClient, intake: RecordingIntake, until: Until
) -> None:
    torn = await Wire.to(client.port or 0)
    with capture_logs() as logs:
        await torn.send(head(f"Content-Length: {len(BODY) + 1}") + BODY)
        await client.get("/healthz")
        await torn.close()
        await until(lambda: len(logs) > 0)

    assert [entry["event"] for entry in logs] == ["request_not_served"]
    assert intake.taken == []


async def test_a_chunk_that_is_broken_is_not_taken(wire: Wire, intake: RecordingIntake) -> None:
    await wire.send(head("Transfer-Encoding: chunked") + b"5\r\n{}   \r\nZZZ\r\n")

    assert (await wire.answer())[0] == 400
    assert intake.taken == []


async def test_one_connection_carries_one_transaction_after_the_other(
    wire: Wire, intake: RecordingIntake
) -> None:
    for index in range(3):
        body = transaction_json(event_json(f"${index}"))
        await wire.send(head(f"Content-Length: {len(body)}", path=f"/transactions/{index}") + body)
        assert (await wire.answer())[0] == 200

    assert intake.event_ids == ["$0", "$1", "$2"]


async def test_a_sender_may_ask_before_it_sends_the_body(
    wire: Wire, intake: RecordingIntake
) -> None:
    await wire.send(head(f"Content-Length: {len(BODY)}", "Expect: 100-continue"))
    go_on = await wire.reader.readuntil(b"\r\n\r\n")
    await wire.send(BODY)

    assert go_on.startswith(b"HTTP/1.1 100 ")
    assert (await wire.answer())[0] == 200
    assert intake.event_ids == ["$1", "$2"]


async def test_a_body_announced_as_too_large_is_refused_before_it_comes(wire: Wire) -> None:
    await wire.send(head(f"Content-Length: {10**12}"))

    status, _, body = await wire.answer()
    assert status == 413
    assert b'"M_TOO_LARGE"' in body


async def test_a_transaction_id_that_is_not_utf8_can_be_printed(
    wire: Wire, intake: RecordingIntake
) -> None:
    request = head(f"Content-Length: {len(BODY)}", path="/transactions/%FF%ED%A0%80")

    await wire.send(request + BODY)
    assert (await wire.answer())[0] == 200

    ((txn_id, _),) = intake.taken
    assert txn_id.encode().decode() == txn_id


async def test_what_was_begun_is_finished_when_the_sender_hangs_up(
    client: EdgeClient, intake: RecordingIntake, until: Until
) -> None:
    intake.may_end.clear()
    hasty = await Wire.to(client.port or 0)
    await hasty.send(head(f"Content-Length: {len(BODY)}") + BODY)
    await intake.begun.wait()
    await hasty.close()
    await client.get("/healthz")

    intake.may_end.set()

    await until(lambda: intake.event_ids == ["$1", "$2"])


@pytest.mark.parametrize(
    "text",
    [
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nAuthorization : Bearer " + HS_TOKEN.encode(),
        b"GET /healthz HTTP/1.1\r\nHost: x\r\nBearer " + HS_TOKEN.encode(),
        b"GET /healthz?access_token=" + HS_TOKEN.encode() + b" HTTP/9.9",
        b"BREW /healthz?access_token=" + HS_TOKEN.encode() + b" HTTP/1.1\r\nHost: x",
        b"GET /healthz?access_token=" + HS_TOKEN.encode() + b"&a=" + b"a" * 100_000 + b" HTTP/1.1",
        b"\x16\x03\x01\x02\x00" + HS_TOKEN.encode(),
    ],
)
async def test_what_is_not_http_is_refused_and_no_token_of_it_is_logged(
    wire: Wire,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    text: bytes,
) -> None:
    caplog.set_level(logging.DEBUG)

    with capture_logs() as logs:
        await wire.send(text + b"\r\n\r\n")
        answer = await wire.reader.read()

    assert answer.split()[1] == b"400"
    assert {entry["event"] for entry in logs} <= {"request_not_http"}
    out, err = capfd.readouterr()
    assert HS_TOKEN not in caplog.text + out + err + repr(logs)


async def test_broken_http_is_told_by_its_kind(wire: Wire) -> None:
    with capture_logs() as logs:
        await wire.send(b"GET /healthz HTTP/1.1\r\nno header\r\n\r\n")
        await wire.reader.read()

    assert logs == [
        {"event": "request_not_http", "log_level": "warning", "reason": "BadHttpMessage"}
    ]


def test_a_fault_of_the_server_itself_is_told_with_its_traceback() -> None:
    fault = ZeroDivisionError("surprise")

    with capture_logs() as logs:
        ServerLog().exception("Unhandled exception", exc_info=fault)

    assert [(entry["event"], entry["exc_info"]) for entry in logs] == [("connection_failed", fault)]
