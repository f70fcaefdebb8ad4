"""Which congregation a direct message is about, where a person is in several or in none."""

from collections.abc import Mapping

from microsol_matrix.decide.naming import named, said_name
from microsol_matrix.ids import LaneId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import Call
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

_SAYS_ITSELF = ("yes", "no", "start", "withdraw", "host", "stepdown", "renew")
"""Commands that are about one of somebody's congregations only, more often than not."""


def meant(
    congregations: Mapping[LaneId, World], command: Command, message: MessageSaid
) -> LaneId | Said:
    """Find the congregation that a command in a direct message is about.

    Args:
        congregations: Those that the person is a member of; at least one.
        command: What was said; `in=` names one.
        message: For answers, who says it.

    Returns:
        The lane, or what to answer instead: a question which one, or that there is none.
    """
    choices = joined(
        [
            say("which-congregation.line", slug=one.congregation.slug, name=one.congregation.name)
            for one in congregations.values()
            if one.congregation is not None
        ]
    )
    if wanted := command.options.get("in"):
        for lane, world in congregations.items():
            if world.congregation is not None and world.congregation.slug == wanted.lower():
                return lane
        return say("no-such-congregation", slug=wanted, choices=choices)
    if len(congregations) > 1 and command.descriptor.word in _SAYS_ITSELF:
        holding = [
            lane
            for lane, world in congregations.items()
            if _is_about(world, command=command, message=message)
        ]
        if len(holding) == 1:
            return holding[0]
    if len(congregations) == 1:
        return next(iter(congregations))
    return say("which-congregation", choices=choices)


def _is_about(world: World, *, command: Command, message: MessageSaid) -> bool:
    match command.descriptor.word:
        case "host" if said_name(command).lower() in ("yes", "no"):
            return message.by in world.asked_hosts
        case "host" if said_name(command).lower() == "me":
            return not world.hosts
        case "host" | "stepdown" | "renew":
            return message.by in world.hosts
        case _:
            return _has_call(world, command=command, message=message)


def _has_call(world: World, *, command: Command, message: MessageSaid) -> bool:
    calls = [call for call in world.calls_in_order if call.is_taking_answers]
    if command.descriptor.word in ("start", "withdraw"):
        calls = [call for call in calls if call.caller == message.by]
    name = said_name(command)
    found: tuple[Call, ...] = named(calls, name) if name else tuple(calls)
    return bool(found)
