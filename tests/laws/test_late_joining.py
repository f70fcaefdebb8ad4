"""Laws of coming in late and of hiding: nothing tells who objected, and of a hidden crew nothing is said outside."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Final

from attrs import frozen
from hypothesis import given

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import UserId
from microsol_matrix.places import HOSTS, SPACE
from microsol_matrix.plan.intents import (
    Intent,
    MakeRoom,
    PutState,
    Say,
    SendPrompt,
)
from microsol_matrix.scales.crew import CrewState, SeatGiven
from microsol_matrix.scales.crew_life import NewcomerDeclined
from microsol_matrix.scales.question import QuestionAsked
from microsol_matrix.seen import Membership
from tests.core.beside_kettle import KETTLE, asked, in_state, kettle, prompt, room_of
from tests.core.life import Village
from tests.core.said import (
    BO,
    CLEO,
    DOV,
    ESI,
    EVENTS,
    PEOPLE,
    membership,
    message,
    reaction,
)
from tests.dice import Dice, lives
from tests.laws.acts import a_law

_IN_ROOM: Final = (
    *["!joining ask"] * 3,
    "!joining open",
    "!joining closed",
    *["!hide"] * 4,
    "!visibility congregation",
    "!visibility porch",
    "!rest",
    "!wake",
    "!object",
)
_BY_LETTER: Final = (f"!join {KETTLE}", f"!join {KETTLE}", "!object", "!crews", "!why", "!crew")
_MEMBERSHIPS: Final = (
    Membership.KNOCK,
    Membership.KNOCK,
    Membership.LEAVE,
    Membership.JOIN,
    Membership.INVITE,
)
_BEFORE: Final = 1000
"""More events than it takes to begin."""
_HOURS: Final = (1, 24, 72, 72, 24 * 8)


@frozen
class Act:
    """One act; numbers choose among whatever there is."""

    what: int
    who: int
    how: int
    which: int


def _act(dice: Dice) -> Act:
    what, who, how, which = dice
    return Act(what, who, how=how, which=which)


acts = lives(_act, dice=4, length=16)


def live(village: Village, act: Act) -> None:
    """Let one act be: words, memberships, reactions, time; or let something that is planned be done."""
    who = PEOPLE[act.who % len(PEOPLE)]
    room = village.key_id(room_of(village))
    doing: tuple[Callable[[], None], ...] = (
        village.settle,
        lambda: village.happen(
            Heard(message(who, _IN_ROOM[act.how % len(_IN_ROOM)], at=room), role="crew")
        ),
        lambda: village.happen(
            Heard(message(who, _BY_LETTER[act.how % len(_BY_LETTER)]), role="direct")
        ),
        lambda: _changes(village, who, act),
        lambda: _reacts(village, who, act),
        lambda: village.pass_time(timedelta(hours=_HOURS[act.how % len(_HOURS)])),
        lambda: village.happen(
            Heard(message(who, _BY_LETTER[act.how % 2]), role="direct"),
        ),
    )
    doing[act.what % len(doing)]()


def _changes(village: Village, who: UserId, act: Act) -> None:
    to = _MEMBERSHIPS[act.how % len(_MEMBERSHIPS)]
    key = room_of(village) if act.which % 4 else SPACE
    by = kettle(village).host if to is Membership.INVITE else who
    village.happen(membership(who, to, at=village.key_id(key), by=by))


def _reacts(village: Village, who: UserId, act: Act) -> None:
    for question in kettle(village).open_questions:
        known = village.world.prompts.get(question.ref)
        if known is not None:
            key = ("✅", "❌")[act.how % 2]
            village.happen(reaction(who, known.event_id, at=known.room_id, key=key))
            return


def begun() -> Village:
    """Slow Kettle, active, its call over, in a life that is the same each time."""
    brought = _brought()
    EVENTS.named = _BEFORE
    return Village(
        brought.world,
        house=brought.house,
        now=brought.now,
        facts=list(brought.facts),
        letters=list(brought.letters),
        done=list(brought.done),
    )


@cache
def _brought() -> Village:
    EVENTS.named = 0
    village = in_state(CrewState.ACTIVE)
    assert EVENTS.named < _BEFORE
    return village


def says_outside(village: Village, intent: Intent) -> bool:
    """Whether an intent tells somebody outside of the crew's room that there is such a crew."""
    crew = kettle(village)
    match intent:
        case PutState(key=key, piece=piece) if key != room_of(village):
            return bool(piece.content) and (
                piece.state_key in (crew.id, str(crew.call_id), village.key_id(room_of(village)))
                or KETTLE in repr(piece.content)
            )
        case MakeRoom(spec=spec):
            return KETTLE in spec.name
        case Say() | SendPrompt():
            outside = (village.commons, village.key_id(HOSTS))
            return intent.room_id in outside and KETTLE in intent.text
        case _:
            return False  # an edit of what stands in Commons already says nothing new


@a_law
@given(life=acts)
def test_nothing_that_is_planned_tells_others_of_a_hidden_crew(life: list[Act]) -> None:
    village = begun()
    village.settle()
    for act in life:
        live(village, act)
        if kettle(village).is_hidden:
            told = [one for one in village.plan() if says_outside(village, one)]
            assert told == []


@a_law
@given(life=acts)
def test_whoever_hears_that_it_is_not_this_cycle_is_invited_by_nobody_but_the_host(
    life: list[Act],
) -> None:
    village = begun()
    declined: set[UserId] = set()
    for act in life:
        lived = len(village.facts)
        live(village, act)
        for fact in village.facts[lived:]:
            match fact:
                case NewcomerDeclined(person=person):
                    declined.add(person)
                case QuestionAsked(question=question):
                    assert question.person not in declined
                case SeatGiven(person=person) if person in declined:
                    room = village.world.rooms[room_of(village)]
                    assert room.has(person, Membership.INVITE, Membership.JOIN)
                case _:
                    pass
        if kettle(village).not_now != frozenset(declined):
            assert kettle(village).cycle > 1
            declined = set(kettle(village).not_now)


@a_law
@given(life=acts)
def test_doors_and_answers_settle_whatever_happens(life: list[Act]) -> None:
    village = begun()
    for act in life:
        live(village, act)
    village.settle()

    crew, room = kettle(village), village.world.rooms[room_of(village)]
    open_about = {one.person for one in crew.open_questions}
    for person, stands in room.people.items():
        if stands is Membership.KNOCK:
            assert person in open_about | set(crew.waiting)
    assert not (set(crew.waiting) & set(crew.holders))


def test_who_objects_makes_no_difference_to_what_the_congregation_holds() -> None:
    held = []
    for objector in (BO, CLEO):
        village = begun()
        village.says(BO, "!joining ask", at=room_of(village))
        village.tells(DOV, f"!join {KETTLE}")
        village.settle()
        village.tells(objector, "!object")
        village.pass_time(timedelta(hours=72))
        village.settle()
        held.append((village.facts, village.world))

    assert held[0] == held[1]


def test_a_stray_no_leaves_its_person_in_no_fact() -> None:
    held = []
    for objector in (BO, CLEO):
        village = begun()
        village.says(BO, "!joining ask", at=room_of(village))
        village.tells(ESI, f"!join {KETTLE}")
        village.settle()
        room = village.key_id(room_of(village))
        village.happen(reaction(objector, prompt(village), at=room, key="❌"))
        village.settle()
        assert asked(village).is_objected
        held.append((village.facts, village.world))

    assert held[0] == held[1]
