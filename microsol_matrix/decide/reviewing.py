"""A crew looks back: it is asked how it wants to go on, and what its people answer is recorded.

Owns when one answer is enough, what happens to different ones, and silence. Nothing ends by one slip:
the first answer is recorded at once, another one by somebody else soon after takes it back and the
crew is asked which it is. Refuses to know what an outcome leads to (`outcomes`), and when a review's
time comes (`crew_times`).
"""

from datetime import datetime

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.cycles import days_later
from microsol_matrix.decide.moving import move, refuse_move
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.outcomes import MOVES, record, take_back
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.questions import ask
from microsol_matrix.decide.to_crew import tell_crew
from microsol_matrix.ids import CrewId, Ref, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.question import (
    Asking,
    Question,
    QuestionAnswered,
    QuestionDisputed,
    QuestionReminded,
    QuestionSettled,
    Reply,
)
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk.choices import CHOICES, choice_of_words, choice_said
from microsol_matrix.talk.grammar import Command
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, joined, say


def begin_review(course: Course, crew: Crew, *, by: UserId | None = None) -> Question:
    """Ask a crew how it wants to go on; its cycle has to have an end.

    Args:
        course: The deciding.
        crew: Which; it is active.
        by: Who wants it asked; None if its time has come.
    """
    world, now = course.world, course.moment.now
    today = days_later(now, now - now, zone=world.zone)
    ends_at = max(crew.cycle_ends_at or today, today)
    grace = world.numbers.review_grace
    # Asked long before its time and not answered, it is let go; asked in time, silence rests the crew.
    is_early = now + grace < ends_at
    question = Question(
        ref=Ref(f"review/{crew.id}/{to_ms(now)}"),
        asking=Asking.REVIEW,
        by=by,
        asked_at=now,
        closes_at=days_later(now if is_early else ends_at, grace, zone=world.zone),
        choices=CHOICES[Asking.REVIEW],
        ends_at=ends_at,
        is_first=crew.cycle == 1 and crew.caller is not None,
    )
    ask(course, crew, question)
    return question


def review(
    course: Course, command: Command, *, message: MessageSaid, name: str
) -> Said | Refused | None:
    """Look back early, or answer in words: `!review`, `!review keep`."""
    crew = own_crew(course, message, name=name, move=Move.REVIEW)
    if isinstance(crew, Refused):
        return crew
    words = said_name(command)
    asked = open_or_recent(course, crew)
    is_there = course.world.crew_at(message.room_id) is not None
    if asked is None or (not words and not asked.is_open):
        if refusal := refuse_move(crew, Move.REVIEW):
            return refusal
        asked = begin_review(course, crew, by=message.by)
        if not words:  # in the room the question itself is the answer
            return None if is_there else say("review.begun", name=crew.name)
    if not words:
        return say("review.asked-already", name=crew.name)
    choice = choice_of_words(asked, words)
    if choice is None:
        choices = [choice_said(asked, one) for one in asked.choices]
        return Refused(say("answer.unclear", choices=joined(choices, between=", ")))
    return answer_review(course, crew, message, asked=asked, choice=choice)


def answer_review(
    course: Course, crew: Crew, message: MessageSaid, *, asked: Question, choice: str
) -> Said | None:
    """Take in an answer in words; in the crew's room what comes of it is told anyway.

    Args:
        course: The deciding.
        crew: Which.
        message: By somebody who is in it.
        asked: The crew's review, which takes answers.
        choice: One of the question's.
    """
    reply = Reply(message.by, choice, at=course.moment.now)
    course.add(QuestionAnswered(crew.id, asked.ref, reply))
    is_there = course.world.crew_at(message.room_id) is not None
    has_spoken = weigh(course, course.world.crews[crew.id], asked.ref)
    return (
        None if is_there and has_spoken else say("answer.noted", choice=choice_said(asked, choice))
    )


def open_or_recent(course: Course, crew: Crew) -> Question | None:
    """Give the review that still takes answers; None if none does."""
    reviews = [one for one in crew.questions if one.asking is Asking.REVIEW]
    return next((one for one in reversed(reviews) if takes_answers(course, crew, one)), None)


def takes_answers(course: Course, crew: Crew, question: Question) -> bool:
    """Whether a question takes answers: an open one, or a review whose outcome is new and still stands."""
    if question.is_open:
        return True
    if question.asking is not Asking.REVIEW or not question.outcome or question.settled_at is None:
        return False
    if course.moment.now > question.settled_at + course.world.numbers.settling:
        return False
    newest = next(one for one in reversed(crew.questions) if one.asking is Asking.REVIEW)
    if newest.ref != question.ref:
        return False  # they are looking back once more: that is where to answer
    if question.outcome not in MOVES:  # a split or merge has only been spoken of
        return crew.state is CrewState.ACTIVE
    # What came in together has one time: it is the same only if it is the same move.
    recorded = (MOVES[question.outcome].value, question.settled_at)
    return crew.before is not None and (crew.before.move, crew.before.at) == recorded


def weigh(course: Course, crew: Crew, ref: Ref) -> bool:
    """Let answers to a review have their consequences; say whether the crew was told of any.

    One answer is recorded at once, and so are several that are the same. Different ones record
    nothing and take back what was.
    """
    question = _question(crew, ref)
    replies = [reply for reply in question.replies if reply.person in crew.people]
    said = {reply.choice for reply in replies}
    if not said or said == {question.outcome}:
        return False
    if len(said) == 1:
        if question.outcome:  # they have changed their mind
            take_back(course, crew, question)
        last = max(replies, key=lambda reply: reply.at)
        _record(course, crew.id, question, choice=last.choice, by=last.person)
        return True
    if question.is_open and question.is_disputed:
        return False  # they are finding out
    if question.outcome:
        take_back(course, crew, question)
    now = course.moment.now
    closes_at = max(question.closes_at, now + course.world.numbers.settling)
    course.add(QuestionDisputed(crew.id, ref, closes_at=closes_at))
    choices = [choice_said(question, one) for one in question.choices if one in said]
    text = say("review.disputed", answers=joined(choices, between=", "))
    tell_crew(course, course.world.crews[crew.id], "disputed", text=text)
    return True


def remind(course: Course, crew: Crew, question: Question) -> None:
    """Remind a crew, once, that it was asked."""
    course.add(QuestionReminded(crew.id, question.ref))
    until = course.world.day_of(question.closes_at)
    text = say("review.reminded", name=crew.name, until=until)
    tell_crew(course, crew, "reminded", text=text)


def let_go(course: Course, crew: Crew, question: Question) -> None:
    """End a review that came to nothing: silence rests a crew, and never ends one."""
    course.add(QuestionSettled(crew.id, question.ref, outcome="", at=course.moment.now))
    if _is_about_the_end(question) and crew.state is CrewState.ACTIVE:
        fall_silent(course, crew)


def fall_silent(course: Course, crew: Crew) -> None:
    """Let a crew rest because nobody answered."""
    resting = move(course, crew.id, Move.FALL_SILENT)
    tell_crew(course, resting, "silent", text=say("silent", name=crew.name))


def _is_about_the_end(question: Question) -> bool:
    return question.ends_at is not None and question.closes_at >= question.ends_at


def _record(
    course: Course, crew_id: CrewId, question: Question, *, choice: str, by: UserId
) -> None:
    course.add(QuestionSettled(crew_id, question.ref, outcome=choice, at=course.moment.now))
    text = record(
        course, course.world.crews[crew_id], choice, by=by, since=_since(course, question)
    )
    tell_crew(course, course.world.crews[crew_id], "recorded", text=text)


def _since(course: Course, question: Question) -> datetime:
    """Say from when on the next cycle counts: from the end of this one, or from now if it was ended early."""
    now = course.moment.now
    return (
        now if question.by is not None or question.ends_at is None else max(now, question.ends_at)
    )


def _question(crew: Crew, ref: Ref) -> Question:
    return next(question for question in crew.questions if question.ref == ref)
