"""What a crew is asked when it becomes two, becomes one with another, or leaves a room behind.

Owns those texts, while the question is open and after. Refuses to know who may be asked, and when.
"""

from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Question, QuestionState
from microsol_matrix.talk.choices import YES
from microsol_matrix.talk.prompts import intention_of
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def split_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask on which side of a split each wants to be, and say what came of it."""
    one, other = question.labels
    match question.state:
        case QuestionState.OPEN:
            until = world.day_of(question.closes_at)
            return say("split.ask", name=crew.name, one=one, other=other, until=until)
        case QuestionState.SETTLED:
            return say("split.ask.done", name=crew.name, one=one, other=other)
        case QuestionState.OVER:
            return say("split.ask.over", name=crew.name, one=one, other=other)


def offer_of_merge_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask whether a crew would like to become one with another, and say what came of it."""
    other, other_name = _other(world, question)
    if question.is_open:
        return say(
            "merge.offer",
            name=crew.name,
            other=other_name,
            intention=Said() if other is None or other.is_hidden else intention_of(other),
            new=_new_name(question),
            until=world.day_of(question.closes_at),
        )
    phrase = "merge.offer.yes" if question.outcome == YES else "merge.offer.over"
    return say(phrase, name=crew.name, other=other_name)


def merge_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask who comes along into the crew that two become, and say what came of it."""
    _, other_name = _other(world, question)
    new = _new_name(question)
    match question.state:
        case QuestionState.OPEN:
            until = world.day_of(question.closes_at)
            return say("merge.along", name=crew.name, other=other_name, new=new, until=until)
        case QuestionState.SETTLED:
            return say("merge.along.done", name=crew.name, other=other_name, new=new)
        case QuestionState.OVER:
            return say("merge.along.over", name=crew.name, other=other_name, new=new)


def old_room_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask whether the room that is left behind is to be archived, and say what came of it."""
    if not question.is_open:
        return say("old-room.yes" if question.outcome == YES else "old-room.no")
    grown = sorted(
        one.name
        for one in world.crews.values()
        if crew.id in one.lineage and one.begun_at == question.asked_at
    )
    names = [say("lineage.name", name=name) for name in grown]
    return say(
        "old-room.ask",
        following=joined(names, between=" & "),
        until=world.day_of(question.closes_at),
    )


def called_there(crew: Crew) -> Said:
    """Say how a crew is called in another one: a hidden one has no name there, whatever its people call it."""
    return say("merge.some-crew") if crew.is_hidden else say("name.bare", name=crew.name)


def _other(world: World, question: Question) -> tuple[Crew | None, Said]:
    other = world.crews.get(question.other) if question.other is not None else None
    return other, called_there(other) if other is not None else Said()


def _new_name(question: Question) -> str:
    return next(iter(question.labels), "")
