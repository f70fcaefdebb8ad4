"""Crews that begin without a call: what they take over from those that they grew from, and what is left behind.

Owns that nothing of a crew's life goes on in another one by itself: it forms anew, with new agreements,
in a room of its own. Refuses to know who comes along: `splitting` and `merging` do.
"""

from collections.abc import Sequence

from microsol_matrix.decide.course import Course
from microsol_matrix.decide.moving import move
from microsol_matrix.decide.questions import ask
from microsol_matrix.ids import CrewId, Ref, Text, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import (
    Crew,
    CrewBegan,
    CrewState,
    Seat,
    SeatState,
    Visibility,
)
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.scales.transitions import Move, is_possible
from microsol_matrix.talk.choices import CHOICES, YES
from microsol_matrix.times import to_ms

_STRICTEST: tuple[Encryption, ...] = (Encryption.UNREAD, Encryption.READ, Encryption.OFF)


def begin_from(
    course: Course, parents: Sequence[Crew], *, name: Text, people: Sequence[UserId]
) -> Crew:
    """Begin a crew that grows from others.

    Args:
        course: The deciding.
        parents: Which crews; the first gives what cannot be had from all.
        name: Of the new crew.
        people: Who has chosen to be in it; the first hosts while it is forming.
    """
    now, first = course.moment.now, parents[0]
    seats = tuple(Seat(person=one, state=SeatState.GIVEN, since=now) for one in people)
    crew = Crew(
        id=CrewId(course.moment.new_id("crew", *(one.id for one in parents), name)),
        call_id=None,
        name=name,
        intention=first.intention,
        kind=first.kind,
        rhythm=first.rhythm,
        host=people[0],
        seats_min=min(least_of(course, one) for one in parents),
        seats_max=max(len(people), *(one.seats_max for one in parents)),
        state=CrewState.FORMING,
        begun_at=now,
        first=tuple(people),
        seats=seats,
        is_asked_about_size=False,
        is_welcomed=False,
        encryption=next(
            one for one in _STRICTEST if one in {parent.encryption for parent in parents}
        ),
        weeks=first.weeks,
        # Who has not chosen in time may ask to come after all.
        joining=Joining.OPEN
        if all(one.joining is Joining.OPEN for one in parents)
        else Joining.ASK,
        visibility=_narrowest(parents),
        lineage=tuple(one.id for one in parents),
    )
    course.add(CrewBegan(crew))
    return crew


def least_of(course: Course, crew: Crew) -> int:
    """Say how many people a crew needs that grows from another: never more than the congregation says."""
    return min(crew.seats_min, course.world.numbers.crew_min)


def ask_about_old_room(course: Course, crew: Crew) -> None:
    """Ask a crew whether the room that its people leave behind is to be archived; silence leaves it as it is.

    The plan puts the question up once the new rooms exist.
    """
    if not is_possible(Move.LET_GO, crew.state):
        return
    ask(course, crew, question_for(course, crew, Asking.OLD_ROOM))


def let_go_of_room(course: Course, crew: Crew, ref: Ref) -> None:
    """Settle what becomes of an old room by what somebody has answered."""
    question = next(one for one in crew.questions if one.ref == ref)
    reply = question.replies[-1]
    course.add(QuestionSettled(crew.id, ref, reply.choice, at=course.moment.now))
    if reply.choice == YES:
        move(course, crew.id, Move.LET_GO, by=reply.person)


def is_there(course: Course, crew: Crew, message: MessageSaid) -> bool:
    """Whether something was said in a crew's own room: what stands there already needs no other answer."""
    here = course.world.crew_at(message.room_id)
    return here is not None and here.id == crew.id


def question_for(
    course: Course,
    crew: Crew,
    asking: Asking,
    *,
    by: UserId | None = None,
    labels: tuple[Text, ...] = (),
    other: CrewId | None = None,
) -> Question:
    """Make a question about splitting or merging, open as long as people have to choose."""
    now = course.moment.now
    # With the time: a crew may be asked again.
    reason = (asking.value, crew.id, other or "", str(to_ms(now)))
    return Question(
        ref=Ref(f"question/{course.moment.new_id(*reason)}"),
        asking=asking,
        by=by,
        asked_at=now,
        closes_at=now + course.world.numbers.choosing_sides,
        choices=CHOICES[asking],
        labels=labels,
        other=other,
    )


def _narrowest(parents: Sequence[Crew]) -> Visibility:
    """Give what fewest see of the parents, and never the porch: a new crew agrees to that anew."""
    seen = {Visibility.CONGREGATION, *(parent.visibility for parent in parents)}
    return next(one for one in Visibility if one in seen)
