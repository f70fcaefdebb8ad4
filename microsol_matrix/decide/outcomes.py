"""What a crew records of its way: it goes on, changes, rests, splits, merges, finishes; and takes that back.

Owns what each of them leads to and what is told. Refuses to know how it was found out (`reviewing`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from microsol_matrix.decide.agreeing import asked_on, next_said
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.crew_hosting import has_host, next_host
from microsol_matrix.decide.cycles import closing_until, cycle_end, undo_until
from microsol_matrix.decide.moving import move
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.splitting import begin_split
from microsol_matrix.decide.to_crew import tell_all
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Before, Crew, CrewState
from microsol_matrix.scales.question import Asking, Question, QuestionSettled
from microsol_matrix.scales.transitions import Move, leads
from microsol_matrix.talk.prompts import agree_example
from microsol_matrix.words import Said, joined, say, span
from microsol_matrix.world import World

MOVES: Final[Mapping[str, Move]] = {
    "keep": Move.KEEP,
    "change": Move.CHANGE,
    "rest": Move.REST,
    "finish": Move.FINISH,
}
"""Which move a review's outcome is, by its choice; a split and a merge are talked about first."""


def record(course: Course, crew: Crew, choice: str, *, by: UserId, since: datetime) -> Said:
    """Record how a crew goes on, and give what to tell it.

    Args:
        course: The deciding.
        crew: Which; the move has to be possible.
        choice: One of a review's.
        by: Who said so.
        since: From when on the next cycle counts.
    """
    person = course.world.name_of(by)
    match choice:
        case "keep" | "change":
            end = cycle_end(course.world, crew, after=since)
            cycle = crew.cycle + 1
            now = move(course, crew.id, MOVES[choice], by=by, cycle=cycle, cycle_ends_at=end)
            text = say(
                f"outcome.{choice}",
                person=person,
                name=now.name,
                cycle=cycle,
                end=course.world.day_of(end),
                undo=_undo_day(course),
                example=agree_example(course.world, now, since=since),
            )
            return joined([text, *_turn(course.world, now)])
        case "rest":
            now = move(course, crew.id, Move.REST, by=by)
            return say("outcome.rest", person=person, name=now.name, undo=_undo_day(course))
        case "finish":
            now = move(course, crew.id, Move.FINISH, by=by)
            until = course.world.day_of(closing_until(course.world, now))
            return say("outcome.finish", person=person, until=until)
        case "split":
            refusal = begin_split(course, crew, by)
            text = say("outcome.split", person=person)
            follows = say("outcome.split.how") if refusal is None else refusal.text
            return joined([text, follows])
        case "merge":
            return say("outcome.merge", person=person)
        case _:
            broken = f"{choice} is no way for a crew to go on"
            raise AssertionError(broken)


def _turn(world: World, crew: Crew) -> tuple[Said, ...]:
    """Say whose turn it would be to host, as a cycle begins."""
    turn = next_host(crew)
    if turn is None:
        return ()
    if not has_host(crew):
        return (say("crew-host.nobody", name=crew.name),)
    return (say("crew-host.turn", host=world.name_of(crew.host), next=world.name_of(turn)),)


def _undo_day(course: Course) -> Said:
    """Say until when what is recorded now can be taken back."""
    until = undo_until(course.world, course.moment.now)
    return say("until", day=course.world.day_of(until))


# ------------------------------------------------------------------------------------ taking back


def take_back(course: Course, crew: Crew, question: Question) -> None:
    """Take back what a review has come to: the crew is as it was before."""
    if crew.before is not None and question.outcome in MOVES:
        _restore(course, crew, crew.before)
        return
    for other in crew.open_questions:
        if other.asking is Asking.SPLIT and question.outcome == "split":
            course.add(QuestionSettled(crew.id, other.ref, outcome="", at=course.moment.now))


def undo(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Take back what a crew recorded last, for as long as it can be."""
    crew = own_crew(course, message, name=name)
    if isinstance(crew, Refused):
        return crew
    before, world = crew.before, course.world
    if before is None or not leads(Move.UNDO, crew.state, before.state):
        state = say(f"state.{crew.state.value}")
        return Refused(say("undo.none", name=crew.name, state=state, next=next_said(crew)))
    if course.moment.now > undo_until(world, before.at):
        return Refused(
            say(
                "undo.late",
                at=world.day_of(before.at),
                span=span(world.numbers.undo),
                name=crew.name,
                state=say(f"state.{crew.state.value}"),
                next=next_said(crew),
            )
        )
    restored = _restore(course, crew, before, by=message.by)
    text = say(
        "undo.done",
        person=world.name_of(message.by),
        what=say(f"recorded.{before.move}"),
        name=crew.name,
        state=say(f"state.{restored.state.value}"),
    )
    if restored.state is CrewState.ACTIVE and restored.cycle_ends_at is not None:
        day = asked_on(course.world, restored, ends_at=restored.cycle_ends_at)
        asked = say("outcome.will-ask", asked=day)
        text = joined([text, asked], between=" ")
    return tell_all(course, restored, message, text=text)


def _restore(course: Course, crew: Crew, before: Before, *, by: UserId | None = None) -> Crew:
    return move(
        course,
        crew.id,
        Move.UNDO,
        to=before.state,
        by=by,
        cycle=before.cycle,
        cycle_ends_at=before.cycle_ends_at,
    )
