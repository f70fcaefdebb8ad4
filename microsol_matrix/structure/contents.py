"""Build the contents of our state events from the world.

Owns what is published and what is not: calls show no names and no counts of answers, crews no
people. Refuses to know rooms and when to write.
"""

from collections.abc import Mapping

from microsol_matrix.house import House
from microsol_matrix.ids import EventId, Ref, RoomId, SeasonId
from microsol_matrix.rooms import Json
from microsol_matrix.scales.call import Call, CallState
from microsol_matrix.scales.congregation import Congregation
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.mandate import Mandate
from microsol_matrix.scales.season import FormationRound, Season
from microsol_matrix.seen import PromptSeen
from microsol_matrix.structure import record
from microsol_matrix.structure.sealed import in_the_clear
from microsol_matrix.structure.types import VERSION
from microsol_matrix.times import to_ms


def congregation(
    congregation: Congregation,
    *,
    seasons: tuple[Season, ...],
    house: House,
    porch: RoomId | None = None,
    open_round: FormationRound | None = None,
    is_full: bool = False,
) -> Mapping[str, Json]:
    """The space's marker and card: with the season that runs, and where everybody can read about it.

    Args:
        congregation: As it is joined now.
        seasons: All of its seasons, the oldest first.
        house: Who we are.
        porch: Where everybody can read about it.
        open_round: The formation round that is open.
        is_full: Whether new joins wait although it says that it is open.
    """
    season = next((one for one in seasons if not one.is_over), None)
    preset = congregation.numbers.preset.value
    content: dict[str, Json] = {
        "version": VERSION,
        "id": congregation.id,
        "name": congregation.name,
        "purpose": congregation.purpose,
        "place": congregation.place,
        "languages": [congregation.language.value],
        "joining": congregation.joining.value,
        "scales": {
            "self": {"label": "self"},
            "partnership": {"label": "partnership", "is_practised": False},
            "crew": {"label": "crew", "preset": preset},
            "congregation": {"label": "congregation", "preset": preset},
            "crowd": {"label": "crowd"},
        },
        "bot": house.bot,
    }
    if season is not None:
        content["season"] = running(season)
    if porch is not None:
        content["porch"] = porch
    kept = record.of_congregation(
        congregation, seasons=seasons, open_round=open_round, is_full=is_full
    )
    return {**content, **dict(kept)}


def running(season: Season) -> Mapping[str, Json]:
    """The season that runs, as it stands on a card."""
    return {
        "name": season.name,
        "begins": to_ms(season.begins_at),
        "ends": to_ms(season.ends_at),
    }


def room(
    role: str, *, owner: str, space: RoomId | None, season: SeasonId | None = None
) -> Mapping[str, Json]:
    """The marker of a room that is neither the space nor a crew's.

    Args:
        role: What the room is for.
        owner: To whose house it belongs.
        space: The congregation's; None for a direct room.
        season: Whose place in the Archive it is.
    """
    content: dict[str, Json] = {"version": VERSION, "id": owner, "role": role}
    if space is not None:
        content["space"] = space
    if season is not None:
        content["season"] = season
    return content


def crew_marker(
    crew: Crew, *, space: RoomId, prompts: Mapping[Ref, PromptSeen], host: str = ""
) -> Mapping[str, Json]:
    """The marker in a crew's room, with what its own people alone may read.

    Args:
        crew: Its lineage as far as whoever is in the room may know it.
        space: The congregation's.
        prompts: What stands in rooms, by what it is about.
        host: By what name we know again who hosts (`record.mark_of_host`); empty where power in the room tells.
    """
    return {
        "version": VERSION,
        "id": crew.id,
        "space": space,
        "state": crew.state.value,
        "cycle": crew.cycle,
        **({"host": host} if host else {}),
        **dict(record.of_crew(crew, prompts)),
    }


def crew_card(
    crew: Crew,
    call: Call | None,
    *,
    room: RoomId | None = None,
    via: tuple[str, ...] = (),
) -> Mapping[str, Json]:
    """What members of the congregation see of a crew.

    Args:
        crew: Which; its lineage as far as they may know it.
        call: That it came by.
        room: Its own, if they may come in or ask to; None if they may not.
        via: Servers through which the room can be joined.
    """
    is_open = call is not None and call.state is CallState.BEGUN
    way: dict[str, Json] = {} if room is None else {"room": room, "via": list(via)}
    return {
        **way,
        "version": VERSION,
        "name": crew.name,
        "intention": crew.intention,
        "kind": crew.kind.value,
        "state": crew.state.value,
        "rhythm": in_the_clear(crew).rhythm,
        "seats_open": crew.seats_left if is_open else 0,
        "lineage": list(crew.lineage),
    }


def call(call: Call, *, prompt: EventId) -> Mapping[str, Json]:
    """An open call: no names, no counts."""
    return {
        "version": VERSION,
        "name": call.name,
        "intention": call.intention,
        "kind": call.kind.value,
        "rhythm": call.rhythm,
        "weeks": call.weeks,
        "seats": {"min": call.seats_min, "max": call.seats_max},
        "answers": call.answering.value,
        "closes_on": to_ms(call.closes_at),
        "prompt": prompt,
        **dict(record.of_call(call)),
    }


def mandate(mandate: Mandate) -> Mapping[str, Json]:
    """A mandate that holds; who holds it only if they agreed to its being seen."""
    content: dict[str, Json] = {
        "version": VERSION,
        "role": mandate.role.value,
        "scope": "congregation",
        "start": to_ms(mandate.begins_at),
        "expiry": to_ms(mandate.expires_at),
    }
    if mandate.is_shown:
        content["holder"] = mandate.holder
    if mandate.prolonged_until is not None:
        content["prolonged"] = to_ms(mandate.prolonged_until)
    return content


def ledger() -> Mapping[str, Json]:
    """The service's own powers, by kind of room; nothing about people or single rooms."""
    keeps: tuple[Json, ...] = (
        "make rooms",
        "invite",
        "write org.microsol state",
        "set power and join rules",
    )
    withdraws = "withdraw unanswered invitations"
    carries = (
        "put out who was removed from the space, ban who is banned there, lift that ban with it"
    )
    uses: dict[str, tuple[Json, ...]] = {
        "space": (
            *keeps,
            "answer requests to join as hosts decide",
            "take away what was published of a crew that hides",
        ),
        "commons": (*keeps, withdraws, carries, "take away answers to private calls"),
        "hosts": (*keeps, withdraws, carries),
        "archive": (*keeps, carries),
        "porch": (
            "make rooms",
            "write what hosts and crews let everybody read",
            "take away every earlier version of it",
            "set power and join rules",
        ),
        "crew": (
            *keeps,
            withdraws,
            "answer requests to join as the crew decides",
            "take away objections that were said aloud",
            "close an archived crew's room and give it back as it was",
            "lead from the room of a crew that was called again to its new one",
        ),
    }
    return {
        "version": VERSION,
        "powers": {kind: {"power": 100, "uses": list(its)} for kind, its in uses.items()},
    }
