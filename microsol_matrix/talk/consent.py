"""What a question reads that is agreed when nobody objects, while it is open and after.

Owns its texts: never who objected, nor whether anybody did. Refuses to know when it is asked.
"""

from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.scales.question import Question
from microsol_matrix.talk.choices import TAKEN_BACK, YES
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def newcomer_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask whether somebody may come in late; then say what came of it."""
    person = "" if question.person is None else world.name_of(question.person)
    if question.is_open:
        return say(
            "newcomer.question",
            person=person,
            name=crew.name,
            until=until(world, question),
            objecting=_objecting(crew),
        )
    match question.outcome:
        case "":
            return say("newcomer.not-now", person=person, name=crew.name)
        case outcome if outcome == TAKEN_BACK:
            return say("newcomer.taken-back", person=person, name=crew.name)
        case _:
            return say("newcomer.welcome", person=person, name=crew.name)


def widening_text(world: World, crew: Crew, question: Question) -> Said:
    """Ask whether more people may see a crew; then say what came of it."""
    by = "" if question.by is None else world.name_of(question.by)
    is_published = (
        world.publishing is Publishing.CREWS and question.wanted == Visibility.PORCH.value
    )
    to = "visibility.to.porch.open" if is_published else f"visibility.to.{question.wanted}"
    who = say(to, congregation=world.name)
    if question.is_open:
        return say(
            "widening.question",
            by=by,
            who=who,
            name=crew.name,
            until=until(world, question),
            objecting=_objecting(crew),
        )
    phrase = "widening.agreed" if question.outcome == YES else "widening.stays"
    return say(phrase, by=by, who=who, name=crew.name)


def until(world: World, question: Question) -> Said:
    """Say until when a question is open, to the minute: that is how long an objection is waited for."""
    there = question.closes_at.astimezone(world.zone)
    return say("moment", day=there.date(), time=f"{there:%H:%M}", zone=str(world.zone))


def _objecting(crew: Crew) -> Said:
    """Say how to object, so that nobody learns who did."""
    return say("consent.objecting", command=f'!object crew="{crew.name}"')
