"""Which congregation a direct message is about, where a person is in several or in none.

Owns the question, how it may be answered, and what is taken without asking. Refuses to keep what was
answered: that is a fact of the person's own lane.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from microsol_matrix.decide.naming import named, said_name, same
from microsol_matrix.ids import LaneId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import Call
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

_SAYS_ITSELF = ("yes", "no", "start", "withdraw", "host", "stepdown", "renew")
"""Commands that are about one of somebody's congregations only, more often than not."""


@frozen
class Choice:
    """One congregation that may be meant.

    Attributes:
        has_twin: Whether another one that may be meant has the same name, so that the slug is shown.
    """

    lane: LaneId
    slug: str
    name: Text
    has_twin: bool

    @property
    def title(self) -> Said:
        """Call it so that it cannot be taken for another."""
        phrase = "which-congregation.twin" if self.has_twin else "which-congregation.name"
        return say(phrase, name=self.name, slug=self.slug)


@frozen
class Which:
    """Which one is meant has to be asked.

    Attributes:
        choices: In the order in which they are numbered.
    """

    choices: tuple[LaneId, ...]
    text: Said


def choices_of(congregations: Mapping[LaneId, World]) -> tuple[Choice, ...]:
    """Give what may be meant, in an order that stays: by name, then slug."""
    founded = [
        (lane, world.congregation)
        for lane, world in congregations.items()
        if world.congregation is not None
    ]
    names = Counter(one.name.casefold() for _, one in founded)
    choices = [
        Choice(lane, one.slug, name=one.name, has_twin=names[one.name.casefold()] > 1)
        for lane, one in founded
    ]
    return tuple(sorted(choices, key=lambda one: (one.name.casefold(), one.slug)))


def chosen(
    said: str, choices: Sequence[Choice], *, numbered: Sequence[LaneId] = ()
) -> LaneId | None:
    """Read an answer: a number, a slug, a name or the beginning of just one; None if it is none.

    Args:
        said: Without its mark.
        choices: What may be meant now.
        numbered: As they were numbered when it was asked; empty for the order of `choices`.
    """
    words = said.strip().strip(".,!:\"'").removeprefix("in=").removeprefix("in ").strip()
    order = tuple(numbered) or tuple(one.lane for one in choices)
    if words.isascii() and words.isdigit():
        place = int(words) - 1
        there = order[place] if 0 <= place < len(order) else None
        return there if there in [one.lane for one in choices] else None
    for found in (
        [one for one in choices if one.slug == words.casefold()],
        [one for one in choices if same(one.name, words)],
        [one for one in choices if words and one.name.casefold().startswith(words.casefold())],
    ):
        if found:
            return found[0].lane if len(found) == 1 else None
    return None


def meant(
    congregations: Mapping[LaneId, World],
    command: Command,
    message: MessageSaid,
    *,
    remembered: LaneId | None = None,
) -> LaneId | Which | Said:
    """Find the congregation that a command in a direct message is about.

    Args:
        congregations: Those that the person is a member of; at least one.
        command: What was said; `in=` names one for this once.
        message: For answers, who says it.
        remembered: What the person answered when they were asked.

    Returns:
        The lane, or the question which one, or that there is none such.
    """
    choices = choices_of(congregations)
    if wanted := command.options.get("in"):
        return chosen(wanted, choices) or none_such(wanted, choices)
    if len(congregations) == 1:
        return next(iter(congregations))
    if command.descriptor.word in _SAYS_ITSELF:
        holding = [
            lane
            for lane, world in congregations.items()
            if _is_about(world, command=command, message=message)
        ]
        if len(holding) == 1:
            return holding[0]
    if remembered is not None and remembered in congregations:
        return remembered
    question = say("which-congregation", choices=_listed(choices, marked=None))
    return Which(tuple(one.lane for one in choices), question)


def none_such(wanted: str, choices: Sequence[Choice]) -> Said:
    """Say that there is no such congregation, and which there are."""
    return say("no-such-congregation", slug=wanted, choices=_listed(choices, marked=None))


def told_which(choices: Sequence[Choice], remembered: LaneId | None) -> Said:
    """Tell a person their congregations, and which of them is taken to be meant."""
    return say("in.list", choices=_listed(choices, marked=remembered))


def title_of(choices: Sequence[Choice], lane: LaneId) -> Said | None:
    """Call a congregation so that it cannot be taken for another of several; None where there is only one."""
    if len(choices) <= 1:
        return None
    return next((one.title for one in choices if one.lane == lane), None)


def _listed(choices: Sequence[Choice], *, marked: LaneId | None) -> Said:
    return joined(
        [
            say(
                "which-congregation.line.meant"
                if one.lane == marked
                else "which-congregation.line",
                number=number,
                slug=one.slug,
                title=one.title,
            )
            for number, one in enumerate(choices, 1)
        ]
    )


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
