"""What only the caller does with a call: start it, take it back."""

from collections.abc import Iterable

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.naming import named, names_of, said_name, taking_answers
from microsol_matrix.decide.seats import begin
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import Call, CallEnded, CallState
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def start(course: Course, command: Command, *, message: MessageSaid) -> Said | Privately | Refused:
    """Begin the crew of a call that waits for its caller's word."""
    call = _own(course.world, command, message=message)
    if isinstance(call, Refused):
        return call
    if call.caller != message.by:
        caller = course.world.name_of(call.caller)
        return Refused(say("start.caller-only", caller=caller, name=call.name))
    if call.state is CallState.BEGUN:
        return Refused(say("start.begun", name=call.name))
    if not call.has_quorum:
        count = len(call.answers)
        # How many have answered is the caller's to know, until it begins.
        return Privately(say("start.too-few", name=call.name, count=count, least=call.seats_min))
    begin(course, call)
    return say("start.done", name=call.name)


def withdraw(course: Course, command: Command, *, message: MessageSaid) -> Said | Refused:
    """Take a call back before its crew has begun."""
    call = _own(course.world, command, message=message)
    if isinstance(call, Refused):
        return call
    if call.caller != message.by:
        caller = course.world.name_of(call.caller)
        return Refused(say("withdraw.caller-only", caller=caller, name=call.name))
    if call.state is CallState.BEGUN:
        return Refused(say("withdraw.begun", name=call.name))
    course.add(CallEnded(call.id, state=CallState.WITHDRAWN, at=course.moment.now))
    return say("withdraw.done", name=call.name)


def _own(world: World, command: Command, *, message: MessageSaid) -> Call | Refused:
    """Find the call that a caller means; a named one may be somebody else's, which is refused by name."""
    everybodys = taking_answers(world)
    own = tuple(call for call in everybodys if call.caller == message.by)
    name = said_name(command)
    candidates = (named(own, name) or named(everybodys, name)) if name else _without_begun(own)
    if len(candidates) == 1:
        return candidates[0]
    if candidates:
        return Refused(say("own.which", calls=names_of(candidates)))
    if name and everybodys:
        return Refused(say("yes.none-such", name=name, calls=names_of(everybodys)))
    return Refused(say("own.none", congregation=world.name))


def _without_begun(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Prefer calls that have not begun: only those can be started or taken back."""
    everything = tuple(calls)
    waiting = tuple(call for call in everything if call.state is CallState.OPEN)
    return waiting or everything
