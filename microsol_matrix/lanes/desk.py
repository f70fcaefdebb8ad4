"""The desk: routes what arrived to the lane that it is for, in the order of arrival.

Owns the one question *whose is this*. Refuses to judge anything: lanes do.
"""

from collections.abc import Mapping

from attrs import Factory, define

from microsol_matrix.addresses import SUCCESSOR
from microsol_matrix.decide.happenings import (
    Founding,
    Happening,
    Heard,
    LeftBehind,
    Spoken,
    Sure,
    Unheard,
    Unsure,
)
from microsol_matrix.decide.meant import (
    Which,
    choices_of,
    title_of,
)
from microsol_matrix.decide.surveyed import AdoptionSaid
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, Text, ZoneName
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.porches import Porches
from microsol_matrix.lanes.profile_zones import ProfileZones
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.lanes.whose import Begun, Chosen, Tongue, Whose
from microsol_matrix.observe import (
    BotInvited,
    Ignored,
    MembershipChanged,
    MessageSaid,
    Observation,
    OwnWritten,
    RuleWritten,
    observe,
)
from microsol_matrix.places import SPACE
from microsol_matrix.ports import (
    Address,
    AddressKind,
    Arrival,
    LaneEntry,
    Letter,
    Store,
    Waiting,
)
from microsol_matrix.seen import OUT
from microsol_matrix.talk.given import holds_date
from microsol_matrix.talk.grammar import Command, read
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


@define(eq=False)
class Desk:
    """Routes arrivals and letters.

    Attributes:
        unsure: By their person's lane, messages that wait to be told which congregation they are about;
            the inbox keeps them.
    """

    house: House
    store: Store
    lanes: Lanes
    zones: ProfileZones
    whose: Whose = Factory(
        lambda self: Whose(house=self.house, store=self.store, lanes=self.lanes), takes_self=True
    )
    porches: Porches = Factory(
        lambda self: Porches(house=self.house, store=self.store, lanes=self.lanes), takes_self=True
    )
    unsure: dict[LaneId, Waiting] = Factory(dict)

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
        entries = await self.store.find(Address(AddressKind.ROOM, observation.room_id))
        is_ours = bool(entries) and entries[0].role != "direct"
        if isinstance(observation, BotInvited) and not is_ours:
            await self._route_invitation(observation, waiting)
            return
        if not entries or isinstance(observation, OwnWritten):
            await self._share(await self.porches.told(observation), waiting)
            return
        entry = entries[0]
        if entry.role == SUCCESSOR and not isinstance(observation, MessageSaid):
            # Whoever moved a room of that lane named it: what it is to others goes on.
            told: dict[LaneId, Happening] = dict(await self.porches.told(observation))
            told[entry.lane] = observation
            if isinstance(observation, BotInvited):
                proposed = await self.porches.invited(observation)
                told |= () if proposed is None else (proposed,)
            await self._share(told, waiting)
            return
        if isinstance(observation, RuleWritten) and observation.replacement is not None:
            # A porch of ours that goes on elsewhere: another congregation of ours may be linked with it.
            others = await self.porches.told(observation)
            await self._share({**others, entry.lane: observation}, waiting)
            return
        match observation:
            case MessageSaid() if entry.role == "direct":
                await self._route_direct(observation, entry, waiting)
            case MessageSaid():
                zone = await self._zone(observation, entry.lane, role=entry.role)
                self._put(entry.lane, Heard(observation, role=entry.role, zone=zone), waiting)
            case _:
                self._put(entry.lane, observation, waiting)
                if entry.role == SPACE:
                    # Whoever comes in may speak next, and whose member they are is looked up.
                    await self.lanes.caught_up(entry.lane)
                    await self._leave_behind(observation, entry, waiting)

    async def _route_invitation(self, invitation: BotInvited, waiting: Waiting) -> None:
        """Give a proposal of a link to whom it names, and any other invitation to the lane of whoever invites."""
        proposed = await self.porches.invited(invitation)
        if proposed is None:
            self._put(await self.store.self_lane(invitation.by), invitation, waiting)
        else:
            self._put(*proposed, waiting)

    async def _share(self, told: Mapping[LaneId, Happening], waiting: Waiting) -> None:
        """Give one arrival to many lanes; only the last of them takes it out of the inbox."""
        if not told:
            await self.store.discard([waiting.inbox_id])
            return
        *others, last = told
        for lane in others:
            self.lanes.put(lane, Item(told[lane], at=waiting.arrived_at))
        for lane in others:
            await self.lanes.caught_up(lane)
        self._put(last, told[last], waiting)

    async def _route_direct(self, message: MessageSaid, entry: LaneEntry, waiting: Waiting) -> None:
        own = await self.store.find(Address(AddressKind.SELF, message.by))
        if entry.lane not in [one.lane for one in own]:
            await self.store.discard([waiting.inbox_id])  # a third person in somebody's direct room
            return
        congregations = await self.whose.congregations(message.by)
        person = await self.whose.person(entry.lane)
        language = self.whose.language(person, congregations)
        whose = await self.whose.meant(
            message, waiting, lane=entry.lane, congregations=congregations
        )
        match whose:
            case Said():
                text = whose.in_language(language)
                self._put(entry.lane, Unheard(message, text=text), waiting)
            case Tongue(language=chosen, text=said):
                spoken = Spoken(message, chosen, text=said.in_language(chosen))
                self._put(entry.lane, spoken, waiting)
                await self.lanes.caught_up(entry.lane)  # their next words are answered in it
            case Which():
                text = whose.text.in_language(language)
                await self._ask_which(message, whose, text=text, entry=entry, waiting=waiting)
            case Chosen():
                done = say("in.done", title=whose.title).in_language(language)
                await self._choose(message, whose, done=done, entry=entry, waiting=waiting)
            case AdoptionSaid():
                self._put(entry.lane, whose, waiting)
                await self.lanes.caught_up(entry.lane)
            case Begun(lane=lane, outline=outline):
                heard = Heard(message, role="direct", language=person.language, outline=outline)
                self._put(lane, heard, waiting)
                await self.lanes.caught_up(lane)  # whoever wants the same rooms comes too late
                self.lanes.put(entry.lane, Item(Founding(lane), at=waiting.arrived_at))
            case lane:
                if (before := self.unsure.pop(entry.lane, waiting)) is not waiting:
                    await self.store.discard([before.inbox_id])  # they went on in another way
                about = title_of(choices_of(congregations), lane)
                zone = await self._zone(message, lane, role=entry.role)
                heard = Heard(
                    message, role="direct", about=about, language=person.language, zone=zone
                )
                self._put(lane, heard, waiting)

    async def _ask_which(
        self,
        message: MessageSaid,
        which: Which,
        *,
        text: Text,
        entry: LaneEntry,
        waiting: Waiting,
    ) -> None:
        """Ask, and let the message wait where it is: it is carried out without being said again."""
        self.unsure[entry.lane] = waiting
        unsure = Unsure(message, waiting.inbox_id, choices=which.choices, text=text)
        self.lanes.put(entry.lane, Item(unsure, at=waiting.arrived_at))
        await self.lanes.caught_up(entry.lane)  # their next words may be the answer

    async def _choose(
        self,
        message: MessageSaid,
        choice: Chosen,
        *,
        done: Text,
        entry: LaneEntry,
        waiting: Waiting,
    ) -> None:
        """Remember what was chosen, then carry out what waited for it."""
        asked = (await self.whose.person(entry.lane)).asked
        waited = self.unsure.pop(entry.lane, None)
        is_waiting = waited is not None and asked is not None and asked.inbox_id == waited.inbox_id
        text = None if is_waiting else done
        self._put(entry.lane, Sure(message, choice.lane, text=text), waiting)
        await self.lanes.caught_up(entry.lane)
        if waited is not None and is_waiting:
            await self.route(waited)

    async def _leave_behind(
        self, observation: Observation, entry: LaneEntry, waiting: Waiting
    ) -> None:
        """Tell the lane of whoever left a congregation, which may be the one that they mean."""
        if isinstance(observation, MembershipChanged) and observation.membership in OUT:
            for own in await self.store.find(Address(AddressKind.SELF, observation.person)):
                self.lanes.put(own.lane, Item(LeftBehind(entry.lane), at=waiting.arrived_at))

    async def _zone(self, message: MessageSaid, lane: LaneId, *, role: str) -> ZoneName | None:
        """Look up in whose days somebody speaks who says a date, where their congregation has none of its own."""
        house = self.house
        heard = read(
            message,
            bot=house.bot,
            name=house.name,
            is_direct=role == "direct",
            is_to_prompt=False,
        )
        if not isinstance(heard, Command) or not holds_date(heard):
            return None
        world = await self.lanes.world(lane)
        has_own = isinstance(world, World) and world.has_own_zone
        return None if has_own else await self.zones.of(message.by)

    def _put(self, lane: LaneId, happening: Happening, waiting: Waiting) -> None:
        item = Item(happening, at=waiting.arrived_at, inbox_id=waiting.inbox_id)
        self.lanes.put(lane, item)
