"""Whatever a congregation has lived: released, its rooms are governed and joinable, and we are in none of them.

Owns the laws of letting go: power before the marker, the marker before leaving, and nobody locked out.
"""

from hypothesis import assume, given, strategies as st

from microsol_matrix.decide.happenings import Started
from microsol_matrix.house import House
from microsol_matrix.ids import RoomKey
from microsol_matrix.places import PORCH, SPACE
from microsol_matrix.plan.intents import HandOver, Intent, LeaveRoom, PutState
from microsol_matrix.plan.power import BOT
from microsol_matrix.plan.releasing import OWN, people_in
from microsol_matrix.seen import RoomSeen
from microsol_matrix.structure import types
from tests.core.life import ROUNDS, Village
from tests.core.obedience import obey
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live

ERRCODE = "M_FORBIDDEN"
RULE = "m.room.join_rules"
MARKERS = (types.CONGREGATION, types.CREW, types.ROOM)


def released(village: Village) -> dict[RoomKey, RoomSeen]:
    """Let all hosts release a congregation; give its rooms as they were then, those that we were out of left out."""
    hosts = sorted(village.world.hosts & village.world.members)
    assume(bool(hosts))
    for host in hosts[:2]:
        village.tells(host, "!release yes")
    assume(village.world.released_at is not None)
    village.done.clear()
    rooms = {key: room for key, room in village.world.rooms.items() if not room.is_out}
    village.settle()
    return rooms


def about(village: Village, key: RoomKey) -> list[Intent]:
    """Give what was done in a room, in order."""
    return [one for one in village.done if getattr(one, "key", None) == key]


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_what_is_released_is_left_governed_and_joinable_and_nothing_is_written_after_the_marker_is_gone(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)

    rooms = released(village)

    left = [one.key for one in village.done if isinstance(one, LeaveRoom)]
    assert not village.world.rooms
    assert not village.world.partings
    assert village.plan() == ()
    assert left[-1] == SPACE
    assert len(left) == len(set(left))
    for key, room in rooms.items():
        done = about(village, key)
        holds_in_order(done)
        if key != PORCH:  # where nobody is but services
            holds_nobody_out(done, room)


def holds_in_order(done: list[Intent]) -> None:
    """Hold that power is handed over before the marker goes, and that nothing is written after it."""
    emptied = [
        at
        for at, one in enumerate(done)
        if isinstance(one, PutState)
        and (one.piece.type in MARKERS and not one.piece.state_key)
        and not one.piece.content
    ]
    handed = [at for at, one in enumerate(done) if isinstance(one, HandOver)]
    assert handed[-1] == emptied[-1] - 1
    assert [type(one) for one in done[emptied[-1] + 1 :]] == [LeaveRoom]


def holds_nobody_out(done: list[Intent], room: RoomSeen) -> None:
    """Hold that somebody in a room can do everything there, and that whoever is in can let in who may come."""
    given_ = [one for one in done if isinstance(one, HandOver)]
    present = people_in(room)
    rules = [one.piece for one in done if isinstance(one, PutState) and one.piece.type == RULE]
    assert [one.own for one in given_] == ([BOT, OWN] if present else [OWN])
    for one in given_:
        assert not present or BOT in [one.users.get(person, 0) for person in present]
    assert all(
        rule.content["join_rule"] != "restricted" or given_[-1].power["invite"] == 0
        for rule in rules
    )


def settle_but(village: Village, kept: set[RoomKey]) -> None:
    """Do all that the plan wants, but that the homeserver refuses for good to have some rooms handed over."""
    for _ in range(ROUNDS):
        wanted = village.plan()
        if not wanted:
            return
        for intent in wanted:
            if isinstance(intent, HandOver) and intent.key in kept:
                village.fails(intent, errcode=ERRCODE, is_final=True)
            else:
                village.done.append(intent)
                village.become([obey(intent, now=village.now)])
    message = f"the plan is never empty: {village.plan()}"
    raise AssertionError(message)


@a_law
@given(
    house=houses, beginning=beginnings, life=acts, refused=st.sets(st.integers(0, 7), min_size=1)
)
def test_a_room_that_may_not_be_handed_over_stays_as_it_is_with_us_in_it_until_it_may(
    house: House, beginning: Beginning, life: list[Act], refused: set[int]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    hosts = sorted(village.world.hosts & village.world.members)
    assume(bool(hosts))
    for host in hosts[:2]:
        village.tells(host, "!release yes")
    assume(village.world.released_at is not None)
    village.done.clear()
    village.letters.clear()
    inhabited = sorted(
        key
        for key, room in village.world.rooms.items()
        if not room.is_out and key != PORCH and people_in(room)
    )
    kept = {key for at, key in enumerate(inhabited) if at in refused}
    assume(bool(kept))

    settle_but(village, kept)

    assert village.plan() == ()
    assert set(village.world.rooms) == kept
    told = {letter.to for letter in village.letters if ERRCODE in letter.text}
    for key in kept:
        written = [one for one in about(village, key) if isinstance(one, PutState)]
        assert not {one.piece.type for one in written} & {RULE, *MARKERS}
        assert told.intersection(people_in(village.world.rooms[key]))
    assert told <= {one for key in kept for one in people_in(village.world.rooms[key])}
    village.happen(Started())
    village.settle()
    assert not village.world.rooms
    assert not village.world.partings
