"""What performing an intent came to."""

from collections.abc import Sequence

from attrs import frozen

from microsol_matrix.decide.afar import Neighbouring
from microsol_matrix.decide.happenings import SuccessorLooked
from microsol_matrix.decide.surveyed import RoomSurveyed, Surveyed
from microsol_matrix.facts import Fact
from microsol_matrix.ids import LaneId, UserId
from microsol_matrix.observe import (
    EncryptionTurnedOn,
    Ignored,
    MembershipChanged,
    Observation,
    RoomLooked,
    observe,
)


@frozen
class Done:
    """What performing came to.

    Attributes:
        facts: What happened.
        seen: What was read of a room's state.
        raw: Events that were read back, to be taken in like any others.
        told: What other lanes are told of it; nothing that they would not come to know without, only sooner.
    """

    facts: tuple[Fact, ...] = ()
    seen: tuple[
        MembershipChanged
        | EncryptionTurnedOn
        | RoomLooked
        | SuccessorLooked
        | Neighbouring
        | Surveyed
        | RoomSurveyed,
        ...,
    ] = ()
    raw: tuple[bytes, ...] = ()
    told: tuple[tuple[LaneId, Neighbouring], ...] = ()


def observed(events: Sequence[bytes], *, bot: UserId) -> tuple[Observation, ...]:
    """Read what a room's state says; whatever says nothing to us is left out."""
    found = (observe(raw, bot=bot) for raw in events)
    return tuple(one for one in found if not isinstance(one, Ignored))
