"""Transactions are handed over whole and in order, answered when durable, and never fail by content."""

import asyncio
import gzip
import logging
from io import BytesIO

import pytest
from structlog.testing import capture_logs

from appservice.web.bodies import MAX_BODY_BYTES
from appservice.web.transactions import EdgeCounts
from microsol_matrix.errors import HomeserverRefused, StoreUnavailable
from tests.edge.worlds import (
    AUTHORISED,
    HS_TOKEN,
    EdgeClient,
    RecordingIntake,
    event_json,
    transaction_json,
)

V1 = "/_matrix/app/v1/transactions/"


@pytest.mark.parametrize("base", [V1, "/transactions/"])
async def test_a_transaction_is_handed_over_in_order(
    client: EdgeClient, intake: RecordingIntake, base: str
) -> None:
    body = transaction_json(*(event_json(f"${index}") for index in range(100)))

    answer = await client.put(f"{base}17", headers=AUTHORISED, data=body)

    assert (answer.status, await answer.read(), answer.content_type) == (
        200,
        b"{}",
        "application/json",
    )
    assert [txn_id for txn_id, _ in intake.taken] == ["17"]
    assert intake.event_ids == [f"${index}" for index in range(100)]


async def test_the_answer_waits_until_the_intake_is_done(
    client: EdgeClient, intake: RecordingIntake
) -> None:
    intake.may_end.clear()

    async with asyncio.TaskGroup() as group:
        answering = group.create_task(_put(client, "1", transaction_json(event_json())))
        await intake.begun.wait()
        await client.get("/healthz")
        is_answered_early = answering.done()
        intake.may_end.set()

    assert not is_answered_early
    assert answering.result() == 200


async def test_a_transaction_of_nothing_asks_nothing_of_the_intake(
    client: EdgeClient, intake: RecordingIntake
) -> None:
    intake.breaks = StoreUnavailable()
    body = b'{"events":[],"ephemeral":[{"type":"m.typing","content":{}}]}'

    assert await _put(client, "1", body) == 200


async def test_hostile_events_are_set_aside_told_and_counted(
    client: EdgeClient, intake: RecordingIntake, counts: EdgeCounts
) -> None:
    nested = b"[" * 1_000_000 + b"]" * 1_000_000
    body = transaction_json(event_json("$1"), nested, b"1", event_json("$2"))

    with capture_logs() as logs:
        status = await _put(client, "9", body)

    assert status == 200
    assert intake.event_ids == ["$1", "$2"]
    assert [
        (entry["event"], entry["txn_id"], entry["index"], entry["log_level"]) for entry in logs
    ] == [("event_set_aside", "9", 1, "warning"), ("event_set_aside", "9", 2, "warning")]
    assert counts == EdgeCounts(transactions=1, events=2, set_aside=2)


async def test_a_flood_of_hostile_events_does_not_flood_the_log(client: EdgeClient) -> None:
    with capture_logs() as logs:
        status = await _put(client, "9", transaction_json(*[b"1"] * 5000))

    assert status == 200
    assert len(logs) == 21
    assert (logs[-1]["event"], logs[-1]["count"]) == ("more_events_set_aside", 4980)


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", "M_NOT_JSON"),
        (b"hello", "M_NOT_JSON"),
        (b'{"events":[', "M_NOT_JSON"),
        (b"[" * 1_000_000, "M_NOT_JSON"),
        (b"[]", "M_BAD_JSON"),
        (b"{}", "M_BAD_JSON"),
        (b'{"events":{}}', "M_BAD_JSON"),
    ],
)
async def test_what_is_no_transaction_is_refused(
    client: EdgeClient, counts: EdgeCounts, body: bytes, errcode: str
) -> None:
    answer = await client.put(f"{V1}1", headers=AUTHORISED, data=BytesIO(body))

    told = await answer.json()
    assert (answer.status, told["errcode"]) == (400, errcode)
    assert told["error"]
    assert counts == EdgeCounts()


async def test_the_type_of_the_content_does_not_matter(client: EdgeClient) -> None:
    headers = AUTHORISED | {"Content-Type": "text/plain; charset=utf-16"}

    answer = await client.put(f"{V1}1", headers=headers, data=transaction_json(event_json()))

    assert answer.status == 200


async def test_a_known_transaction_id_is_no_reason_to_drop_events(
    client: EdgeClient, intake: RecordingIntake
) -> None:
    # Homeservers on SQLite count from 1 again after a restart.
    first, second = transaction_json(event_json("$a")), transaction_json(event_json("$b"))

    statuses = [await _put(client, "1", body) for body in (first, second, first)]

    assert statuses == [200, 200, 200]
    assert intake.event_ids == ["$a", "$b", "$a"]


@pytest.mark.parametrize("written", ["a%2Fb", "a%252Fb", "%7B%7D", "%20", "..%2f1", "%E2%98%82"])
async def test_transaction_ids_are_opaque(
    client: EdgeClient, intake: RecordingIntake, written: str
) -> None:
    meant = {
        "a%2Fb": "a/b",
        "a%252Fb": "a%2Fb",
        "%7B%7D": "{}",
        "%20": " ",
        "..%2f1": "../1",
        "%E2%98%82": "\N{UMBRELLA}",
    }

    async with client.session.put(
        client.make_url("").with_path(V1 + written, encoded=True),
        headers=AUTHORISED,
        data=transaction_json(event_json()),
    ) as answer:
        assert answer.status == 200

    assert [txn_id for txn_id, _ in intake.taken] == [meant[written]]


@pytest.mark.parametrize(
    ("breaks", "status"),
    [
        (StoreUnavailable("disk full"), 503),
        (HomeserverRefused(status=403, errcode="M_FORBIDDEN", error="no"), 500),
        (ConnectionResetError("the database is gone"), 500),
    ],
)
async def test_what_cannot_be_taken_is_to_be_sent_again(
    client: EdgeClient, intake: RecordingIntake, breaks: Exception, status: int
) -> None:
    intake.breaks = breaks
    body = transaction_json(event_json())

    refused = await client.put(f"{V1}1", headers=AUTHORISED, data=body)
    intake.breaks = None
    taken = await _put(client, "1", body)

    assert (refused.status, (await refused.json())["errcode"]) == (status, "M_UNKNOWN")
    assert (taken, intake.event_ids) == (200, ["$one"])


async def test_a_surprise_is_logged_under_the_reference_that_is_answered(
    client: EdgeClient, intake: RecordingIntake, counts: EdgeCounts
) -> None:
    intake.breaks = ZeroDivisionError("surprise")

    with capture_logs() as logs:
        answer = await client.put(f"{V1}1", headers=AUTHORISED, data=transaction_json(event_json()))

    told = await answer.json()
    assert (answer.status, told["errcode"]) == (500, "M_UNKNOWN")
    (entry,) = logs
    assert (entry["event"], entry["log_level"], entry["exc_info"]) == (
        "request_failed",
        "error",
        True,
    )
    assert entry["reference"] in told["error"]
    assert "surprise" not in told["error"]
    assert counts == EdgeCounts()


async def test_a_body_of_32_mib_is_taken(client: EdgeClient, intake: RecordingIntake) -> None:
    frame = transaction_json(event_json("$1"), event_json("$2", content={"body": ""}))
    filler = b"a" * (MAX_BODY_BYTES - len(frame))
    body = frame.replace(b'"body": ""', b'"body": "' + filler + b'"')

    status = await _put(client, "1", body)

    assert (len(body), status) == (MAX_BODY_BYTES, 200)
    assert intake.event_ids == ["$1", "$2"]


async def test_a_larger_body_is_refused(client: EdgeClient, intake: RecordingIntake) -> None:
    answer = await client.put(
        f"{V1}1", headers=AUTHORISED, data=BytesIO(b" " * (MAX_BODY_BYTES + 1))
    )

    assert (answer.status, (await answer.json())["errcode"]) == (413, "M_TOO_LARGE")
    assert intake.taken == []


async def test_a_small_body_that_unpacks_to_a_larger_one_is_refused(client: EdgeClient) -> None:
    bomb = gzip.compress(b" " * (MAX_BODY_BYTES + 1))
    headers = AUTHORISED | {"Content-Encoding": "gzip"}

    answer = await client.put(f"{V1}1", headers=headers, data=bomb)

    assert (answer.status, (await answer.json())["errcode"]) == (413, "M_TOO_LARGE")


async def test_a_packed_body_is_read(client: EdgeClient, intake: RecordingIntake) -> None:
    body = gzip.compress(transaction_json(event_json()))
    headers = AUTHORISED | {"Content-Encoding": "gzip"}

    answer = await client.put(f"{V1}1", headers=headers, data=body)

    assert (answer.status, intake.event_ids) == (200, ["$one"])


async def test_a_body_packed_wrongly_is_refused(client: EdgeClient) -> None:
    headers = AUTHORISED | {"Content-Encoding": "gzip"}

    answer = await client.put(f"{V1}1", headers=headers, data=b"not packed at all")

    assert (answer.status, (await answer.json())["errcode"]) == (400, "M_UNKNOWN")


async def test_no_token_and_no_content_ever_reaches_a_log(
    client: EdgeClient,
    intake: RecordingIntake,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    said = "the-words-of-amara"
    good = event_json("$good", content={"body": said})
    bodies = [
        transaction_json(good, event_json(said), b'"' + said.encode() + b'"'),
        b'{"' + said.encode() + b'":',
        said.encode(),
    ]
    surprise = RuntimeError("surprise")
    wrong = "a-wrong-token"

    with capture_logs() as logs:
        for intake.breaks in (None, StoreUnavailable(), surprise):
            for body in bodies:
                await _put(client, "1", body)
                for token in (HS_TOKEN, wrong):
                    for path in ("/transactions/1", V1 + "1", "/nowhere", "/healthz"):
                        await client.put(f"{path}?access_token={token}", data=body)

    out, err = capfd.readouterr()
    everything = "\n".join([repr(logs), caplog.text, out, err])
    assert "request_failed" in everything
    for secret in (HS_TOKEN, wrong, said):
        assert secret not in everything


async def _put(client: EdgeClient, txn_id: str, body: bytes) -> int:
    async with client.put(V1 + txn_id, headers=AUTHORISED, data=BytesIO(body)) as answer:
        return answer.status
