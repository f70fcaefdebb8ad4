"""A lane lived without lanes, store and homeserver: what happens is decided, and plans are obeyed.

Owns the short words by which a test lets time pass and people act. Refuses to check anything.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from attrs import Factory, define

from microsol_matrix.decide import Decision, Happening, Later, decide
from microsol_matrix.decide.happenings import Failed, Heard, Tick
from microsol_matrix.evolve import replay
from microsol_matrix.facts import Fact
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import EventId, RoomId, RoomKey, Text, UserId
from microsol_matrix.markup import to_plain
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.places import COMMONS, SPACE, crew_room, role_of
from microsol_matrix.plan import plan
from microsol_matrix.plan.intents import EditPrompt, Intent, Invite, Say, SendPrompt
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.ports import Letter
from microsol_matrix.scales.call import Call
from microsol_matrix.scales.crew import Crew
from microsol_matrix.seen import Membership
from microsol_matrix.world import LaneWorld, World
from tests.core.obedience import obey
from tests.core.said import (
    AMARA,
    BO,
    CLEO,
    DM,
    DOV,
    HOUSE,
    NOW,
    membership,
    message,
    reaction,
    redaction,
)

ROUNDS = 60
"""Past so many rounds a plan never empties."""

_AnyWorld = TypeVar("_AnyWorld", World, PersonWorld, LaneWorld)


@define
class Life(Generic[_AnyWorld]):
    """One lane and everything that happened to it.

    Attributes:
        facts: From the first one on.
        letters: All that were written.
        done: Every intent that was obeyed, in order.
    """

    world: _AnyWorld
    house: House = HOUSE
    now: datetime = NOW
    facts: list[Fact] = Factory(list)
    letters: list[Letter] = Factory(list)
    done: list[Intent] = Factory(list)

    def happen(self, *happenings: Happening) -> None:
        """Let something happen, one after the other; it has to be judged at once."""
        for happening in happenings:
            decision = self.judge(happening)
            assert isinstance(decision, Decision), f"{happening} was put off"

    def judge(self, happening: Happening) -> Decision | Later:
        """Let something happen that may be put off."""
        verdict = decide(self.world, happening, moment=Moment(self.house, now=self.now))
        if isinstance(verdict, Decision):
            self.become(verdict.facts)
            self.letters.extend(verdict.letters)
        return verdict

    def become(self, facts: Sequence[Fact]) -> None:
        """Let facts be."""
        self.world = replay(self.world, facts)
        self.facts.extend(facts)

    def plan(self) -> tuple[Intent, ...]:
        """Give what is to be done."""
        return plan(self.world, self.house)

    def settle(self) -> None:
        """Do all that the plan wants, until it wants nothing."""
        for _ in range(ROUNDS):
            wanted = self.plan()
            if not wanted:
                return
            for intent in wanted:
                self.done.append(intent)
                self.become([obey(intent, now=self.now)])
        message = f"the plan is never empty: {self.plan()}"
        raise AssertionError(message)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass, with what it brings."""
        self.now += span
        self.happen(Tick())

    def letters_to(self, person: UserId) -> list[str]:
        """Tell what was written to somebody."""
        return [to_plain(letter.text) for letter in self.letters if letter.to == person]


@define
class Village(Life[World]):
    """A congregation's lane."""

    def key_id(self, key: RoomKey) -> RoomId:
        """Give the id of a room that exists."""
        return self.world.rooms[key].room_id

    @property
    def commons(self) -> RoomId:
        return self.key_id(COMMONS)

    @property
    def call(self) -> Call:
        """The newest call."""
        return list(self.world.calls.values())[-1]

    @property
    def crew(self) -> Crew:
        """The newest crew."""
        return list(self.world.crews.values())[-1]

    @property
    def crew_room(self) -> RoomId:
        return self.key_id(crew_room(self.crew.id))

    def prompt(self, call: Call | None = None) -> EventId:
        """Give the event of a call's prompt, the newest's unless said otherwise."""
        return self.world.prompts[call_prompt((call or self.call).id)].event_id

    def joins(self, *people: UserId, at: RoomKey = SPACE) -> None:
        """Let people go in."""
        for person in people:
            self.happen(membership(person, Membership.JOIN, at=self.key_id(at)))

    def leaves(self, person: UserId, *, at: RoomKey = SPACE, by: UserId | None = None) -> None:
        """Let somebody go out, or be put out."""
        self.happen(membership(person, Membership.LEAVE, at=self.key_id(at), by=by))

    def is_banned(self, person: UserId, *, at: RoomKey = SPACE, by: UserId = AMARA) -> None:
        """Let somebody be put out for good."""
        self.happen(membership(person, Membership.BAN, at=self.key_id(at), by=by))

    def tells(self, person: UserId, body: str, *, reply_to: EventId | None = None) -> str:
        """Let somebody say something in a direct message; give the answer."""
        return self._answered(Heard(message(person, body, reply_to=reply_to), role="direct"))

    def says(
        self,
        person: UserId,
        body: str,
        *,
        at: RoomKey = COMMONS,
        reply_to: EventId | None = None,
    ) -> str:
        """Let somebody say something in a room of the congregation; give the answer there."""
        said = message(person, body, at=self.key_id(at), reply_to=reply_to)
        return self._answered(Heard(said, role=role_of(at)))

    def _answered(self, heard: Heard) -> str:
        before = self.world.notices
        self.happen(heard)
        return "\n".join(
            to_plain(notice.text)
            for notice in self.world.notices
            if notice not in before and notice.room_id == heard.message.room_id
        )

    def raises_hand(self, person: UserId, call: Call | None = None, key: str = "✋") -> EventId:
        """Let somebody react to a call's prompt."""
        reacted = reaction(person, self.prompt(call), at=self.commons, key=key)
        self.happen(reacted)
        return reacted.event_id

    def takes_away(self, person: UserId, event_id: EventId) -> None:
        """Let somebody redact an event in Commons."""
        self.happen(redaction(person, event_id, at=self.commons))

    def fails(
        self, intent: Intent, *, errcode: str = "M_UNKNOWN", is_final: bool, is_taken: bool = False
    ) -> None:
        """Let an intent meet a no, or no answer."""
        self.happen(Failed(intent, errcode, is_final=is_final, is_taken=is_taken))

    def invitations(self, key: RoomKey) -> list[UserId]:
        """Tell who was invited to a room so far, in order."""
        return [one.person for one in self.done if isinstance(one, Invite) and one.key == key]

    def said_in(self, room_id: RoomId) -> list[str]:
        """Tell what the service has said in a room, edits too."""
        return [
            to_plain(Text(intent.text))
            for intent in self.done
            if isinstance(intent, Say | SendPrompt | EditPrompt) and intent.room_id == room_id
        ]


def harbourlight(*members: UserId, house: House = HOUSE) -> Village:
    """Found Harbourlight by Amara, with more people in it: the rooms stand, all are welcome, nothing is left to do."""
    village = Village(World(), house=house)
    village.happen(Heard(message(AMARA, '!found "Harbourlight" neighbours', at=DM), role="direct"))
    village.settle()
    for person in (AMARA, *members):
        if person != AMARA:
            village.tells(AMARA, f"!invite {person}")
        village.settle()
        village.joins(person)
        village.settle()
        village.joins(person, at=COMMONS)
    village.settle()
    village.letters.clear()  # those that welcomed them
    return village


def called(words: str, *people: UserId) -> Village:
    """Have Amara call in Harbourlight's Commons, and everything done that follows."""
    village = harbourlight(*(people or (BO, CLEO, DOV)))
    village.says(AMARA, words)
    village.settle()
    village.now += timedelta(minutes=1)
    return village
