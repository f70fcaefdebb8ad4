"""Answers to prompts other than calls', by reaction or by reply: offers to be host, knocks, crews' questions.

Owns which prompt an answer is to. Refuses to know what follows from it: `hosting`, `joining` and `asking` do.
"""

from microsol_matrix.decide.answering import (
    awaits_prompt,
    call_at,
    decide_reaction,
    decide_redaction,
)
from microsol_matrix.decide.asking import answer_by_reaction, take_reply
from microsol_matrix.decide.course import Course, Later, Refused
from microsol_matrix.decide.hosting import offer_at, second
from microsol_matrix.decide.joining import answer_knock, knock_at
from microsol_matrix.decide.link_answers import link_at
from microsol_matrix.decide.questions import question_at
from microsol_matrix.ids import EventId, UserId
from microsol_matrix.observe import MessageSaid, Reacted, WasRedacted
from microsol_matrix.scales.knock import KnockState
from microsol_matrix.talk.grammar import Command, Verdict, verdict_of
from microsol_matrix.world import World


def decide_reacted(course: Course, reaction: Reacted) -> Later | None:
    """Judge a reaction by the prompt that it is put to.

    Returns:
        `Later` if a prompt of ours may be what it is about and its id has yet to reach us.
    """
    if call_at(course.world, reaction.target) is not None:
        decide_reaction(course, reaction)
        return None
    if question_at(course.world, reaction.target) is not None:
        refusal = answer_by_reaction(course, reaction)
        if refusal is not None:
            course.write(f"refused/{reaction.event_id}", reaction.by, text=refusal.text)
        return None
    if not is_prompt(course.world, reaction.target):
        return Later() if awaits_prompt(course.world, reaction.room_id) else None
    verdict = verdict_of(reaction.key)
    if verdict is not None:
        refusal = _answer(
            course, reaction.target, reaction.by, verdict=verdict, because=reaction.event_id
        )
        if refusal is not None:
            course.write(f"refused/{reaction.event_id}", reaction.by, text=refusal.text)
    return None


def decide_redacted(course: Course, redaction: WasRedacted) -> Later | None:
    """Judge the taking away of a reaction: an answer to a question, or to a call.

    Returns:
        `Later` if the reaction itself may have been put off.
    """
    return None if take_reply(course, redaction) else decide_redaction(course, redaction)


def is_prompt(world: World, event_id: EventId | None) -> bool:
    """Whether an event is a prompt that is no call's."""
    return (
        offer_at(world, event_id) is not None
        or knock_at(world, event_id) is not None
        or link_at(world, event_id) is not None
    )


def decide_reply(course: Course, command: Command, message: MessageSaid) -> Refused | None:
    """Judge a plain yes or no to such a prompt; the prompt itself shows what came of it."""
    verdict = Verdict.YES if command.descriptor.word == "yes" else Verdict.NO
    return _answer(course, message.target, message.by, verdict=verdict, because=message.event_id)


def _answer(
    course: Course,
    prompt: EventId | None,
    by: UserId,
    *,
    verdict: Verdict,
    because: EventId,
) -> Refused | None:
    knock = knock_at(course.world, prompt)
    if knock is not None:
        is_a_yes = verdict is Verdict.YES
        state = KnockState.LET_IN if is_a_yes else KnockState.REFUSED
        return answer_knock(course, knock, by, verdict=state)
    asked = link_at(course.world, prompt)
    if asked is not None:
        return asked.answer(course, asked.link, by, verdict=verdict)
    offer = offer_at(course.world, prompt)
    if offer is not None and verdict is Verdict.YES:
        return second(course, offer, by, because=because)
    return None  # whoever does not agree to an offer need not say so
