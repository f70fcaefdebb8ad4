"""Prompts, found again: which message of ours is about what, and whether it reads as it is to read.

Owns the comparing of what stands with what would be said now. Refuses to say anything.
"""

from collections.abc import Iterator, Mapping

from attrs import evolve as changed

from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, Ref, RoomId, Text
from microsol_matrix.markup import to_plain
from microsol_matrix.observe.remembered import OwnMessage, RoomRead
from microsol_matrix.plan.messages import call_prompt, own_reactions, prompt_texts
from microsol_matrix.scales.call import CallOpened
from microsol_matrix.seen import UNKNOWN, PromptEdited, PromptReacted, PromptSent
from microsol_matrix.structure.types import digest
from microsol_matrix.world import World


def stand_ins(prompts: Mapping[Ref, tuple[RoomId, EventId]]) -> tuple[PromptSent, ...]:
    """Say that prompts stand, whatever they read: what they are to read depends on it."""
    return tuple(
        PromptSent(ref, room_id, event_id=event_id, digest=UNKNOWN)
        for ref, (room_id, event_id) in sorted(prompts.items())
    )


def called_again(
    world: World,
    prompts: Mapping[Ref, tuple[RoomId, EventId]],
    *,
    rooms: Mapping[RoomId, RoomRead],
    house: House,
) -> Iterator[CallOpened]:
    """Say which crews open calls call again: nothing but the words of their prompts tells it.

    Args:
        world: With all prompts standing.
        prompts: Where each stands, and as which event.
        rooms: What was read of rooms.
        house: Who we are.
    """
    archived = [crew.id for crew in world.crews_in_order if not crew.is_living]
    for call in world.calls_in_order if archived else ():
        room_id, event_id = prompts[call_prompt(call.id)]
        said = rooms[room_id].said if room_id in rooms else ()
        edits = [one for one in said if one.replaces == event_id]
        for old in (None, *archived):
            tried = changed(call, relaunches=old)
            texts = _texts(changed(world, calls={**world.calls, call.id: tried}), house)
            wanted = to_plain(texts[call_prompt(call.id)])
            if _reads(said, event_id, edits=edits, wanted=wanted):
                yield CallOpened(tried)
                break


def _texts(world: World, house: House) -> Mapping[Ref, Text]:
    return {ref: said.in_language(world.language) for ref, _, said in prompt_texts(world, house)}


def prompt_facts(
    world: World,
    prompts: Mapping[Ref, tuple[RoomId, EventId]],
    *,
    rooms: Mapping[RoomId, RoomRead],
    house: House,
) -> Iterator[Fact]:
    """Say of prompts how they read, how often each was edited, and which reactions of ours stand under them.

    Args:
        world: With all of them standing.
        prompts: Where each stands, and as which event.
        rooms: What was read of rooms.
        house: Who we are.
    """
    wanted = _texts(world, house)
    for ref, (room_id, event_id) in sorted(prompts.items()):
        if ref not in wanted:
            continue
        said = rooms[room_id].said if room_id in rooms else ()
        edits = [one for one in said if one.replaces == event_id]
        whole = digest({"text": wanted[ref]})
        stands = (
            whole if _reads(said, event_id, edits=edits, wanted=to_plain(wanted[ref])) else UNKNOWN
        )
        yield PromptSent(ref, room_id, event_id=event_id, digest=UNKNOWN if edits else stands)
        for number, edit in enumerate(edits, start=1):
            is_last = number == len(edits)
            # Any digest but `UNKNOWN`: that would be an edit that may not have been made.
            told = stands if is_last and stands != UNKNOWN else f"edit {number}"
            yield PromptEdited(ref, digest=told, event_id=edit.event_id)
    yield from _reacted(world, prompts, rooms=rooms, house=house)


def _reacted(
    world: World,
    prompts: Mapping[Ref, tuple[RoomId, EventId]],
    *,
    rooms: Mapping[RoomId, RoomRead],
    house: House,
) -> Iterator[PromptReacted]:
    """Say which reactions of ours stand: those that were read, and those that are to stand where none were."""
    wanted = dict(own_reactions(world))
    for ref, (room_id, event_id) in sorted(prompts.items()):
        given = rooms[room_id].reactions if room_id in rooms else ()
        stand = [one.key for one in given if one.by == house.bot and one.target == event_id]
        yield from (
            PromptReacted(ref, emoji) for emoji in dict.fromkeys((*stand, *wanted.get(ref, ())))
        )


def _reads(
    said: tuple[OwnMessage, ...], event_id: EventId, *, edits: list[OwnMessage], wanted: str
) -> bool:
    """Whether a prompt reads so; one whose words are sealed, or were not read, is believed to."""
    last = edits[-1] if edits else next((one for one in said if one.event_id == event_id), None)
    return last is None or last.body is None or last.body == wanted
