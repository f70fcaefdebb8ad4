"""The desk: routes what arrived to the lane that it is for, in the order of arrival.

Owns the one question *whose is this*. Refuses to judge anything: lanes do.
"""

from collections.abc import Mapping

from attrs import define

from microsol_matrix.decide import Decision, decide
from microsol_matrix.decide.happenings import Happening, Heard, Unheard
from microsol_matrix.decide.meant import meant
from microsol_matrix.decide.spoken import unclear
from microsol_matrix.decide.telling import EVERYBODY, tell_help
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import LaneId, Text
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.observe import (
    BotInvited,
    Ignored,
    MessageSaid,
    Observation,
    observe,
)
from microsol_matrix.ports import (
    Address,
    AddressKind,
    Arrival,
    LaneEntry,
    Letter,
    Store,
    Waiting,
)
from microsol_matrix.scales.congregation import CongregationFounded
from microsol_matrix.seen import NoticeWanted
from microsol_matrix.talk.descriptors import Who
from microsol_matrix.talk.grammar import Command, Unclear, read
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import SPACE, World


@define(eq=False)
class Desk:
    """Routes arrivals and letters."""

    house: House
    store: Store
    lanes: Lanes

    async def route(self, waiting: Waiting) -> None:
        """Give one arrival to its lane, once lanes have room for it; what no lane wants is discarded."""
        await self.lanes.have_room()
        match waiting.item:
            case Letter(to=person) as letter:
                self._put(await self.store.self_lane(person), letter, waiting)
            case Arrival(raw=raw):
                observation = observe(raw, bot=self.house.bot)
                if isinstance(observation, Ignored):
                    await self.store.discard([waiting.inbox_id])
                else:
                    await self._route(observation, waiting)

    async def _route(self, observation: Observation, waiting: Waiting) -> None:
        if isinstance(observation, BotInvited):
            self._put(await self.store.self_lane(observation.by), observation, waiting)
            return
        entries = await self.store.find(Address(AddressKind.ROOM, observation.room_id))
        if not entries:
            await self.store.discard([waiting.inbox_id])
            return
        entry = entries[0]
        match observation:
            case MessageSaid() if entry.role == "direct":
                await self._route_direct(observation, entry, waiting)
            case MessageSaid():
                self._put(entry.lane, Heard(observation, role=entry.role), waiting)
            case _:
                self._put(entry.lane, observation, waiting)
                if entry.role == SPACE:
                    # Whoever comes in may speak next, and whose member they are is looked up.
                    await self.lanes.caught_up(entry.lane)

    async def _route_direct(self, message: MessageSaid, entry: LaneEntry, waiting: Waiting) -> None:
        own = await self.store.find(Address(AddressKind.SELF, message.by))
        if entry.lane not in [one.lane for one in own]:
            await self.store.discard([waiting.inbox_id])  # a third person in somebody's direct room
            return
        whose = await self._meant(message, waiting)
        if isinstance(whose, Said):
            self._put(entry.lane, Unheard(message, text=Text(whose)), waiting)
        else:
            self._put(whose, Heard(message, role="direct"), waiting)

    async def _meant(self, message: MessageSaid, waiting: Waiting) -> LaneId | Said:
        house = self.house
        heard = read(message, bot=house.bot, name=house.name, is_direct=True, is_to_prompt=False)
        match heard:
            case _ if message.is_edit:
                return say("edited")
            case None | Unclear():
                return unclear(heard) if isinstance(heard, Unclear) else say("unclear")
            case Command() if heard.descriptor.word == "found":
                return self._founding(message, waiting)
            case Command():
                congregations = await self._congregations(message)
                may_found = self.house.may_found(message.by)
                if heard.descriptor.word == "help":
                    return _help(heard, is_member=bool(congregations), may_found=may_found)
                if not congregations:
                    return _outside(may_found=may_found)
                return meant(congregations, heard, message)

    def _founding(self, message: MessageSaid, waiting: Waiting) -> LaneId | Said:
        """A founding that may be begins a lane of its own; a refused one is answered and leaves no lane."""
        moment = Moment(self.house, now=waiting.arrived_at)
        verdict = decide(World(), Heard(message, role="direct"), moment=moment)
        facts = verdict.facts if isinstance(verdict, Decision) else ()
        for fact in facts:
            if isinstance(fact, CongregationFounded):
                return LaneId(fact.congregation.id)
            if isinstance(fact, NoticeWanted):
                return Said(fact.notice.text)
        return say("unclear")

    async def _congregations(self, message: MessageSaid) -> Mapping[LaneId, World]:
        entries = await self.store.find(Address(AddressKind.MEMBER, message.by))
        worlds = {entry.lane: await self.lanes.world(entry.lane) for entry in entries}
        return {lane: world for lane, world in worlds.items() if isinstance(world, World)}

    def _put(self, lane: LaneId, happening: Happening, waiting: Waiting) -> None:
        item = Item(happening, at=waiting.arrived_at, inbox_id=waiting.inbox_id)
        self.lanes.put(lane, item)


def _help(command: Command, *, is_member: bool, may_found: bool) -> Said:
    founding = {Who.FOUNDER} if may_found else set()
    who = EVERYBODY if is_member else frozenset({Who.ANYBODY} | founding)
    told = tell_help(command, role="direct", who=who)
    text = told if isinstance(told, Said) else told.text
    return text if is_member or command.text else joined([_outside(may_found=may_found), text])


def _outside(*, may_found: bool) -> Said:
    """Say how to come in, and to whom it is open how to begin."""
    outside = say("help.outside")
    return joined([outside, say("help.outside.found")]) if may_found else outside
