"""What lanes report names the congregation, and nobody as one."""

from collections.abc import Callable

import pytest
from structlog.testing import capture_logs

from appservice.reporting import LogReports
from microsol_matrix.ids import InboxId, LaneId

REPORTS = LogReports()
BROKEN = ValueError("words that somebody said")


@pytest.mark.parametrize(
    ("event", "report"),
    [
        ("intent_done", lambda lane: REPORTS.intent_done(lane, "Say")),
        (
            "intent_failed",
            lambda lane: REPORTS.intent_failed(lane, "Say", errcode="M_UNKNOWN", attempt=2),
        ),
        (
            "intent_refused",
            lambda lane: REPORTS.intent_refused(lane, "Say", errcode="M_FORBIDDEN"),
        ),
        (
            "arrival_set_aside",
            lambda lane: REPORTS.arrival_set_aside(lane, InboxId(7), problem=BROKEN),
        ),
        ("lane_broke", lambda lane: REPORTS.lane_broke(lane, problem=BROKEN)),
    ],
)
@pytest.mark.parametrize(
    ("lane", "key"),
    [("01HARBOURLIGHT", "congregation_id"), ("self-0123456789abcdef", "person_lane")],
)
def test_a_report_names_a_congregation_or_a_persons_lane(
    event: str, report: Callable[[LaneId], None], lane: str, key: str
) -> None:
    with capture_logs() as lines:
        report(LaneId(lane))

    (line,) = lines
    assert line["event"] == event
    assert {name: line.get(name) for name in ("congregation_id", "person_lane")} == {
        "congregation_id": None,
        "person_lane": None,
        key: lane,
    }


@pytest.mark.parametrize(
    ("intent", "errcode", "level"),
    [
        ("look-for/$ask", "M_NOT_FOUND", "info"),
        ("look-for/$ask", "M_UNKNOWN", "error"),
        ("put/space/m.room.name/", "M_NOT_FOUND", "error"),
    ],
)
def test_that_nothing_has_an_address_which_somebody_typed_is_no_error(
    intent: str, errcode: str, level: str
) -> None:
    with capture_logs() as lines:
        REPORTS.intent_refused(LaneId("01HARBOURLIGHT"), intent, errcode=errcode)

    assert [line["log_level"] for line in lines] == [level]
