"""What a call is made of where its options do not say: each has a default, so that `!call Slow Kettle` is enough."""

from datetime import datetime

from attrs import frozen

from microsol_matrix.dates import end_of
from microsol_matrix.ids import Text
from microsol_matrix.scales.call import (
    SEATS_MAX,
    SEATS_MIN,
    WEEKS,
    WINDOW,
    Answering,
    Kind,
    Start,
)
from microsol_matrix.talk import descriptors
from microsol_matrix.talk.given import Given


@frozen
class CallOptions:
    """The particulars of a call.

    Attributes:
        seats: The least and the most people, the caller counted.
    """

    kind: Kind
    seats: tuple[int, int]
    weeks: int
    rhythm: Text
    audience: Text
    closes_at: datetime
    answering: Answering
    start: Start


def call_options(given: Given, *, now: datetime) -> CallOptions:
    """Complete the options of a call with what holds without them.

    Args:
        given: Those that were given.
        now: The present, in the time zone whose days are meant; the window counts from it.
    """
    kind = given.of(descriptors.KIND) or Kind.PRACTICE
    answering = Answering.PRIVATE if kind is Kind.SUPPORT else Answering.OPEN
    return CallOptions(
        kind=kind,
        seats=given.of(descriptors.SEATS) or (SEATS_MIN, SEATS_MAX),
        weeks=given.of(descriptors.WEEKS) or WEEKS,
        rhythm=given.of(descriptors.RHYTHM) or Text(""),
        audience=given.of(descriptors.AUDIENCE) or Text(""),
        closes_at=given.of(descriptors.CLOSES) or end_of(now + WINDOW),
        answering=given.of(descriptors.ANSWERS) or answering,
        start=given.of(descriptors.START) or Start.AT_QUORUM,
    )
