"""What is said of a formation round: its prompt as it stands, and what came of it.

Crews that chose to be hidden are left out, counts and names alike; who has no crew is nobody's to say.
"""

from microsol_matrix.places import crew_room
from microsol_matrix.scales.call import Call
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.season import FormationRound
from microsol_matrix.talk.prompts import intention_of
from microsol_matrix.words import Said, count, joined, say
from microsol_matrix.world import World


def round_text(world: World, one: FormationRound, *, is_new: bool) -> Said:
    """Say that a round is open, with a call to copy and what has come of it so far; then that it is over.

    Args:
        world: The congregation's.
        one: The round.
        is_new: Whether it is said for the first time: then without what has come of it.
    """
    if not one.is_open and not is_new:
        return say("round.over", name=world.name)
    numbers = world.numbers
    template = say(
        "round.template",
        least=numbers.crew_min,
        most=numbers.crew_seats,
        weeks=numbers.cycle_weeks,
    )
    return say(
        "round.open",
        name=world.name,
        until=world.day_of(one.closes_at),
        template=template,
        standing=Said() if is_new else standing_of(world, one),
    )


def standing_of(world: World, one: FormationRound) -> Said:
    """Say how many calls are open and how many crews have begun; nothing while there are neither."""
    calls, crews = len(_open_calls(world)), len(_begun(world, one))
    if not calls and not crews:
        return Said()
    return say(
        "round.standing", calls=count("round.calls", calls), crews=count("round.crews", crews)
    )


def summary_of(world: World, one: FormationRound) -> Said:
    """Say what came of a round that ends now."""
    crews, calls = _begun(world, one), _open_calls(world)
    begun = say("round.summary.begun", crews=_lines(crews)) if crews else Said()
    still = say("round.summary.open", calls=_lines(calls)) if calls else Said()
    if not crews and not calls:
        begun = say("round.summary.none")
    return say("round.summary", name=world.name, begun=begun, open=still)


def _lines(things: tuple[Call, ...] | tuple[Crew, ...]) -> Said:
    return joined(
        [say("round.summary.line", name=one.name, intention=intention_of(one)) for one in things]
    )


def _open_calls(world: World) -> tuple[Call, ...]:
    """Give the calls whose crew has no room yet: from then on it is told as a crew, if it may be told."""
    return tuple(
        call
        for call in world.calls_in_order
        if call.is_taking_answers
        and (call.crew is None or world.room(crew_room(call.crew)) is None)
    )


def _begun(world: World, one: FormationRound) -> tuple[Crew, ...]:
    return tuple(
        crew
        for crew in world.crews_in_order
        if crew.begun_at >= one.opened_at
        and crew.visibility is not Visibility.HIDDEN
        and world.room(crew_room(crew.id)) is not None
    )
