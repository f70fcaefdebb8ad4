"""Come in late: a crew says whether it takes newcomers, people ask for a seat, and the crew lets them in or not.

Owns who may ask, who waits, and that whoever is not let in hears the same words whatever the reason.
Refuses to know how a crew agrees: `consent` does.
"""

from datetime import timedelta
from typing import Final

from microsol_matrix.decide.consent import ask_for_consent, settle
from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import named, names_of, said_name, same, taking_answers
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.ids import CrewId, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import crew_room
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import Crew, SeatGiven
from microsol_matrix.scales.crew_life import (
    CrewJoiningChanged,
    NewcomerBack,
    NewcomerDeclined,
    NewcomerGone,
    NewcomerWaits,
)
from microsol_matrix.scales.question import Asking, Objected, Question, QuestionSettled
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.choices import TAKEN_BACK, YES
from microsol_matrix.talk.consent import until
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.prompts import seats_of
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, joined, say, span
from microsol_matrix.world import World

_LATELY: Final = timedelta(days=1)
_OFTEN: Final = 2
"""Once, and once more after taking it back: people may change their mind, and a crew may have its peace."""


# ------------------------------------------------------------------------------------ the crew says


def crew_joining(
    course: Course, command: Command, *, message: MessageSaid, crew: str
) -> Said | Refused:
    """Tell whether a crew takes newcomers, or let one of its people say so.

    Args:
        course: The deciding.
        command: With the way, or nothing.
        message: As said.
        crew: The name of the crew, as given; empty if none was.
    """
    own = own_crew(course, message, name=crew, move=Move.JOINING)
    if isinstance(own, Refused):
        return own
    words = said_name(command).lower()
    if not words:
        return _way(course.world, own)
    wanted = next((one for one in Joining if one.value == words), None)
    if wanted is None:
        return Refused(say("crew-joining.unknown", given=words))
    if refusal := refuse_move(own, Move.JOINING):
        return refusal
    if wanted is own.joining:
        return _way(course.world, own)
    course.add(CrewJoiningChanged(own.id, wanted))
    now = _way(course.world, course.world.crews[own.id])
    room = course.world.room(crew_room(own.id))
    if room is not None and message.room_id != room.room_id:
        by = course.world.name_of(message.by)
        text = say("crew-joining.changed", by=by, joining=now)
        course.say(f"crew-joining/{message.event_id}", room.room_id, text=text)
    return now


def _way(world: World, crew: Crew) -> Said:
    """Say how newcomers come into a crew, and what is in the way of it."""
    if crew.joining is Joining.CLOSED:
        way = say("crew-joining.closed", name=crew.name)
        called = next((one for one in taking_answers(world) if one.crew == crew.id), None)
        if called is None or not crew.seats_left:
            return way
        day = world.day_of(called.closes_at, called.zone)
        return joined([way, say("crew-joining.call", until=day, seats=seats_of(crew))])
    if crew.joining is Joining.ASK:
        way = say("crew-joining.ask", name=crew.name, span=span(world.numbers.consent))
    else:
        way = say("crew-joining.open", name=crew.name)
    if crew.is_hidden:
        return joined([way, say("crew-joining.hidden", name=crew.name)])
    most = world.numbers.crew_full
    return joined([way, say("crew-joining.full", most=most)]) if _is_full(world, crew) else way


# --------------------------------------------------------------------------------- people would come


def join(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused:
    """Ask for a seat in a crew that has begun; asked once more, that is taken back."""
    world, person, name = course.world, message.by, said_name(command)
    if not name:
        return Refused(say("join.needs-name"))
    # Where others read, part of a name is not enough to be told a hidden crew's.
    is_private = world.key_of(message.room_id) is None
    found = named(
        (
            one
            for one in world.crews_in_order
            if one.is_living and (one.takes_newcomers or person in one.holders)
            if is_private or not one.is_hidden or same(one.name, name)
        ),
        name,
    )
    if len(found) > 1:
        return Refused(say("join.which", crews=names_of(found)))
    if found:
        return Privately(_come(course, found[0], person))
    calls = named(taking_answers(world), name)
    if calls:
        return Privately(say("join.call", name=calls[0].name))
    # The same whether there is no such crew, it takes nobody, or it is none of their business.
    return Privately(say("join.closed", name=name, congregation=world.name))


def _come(course: Course, crew: Crew, person: UserId) -> Said:
    asked = _question_about(crew, person)
    if person in crew.holders:
        return say("join.in", name=crew.name)
    if asked is not None or person in crew.waiting:
        _take_back(course, crew, person)
        return say("join.taken-back", name=crew.name)
    return _ask(course, crew, person)


def knocked_at(course: Course, crew: Crew, person: UserId, *, because: str) -> None:
    """Take in that somebody asks to come in at a crew's room, as if they had said `!join`.

    Who is no member of the congregation is asked no further: the plan answers their knock with no.
    """
    if person not in course.world.members or person in crew.holders:
        return
    if _question_about(crew, person) is not None or person in crew.waiting:
        return  # they are waiting for an answer already
    if crew.takes_newcomers:
        told = _ask(course, crew, person)
    else:
        title = say("join.this-room") if crew.is_hidden else crew.name
        told = say("join.closed", name=title, congregation=course.world.name)
    course.write(f"knock/{because}", person, text=told)


def wants_no_more(course: Course, crew: Crew, person: UserId) -> None:
    """Take in that somebody does not ask to come in any more."""
    if _question_about(crew, person) is not None or person in crew.waiting:
        _take_back(course, crew, person)


def _ask(course: Course, crew: Crew, person: UserId) -> Said:
    """Let somebody in, ask the crew, or let them wait, as it is with the crew."""
    if person in crew.not_now:
        return say("join.not-now", name=crew.name)
    if _has_asked_enough(course, crew, person):
        return say("join.enough", name=crew.name)
    return _attend(course, crew, person)


def _attend(course: Course, crew: Crew, person: UserId) -> Said:
    if not _has_room(course.world, crew):
        course.add(NewcomerWaits(crew.id, person))
        return say("join.waiting", name=crew.name)
    if crew.joining is Joining.OPEN:
        course.add(SeatGiven(crew.id, person, at=course.moment.now))
        return say("join.welcome", name=crew.name)
    question = ask_for_consent(course, crew, Asking.NEWCOMER, by=person, person=person)
    return say("join.asked", name=crew.name, until=until(course.world, question))


def _has_asked_enough(course: Course, crew: Crew, person: UserId) -> bool:
    """Whether somebody has had a crew asked so often lately that more would only disturb it."""
    lately = [
        one
        for one in crew.questions
        if one.person == person and one.asked_at > course.moment.now - _LATELY
    ]
    return len(lately) >= _OFTEN


def _take_back(course: Course, crew: Crew, person: UserId) -> None:
    question = _question_about(crew, person)
    if question is not None:
        settle(course, crew, question, outcome=TAKEN_BACK)
        if question.is_objected:
            # Asking anew would let the objection be forgotten: it holds for this cycle.
            course.add(NewcomerDeclined(crew.id, person))
    if person in crew.waiting:
        course.add(NewcomerGone(crew.id, person))


# ------------------------------------------------------------------------------------ what follows


def asks_again(course: Course, fact: NewcomerBack) -> None:
    """Ask once more about somebody who was turned away as a crew began to close; what was objected to stays so."""
    crew, person = course.world.crews[fact.crew_id], fact.person
    earlier = [one for one in crew.questions if one.person == person]
    told = _attend(course, crew, person)
    question = _question_about(course.world.crews[crew.id], person)
    if question is not None and earlier and earlier[-1].is_objected:
        course.add(Objected(crew.id, question.ref))
    text = joined([say("join.goes-on", name=crew.name), told])
    course.write(f"goes-on/{crew.id}/{to_ms(course.moment.now)}", person, text=text)


def newcomer_settled(course: Course, fact: QuestionSettled) -> None:
    """Let what a crew said about a newcomer have its consequences."""
    crew = course.world.crews.get(fact.crew_id)
    question = next((one for one in crew.questions if one.ref == fact.ref), None) if crew else None
    if crew is None or question is None or question.asking is not Asking.NEWCOMER:
        return
    person = question.person
    if person is None or person in crew.holders or fact.outcome == TAKEN_BACK:
        return
    if fact.outcome == YES:
        course.add(SeatGiven(crew.id, person, at=course.moment.now))
        course.write(f"welcome/{fact.ref}", person, text=say("join.welcome", name=crew.name))
    else:
        _decline(course, crew, person, because=fact.ref)


def attend_newcomers(course: Course, crew_id: CrewId) -> None:
    """Let in, ask about or send away those who wait, as it is with a crew now."""
    _end_what_is_over(course, course.world.crews[crew_id])
    while True:
        crew = course.world.crews[crew_id]
        if not crew.waiting or not _has_room(course.world, crew):
            return
        _let_next_in(course, crew, crew.waiting[0])


def _end_what_is_over(course: Course, crew: Crew) -> None:
    for question in crew.open_questions:
        if question.asking is not Asking.NEWCOMER:
            continue
        if question.person in crew.holders:  # asked in by the crew's host meanwhile
            settle(course, crew, question, outcome=YES)
        elif not crew.takes_newcomers:
            settle(course, crew, question, outcome="")
    for person in crew.waiting:
        if person in crew.holders or not crew.takes_newcomers:
            course.add(NewcomerGone(crew.id, person))
        if person not in crew.holders and not crew.takes_newcomers:
            _decline(course, crew, person, because=f"{to_ms(course.moment.now)}")


def _let_next_in(course: Course, crew: Crew, person: UserId) -> None:
    course.add(NewcomerGone(crew.id, person))
    if person not in course.world.members:
        return
    told = _ask(course, course.world.crews[crew.id], person)
    text = joined([say("join.free", name=crew.name), told])
    course.write(f"free/{crew.id}/{to_ms(course.moment.now)}", person, text=text)


def _decline(course: Course, crew: Crew, person: UserId, *, because: str) -> None:
    """Tell somebody "not this cycle": the same words whatever the reason."""
    course.add(NewcomerDeclined(crew.id, person))
    ref = f"not-now/{crew.id}/{because}"
    course.write(ref, person, text=say("join.not-now", name=crew.name))


def _question_about(crew: Crew, person: UserId) -> Question | None:
    return next(
        (
            one
            for one in crew.open_questions
            if one.asking is Asking.NEWCOMER and one.person == person
        ),
        None,
    )


def _is_full(world: World, crew: Crew) -> bool:
    return len(crew.holders) >= world.numbers.crew_full


def _has_room(world: World, crew: Crew) -> bool:
    """Whether there is a seat for one more, those counted who are being asked about."""
    asked = sum(1 for one in crew.open_questions if one.asking is Asking.NEWCOMER)
    return len(crew.holders) + asked < world.numbers.crew_full
