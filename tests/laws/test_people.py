"""Laws about people: who left is left alone, rooms of others are left alone, nothing published names anybody."""

import re
from collections.abc import Iterator, Mapping

from attrs import Factory, define, evolve as changed
from hypothesis import given

from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, RoomKey, UserId
from microsol_matrix.markup import to_html, to_plain
from microsol_matrix.places import COMMONS, HOSTS, SPACE, crew_room
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import (
    Ban,
    DropAlias,
    EditPrompt,
    EnterPorch,
    FollowPorch,
    GiveBack,
    Intent,
    Invite,
    KeepState,
    LeavePorch,
    LiftBan,
    LookForPorch,
    MakeRoom,
    NameAlias,
    ProbePorch,
    Propose,
    PutOut,
    PutPower,
    PutState,
    React,
    ReadPorch,
    Redact,
    Remove,
    Say,
    SendPrompt,
    Withdraw,
)
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.call import AnswerGiven, CallState
from microsol_matrix.scales.congregation import MemberWanted
from microsol_matrix.scales.mandate import MandateBegan
from microsol_matrix.seen import Membership, MembershipSeen
from microsol_matrix.structure import types
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.said import BOT, PEOPLE, display_name
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live

IN_OR_ASKED = (Membership.JOIN, Membership.INVITE)


@define
class Respect:
    """Who is out of which room, and has not been asked back since."""

    out: set[tuple[RoomKey, UserId]] = Factory(set)

    def take_in(self, facts: list[Fact], world: World) -> None:
        """Note what facts say about who wants to be where."""
        for fact in facts:
            match fact:
                case MembershipSeen(by=by) if by == BOT and _holds(world, fact):
                    pass  # an old invitation of ours was withdrawn, and the seat given again meanwhile
                case MembershipSeen(is_carried=True):
                    self.out.discard((fact.key, fact.person))  # out for the space's sake alone
                case MembershipSeen(membership=Membership.LEAVE | Membership.BAN):
                    self.out.add((fact.key, fact.person))
                case MembershipSeen():
                    self.out.discard((fact.key, fact.person))
                case MemberWanted(person=person):
                    self.out -= {(SPACE, person), (COMMONS, person)}
                case MandateBegan(mandate=mandate):
                    self.out.discard((HOSTS, mandate.holder))
                case AnswerGiven(person=person):
                    crew = world.calls[fact.call_id].crew
                    self.out -= {(crew_room(crew), person)} if crew is not None else set()
                case _:
                    pass


def _holds(world: World, fact: MembershipSeen) -> bool:
    crew = world.crews.get(CrewId(fact.key.partition("/")[2]))
    return crew is not None and fact.person in crew.holders


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_who_is_out_is_never_invited_again_unasked(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    respect = Respect()
    respect.take_in(village.facts, village.world)
    for act in life:
        lived = len(village.facts)
        live(village, act)
        respect.take_in(village.facts[lived:], village.world)
        for intent in village.plan():
            if isinstance(intent, Invite):
                assert (intent.key, intent.person) not in respect.out, "was out of the room"
                assert (SPACE, intent.person) not in respect.out, "was out of the congregation"


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_room_but_our_own_is_changed(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        for intent in village.plan():
            match intent:
                case PutState(key=key) | PutPower(key=key) | Invite(key=key) | Remove(key=key):
                    assert village.key_id(key) == intent.room_id
                case KeepState(key=key) | DropAlias(key=key) | NameAlias(key=key):
                    assert village.key_id(key) == intent.room_id
                case GiveBack(key=key):
                    assert village.key_id(key) == intent.room_id
                case PutOut(key=key) | Ban(key=key) | LiftBan(key=key):
                    assert village.key_id(key) == intent.room_id
                case Withdraw(key=key) | Propose(key=key):
                    assert village.key_id(key) == intent.room_id
                case (
                    LookForPorch()
                    | EnterPorch()
                    | LeavePorch()
                    | ReadPorch()
                    | FollowPorch()
                    | ProbePorch()
                ):
                    pass  # nothing but our own seat, and reading
                case Redact() | React():
                    assert village.world.key_of(intent.room_id) is not None
                case MakeRoom() | Say() | SendPrompt() | EditPrompt():
                    pass  # a room of our own by its alias; words, which change nobody's state
                case private:
                    message = f"{private} has no place in a congregation's plan"
                    raise AssertionError(message)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_nobody_is_put_out_unless_somebody_put_them_out_of_the_space(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        for intent in village.plan():
            if isinstance(intent, Remove):
                room = village.world.rooms[intent.key]
                assert room.has(intent.person, Membership.INVITE, Membership.KNOCK)
            if isinstance(intent, PutOut):
                assert not village.world.rooms[SPACE].has(intent.person, *IN_OR_ASKED)
            if isinstance(intent, Ban):
                assert village.world.rooms[SPACE].has(intent.person, Membership.BAN)
            if isinstance(intent, LiftBan):
                assert not village.world.rooms[SPACE].has(intent.person, Membership.BAN)


# ------------------------------------------------------------------------------------------- privacy


def published(intents: tuple[Intent, ...]) -> Iterator[StatePiece]:
    """Give the state that intents would write, that which rooms are made with too."""
    for intent in intents:
        if isinstance(intent, MakeRoom):
            yield from intent.spec.state
        elif isinstance(intent, PutState):
            yield intent.piece


def words_of(intents: tuple[Intent, ...], village: Village) -> list[str]:
    """Give the words that intents would say where all members read them."""
    commons = village.world.rooms.get(COMMONS)
    return [
        text
        for intent in intents
        if isinstance(intent, Say | SendPrompt | EditPrompt)
        and commons is not None
        and intent.room_id == commons.room_id
        for text in (to_plain(intent.text), to_html(intent.text))
    ]


def strings(content: Json) -> Iterator[str]:
    """Give every string in a content, keys too."""
    match content:
        case str():
            yield content
        case Mapping():
            for key, value in content.items():
                yield key
                yield from strings(value)
        case list() | tuple():
            for value in content:
                yield from strings(value)
        case _:
            pass


def unconsented(piece: StatePiece) -> Mapping[str, Json]:
    """Give a content without the one name in it that its bearer agreed to: a host's who said yes."""
    if piece.type != types.MANDATE:
        return piece.content
    return {key: value for key, value in piece.content.items() if key != "holder"}


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_mandate_names_only_who_agreed(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        agreed = {fact.mandate.holder for fact in village.facts if isinstance(fact, MandateBegan)}
        for piece in published(village.plan()):
            if piece.type == types.MANDATE and "holder" in piece.content:
                assert piece.content["holder"] in agreed


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_nothing_published_holds_the_id_or_name_of_a_person(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    name = re.compile("|".join(rf"\b{display_name(one)}\b|{one}" for one in PEOPLE))
    for act in life:
        live(village, act)
        for piece in published(village.plan()):
            for text in (piece.state_key, *strings(unconsented(piece))):
                assert not name.search(text), piece


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_words_in_commons_hold_the_id_of_a_person(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        for text in words_of(village.plan(), village):
            assert not any(person in text for person in PEOPLE), text


def unanswered(world: World) -> World:
    """Give a world in which nobody but the callers has answered what has not begun."""
    calls = {
        call_id: changed(call, answers=call.answers[:1]) if call.state is CallState.OPEN else call
        for call_id, call in world.calls.items()
    }
    return changed(world, calls=calls)


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_before_a_crew_begins_nothing_shows_who_or_how_many_answered(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)

        other = plan(unanswered(village.world), house)

        assert words_of(other, village) == words_of(village.plan(), village)
        assert list(published(other)) == list(published(village.plan()))
