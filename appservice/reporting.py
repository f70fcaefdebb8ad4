"""What lanes report, as log entries: what an admin needs, and no words of anybody."""

from typing import Final

import structlog

from microsol_matrix.ids import InboxId, LaneId

_LOOKING: Final = "look-for/"
"""Begins what is asked of the homeserver for whoever typed an address."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class LogReports:
    """Writes lanes' reports to the log (`microsol_matrix.lanes.reports.Reports`)."""

    def intent_done(self, lane: LaneId, intent: str) -> None:
        """Something was done on the homeserver."""
        _log.info("intent_done", **_named(lane), intent=intent)

    def intent_failed(self, lane: LaneId, intent: str, *, errcode: str, attempt: int) -> None:
        """Something failed and is tried again."""
        _log.warning(
            "intent_failed", **_named(lane), intent=intent, errcode=errcode, attempt=attempt
        )

    def intent_refused(self, lane: LaneId, intent: str, *, errcode: str) -> None:
        """The homeserver said no for good; that an address which somebody typed leads nowhere is theirs to mend."""
        is_typed = intent.startswith(_LOOKING) and errcode == "M_NOT_FOUND"
        log = _log.info if is_typed else _log.error
        log("intent_refused", **_named(lane), intent=intent, errcode=errcode)

    def arrival_set_aside(self, lane: LaneId, inbox_id: InboxId, *, problem: Exception) -> None:
        """Something that arrived broke its lane three times and was given up."""
        _log.error(
            "arrival_set_aside",
            **_named(lane),
            inbox_id=inbox_id,
            problem=type(problem).__name__,
        )

    def store_unavailable(self, *, problem: Exception) -> None:
        """The store cannot take anything now; it is tried again."""
        _log.error("store_unavailable", reason=str(problem))

    def lane_broke(self, lane: LaneId, *, problem: Exception) -> None:
        """A lane met a broken promise; the traceback holds no locals, so no words either."""
        _log.error("lane_broke", **_named(lane), exc_info=problem)


def _named(lane: LaneId) -> dict[str, str]:
    """Name a lane by what it is: a congregation, or one person's private things under their random key."""
    return {"person_lane" if lane.startswith("self-") else "congregation_id": lane}
