"""What lanes tell an admin: a protocol, because the deciding half does not log."""

from typing import Protocol

from microsol_matrix.ids import InboxId, LaneId


class Reports(Protocol):
    """Where lanes say what an admin should know."""

    def intent_done(self, lane: LaneId, intent: str) -> None:
        """Something was done on the homeserver."""
        ...

    def intent_failed(self, lane: LaneId, intent: str, *, errcode: str, attempt: int) -> None:
        """Something failed and is tried again."""
        ...

    def intent_refused(self, lane: LaneId, intent: str, *, errcode: str) -> None:
        """The homeserver said no for good."""
        ...

    def arrival_set_aside(self, lane: LaneId, inbox_id: InboxId, *, problem: Exception) -> None:
        """Something that arrived broke its lane three times and was given up."""
        ...

    def store_unavailable(self, *, problem: Exception) -> None:
        """The store cannot take anything now; it is tried again."""
        ...

    def lane_broke(self, lane: LaneId, *, problem: Exception) -> None:
        """A lane met a broken promise; it is read anew from the store and goes on."""
        ...
