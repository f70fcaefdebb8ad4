"""How facts about calls change a congregation's world."""

from collections.abc import Callable
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.deeds import Deed, Doing
from microsol_matrix.ids import CallId, UserId
from microsol_matrix.scales.call import (
    Answer,
    AnswerGiven,
    AnswerTaken,
    Call,
    CallEnded,
    CallFact,
    CallOpened,
    ReactionTaken,
)
from microsol_matrix.world import World


def evolve_call(world: World, fact: CallFact) -> World:
    """Give the world after a fact about a call; one that is unknown changes nothing."""
    match fact:
        case CallOpened(call=call):
            return changed(world, calls={**world.calls, call.id: call})
        case AnswerGiven():
            return on_call(world, fact.call_id, lambda call: _answered(call, fact))
        case ReactionTaken():
            return on_call(world, fact.call_id, lambda call: _reaction_taken(call, fact))
        case AnswerTaken(person=person):
            return on_call(world, fact.call_id, lambda call: _unanswered(call, person))
        case CallEnded(state=state):
            ended = on_call(world, fact.call_id, lambda call: changed(call, state=state))
            name = ended.calls[fact.call_id].name if fact.call_id in ended.calls else None
            return ended if name is None else ended.having_done(Deed(Doing.CALL_ENDED, name))
        case _:
            assert_never(fact)


def on_call(world: World, call_id: CallId, change: Callable[[Call], Call]) -> World:
    """Change one call; an unknown one changes nothing."""
    call = world.calls.get(call_id)
    return world if call is None else changed(world, calls={**world.calls, call_id: change(call)})


def _answered(call: Call, fact: AnswerGiven) -> Call:
    reactions = frozenset() if fact.reaction is None else frozenset({fact.reaction})
    before = call.answer_of(fact.person)
    if before is None:
        answer = Answer(
            person=fact.person,
            at=fact.at,
            is_spoken=fact.reaction is None,
            reactions=reactions,
        )
        return changed(call, answers=(*call.answers, answer))
    more = changed(
        before,
        is_spoken=before.is_spoken or fact.reaction is None,
        reactions=before.reactions | reactions,
    )
    return _with_answer(call, more)


def _reaction_taken(call: Call, fact: ReactionTaken) -> Call:
    before = call.answer_of(fact.person)
    if before is None:
        return call
    return _with_answer(call, changed(before, reactions=before.reactions - {fact.reaction}))


def _with_answer(call: Call, answer: Answer) -> Call:
    answers = tuple(answer if old.person == answer.person else old for old in call.answers)
    return changed(call, answers=answers)


def _unanswered(call: Call, person: UserId) -> Call:
    return changed(call, answers=tuple(old for old in call.answers if old.person != person))
