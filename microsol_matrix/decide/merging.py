"""Two crews become one: one proposes, the other agrees, and whoever wants to comes along.

Owns how a crew is proposed to, what it takes for both to be asked, and that nobody comes along who does
not say so. Refuses to know what the new crew takes over: `lineage` does. Who said no is told to nobody:
whoever proposed hears that the other crew goes on as it is.
"""

import re
from collections.abc import Iterator
from typing import Final

from microsol_matrix.decide.coming_along import end_now, let_be, open_sides
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.lineage import is_there, question_for
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import named, names_of, said_name, same, too_long
from microsol_matrix.decide.own_crew import own_crew
from microsol_matrix.decide.questions import ask
from microsol_matrix.decide.splitting import NOW, STOP, is_choosing
from microsol_matrix.decide.to_crew import tell_all, tell_crew
from microsol_matrix.ids import Ref, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.call import NAME_LIMIT
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.question import (
    Asking,
    Question,
    QuestionAnswered,
    QuestionSettled,
    Reply,
)
from microsol_matrix.scales.transitions import Move, is_possible
from microsol_matrix.talk.choices import YES
from microsol_matrix.talk.grammar import Command
from microsol_matrix.talk.parting import called_there
from microsol_matrix.words import Said, say
from microsol_matrix.world import World

_AS: Final = re.compile(r"(.+?)\s+(?:as|como|comme)\s+(.+)", re.IGNORECASE)


def merge(
    course: Course, command: Command, *, message: MessageSaid, crew: str
) -> Said | Refused | None:
    """Propose to another crew to become one, or end what was proposed.

    Args:
        course: The deciding.
        command: With the other crew's name and the new one's, `now` or `stop`.
        message: As said.
        crew: The name of the person's own crew, as given; empty if none was.
    """
    own = own_crew(course, message, name=crew, move=Move.MERGE)
    if isinstance(own, Refused):
        return own
    words = said_name(command)
    if words.casefold() in STOP:
        return _stop(course, own, message)
    if words.casefold() in NOW:
        return end_now(course, own, message)
    if refusal := refuse_move(own, Move.MERGE):
        return refusal
    if not words:
        return Refused(say("merge.needs-name"))
    other, new_name = _other(course.world, own, words, message=message)
    if isinstance(other, Refused):
        return other
    if other.is_hidden and not new_name:
        return Refused(say("merge.own-name", name=other.name))
    name = new_name or f"{own.name} & {other.name}"
    if refusal := _not_now(course, own, other, name=name):
        return refusal
    theirs = _offer(course, own, by=other)
    if theirs is not None:  # they have asked the same: that is a yes
        reply = Reply(message.by, YES, at=course.moment.now)
        course.add(QuestionAnswered(own.id, theirs.ref, reply))
        decide_offer(course, course.world.crews[own.id], theirs.ref)
        return None if is_there(course, own, message) else say("merge.agreed", name=other.name)
    question = question_for(
        course, other, Asking.MERGE_OFFER, by=message.by, labels=(Text(name),), other=own.id
    )
    ask(course, other, question)
    return say("merge.asked", name=other.name, new=name)


def decide_offer(course: Course, crew: Crew, ref: Ref) -> None:
    """Let what a crew answered to a proposal have its consequences: on a yes both are asked who comes along."""
    offer = _question(crew, ref)
    outcome = offer.replies[-1].choice
    other = course.world.crews.get(offer.other) if offer.other is not None else None
    is_possible_now = other is not None and _may_merge(crew) and _may_merge(other)
    if outcome == YES and (other is None or not is_possible_now):
        course.add(QuestionSettled(crew.id, ref, outcome="", at=course.moment.now))
        tell_crew(course, crew, "no-merge", text=say("merge.not-now"))
        return
    course.add(QuestionSettled(crew.id, ref, outcome, at=course.moment.now))
    if outcome != YES or other is None:
        _tell_proposer(course, crew, offer)
        return
    for one in (crew, other):  # whatever else was proposed is overtaken
        _end_offers(course, one)
    for one, its_other in ((other, crew), (crew, other)):
        question = question_for(
            course, one, Asking.MERGE, labels=offer.labels, other=its_other.id, by=offer.by
        )
        ask(course, course.world.crews[one.id], question)


def end_offer(course: Course, crew: Crew, ref: Ref) -> None:
    """Let a proposal be over that nobody answered."""
    course.add(QuestionSettled(crew.id, ref, outcome="", at=course.moment.now))
    _tell_proposer(course, crew, _question(crew, ref))


def _other(
    world: World, own: Crew, words: str, *, message: MessageSaid
) -> tuple[Crew, str] | tuple[Refused, str]:
    """Find the crew that is proposed to, and the new one's name; what a person may not see is not found."""
    seen = tuple(
        one
        for one in world.crews_in_order
        if one.id != own.id and one.is_living and (not one.is_hidden or message.by in one.people)
    )
    new_name = ""
    found = tuple(one for one in seen if same(one.name, words))
    if not found and (match := _AS.fullmatch(words)):
        words, new_name = match[1].strip(), match[2].strip()
    # Where others read, part of a name is not enough to be told a hidden crew's.
    is_private = world.key_of(message.room_id) is None
    shown = [one for one in seen if is_private or not one.is_hidden or same(one.name, words)]
    found = found or named(shown, words)
    if not found and same(own.name, words):
        return Refused(say("merge.itself", name=own.name)), ""
    if not found:
        return Refused(say("merge.none-such", name=words)), ""
    if len(found) > 1:
        return Refused(say("merge.which", crews=names_of(found))), ""
    return found[0], new_name


def _not_now(course: Course, own: Crew, other: Crew, *, name: str) -> Refused | None:
    """Refuse what cannot be proposed."""
    world = course.world
    if own.visibility is Visibility.HIDDEN:
        return Refused(say("merge.hidden", name=own.name))
    if is_choosing(own):
        return Refused(say("choosing.open", name=own.name))
    if not is_possible(Move.MERGE, other.state):
        state = say(f"state.{other.state.value}")
        return Refused(say("merge.other-state", name=other.name, state=state))
    if is_choosing(other):
        return Refused(say("merge.other-busy", name=other.name))
    together = len({*own.people, *other.people})
    if together > world.numbers.crew_full:
        most = world.numbers.crew_full
        return Refused(say("merge.too-many", name=other.name, count=together, most=most))
    if _offer(course, other, by=own) is not None:
        return Refused(say("merge.asked-already", name=other.name))
    return too_long("merge.too-long", what=say("what.name"), given=name, limit=NAME_LIMIT)


def _offer(course: Course, crew: Crew, *, by: Crew) -> Question | None:
    """Give the proposal of one crew that is open in another."""
    return next((one for one in _offers(course.world, crew) if one.other == by.id), None)


def _offers(world: World, crew: Crew) -> Iterator[Question]:
    for one in world.crews[crew.id].open_questions:
        if one.asking is Asking.MERGE_OFFER:
            yield one


def _may_merge(crew: Crew) -> bool:
    return is_possible(Move.MERGE, crew.state) and not is_choosing(crew)


def _end_offers(course: Course, crew: Crew) -> None:
    """End every open proposal to a crew and by it."""
    for one in course.world.crews_in_order:
        for offer in tuple(_offers(course.world, one)):
            if crew.id in (one.id, offer.other):
                end_offer(course, one, offer.ref)


def _tell_proposer(course: Course, crew: Crew, offer: Question) -> None:
    if offer.by is not None:
        name = crew.name if offer.by in crew.people else called_there(crew)
        text = say("merge.goes-on", name=name)
        course.write(f"goes-on/{offer.ref}", offer.by, text=text)


def _stop(course: Course, own: Crew, message: MessageSaid) -> Said | Refused | None:
    """End the choosing for both, or take back what one's crew has proposed."""
    sides = open_sides(course.world, own)
    if sides is not None:
        let_be(course, sides)
        text = say("merge.came-to-nothing", name=own.name)
        return None if is_there(course, own, message) else text
    proposed = [
        (crew, offer)
        for crew in course.world.crews_in_order
        for offer in _offers(course.world, crew)
        if offer.other == own.id
    ]
    if not proposed:
        return Refused(say("merge.none", name=own.name))
    for crew, offer in proposed:
        course.add(QuestionSettled(crew.id, offer.ref, "", at=course.moment.now))
    return tell_all(course, own, message, text=say("merge.taken-back", name=own.name))


def _question(crew: Crew, ref: Ref) -> Question:
    return next(one for one in crew.questions if one.ref == ref)
