"""What a call is made of where its options do not say: each has a default, so that `!call Slow Kettle` is enough."""

from datetime import datetime

from attrs import frozen

from microsol_matrix.dates import end_of
from microsol_matrix.decide.course import Refused
from microsol_matrix.ids import Text
from microsol_matrix.scales.call import SEATS_LIMITS, Answering, Kind, Start
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import Numbers
from microsol_matrix.talk import options
from microsol_matrix.talk.given import Given
from microsol_matrix.words import say


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


def encryption_of(given: Given, *, by_default: bool, has_keys: bool) -> Encryption | Refused:
    """Say how the room of a call's crew is to be encrypted.

    Args:
        given: The options of the call.
        by_default: Whether the congregation's crews are encrypted unless their calls say otherwise.
        has_keys: Whether the service holds keys; one that does not can promise not to read, and no more.
    """
    is_encrypted = given.of(options.ENCRYPTED)
    is_encrypted = by_default if is_encrypted is None else is_encrypted
    is_read = given.of(options.BOT_READS)
    if not is_encrypted:
        return Refused(say("bot-reads.open")) if is_read is False else Encryption.OFF
    if is_read and not has_keys:
        return Refused(say("bot-reads.no-keys"))
    # Without keys nobody was promised that we read; should keys come later, we go on not reading.
    return Encryption.UNREAD if is_read is False or not has_keys else Encryption.READ


def too_many_seats(given: Given, *, numbers: Numbers) -> Refused | None:
    """Refuse a call that promises more seats than a crew of the congregation has."""
    seats = given.of(options.SEATS)
    if seats is None or seats[1] <= numbers.crew_full:
        return None
    bounds = say("option.pair", least=SEATS_LIMITS[0], most=numbers.crew_full)
    return Refused(
        say(
            "option.bad",
            option=options.SEATS.key,
            given=f"{seats[0]}-{seats[1]}",
            expected=bounds,
            example=options.SEATS.shape,
        )
    )


def call_options(given: Given, *, numbers: Numbers, now: datetime) -> CallOptions:
    """Complete the options of a call with what holds without them.

    Args:
        given: Those that were given.
        numbers: The congregation's.
        now: The present, in the time zone whose days are meant; the window counts from it.
    """
    kind = given.of(options.KIND) or Kind.PRACTICE
    answering = Answering.PRIVATE if kind is Kind.SUPPORT else Answering.OPEN
    return CallOptions(
        kind=kind,
        seats=given.of(options.SEATS) or (numbers.crew_min, numbers.crew_seats),
        weeks=given.of(options.WEEKS) or numbers.cycle_weeks,
        rhythm=given.of(options.RHYTHM) or Text(""),
        audience=given.of(options.AUDIENCE) or Text(""),
        closes_at=given.of(options.CLOSES) or end_of(now + numbers.call_window),
        answering=given.of(options.ANSWERS) or answering,
        start=given.of(options.START) or Start.AT_QUORUM,
    )
