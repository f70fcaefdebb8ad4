"""Answers to prompts other than calls', by reaction or by reply."""

from microsol_matrix.decide.answering import awaits_prompt, call_at, decide_reaction
from microsol_matrix.decide.course import Course, Later, Refused
from microsol_matrix.decide.hosting import offer_at, second
from microsol_matrix.observe import MessageSaid, Reacted
from microsol_matrix.talk.grammar import Command, is_yes


def decide_reacted(course: Course, reaction: Reacted) -> Later | None:
    """Judge a reaction by the prompt that it is put to.

    Returns:
        `Later` if a prompt of ours may be what it is about and its id has yet to reach us.
    """
    world = course.world
    if call_at(world, reaction.target) is not None:
        decide_reaction(course, reaction)
        return None
    offer = offer_at(world, reaction.target)
    if offer is not None:
        if is_yes(reaction.key):
            refusal = second(course, offer, reaction.by, because=reaction.event_id)
            _write(course, reaction, refusal)
        return None
    return Later() if awaits_prompt(world, reaction.room_id) else None


def _write(course: Course, reaction: Reacted, refusal: Refused | None) -> None:
    if refusal is not None:
        course.write(f"refused/{reaction.event_id}", reaction.by, text=refusal.text)


def is_prompted(course: Course, message: MessageSaid) -> bool:
    """Whether a message replies to a prompt that is no call's."""
    return offer_at(course.world, message.target) is not None


def decide_reply(course: Course, command: Command, message: MessageSaid) -> Refused | None:
    """Judge a plain answer to such a prompt; the prompt itself shows what came of it."""
    is_a_yes = command.descriptor.word == "yes"
    offer = offer_at(course.world, message.target)
    if offer is not None and is_a_yes:
        return second(course, offer, message.by, because=message.event_id)
    return None  # whoever does not agree need not say so
