"""What stands in our contents so that the service can be rebuilt from rooms alone, where a card would not need it.

Owns which of a congregation's, a call's and a crew's own things are written down where its people can read them.
Never a person: who somebody is to a room, Matrix says itself, by memberships and power. Never what is private by
law: who answered, who objected, who waits, who was told no; nor words of an encrypted room (`sealed`).
`microsol_matrix.rebuild` reads it again.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import attrs

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, Ref, UserId
from microsol_matrix.rooms import Json
from microsol_matrix.scales.call import Call
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.crew import Agreement, Before, Crew
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import USUAL, Number, Numbers
from microsol_matrix.scales.question import Question
from microsol_matrix.scales.season import FormationRound, Season
from microsol_matrix.seen import PromptSeen
from microsol_matrix.structure.sealed import in_the_clear
from microsol_matrix.times import to_ms

AGREEMENTS_SHOWN = 20
"""The last ones; a crew that agrees each cycle fills this in three years."""
SEASONS_SHOWN = 40
"""The last ones: ten years."""


def of_congregation(
    congregation: Congregation,
    *,
    seasons: tuple[Season, ...],
    open_round: FormationRound | None,
    is_full: bool,
) -> Iterator[tuple[str, Json]]:
    """Say what of a congregation its card would not need.

    Args:
        congregation: Which.
        seasons: All of its seasons, the oldest first.
        open_round: The formation round that is open.
        is_full: Whether new joins wait although it is open: `joining` says what holds meanwhile.
    """
    yield "slug", congregation.slug
    yield "founded", to_ms(congregation.founded_at)
    yield "zone", congregation.zone
    yield "encrypts_crews", congregation.encrypts_crews
    yield "publishing", congregation.publishing.value
    chosen = dict(_chosen(congregation.numbers))
    if chosen:
        yield "numbers", chosen
    if seasons:
        yield "seasons", [_season(one) for one in seasons[-SEASONS_SHOWN:]]
    if open_round is not None:
        yield (
            "round",
            {
                "id": open_round.id,
                "opened": to_ms(open_round.opened_at),
                "closes": to_ms(open_round.closes_at),
            },
        )
    if is_full:
        yield "is_full", True


def _chosen(numbers: Numbers) -> Iterator[tuple[str, Json]]:
    """Give the numbers that are not the usual ones; spans of time in milliseconds."""
    for one in attrs.fields(Numbers):
        value = getattr(numbers, one.name)
        if one.name != "preset" and value != getattr(USUAL, one.name):
            yield one.name, _written(value)


def _written(number: Number) -> Json:
    match number:
        case timedelta():
            return number // timedelta(milliseconds=1)
        case tuple():
            return list(number)
        case int():
            return number


def _season(season: Season) -> Mapping[str, Json]:
    return {
        "id": season.id,
        "name": season.name,
        "begins": to_ms(season.begins_at),
        "ends": to_ms(season.ends_at),
        "is_over": season.is_over,
    }


def of_call(call: Call) -> Iterator[tuple[str, Json]]:
    """Say what of a call its text would not need; not which crew it calls again, which may hide one day."""
    yield "opened", to_ms(call.opened_at)
    yield "start", call.start.value
    yield "encryption", call.encryption.value
    if call.audience:
        yield "audience", call.audience
    if call.zone is not None:
        yield "zone", call.zone


def mark_of_host(crew_id: CrewId, person: UserId, *, house: House) -> str:
    """Derive a name from which nobody but us can tell who hosts a crew, and we only by trying who it may be.

    In a room that people made power does not tell: others may have had as much before, and creators of a room of
    version 12 stand in no list.
    """
    return house.entropy.derive("host", crew_id, person).hex()[:32]


def of_crew(crew: Crew, prompts: Mapping[Ref, PromptSeen]) -> Iterator[tuple[str, Json]]:
    """Say what of a crew only its own people are to read, in its own room.

    Args:
        crew: Which; its lineage as far as whoever is in the room may know it.
        prompts: What stands in rooms, by what it is about.
    """
    crew = in_the_clear(crew)
    yield "kind", crew.kind.value
    yield "rhythm", crew.rhythm
    yield "seats", {"min": crew.seats_min, "max": crew.seats_max}
    yield "weeks", crew.weeks
    yield "began", to_ms(crew.begun_at)
    yield "joining", crew.joining.value
    yield "visibility", crew.visibility.value
    yield "encryption", crew.encryption.value
    yield from _optional(crew)
    if crew.lineage:
        yield "lineage", list(crew.lineage)
    if crew.sizes_told:
        yield "sizes_told", [*sorted(crew.sizes_told)]
    if crew.is_asked_about_size:
        yield "is_asked_about_size", True
    if crew.agreements:
        yield "agreements", [_agreement(one) for one in crew.agreements[-AGREEMENTS_SHOWN:]]
    if crew.before is not None:
        yield "before", _before(crew.before)
    questions = [dict(_question(one, prompts)) for one in crew.open_questions]
    # Until it stands in the room nobody can answer it there; where we cannot write, it was asked by letter.
    shown: list[Json] = [
        one for one in questions if "prompt" in one or crew.encryption is not Encryption.OFF
    ]
    if shown:
        yield "questions", shown


def _optional(crew: Crew) -> Iterator[tuple[str, Json]]:
    if crew.call_id is not None:
        yield "call", crew.call_id
    if crew.archived_from is not None:
        yield "archived_from", crew.archived_from.value
    moments = (
        ("since", crew.since),
        ("looks_back", crew.cycle_ends_at),
        ("asked", crew.asked_at),
        ("archived", crew.archived_at),
    )
    yield from _moments(moments)


def _moments(moments: tuple[tuple[str, datetime | None], ...]) -> Iterator[tuple[str, Json]]:
    for name, moment in moments:
        if moment is not None:
            yield name, to_ms(moment)


def _agreement(agreement: Agreement) -> Mapping[str, Json]:
    return {
        "rhythm": agreement.rhythm,
        "review_on": to_ms(agreement.review_on),
        "at": to_ms(agreement.at),
    }


def _before(before: Before) -> Mapping[str, Json]:
    ends = dict(_moments((("looks_back", before.cycle_ends_at),)))
    return {
        "move": before.move,
        "at": to_ms(before.at),
        "state": before.state.value,
        "since": to_ms(before.since),
        "cycle": before.cycle,
        **ends,
    }


def _question(question: Question, prompts: Mapping[Ref, PromptSeen]) -> Iterator[tuple[str, Json]]:
    """Say what is asked, and neither about whom nor what anybody answered."""
    yield "ref", question.ref
    yield "asks", question.asking.value
    yield "asked", to_ms(question.asked_at)
    yield "closes", to_ms(question.closes_at)
    if question.ref in prompts:
        yield "prompt", prompts[question.ref].event_id
    if question.labels:
        yield "labels", list(question.labels)
    if question.other is not None:
        yield "other", question.other
    if question.wanted:
        yield "wanted", question.wanted
    for name, is_so in (
        ("is_first", question.is_first),
        ("is_reminded", question.is_reminded),
        ("is_disputed", question.is_disputed),
    ):
        if is_so:
            yield name, True
    yield from _moments((("cycle_ends", question.ends_at),))
