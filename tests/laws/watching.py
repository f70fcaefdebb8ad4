"""What holds in any crew's life, looked at while it is lived.

Owns the laws that can be seen from facts and plans as they come: lives of any length are held against
them, those that hypothesis makes as well as a year that is played through. Refuses to make lives.
"""

from attrs import define, field

from microsol_matrix.evolve import evolve
from microsol_matrix.facts import Fact
from microsol_matrix.ids import CrewId, RoomId
from microsol_matrix.places import crew_room
from microsol_matrix.plan.intents import (
    EditPrompt,
    Intent,
    PutOut,
    React,
    Remove,
    Say,
    SendPrompt,
    name_of,
)
from microsol_matrix.scales.crew import Crew, CrewState
from microsol_matrix.scales.crew_life import CrewMoved
from microsol_matrix.scales.question import Asking
from microsol_matrix.scales.transitions import Move, leads
from microsol_matrix.seen import Membership
from microsol_matrix.world import World
from tests.core.life import Village

_ENDS = (CrewState.CLOSING, CrewState.ARCHIVED)
_OF_ITSELF = (Move.CLOSE, Move.EMPTY)
"""How a crew comes to its end without anybody's saying so then: they had said so before, or nobody is left."""


@define
class Watch:
    """Looks on as a village lives.

    Attributes:
        village: Whose life.
        world: As it was when it was last looked at.
        quiet: Archived rooms in which all was said that there was to say.
    """

    village: Village
    world: World = field(factory=World)
    quiet: set[RoomId] = field(factory=set)
    _seen: int = 0

    def look(self) -> None:
        """Hold all that has happened since the last look against the laws, and what is planned now."""
        self.hear()
        self.hold(self.village.plan())

    def hear(self) -> None:
        """Hold all that has happened since the last look against the laws."""
        for fact in self.village.facts[self._seen :]:
            _hold_move(self.world, fact)
            self.world = evolve(self.world, fact)
        self._seen = len(self.village.facts)

    def hold(self, plan: tuple[Intent, ...]) -> None:
        """Hold what is planned now against the laws."""
        names = [name_of(intent) for intent in plan]
        assert len(set(names)) == len(names), "one undertaking has one name"
        for intent in plan:
            _hold_room(self.world, intent)
        self._hold_quiet(plan)

    def _hold_quiet(self, plan: tuple[Intent, ...]) -> None:
        """After its farewell nothing is said in an archived room, but what has to be."""
        for crew in self.world.crews.values():
            room = self.world.room(crew_room(crew.id))
            if room is None:
                continue
            if crew.is_living:
                self.quiet.discard(room.room_id)
            elif any(_disturbs(crew, one) for one in plan if _is_said_in(one, room.room_id)):
                assert room.room_id not in self.quiet, f"{crew.name} is {crew.state.value}"
            elif all(notice.room_id != room.room_id for notice in self.world.notices):
                self.quiet.add(room.room_id)


def _is_said_in(intent: Intent, room_id: RoomId) -> bool:
    return isinstance(intent, Say | SendPrompt | EditPrompt | React) and intent.room_id == room_id


def _disturbs(crew: Crew, intent: Intent) -> bool:
    """Whether words are neither an answer nor of what its people have to hear of: who sees the crew, whose it is."""
    match intent:
        case Say(ref=ref, reply_to=reply_to):
            return reply_to is None and not ref.startswith(("visibility/", "once/by-hand/"))
        case EditPrompt():
            return False  # what stands is kept true: another crew that it names may hide
        case SendPrompt(ref=ref) | React(ref=ref):
            asked = [one.ref for one in crew.questions if one.asking is Asking.WIDENING]
            return ref not in asked
        case _:
            return True


def _hold_move(world: World, fact: Fact) -> None:
    """Crews move as the table says; silence ends none; what is undone is as it was."""
    if not isinstance(fact, CrewMoved):
        return
    crew = world.crews[fact.crew_id]
    assert leads(fact.move, crew.state, fact.to), f"{fact.move} from {crew.state} to {fact.to}"
    if fact.to in _ENDS:
        assert fact.by is not None or fact.move in _OF_ITSELF, f"nobody said so: {fact}"
    if fact.by is not None:
        # Whoever was in a crew may call it again, those who have left too.
        theirs = crew.all_people if fact.move is Move.RELAUNCH else crew.people
        assert fact.by in theirs, f"it is not theirs to say: {fact}"
    if fact.move is Move.UNDO:
        was = crew.before
        assert was is not None
        assert (fact.to, fact.cycle, fact.cycle_ends_at) == (
            was.state,
            was.cycle,
            was.cycle_ends_at,
        )
    if fact.move is Move.UNARCHIVE:
        assert fact.to is crew.archived_from


def _hold_room(world: World, intent: Intent) -> None:
    """Nobody is put out of a crew's room, whatever its size."""
    match intent:
        case Remove(key=key, person=person) if _crew_of(world, key) is not None:
            assert world.rooms[key].has(person, Membership.INVITE, Membership.KNOCK)
        case PutOut(key=key):
            assert _crew_of(world, key) is None
        case _:
            pass


def _crew_of(world: World, key: str) -> Crew | None:
    return world.crews.get(CrewId(key.partition("/")[2]))
