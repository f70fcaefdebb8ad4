"""A crew, read again from its own room: from its marker, who is in it, and who had which power when.

Owns how seats, caller and what was kept before archiving follow from a room's state and its earlier versions.
Refuses to read what anybody said, and to know by what a host is known (`crew_hosts`).
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import evolve as changed, frozen

from microsol_matrix.house import House
from microsol_matrix.ids import (
    CallId,
    CrewId,
    EventId,
    Ref,
    RoomId,
    Text,
    UserId,
)
from microsol_matrix.kept import Alias, Kept
from microsol_matrix.observe import POWER
from microsol_matrix.observe.keeping import KEPT, kept_of
from microsol_matrix.observe.remembered import Place, RoomRead, StateSeen
from microsol_matrix.plan.power import BOT
from microsol_matrix.rebuild.crew_hosts import first_host, host_of
from microsol_matrix.rebuild.known import Known
from microsol_matrix.rebuild.questions import read_question
from microsol_matrix.rebuild.standing import MEMBER, membership_of, people_of, words_in
from microsol_matrix.rooms import Json
from microsol_matrix.scales.call import INTENTION_LIMIT, NAME_LIMIT, Kind
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.crew import (
    Agreement,
    Before,
    Crew,
    CrewState,
    Seat,
    SeatState,
    Visibility,
)
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.numbers import USUAL
from microsol_matrix.seen import Membership
from microsol_matrix.structure.types import CREW

NAME: Final = "m.room.name"
CREATE: Final = "m.room.create"
CLOSED: Final = frozenset({CrewState.ARCHIVED, CrewState.RELAUNCHED})


@frozen
class CrewRead:
    """A crew as its room tells it.

    Attributes:
        prompts: The messages by which it is asked what it is asked.
        kept: What its room held before it was archived; None while it lives, or if nobody can tell.
        came_from: The room of the crew that was called again as this one.
    """

    crew: Crew
    prompts: Mapping[Ref, EventId]
    kept: Kept | None
    came_from: RoomId | None


def read_crew(
    read: RoomRead,
    marker: Known,
    *,
    members: frozenset[UserId],
    house: House,
    now: datetime,
    consent: timedelta,
) -> CrewRead:
    """Read a crew from its room.

    Args:
        read: The room, with the past of its members, names and power.
        marker: What it says of itself.
        members: Of the congregation, among whom a newcomer is.
        house: Who we are.
        now: When it is read.
        consent: How long an objection is waited for.
    """
    state = CrewState(marker.text("state"))
    since = marker.moment("since") or marker.moment("began") or now
    living = _before_closing(read) if state in CLOSED else dict(read.state)
    call_id = CallId(marker.text("call")) if marker.text("call") else None
    seats = _seats(read, house=house)
    encryption = Encryption(marker.text("encryption") or _encryption_of(read))
    # Where we cannot write, each is welcomed by letter on coming in; elsewhere it is said as soon as all are asked in.
    may_speak = encryption.lets_speak(has_keys=house.reads_encrypted)
    crew = Crew(
        id=CrewId(marker.text("id")),
        call_id=call_id,
        name=_line(str(_content(living, NAME).get("name") or ""), NAME_LIMIT),
        intention=_line(words_in(read, "m.room.topic", "topic"), INTENTION_LIMIT),
        kind=Kind(marker.text("kind") or Kind.PRACTICE.value),
        rhythm=Text(marker.text("rhythm")),
        host=host_of(read, living, marker=marker, seats=seats, house=house) or house.bot,
        seats_min=_within(marker, "min", USUAL.crew_min),
        seats_max=_within(marker, "max", USUAL.crew_seats),
        state=state,
        begun_at=marker.moment("began") or since,
        first=tuple(seat.person for seat in seats),
        seats=seats,
        is_asked_about_size=marker.is_so("is_asked_about_size"),
        is_welcomed=may_speak or any(seat.has_been_taken for seat in seats),
        encryption=encryption,
        caller=first_host(read, house) if call_id is not None else None,
        weeks=marker.number("weeks", USUAL.cycle_weeks),
        cycle=marker.number("cycle", 1),
        cycle_ends_at=marker.moment("looks_back"),
        since=marker.moment("since"),
        asked_at=marker.moment("asked"),
        joining=Joining(marker.text("joining") or Joining.CLOSED.value),
        visibility=Visibility(marker.text("visibility") or Visibility.CONGREGATION.value),
        lineage=tuple(CrewId(one) for one in marker.texts("lineage")),
        before=_before(marker),
        archived_from=CrewState(marker.text("archived_from"))
        if marker.text("archived_from")
        else None,
        archived_at=marker.moment("archived"),
        sizes_told=frozenset(marker.numbers("sizes_told")),
        picture=Text(words_in(read, "m.room.avatar", "url")),
    )
    questions = tuple(
        read_question(one, crew, read, members=members, house=house, now=now, consent=consent)
        for one in marker.parts("questions")
    )
    crew = changed(
        crew,
        questions=questions,
        agreements=tuple(_agreement(one, by=crew.host) for one in marker.parts("agreements")),
    )
    return CrewRead(
        crew=crew,
        prompts={
            Ref(one.text("ref")): EventId(one.text("prompt"))
            for one in marker.parts("questions")
            if one.text("prompt")
        },
        kept=_kept(read, living) if state in CLOSED else None,
        came_from=_predecessor(read),
    )


def _content(state: Mapping[Place, StateSeen], kind: str) -> Mapping[str, object]:
    seen = state.get((kind, ""))
    return {} if seen is None else seen.content


def _line(words: str, limit: int) -> Text:
    return Text(" ".join(words.split())[:limit].rstrip())


def _within(marker: Known, name: str, usual: int) -> int:
    seats = marker.part("seats")
    return usual if seats is None else seats.number(name, usual)


def _encryption_of(read: RoomRead) -> str:
    is_sealed = bool(read.content("m.room.encryption"))
    found = Encryption.UNREAD if is_sealed else Encryption.OFF
    return str(found.value)


def _predecessor(read: RoomRead) -> RoomId | None:
    told = read.content(CREATE).get("predecessor")
    room_id = told.get("room_id") if isinstance(told, Mapping) else None
    return RoomId(room_id) if isinstance(room_id, str) else None


# ---------------------------------------------------------------------------------------- people


def _seats(read: RoomRead, *, house: House) -> tuple[Seat, ...]:
    """Give everybody's seat, in the order in which they were first asked in; a knock alone is none."""
    order: dict[str, None] = {}
    taken: set[str] = set()
    for seen in read.past:
        if seen.type == MEMBER and seen.state_key != house.bot:
            membership = membership_of(seen)
            if membership in (Membership.INVITE, Membership.JOIN):
                order.setdefault(seen.state_key)
            if membership is Membership.JOIN:
                taken.add(seen.state_key)
    people = people_of(read, house=house)
    return tuple(
        seat
        for person in (*map(UserId, order), *(one for one in people if one not in order))
        if person in people
        and (seat := _seat(person, people[person], has_been_taken=person in taken)) is not None
    )


def _seat(person: UserId, seen: StateSeen, *, has_been_taken: bool) -> Seat | None:
    match membership_of(seen):
        case Membership.JOIN:
            return Seat(person, SeatState.TAKEN, since=seen.at, has_been_taken=True)
        case Membership.INVITE:
            return Seat(person, SeatState.INVITED, since=seen.at, has_been_taken=has_been_taken)
        case Membership.LEAVE | Membership.BAN:
            return Seat(person, SeatState.FREED, since=seen.at, has_been_taken=has_been_taken)
        case _:
            return None


# ------------------------------------------------------------------------------------- its life


def _agreement(told: Known, *, by: UserId) -> Agreement:
    """Read what was agreed; by whom stands nowhere, so the host answers for it."""
    at = told.moment("at")
    review_on = told.moment("review_on")
    moment = at or review_on or _EPOCH
    return Agreement(Text(told.text("rhythm")), review_on=review_on or moment, by=by, at=moment)


_EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _before(marker: Known) -> Before | None:
    told = marker.part("before")
    at = None if told is None else told.moment("at")
    since = None if told is None else told.moment("since")
    if told is None or at is None or since is None:
        return None
    return Before(
        move=told.text("move"),
        by=None,
        at=at,
        state=CrewState(told.text("state")),
        since=since,
        cycle=told.number("cycle", 1),
        cycle_ends_at=told.moment("looks_back"),
    )


def _before_closing(read: RoomRead) -> dict[Place, StateSeen]:
    """Give what stood in a room just before it was archived.

    What is changed then is changed in no order that could be relied on, so its beginning is the first of what can only
    be that: the marker, closed power, an emptied alias or parent.
    """
    began = min(
        (index for kind in _TELLING if (index := _closed_since(read.past, kind)) is not None),
        default=None,
    )
    if began is None:
        return dict(read.state)
    state = {seen.place: seen for seen in read.past[:began]}
    name = state.get((NAME, ""))
    if name is not None and name.content == read.content(NAME):
        # It had been given the name of an archived one by then.
        earlier = [one for one in read.past[:began] if one.type == NAME and one != name]
        state[NAME, ""] = earlier[-1] if earlier else name
    return state


def _closed_since(past: tuple[StateSeen, ...], kind: str) -> int | None:
    """Say at which place of a room's past the last closing of it shows in a type; None if it does not."""
    since = None
    for index, seen in enumerate(past):
        if seen.type == kind:
            is_closed = _TELLING[kind](seen.content)
            since = None if not is_closed else (index if since is None else since)
    return since


def _is_marked_closed(content: Mapping[str, Json]) -> bool:
    return any(content.get("state") == one.value for one in CLOSED)


def _is_silent(content: Mapping[str, Json]) -> bool:
    level = content.get("events_default")
    return type(level) is int and level >= BOT


def _is_empty(content: Mapping[str, Json]) -> bool:
    return not content


_TELLING: Final[Mapping[str, Callable[[Mapping[str, Json]], bool]]] = {
    CREW: _is_marked_closed,
    POWER: _is_silent,
    "m.room.canonical_alias": _is_empty,
    "m.space.parent": _is_empty,
}
"""What shows in a room's state that it is being closed, or is."""


def _kept(read: RoomRead, living: Mapping[Place, StateSeen]) -> Kept | None:
    """Give what is to be given back when the crew is taken up again; None if nobody can tell."""
    if living == read.state:
        return None
    stood = {
        place: seen.content for place, seen in living.items() if seen.type in KEPT and seen.content
    }
    kept = kept_of(stood)
    was_named = bool(stood.get(("m.room.canonical_alias", "")))
    is_named = bool(read.content("m.room.canonical_alias"))
    return changed(kept, alias=Alias.NOWHERE) if was_named and not is_named else kept
