"""How facts about what crews are asked change them."""

from collections.abc import Callable
from typing import assert_never

from attrs import evolve as changed

from microsol_matrix.evolve.crews import on_crew
from microsol_matrix.ids import Ref
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import (
    Objected,
    Question,
    QuestionAnswered,
    QuestionAsked,
    QuestionDisputed,
    QuestionFact,
    QuestionReminded,
    QuestionSettled,
    QuestionState,
    Reply,
    ReplyTaken,
    begun_again,
)
from microsol_matrix.world import World

QUESTIONS_KEPT = 8
"""Of each crew: settled ones show what came of them until so many newer ones were asked."""


def evolve_question(world: World, fact: QuestionFact) -> World:
    """Give the world after a fact about a question; an unknown one changes nothing."""
    match fact:
        case QuestionAsked(crew_id=crew_id, question=question):
            before = world.crews.get(crew_id)
            asked = on_crew(world, crew_id, lambda crew: _asked(crew, question))
            return asked if before is None else _without_forgotten(asked, before)
        case QuestionAnswered(ref=ref, reply=reply):
            return _on(world, fact, ref, change=lambda question: _answered(question, reply))
        case ReplyTaken(ref=ref, person=person):
            return _on(
                world,
                fact,
                ref,
                change=lambda question: changed(
                    question, replies=tuple(r for r in question.replies if r.person != person)
                ),
            )
        case Objected(ref=ref):
            return _on(world, fact, ref, change=lambda one: changed(one, is_objected=True))
        case QuestionReminded(ref=ref):
            return _on(world, fact, ref, change=lambda one: changed(one, is_reminded=True))
        case QuestionDisputed(ref=ref, closes_at=closes_at):
            return _on(
                world,
                fact,
                ref,
                change=lambda one: changed(
                    begun_again(one),
                    replies=one.replies,
                    is_reminded=one.is_reminded,
                    is_disputed=True,
                    closes_at=closes_at,
                ),
            )
        case QuestionSettled(ref=ref, outcome=outcome, at=at):
            state = QuestionState.SETTLED if outcome else QuestionState.OVER
            return _on(
                world,
                fact,
                ref,
                change=lambda one: changed(
                    one, state=state, outcome=outcome, settled_at=at, is_taken_back=False
                ),
            )
        case _:
            assert_never(fact)


def _asked(crew: Crew, question: Question) -> Crew:
    others = tuple(one for one in crew.questions if one.ref != question.ref)
    settled = tuple(one for one in others if not one.is_open)[-QUESTIONS_KEPT:]
    kept = tuple(one for one in others if one.is_open or one in settled)
    return changed(crew, questions=(*kept, question))


def _without_forgotten(world: World, before: Crew) -> World:
    """Give the world without the prompts of questions that a crew no longer remembers: they read on as they do."""
    kept = {question.ref for question in world.crews[before.id].questions}
    forgotten = {question.ref for question in before.questions} - kept
    if not forgotten:
        return world
    prompts = {ref: prompt for ref, prompt in world.prompts.items() if ref not in forgotten}
    return changed(world, prompts=prompts)


def _answered(question: Question, reply: Reply) -> Question:
    before = question.reply_of(reply.person)
    if before is None:
        return changed(question, replies=(*question.replies, reply))
    replies = tuple(reply if one.person == reply.person else one for one in question.replies)
    return changed(question, replies=replies)


def _on(
    world: World, fact: QuestionFact, ref: Ref, *, change: Callable[[Question], Question]
) -> World:
    def with_change(crew: Crew) -> Crew:
        questions = tuple(change(one) if one.ref == ref else one for one in crew.questions)
        return changed(crew, questions=questions)

    return on_crew(world, fact.crew_id, with_change)
