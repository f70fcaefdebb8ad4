"""A congregation's year, played through: who calls and answers, agrees and looks back, leaves and comes late.

Owns the chances of each and the order of a day. Refuses to check anything.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from attrs import define, evolve as changed

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import RoomId, UserId
from microsol_matrix.places import SPACE, crew_room
from microsol_matrix.plan.intents import Intent
from microsol_matrix.quotas import Quotas
from microsol_matrix.scales.crew import Crew, CrewState, SeatState
from microsol_matrix.scales.question import Asking, Question
from microsol_matrix.seen import Membership
from tests.core.life import ROUNDS, Village, harbourlight
from tests.core.obedience import obey
from tests.core.said import AMARA, DAY, HOUSE, SERVER, membership, message

PEOPLE: Final = 150
CREWS: Final = 30
DAYS: Final = 365
SEASON: Final = 84
ROUNDS_A_DAY: Final = 1
"""How often the homeserver gets round to what is planned; once a week it does all."""

_ANSWERS: Final = {
    Asking.REVIEW: ("keep", "keep", "keep", "change", "rest", "finish", "split"),
    Asking.NEWCOMER: ("yes", "object"),
    Asking.WIDENING: ("yes", "object"),
    Asking.SPLIT: ("1", "2"),
    Asking.MERGE_OFFER: ("yes", "yes", "no"),
    Asking.MERGE: ("yes",),
    Asking.OLD_ROOM: ("yes", "no"),
}
"""What somebody may answer; whoever does not, says nothing."""


def inhabited() -> Village:
    """Found the congregation and let its people come in."""
    people = [UserId(f"@p{number}:{SERVER}") for number in range(1, PEOPLE)]
    quotas = Quotas(calls_a_day=CREWS, open_calls=CREWS, invitations_a_day=PEOPLE)
    return harbourlight(*people, house=changed(HOUSE, quotas=quotas))


@define
class Year:
    """A village with a year before it.

    Attributes:
        dice: Throws everything that is left to chance.
        village: Whose year.
        looked: Called after everything that somebody does.
        planned: Called with what is to be done, before it is.
    """

    dice: Random
    village: Village
    looked: Callable[[], None]
    planned: Callable[[tuple[Intent, ...]], None]
    _called: int = 0

    def pass_day(self, day: int) -> None:
        """Let one day pass, with what people do on it."""
        if day % SEASON == 0:
            self._tell(AMARA, f'!season "Season {day // SEASON + 1}" weeks=12')
        if day % SEASON == 1:
            self._tell(AMARA, "!round 14d")
        self._call()
        self._answer_calls()
        self._come_in()
        for crew in self.village.world.crews_in_order:
            self._move(crew)
        self._answer_questions()
        if self._happens(0.1):
            self._leave_the_congregation()
        self.village.pass_time(DAY)
        self.looked()
        self._do(rounds=ROUNDS_A_DAY if day % 7 else ROUNDS)

    def _do(self, *, rounds: int) -> None:
        """Do what is planned, and what is planned then; what is left waits for the next day."""
        for _ in range(rounds):
            wanted = self.village.plan()
            self.planned(wanted)
            if not wanted:
                return
            for intent in wanted:
                self.village.done.append(intent)
                self.village.become([obey(intent, now=self.village.now)])
            self.looked()

    # ------------------------------------------------------------------------------ calls and rooms

    def _call(self) -> None:
        living = [one for one in self.village.world.crews.values() if one.is_living]
        open_calls = [one for one in self.village.world.calls.values() if one.is_taking_answers]
        if len(living) + len(open_calls) < CREWS + 6 and self._happens(0.8):
            self._called += 1
            seats = self.dice.choice(("3-5", "3-6", "4-8"))
            words = f'!call "Crew {self._called}" something to do together | seats={seats}'
            if self._happens(0.2):
                words += " answers=private encrypted=yes"
            self._tell(self._anybody(), words)

    def _answer_calls(self) -> None:
        for call in self.village.world.calls_in_order:
            if call.is_taking_answers:
                for _ in range(self.dice.randrange(4)):
                    self._tell(self._anybody(), f"yes {call.name}")

    def _come_in(self) -> None:
        """Let most of those who have a seat take it, and few decline."""
        for crew in self.village.world.crews_in_order:
            key = crew_room(crew.id)
            room = self.village.world.room(key)
            for seat in crew.seats:
                if room is None or seat.state is not SeatState.INVITED or self._happens(0.3):
                    continue
                to = Membership.LEAVE if self._happens(0.05) else Membership.JOIN
                self.village.happen(membership(seat.person, to, at=room.room_id))
                self.looked()

    def _leave_the_congregation(self) -> None:
        gone, host = self._anybody(), AMARA
        if gone == host:
            return
        self.village.leaves(gone, by=self.dice.choice((None, None, host)))
        self.looked()
        newcomer = UserId(f"@late{len(self.village.facts)}:{SERVER}")
        self._tell(host, f"!invite {newcomer}")
        self.village.joins(newcomer, at=SPACE)
        self.looked()

    # ---------------------------------------------------------------------------------- crews' lives

    def _move(self, crew: Crew) -> None:
        """Let one of a crew's people do what crews do where it is, on few days of many."""
        if not crew.people:
            return
        for words, chance in self._chances(crew):
            if self._happens(chance):
                self._tell(self.dice.choice(crew.people), f'{words} crew="{crew.name}"')
                return
        if self._happens(0.01):
            self.village.leaves(self.dice.choice(crew.people), at=crew_room(crew.id))
            self.looked()

    def _chances(self, crew: Crew) -> Sequence[tuple[str, float]]:
        match crew.state:
            case CrewState.FORMING:
                weeks = self.dice.randrange(3, 9)
                return ((f"!agree Tue 19:00 | review={weeks}w", 0.1), ("!finish", 0.002))
            case CrewState.ACTIVE:
                others = [one for one in self.village.world.crews.values() if one.id != crew.id]
                other = self.dice.choice(others or [crew])
                return (
                    ("!host me", 0.01),
                    ("!joining ask", 0.02),
                    ("!joining open", 0.01),
                    ("!visibility porch", 0.01),
                    ("!hide", 0.003),
                    (f'!split "East {crew.name}" | "West {crew.name}"', 0.02),
                    (f"!merge {other.name}", 0.03),
                    ("!harvest We learned to wait.", 0.01),
                    ("!rest", 0.004),
                    ("!finish", 0.004),
                    ("!review", 0.005),
                    ("!undo", 0.01),
                    ("!agree Wed 18:00 | review=4w", 0.005),
                )
            case CrewState.RESTING:
                return (("!wake", 0.02), ("!finish", 0.01), ("!undo", 0.01))
            case CrewState.CLOSING:
                return (("!stop-closing", 0.01), ("!harvest We waited.", 0.05), ("!undo", 0.01))
            case CrewState.ARCHIVED:
                return (("!unarchive", 0.003),)
            case CrewState.RELAUNCHED:
                return ()

    def _answer_questions(self) -> None:
        for crew in self.village.world.crews_in_order:
            for question in crew.open_questions:
                # Every fifth is answered by nobody, whatever it is.
                if hash_of(question) % 5 and crew.people:
                    self._answer(crew, question)
        if self._happens(0.2):
            self._relaunch_or_join()

    def _answer(self, crew: Crew, question: Question) -> None:
        choice = self.dice.choice(_ANSWERS[question.asking])
        for person in crew.people:
            if self._happens(0.2):
                word = choice if self._happens(0.8) else self.dice.choice(_ANSWERS[question.asking])
                said = "!object" if word == "object" else f"!answer {word}"
                self._tell(person, f'{said} crew="{crew.name}"')

    def _relaunch_or_join(self) -> None:
        crew = self.dice.choice(self.village.world.crews_in_order)
        if crew.state is CrewState.ARCHIVED and crew.people:
            self._tell(self.dice.choice(crew.people), f"!call again {crew.name}")
        else:
            self._tell(self._anybody(), f"!join {crew.name}")

    # ------------------------------------------------------------------------------------------ dice

    def _tell(self, person: UserId, words: str) -> None:
        """Say something to the bot, each in a direct message of their own."""
        at = RoomId(f"!direct-{person[1:]}")
        self.village.happen(Heard(message(person, words, at=at), role="direct"))
        self.looked()

    def _anybody(self) -> UserId:
        return self.dice.choice(sorted(self.village.world.members))

    def _happens(self, chance: float) -> bool:
        return self.dice.random() < chance


def hash_of(question: Question) -> int:
    """Give a number that belongs to a question, the same whenever it is looked at."""
    return sum(question.ref.encode())
