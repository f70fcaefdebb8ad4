"""Make a call: its options, limits and defaults."""

from attrs import evolve as changed

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import name_and_rest, same, taking_answers, too_long
from microsol_matrix.decide.options import CallOptions, call_options, encryption_of, too_many_seats
from microsol_matrix.decide.sparing import moment, too_many_calls
from microsol_matrix.ids import CallId, CrewId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS
from microsol_matrix.scales.call import (
    INTENTION_LIMIT,
    NAME_LIMIT,
    Answer,
    Call,
    CallOpened,
    CallState,
    Start,
)
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say


def call(
    course: Course,
    command: Command,
    *,
    given: Given,
    message: MessageSaid,
    relaunches: CrewId | None = None,
) -> Said | Refused | None:
    """Open a call. In Commons its prompt is the answer; in a direct message the caller is told where it stands.

    Args:
        course: The deciding.
        command: With name and intention.
        given: Its options.
        message: As said.
        relaunches: The crew that is called again; None for a new one.
    """
    world = course.world
    commons = world.room(COMMONS)
    name, intention = name_and_rest(command)
    if not name:
        return Refused(say("call.needs-name"))
    for what, words, limit in (
        (say("what.name"), name, NAME_LIMIT),
        (say("what.intention"), intention, INTENTION_LIMIT),
    ):
        if refusal := too_long("call.too-long", what=what, given=words, limit=limit):
            return refusal
    if any(same(other.name, name) for other in taking_answers(world)):
        return Refused(say("call.same-name", name=name))
    if commons is None:
        return Refused(say("call.not-ready", name=world.name))
    if refusal := too_many_calls(course, message.by):
        return refusal
    encryption = encryption_of(
        given,
        by_default=world.congregation is not None and world.congregation.encrypts_crews,
        has_keys=course.moment.house.reads_encrypted,
    )
    if isinstance(encryption, Refused):
        return encryption
    if refusal := too_many_seats(given, numbers=world.numbers):
        return refusal
    options = call_options(given, numbers=world.numbers, now=course.now_there)
    called = _opened(course, message, name=name, intention=intention, options=options)
    opened = changed(called, encryption=encryption, relaunches=relaunches, zone=course.meant_in)
    course.add(CallOpened(opened))
    if message.room_id == commons.room_id:
        return None
    is_waiting = opened.start is Start.WHEN_I_SAY
    phrase = "call.done.start" if is_waiting else "call.done"
    until = moment(world, opened.closes_at, opened.zone)
    return say(phrase, name=name, until=until, least=opened.seats_min)


def _opened(
    course: Course, message: MessageSaid, *, name: str, intention: str, options: CallOptions
) -> Call:
    now = course.moment.now
    first = Answer(person=message.by, at=now, is_spoken=True, reactions=frozenset())
    return Call(
        id=CallId(course.moment.new_id("call", message.event_id, at_ms=message.claimed_ms)),
        caller=message.by,
        name=Text(name),
        intention=Text(intention),
        kind=options.kind,
        rhythm=options.rhythm,
        audience=options.audience,
        weeks=options.weeks,
        seats_min=options.seats[0],
        seats_max=options.seats[1],
        opened_at=now,
        closes_at=options.closes_at,
        answering=options.answering,
        start=options.start,
        state=CallState.OPEN,
        answers=(first,),
        crew=None,
    )
