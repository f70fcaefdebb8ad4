"""A congregation, read again from its space: what it is, who founded and hosts it, its seasons and knocks.

Owns how people follow from power and memberships: none of them stands in what we wrote. Refuses to know its calls and
crews.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from attrs import evolve as changed, fields_dict

from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import (
    EventId,
    MandateId,
    Ref,
    RoomId,
    SeasonId,
    Text,
    UserId,
    ZoneName,
    ms_of,
)
from microsol_matrix.languages import Language
from microsol_matrix.observe import POWER
from microsol_matrix.observe.remembered import RoomRead, moment_of
from microsol_matrix.places import HOSTS, SPACE
from microsol_matrix.plan.power import PEOPLE
from microsol_matrix.rebuild.houses import HouseRead
from microsol_matrix.rebuild.known import Known, known
from microsol_matrix.rebuild.standing import (
    membership_of,
    name_in,
    own_power,
    people_of,
    strong_in,
    words_in,
)
from microsol_matrix.scales.congregation import (
    NAME_LIMIT,
    PURPOSE_LIMIT,
    Congregation,
    Joining,
)
from microsol_matrix.scales.knock import NAME_LIMIT as STRANGER_LIMIT, REASON_LIMIT, Knock, Knocked
from microsol_matrix.scales.mandate import (
    Ending,
    Mandate,
    MandateBegan,
    MandateEnded,
    Role,
)
from microsol_matrix.scales.numbers import SPAN_BOUNDS, USUAL, Numbers, Preset, with_number
from microsol_matrix.scales.publishing import Publishing
from microsol_matrix.scales.season import (
    FormationRound,
    RoundOpened,
    Season,
    SeasonBegan,
    SeasonEnded,
)
from microsol_matrix.scales.tier import INVITED, TierGiven
from microsol_matrix.seen import Membership
from microsol_matrix.structure.types import MANDATE
from microsol_matrix.world import World
from microsol_matrix.zones import UNIVERSAL

_MS: Final = timedelta(milliseconds=1)


def power_told_in(read: HouseRead, *, house: House) -> RoomRead:
    """Give the room whose power tells who hosts: the space.

    Of a space that people made it is Hosts: what they had there stays theirs, whether they host, have left, or are
    other services.
    """
    space = read.rooms[SPACE]
    is_peoples = own_power(space, house) is not None
    return read.rooms.get(HOSTS, space) if is_peoples else space


def founder_of(room: RoomRead, *, house: House) -> UserId | None:
    """Say who founded a congregation: who had power first, where that tells it; None if nobody can tell."""
    for seen in room.past:
        strong = strong_in(seen, house=house, least=PEOPLE) if seen.type == POWER else ()
        if strong:
            return strong[0]
    return None


def read_congregation(
    read: HouseRead, *, founder: UserId, asked: tuple[RoomId, EventId], house: House
) -> Congregation:
    """Read what a congregation is.

    Args:
        read: Its rooms.
        founder: Who founded it.
        asked: Where that was asked for, and which message of ours tells how it went.
        house: Who we are.
    """
    card, space = read.card, read.rooms[SPACE]
    joining = Joining.OPEN if card.is_so("is_full") else Joining(card.text("joining"))
    alias = str(space.content("m.room.canonical_alias").get("alias") or "")
    slug = card.text("slug") or alias.partition(":")[0].removeprefix("#_microsol_")
    name = " ".join(words_in(space, "m.room.name", "name").split())[:NAME_LIMIT].rstrip()
    purpose = " ".join(words_in(space, "m.room.topic", "topic").split())[:PURPOSE_LIMIT].rstrip()
    spoken = next(iter(card.texts("languages")), house.language.value)
    return Congregation(
        id=read.id,
        slug=slug,
        name=Text(name or card.text("name")),
        purpose=Text(purpose or card.text("purpose")),
        place=Text(card.text("place")),
        founder=founder,
        founded_at=card.moment("founded") or moment_of(ms_of(read.id)) or space.past[0].at,
        asked_in=asked[0],
        asked_by_event=asked[1],
        joining=joining,
        encrypts_crews=card.is_so("encrypts_crews"),
        zone=ZoneName(card.text("zone") or UNIVERSAL),
        language=next((one for one in Language if one.value == spoken), house.language),
        numbers=_numbers(card),
        publishing=Publishing(card.text("publishing") or Publishing.OFF.value),
    )


def _numbers(card: Known) -> Numbers:
    scales = card.part("scales")
    crew = None if scales is None else scales.part("crew")
    preset = Preset(crew.text("preset") or Preset.SEED.value) if crew is not None else Preset.SEED
    told = card.part("numbers")
    chosen: dict[str, timedelta | int | tuple[int, int]] = {}
    for name in fields_dict(Numbers) if told is not None else ():
        value = None if told is None else _number(told, name)
        if value is not None:
            chosen[name] = value
    numbers = changed(USUAL, preset=preset)
    for name, value in chosen.items():
        numbers = with_number(numbers, name, value)
    return numbers


def _number(told: Known, name: str) -> timedelta | int | tuple[int, int] | None:
    match told.fields.get(name), told.numbers(name):
        case _, (least, most):
            return least, most
        case int(value), _ if name in SPAN_BOUNDS:
            return value * _MS
        case int(value), _:
            return value
        case _:
            return None


def time_facts(read: HouseRead, *, house: House) -> Iterator[Fact]:
    """Say which seasons there were, and which formation round is open."""
    for told in read.card.parts("seasons"):
        begins_at, ends_at = told.moment("begins"), told.moment("ends")
        if begins_at is None or ends_at is None:
            continue
        season_id = SeasonId(told.text("id"))
        season = Season(season_id, Text(told.text("name")), begins_at=begins_at, ends_at=ends_at)
        yield SeasonBegan(season, by=house.bot)
        if told.is_so("is_over"):
            yield SeasonEnded(season_id)
    told_round = read.card.part("round")
    if told_round is not None:
        opened_at, closes_at = told_round.moment("opened"), told_round.moment("closes")
        if opened_at is not None and closes_at is not None:
            one = FormationRound(
                EventId(told_round.text("id")), opened_at=opened_at, closes_at=closes_at
            )
            yield RoundOpened(one, by=house.bot)


# --------------------------------------------------------------------------------------- mandates


def mandate_facts(
    read: HouseRead, congregation: Congregation, *, house: House, now: datetime
) -> Iterator[Fact]:
    """Say who hosts, and until when.

    Whoever agreed to be shown stands in the space; the others are those that have a host's power there, in the order
    in which they got it.
    """
    space = read.rooms[SPACE]
    told = {
        MandateId(key): its
        for (kind, key), seen in space.state.items()
        if kind == MANDATE
        and seen.content
        and seen.sender == house.bot
        and (its := known(seen.content, type_=MANDATE)) is not None
    }
    shown = {its.text("holder") for its in told.values() if its.text("holder")}
    ordered = _hosts_in_order(power_told_in(read, house=house), house=house)
    hosts = [person for person in ordered if person not in shown]
    first = MandateId(congregation.id)
    if first in told and congregation.founder in hosts:
        hosts = [congregation.founder, *(one for one in hosts if one != congregation.founder)]
    for key, its in sorted(told.items(), key=lambda one: (one[1].number("start", 0), one[0])):
        holder = its.text("holder")
        if not holder and not hosts:
            continue
        mandate = _mandate(key, its, holder=UserId(holder) if holder else hosts.pop(0), now=now)
        if mandate is not None:
            yield MandateBegan(mandate)
    if first not in told:
        yield MandateEnded(first, why=Ending.EXPIRED, at=now)


def _mandate(key: MandateId, told: Known, *, holder: UserId, now: datetime) -> Mandate | None:
    begins_at, expires_at = told.moment("start"), told.moment("expiry")
    if begins_at is None or expires_at is None:
        return None
    prolonged = told.moment("prolonged")
    mandate = Mandate(
        id=key,
        role=Role(told.text("role")),
        holder=holder,
        begins_at=begins_at,
        expires_at=expires_at,
        is_shown=bool(told.text("holder")),
        prolonged_until=prolonged,
    )
    is_reminded = prolonged is not None or mandate.renewable_from <= now
    return changed(mandate, is_reminded=is_reminded)


def _hosts_in_order(room: RoomRead, *, house: House) -> list[UserId]:
    """Give who has a host's power in a room, in the order in which they got it and kept it."""
    order: list[UserId] = []
    for seen in room.past:
        if seen.type == POWER:
            strong = strong_in(seen, house=house, least=PEOPLE)
            order = [one for one in order if one in strong]
            order += [one for one in strong if one not in order]
    return order


# ----------------------------------------------------------------------------------------- people


def tier_facts(world: World, space: RoomRead, *, house: House) -> Iterator[Fact]:
    """Say who is a friend: everybody who does not host, for nobody can tell who was a guest or a partner."""
    for person, seen in people_of(space, house=house).items():
        membership = membership_of(seen)
        if person in world.hosts:
            continue
        if membership is Membership.JOIN:
            yield TierGiven(person, INVITED, at=seen.at)
        elif membership is Membership.INVITE:
            yield TierGiven(person, INVITED, at=None)


def knock_facts(space: RoomRead, *, house: House) -> Iterator[Fact]:
    """Say who asks to come in."""
    for person, seen in people_of(space, house=house).items():
        if membership_of(seen) is Membership.KNOCK:
            reason = seen.content.get("reason")
            yield Knocked(
                Knock(
                    id=seen.event_id,
                    person=person,
                    name=Text(name_in(seen)[:STRANGER_LIMIT]),
                    reason=Text(reason[:REASON_LIMIT] if isinstance(reason, str) else ""),
                    at=seen.at,
                )
            )


def founding_ref(congregation_id: str) -> Ref:
    """Name the message that tells how a founding goes."""
    return Ref(f"founding/{congregation_id}")


def asked_for(read: HouseRead, directs: tuple[RoomRead, ...]) -> tuple[RoomId, EventId]:
    """Say where a founding was asked for, and which message of ours told how it went.

    Where that is not to be found, the space's own beginning stands for it: nothing is said there any more.
    """
    ref = founding_ref(read.id)
    for room in directs:
        for one in room.said:
            if one.ref == ref and one.replaces is None:
                return room.room_id, one.event_id
    space = read.rooms[SPACE]
    made = space.state.get(("m.room.create", ""))
    event_id = EventId("") if made is None else made.event_id
    return space.room_id, event_id


def members_in(space: RoomRead, *, house: House) -> frozenset[UserId]:
    """Give who is in the space."""
    return frozenset(
        person
        for person, seen in people_of(space, house=house).items()
        if membership_of(seen) is Membership.JOIN
    )


def by_ref(rooms: Mapping[RoomId, RoomRead]) -> Mapping[Ref, tuple[RoomId, EventId]]:
    """Give the prompts that say what they are about; of two the first, as the second would be a copy."""
    found: dict[Ref, tuple[RoomId, EventId]] = {}
    for room_id, read in rooms.items():
        for one in read.said:
            if one.ref is not None and one.replaces is None:
                found.setdefault(one.ref, (room_id, one.event_id))
    return found
