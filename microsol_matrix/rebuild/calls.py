"""An open call, read again: from what the space says of it, and from the message in Commons that asks for answers.

Owns which answers can be read: raised hands that stand. Refuses to read words, and what was answered in private.
"""

from attrs import frozen

from microsol_matrix.house import House
from microsol_matrix.ids import CallId, EventId, Text, UserId, ZoneName
from microsol_matrix.observe.remembered import OwnMessage, ReactionSeen
from microsol_matrix.rebuild.known import Known
from microsol_matrix.scales.call import (
    Answer,
    Answering,
    Call,
    CallState,
    Kind,
    Start,
)
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import USUAL
from microsol_matrix.talk.grammar import is_yes


@frozen
class CallRead:
    """A call as rooms tell it, with the message that asks for answers."""

    call: Call
    prompt: EventId


def read_call(
    call_id: CallId,
    told: Known,
    *,
    said: tuple[OwnMessage, ...],
    reactions: tuple[ReactionSeen, ...],
    members: frozenset[UserId],
    house: House,
) -> CallRead | None:
    """Read a call; None if nobody can tell whose it is.

    Args:
        call_id: Which.
        told: What the space says of it.
        said: What we said in Commons.
        reactions: Those in Commons, the oldest first.
        members: Who is in the space: others answer nothing.
        house: Who we are.
    """
    prompt = EventId(told.text("prompt"))
    caller = next((one.by for one in said if one.event_id == prompt), None)
    closes_at = told.moment("closes_on")
    seats = told.part("seats")
    if caller is None or closes_at is None or seats is None:
        return None
    opened_at = told.moment("opened") or closes_at - USUAL.call_window
    answering = Answering(told.text("answers"))
    own = Answer(caller, at=opened_at, is_spoken=True, reactions=frozenset())
    answers = {caller: own}
    if answering is Answering.OPEN:
        for one in reactions:
            is_hand = one.target == prompt and is_yes(one.key) and one.by != house.bot
            if is_hand and one.by in members:
                before = answers.get(one.by) or Answer(
                    one.by, at=one.at, is_spoken=False, reactions=frozenset()
                )
                answers[one.by] = Answer(
                    one.by,
                    at=before.at,
                    is_spoken=before.is_spoken,
                    reactions=before.reactions | {one.event_id},
                )
    call = Call(
        id=call_id,
        caller=caller,
        name=Text(told.text("name")),
        intention=Text(told.text("intention")),
        kind=Kind(told.text("kind")),
        rhythm=Text(told.text("rhythm")),
        audience=Text(told.text("audience")),
        weeks=told.number("weeks", USUAL.cycle_weeks),
        seats_min=seats.number("min", USUAL.crew_min),
        seats_max=seats.number("max", USUAL.crew_seats),
        opened_at=opened_at,
        closes_at=closes_at,
        answering=answering,
        start=Start(told.text("start") or Start.AT_QUORUM.value),
        state=CallState.OPEN,
        answers=tuple(answers.values()),
        crew=None,
        encryption=Encryption(told.text("encryption") or Encryption.OFF.value),
        zone=ZoneName(told.text("zone")) if told.text("zone") else None,
    )
    return CallRead(call=call, prompt=prompt)
