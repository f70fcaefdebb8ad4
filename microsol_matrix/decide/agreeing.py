"""What a crew agrees: its rhythm, and the day on which it looks back.

Owns the reading of both out of what was said, and what holds now. Refuses to know what happens on
that day (`reviewing`).
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.crew_hosting import host_said
from microsol_matrix.decide.cycles import cycle_end, review_asked_at
from microsol_matrix.decide.moving import move, refuse_move
from microsol_matrix.decide.naming import too_long
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.to_crew import tell_all
from microsol_matrix.ids import Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import NOTE_LIMIT
from microsol_matrix.scales.crew import Agreement, Crew, CrewState
from microsol_matrix.scales.crew_life import CrewAgreed
from microsol_matrix.scales.question import QuestionSettled
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.options import CREW, REVIEW_DAY
from microsol_matrix.talk.prompts import agree_example, intention_of, seats_of
from microsol_matrix.talk.takes import Misfit
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

_REVIEW: Final = re.compile(
    r"(?:^|[\s,;.|])(?:review|revisi[oó]n|repaso|bilan|revue)\b\s*[:=]?\s*",
    re.IGNORECASE,
)
"""What stands between the rhythm and the day, in any of our languages; the last one does."""
_AROUND: Final = " \t,;|-\N{EN DASH}\N{EM DASH}"


@frozen
class Wanted:
    """What somebody wants agreed.

    Attributes:
        review_on: The last second of its day; None if no day was said.
        is_whole: Whether both were said, rhythm and day.
    """

    rhythm: Text
    review_on: datetime | None
    is_whole: bool


def agree(
    course: Course, command: Command, *, message: MessageSaid, given: Given
) -> Said | Refused:
    """Record what a crew has agreed; a forming one is active from then on, a resting one again."""
    crew = own_crew(course, message, name=given.of(CREW) or "", move=Move.AGREE)
    if isinstance(crew, Refused):
        return crew
    if refusal := refuse_move(crew, Move.AGREE):
        return refusal
    wanted = _wanted(course, command, crew=crew, given=given)
    if isinstance(wanted, Refused):
        return wanted
    now, is_first = course.moment.now, crew.agreement is None
    review_on = wanted.review_on or cycle_end(course.world, crew, after=now)
    agreement = Agreement(wanted.rhythm, review_on=review_on, by=message.by, at=now)
    if crew.review is not None:  # they have looked back, and come to this
        course.add(QuestionSettled(crew.id, crew.review.ref, outcome="", at=now))
    course.add(CrewAgreed(crew.id, agreement))
    cycle = crew.cycle + 1 if crew.state is CrewState.RESTING else crew.cycle
    agreed = move(course, crew.id, Move.AGREE, by=message.by, cycle=cycle, cycle_ends_at=review_on)
    host = host_said(course.world, agreed)
    asked = asked_on(course.world, agreed, ends_at=review_on)
    if is_first and wanted.is_whole:  # nothing was put in that they did not say themselves
        text = say("agree.done", asked=asked, host=host)
    else:
        text = say(
            "agree.done.completed" if is_first else "agree.anew",
            rhythm=agreement.rhythm,
            end=course.world.day_of(review_on),
            asked=asked,
            host=host,
        )
    return tell_all(course, agreed, message, text=text)


def asked_on(world: World, crew: Crew, *, ends_at: datetime) -> date:
    """Give the day on which a crew is asked how it has been, before its cycle ends."""
    return world.day_of(review_asked_at(world, crew, ends_at=ends_at))


def _wanted(course: Course, command: Command, *, crew: Crew, given: Given) -> Wanted | Refused:
    written = unicodedata.normalize("NFC", f"{command.name} {command.text}".strip())
    last = next(reversed(list(_REVIEW.finditer(written))), None)
    rhythm, day = written, ""
    if last is not None:
        rhythm, day = written[: last.start()], written[last.end() :].strip(_AROUND)
    said = rhythm.strip(_AROUND)
    rhythm = said or crew.rhythm
    is_nothing = not written and given.of(REVIEW_DAY) is None
    if is_nothing or not rhythm or (last is not None and not day):
        example = agree_example(course.world, crew, since=course.moment.now)
        return Refused(say("agree.needs", example=example))
    if refusal := too_long(
        "agree.too-long", what=say("agree.rhythm"), given=rhythm, limit=NOTE_LIMIT
    ):
        return refusal
    review_on = given.of(REVIEW_DAY)
    if last is not None:
        read = REVIEW_DAY.takes.read(day, now=course.now_there)
        if isinstance(read, Misfit):
            expected = REVIEW_DAY.takes.expected()
            return Refused(read.why or say("agree.day", given=day, expected=expected))
        review_on = read
    if review_on is None:
        return Wanted(Text(rhythm), review_on=None, is_whole=False)
    today, review_on = course.now_there.date(), course.day_here(review_on)
    if course.world.day_of(review_on) <= today:
        return Refused(say("agree.too-soon", first=today + timedelta(days=1)))
    return Wanted(Text(rhythm), review_on, is_whole=bool(said))


# --------------------------------------------------------------------------------------- telling


def tell_agreements(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Tell what holds in a crew, and what held before."""
    crew = own_crew(course, message, name=name)
    if isinstance(crew, Refused):
        return crew
    world, agreement = course.world, crew.agreement
    if agreement is None:
        return say("agreements.none", name=crew.name, next=next_said(crew))
    lines = [
        say(
            "agreements.now",
            name=crew.name,
            rhythm=_in_words(agreement),
            host=host_said(world, crew),
        ),
        cycle_said(world, crew),
        doors_said(crew),
    ]
    earlier = [
        say(
            "agreements.line",
            rhythm=_in_words(one),
            review=world.day_of(one.review_on),
            at=world.day_of(one.at),
        )
        for one in crew.agreements[:-1]
    ]
    if earlier:
        lines.append(say("agreements.before", lines=joined(earlier)))
    return joined(lines)


def _in_words(agreement: Agreement) -> Said:
    """Say what was agreed; the words of an encrypted crew do not outlive the database."""
    rhythm = agreement.rhythm
    return say("name.bare", name=rhythm) if rhythm else say("agreements.words-gone")


def cycle_said(world: World, crew: Crew) -> Said:
    """Say where a crew is in its cycle; what it can do where it has none."""
    if crew.state is not CrewState.ACTIVE or crew.cycle_ends_at is None:
        return next_said(crew)
    phrase = "cycle.asked" if crew.review is not None else "cycle.will-ask"
    return say(
        phrase,
        cycle=crew.cycle,
        end=world.day_of(crew.cycle_ends_at),
        asked=asked_on(world, crew, ends_at=crew.cycle_ends_at),
    )


def doors_said(crew: Crew) -> Said:
    """Say whether a crew takes newcomers, and who sees it."""
    return say(
        "crew.doors",
        joining=say(f"newcomers.{crew.joining.value}"),
        seen=say(f"seen-by.{crew.visibility.value}"),
    )


def next_said(crew: Crew) -> Said:
    """Say what a crew can do where it is."""
    if crew.state is CrewState.ARCHIVED:
        return say("next.archived", name=crew.name)
    return say(f"next.{crew.state.value}")


def tell_crew_itself(course: Course, message: MessageSaid, *, name: str) -> Said | Refused:
    """Tell somebody about a crew of theirs."""
    crew = own_crew(course, message, name=name)
    if isinstance(crew, Refused):
        return crew
    world = course.world
    head = say(
        "crew.about",
        name=crew.name,
        intention=intention_of(crew),
        kind=say(f"kind.{crew.kind.value}"),
        state=say(f"state.{crew.state.value}"),
        people=len(crew.people),
        seats=seats_of(crew),
        host=host_said(world, crew),
    )
    return joined([head, cycle_said(world, crew), doors_said(crew)])
