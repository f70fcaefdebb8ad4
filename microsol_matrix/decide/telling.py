"""Tell: help, calls, crews, why."""

from typing import Final

from microsol_matrix.decide.course import Refused
from microsol_matrix.decide.naming import taking_answers
from microsol_matrix.ids import UserId
from microsol_matrix.scales.call import Call, CallState
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.talk.archive import archived_when
from microsol_matrix.talk.descriptor import Descriptor, Where, Who
from microsol_matrix.talk.descriptors import (
    BY_ANY_WORD,
    COMMANDS,
    TOPICS,
    aliases_of,
    bare,
    meaning_of,
    summary_of,
    topic_at,
)
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.prompts import details_of, intention_of, seats_of
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

ARCHIVED: Final = frozenset({"archive", "archived", "archivo", "archivadas", "archives"})
"""What may stand after `!crews` for those that are archived, without accents."""

EVERYBODY = frozenset(Who)
"""Where a room's people may differ in what they may do, help tells about all of it."""

_FEW: Final = 8
"""So many commands fit on a phone, each with what it does; of more, the words are told by topic."""


def tell_help(command: Command, *, role: str, who: frozenset[Who] = EVERYBODY) -> Said | Refused:
    """Say what can be said here, or more about one command or about one topic.

    Args:
        command: As said.
        role: Of the room.
        who: What the person may be here; commands of others are left out of the lists.
    """
    word = command.text.strip().removeprefix("!").lower()
    if not word:
        return _what_is_heard(frozenset(one for one in COMMANDS if one.who in who), role=role)
    topic = topic_at(word)
    if topic is not None:
        lines = [_line(one) for one in TOPICS[topic] if one.who in who]
        return joined([say(f"help.topic.{topic}"), *lines, say(f"help.tail.{topic}")])
    descriptor = BY_ANY_WORD.get(bare(word))
    if descriptor is None:
        return Refused(say("help.none-such", word=word))
    return _more_about(descriptor)


def _what_is_heard(theirs: frozenset[Descriptor], *, role: str) -> Said:
    here = [
        one for one in COMMANDS if one in theirs and role in {where.value for where in one.where}
    ]
    if len(here) <= _FEW:
        return joined([say("help.head"), *map(_line, here), say("help.tail.few")])
    lines = [
        say(
            "help.words",
            topic=say(f"help.topic.{topic}"),
            words=", ".join(f"!{one.word}" for one in commands if one in here),
        )
        for topic, commands in TOPICS.items()
        if any(one in here for one in commands)
    ]
    return joined([say("help.head"), *lines, say("help.tail")])


def _line(descriptor: Descriptor) -> Said:
    return say("help.line", usage=descriptor.usage, summary=summary_of(descriptor))


def _more_about(descriptor: Descriptor) -> Said:
    options = [
        say(
            "help.option",
            option=f"{option.key}={option.shape}",
            meaning=meaning_of(descriptor, option),
            expected=option.takes.expected(),
        )
        for option in descriptor.options
    ]
    examples = [say("help.example", example=example) for example in descriptor.examples]
    return say(
        "help.command",
        usage=descriptor.usage,
        summary=summary_of(descriptor),
        options=joined(options, between=""),
        examples=joined(examples, between=""),
        aliases=aliases_of(descriptor),
        who=say(f"who.{descriptor.who.value}"),
        where=places(descriptor),
    )


def places(descriptor: Descriptor) -> Said:
    """Say where a command is heard."""
    names = [say(f"where.{where.value}") for where in Where if where in descriptor.where]
    return joined(names, between=", ")


def tell_calls(world: World) -> Said:
    """List the open calls: no names of who answered, no counts."""
    calls = taking_answers(world)
    if not calls:
        return say("calls.none", congregation=world.name)
    return say(
        "calls.list", congregation=world.name, calls=joined([_call_line(world, c) for c in calls])
    )


def _call_line(world: World, call: Call) -> Said:
    crew = world.crews.get(call.crew) if call.crew is not None else None
    if call.state is CallState.BEGUN and crew is not None:
        return say(
            "calls.line.begun" if crew.seats_left else "calls.line.full",
            name=call.name,
            intention=intention_of(call),
            seats=seats_of(crew),
            until=world.day_of(call.closes_at, call.zone),
        )
    return say(
        "calls.line",
        name=call.name,
        intention=intention_of(call),
        details=details_of(call),
        until=world.day_of(call.closes_at, call.zone),
    )


def tell_crews(world: World, command: Command, *, by: UserId, is_direct: bool) -> Said:
    """List the crews, or with one of `ARCHIVED` the archived ones; whose they are is said in private only."""
    if bare(command.text.strip()) in ARCHIVED:
        return _tell_archived(world, by, is_direct=is_direct)
    shown = _shown(world, by, is_direct=is_direct)
    living = tuple(crew for crew in shown if crew.is_living)
    if not living:
        return say("crews.none.living" if shown else "crews.none", congregation=world.name)
    lines = [_crew_line(crew, is_yours=is_direct and by in crew.holders) for crew in living]
    return say("crews.list", congregation=world.name, crews=joined(lines))


def _crew_line(crew: Crew, *, is_yours: bool) -> Said:
    line = say(
        "crews.line.yours" if is_yours else "crews.line",
        name=crew.name,
        intention=intention_of(crew),
        kind=say(f"kind.{crew.kind.value}"),
        state=say(f"state.{crew.state.value}"),
    )
    if is_yours or not crew.takes_newcomers:
        return line
    return joined([line, say("crews.door", name=crew.name)], between=" ")


def _tell_archived(world: World, person: UserId, *, is_direct: bool) -> Said:
    shown = _shown(world, person, is_direct=is_direct)
    lines = [
        say(
            "crews.archive.line.yours"
            if is_direct and person in crew.people
            else "crews.archive.line",
            name=crew.name,
            intention=intention_of(crew),
            kind=say(f"kind.{crew.kind.value}"),
            when=archived_when(world, crew),
        )
        for crew in shown
        if not crew.is_living
    ]
    if not lines:
        return say("crews.archive.none", congregation=world.name)
    return say("crews.archive.list", congregation=world.name, crews=joined(lines))


def _shown(world: World, person: UserId, *, is_direct: bool) -> tuple[Crew, ...]:
    """Give the crews of which somebody may hear here: hidden ones are their own people's, and said in private."""
    return tuple(
        crew
        for crew in world.crews_in_order
        if crew.visibility is not Visibility.HIDDEN or (is_direct and person in crew.holders)
    )


def tell_why(world: World) -> Said:
    """Say why the last thing was done; never about whom."""
    hidden = {crew.name for crew in world.crews_in_order if crew.is_hidden}
    deeds = [deed for deed in world.deeds if deed.about not in hidden]
    if not deeds:
        return say("why.none")
    deed = deeds[-1]
    return say(f"why.{deed.doing.value}", about=deed.about)
