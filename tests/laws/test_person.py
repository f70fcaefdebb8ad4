"""The laws of the house, held against any life of one person's private lane."""

from datetime import timedelta
from enum import Enum, auto

from attrs import frozen
from hypothesis import given

from microsol_matrix.addresses import addresses
from microsol_matrix.decide import Decision, Happening, decide
from microsol_matrix.decide.happenings import Failed, Started, Unheard
from microsol_matrix.evolve import replay
from microsol_matrix.house import Moment
from microsol_matrix.ids import Ref, RoomId, Text
from microsol_matrix.observe import BotInvited, EncryptedSaid, EncryptionTurnedOn
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan import name_of, plan
from microsol_matrix.plan.intents import (
    Decline,
    InviteToDirect,
    JoinDirect,
    MakeDirect,
    MarkDirect,
    ReadBack,
    Say,
)
from microsol_matrix.ports import Letter
from microsol_matrix.scales.person import DirectMade
from microsol_matrix.seen import Membership
from tests.core.life import Life
from tests.core.obedience import obey
from tests.core.said import BO, BOT, CLEO, EVENTS, HOUSE, membership, message, new_event
from tests.dice import Dice, lives
from tests.laws.test_congregation import reordered

ROOMS = tuple(RoomId(f"!dm-{number}:here.example") for number in range(3))


class What(Enum):
    """The kinds of acts."""

    REST = auto()
    INVITED = auto()
    LETTER = auto()
    SAID = auto()
    ENCRYPTED = auto()
    MEMBERSHIP = auto()
    FAIL = auto()
    OBEY_ONE = auto()
    OBEY_ALL = auto()
    START_ANEW = auto()


@frozen
class Act:
    """One act; numbers choose among whatever there is when it is lived."""

    what: What
    which: int
    how: int


_KINDS = (*What, What.OBEY_ALL, What.OBEY_ONE, What.LETTER)


def _act(dice: Dice) -> Act:
    what, which, how = dice
    return Act(_KINDS[what % len(_KINDS)], which, how)


acts = lives(_act, dice=3, length=20)


def happening(life: Life[PersonWorld], act: Act) -> Happening | None:
    """Say what an act is, in the life as it stands."""
    rooms = [*ROOMS, *life.world.directs]
    room_id = rooms[act.which % len(rooms)]
    match act.what:
        case What.INVITED:
            return BotInvited(room_id, new_event(), by=BO, is_direct=act.how % 8 != 7)
        case What.LETTER:
            return Letter(Ref(f"letter-{act.which % 8}"), to=BO, text=Text("words"))
        case What.SAID:
            return Unheard(message(BO, "hello", at=room_id), text=Text("words"))
        case What.ENCRYPTED if act.how % 2:
            return EncryptedSaid(room_id, new_event(), by=BO)
        case What.ENCRYPTED:
            return EncryptionTurnedOn(room_id, new_event(), by=BO)
        case What.MEMBERSHIP:
            who = (BO, BO, BOT, CLEO)[act.how % 4]
            to = list(Membership)[act.how % len(Membership)]
            return membership(who, to, at=room_id)
        case What.FAIL:
            wanted = life.plan()
            if not wanted:
                return None
            intent = wanted[act.which % len(wanted)]
            return Failed(intent, "M_FORBIDDEN", is_final=act.how % 2 == 0, is_taken=False)
        case What.START_ANEW:
            return Started()
        case _:
            return None


def live(life: Life[PersonWorld], act: Act) -> Happening | None:
    """Let one act be; give what happened."""
    life.now += timedelta(minutes=1)
    if act.what is What.OBEY_ALL:
        life.settle()
    elif act.what is What.OBEY_ONE and (wanted := life.plan()):
        life.become([obey(wanted[act.which % len(wanted)], now=life.now)])
    else:
        happened = happening(life, act)
        if happened is not None:
            life.happen(happened)
        return happened
    return None


def begin() -> Life[PersonWorld]:
    EVENTS.named = 0
    return Life(PersonWorld())


@given(story=acts)
def test_performing_the_plan_empties_it(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
    life.settle()  # raises if it never empties

    assert not [one for one in life.world.notices if one.room_id is None] or life.world.refused


@given(story=acts)
def test_equal_worlds_give_equal_plans_of_unequal_names(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
        names = [name_of(intent) for intent in life.plan()]

        assert plan(reordered(life.world), HOUSE) == life.plan()
        assert len(set(names)) == len(names)


@given(story=acts)
def test_a_repeated_observation_changes_nothing(story: list[Act]) -> None:
    life = begin()
    for act in story:
        happened = live(life, act)
        if happened is None or isinstance(happened, Letter | Unheard | Failed):
            continue  # the store takes words and letters in once
        again = decide(life.world, happened, moment=Moment(HOUSE, now=life.now))

        assert isinstance(again, Decision)
        assert replay(life.world, again.facts) == life.world


@given(story=acts)
def test_no_room_but_our_own_is_changed(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
        made = {fact.room_id for fact in life.facts if isinstance(fact, DirectMade)}
        for intent in life.plan():
            match intent:
                case InviteToDirect(room_id=room_id, person=person):
                    assert room_id in made
                    assert person == BO
                case JoinDirect() | Decline() | ReadBack() | MarkDirect() | Say() | MakeDirect():
                    pass  # the bot's own membership and account, words, a room of our own
                case other:
                    message_ = f"{other} has no place in a person's plan"
                    raise AssertionError(message_)


@given(story=acts)
def test_letters_are_said_in_the_order_in_which_they_were_written(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
        letters = [notice.ref for notice in life.world.notices if notice.room_id is None]
        said = [one.ref for one in life.plan() if isinstance(one, Say) and one.ref in letters]

        assert said in ([], letters[:1])


@given(story=acts)
def test_nothing_is_said_where_the_person_cannot_read_it(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
        letters = {notice.ref for notice in life.world.notices if notice.room_id is None}
        for intent in life.plan():
            if isinstance(intent, Say) and intent.ref in letters:
                direct = life.world.directs[intent.room_id]
                assert direct.is_joined
                assert direct.has_person
                assert not direct.is_encrypted


@given(story=acts)
def test_facts_alone_give_the_world_and_its_addresses(story: list[Act]) -> None:
    life = begin()
    for act in story:
        live(life, act)
    again = replay(PersonWorld(), life.facts)

    assert again == life.world
    assert addresses(again) == addresses(life.world)
