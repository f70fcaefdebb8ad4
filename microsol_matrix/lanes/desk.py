"""The desk: routes what arrived to the lane that it is for, in the order of arrival.

Owns the one question *whose is this*. Refuses to judge anything: lanes do.
"""

from collections.abc import Mapping

from attrs import Factory, define, frozen

from microsol_matrix.decide import Decision, decide
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
from microsol_matrix.decide.languages import chosen_language
from microsol_matrix.decide.meant import (
    Which,
    choices_of,
    chosen,
    meant,
    none_such,
    title_of,
    told_which,
)
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.spoken import unclear
from microsol_matrix.decide.telling import EVERYBODY, tell_help
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import LaneId, Text, UserId
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.languages import Language
from microsol_matrix.observe import (
    BotInvited,
    Ignored,
    MembershipChanged,
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
from microsol_matrix.seen import OUT, NoticeWanted
from microsol_matrix.talk.descriptors import Who
from microsol_matrix.talk.grammar import Command, Unclear, read
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import SPACE, PersonWorld, World


@frozen
class Chosen:
    """Somebody has said which congregation they mean."""

    lane: LaneId
    title: Said


@frozen
class Tongue:
    """Somebody chose the language of their direct messages.

    Attributes:
        text: What to answer.
    """

    language: Language
    text: Said


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
            self._put(await self.store.self_lane(observation.by), observation, waiting)
            return
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
                    await self._leave_behind(observation, entry, waiting)

    async def _route_direct(self, message: MessageSaid, entry: LaneEntry, waiting: Waiting) -> None:
        own = await self.store.find(Address(AddressKind.SELF, message.by))
        if entry.lane not in [one.lane for one in own]:
            await self.store.discard([waiting.inbox_id])  # a third person in somebody's direct room
            return
        congregations = await self._congregations(message)
        person = await self._person(entry.lane)
        language = self._language(person, congregations)
        whose = await self._meant(message, waiting, lane=entry.lane, congregations=congregations)
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
            case lane:
                if (before := self.unsure.pop(entry.lane, waiting)) is not waiting:
                    await self.store.discard([before.inbox_id])  # they went on in another way
                about = title_of(choices_of(congregations), lane)
                heard = Heard(message, role="direct", about=about, language=person.language)
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
        asked = (await self._person(entry.lane)).asked
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

    def _language(self, person: PersonWorld, congregations: Mapping[LaneId, World]) -> Language:
        """Give what is spoken with somebody: what they chose, or what all their congregations speak."""
        spoken = {world.language for world in congregations.values()}
        shared = spoken.pop() if len(spoken) == 1 else self.house.language
        return person.language or shared

    async def _person(self, lane: LaneId) -> PersonWorld:
        world = await self.lanes.world(lane)
        return world if isinstance(world, PersonWorld) else PersonWorld()

    async def _meant(
        self,
        message: MessageSaid,
        waiting: Waiting,
        *,
        lane: LaneId,
        congregations: Mapping[LaneId, World],
    ) -> LaneId | Said | Which | Chosen | Tongue:
        if len(congregations) > 1 and not message.is_edit:
            answer = await self._chosen(message, lane=lane, congregations=congregations)
            if answer is not None:
                return answer
        house = self.house
        heard = read(message, bot=house.bot, name=house.name, is_direct=True, is_to_prompt=False)
        match heard:
            case _ if message.is_edit:
                return say("edited")
            case None | Unclear():
                return unclear(heard) if isinstance(heard, Unclear) else say("unclear")
            case Command() if heard.descriptor.word == "language":
                language, text = chosen_language(
                    heard, now=self._language(await self._person(lane), congregations)
                )
                return text if language is None else Tongue(language, text)
            case Command() if heard.descriptor.word == "found":
                return await self._founding(
                    message, waiting, lane=lane, congregations=congregations
                )
            case Command():
                may_found = self.house.may_found(message.by)
                if heard.descriptor.word == "help":
                    return _help(heard, is_member=bool(congregations), may_found=may_found)
                if not congregations:
                    return _outside(may_found=may_found)
                remembered = (await self._person(lane)).about
                return meant(congregations, heard, message, remembered=remembered)

    async def _chosen(
        self, message: MessageSaid, *, lane: LaneId, congregations: Mapping[LaneId, World]
    ) -> Chosen | Said | None:
        """Read which congregation somebody means: `!in`, or plain words if they were asked."""
        person = await self._person(lane)
        choices = choices_of(congregations)
        house = self.house
        heard = read(message, bot=house.bot, name=house.name, is_direct=True, is_to_prompt=False)
        numbered = person.asked.choices if person.asked is not None else ()
        if isinstance(heard, Command) and heard.descriptor.word == "in":
            words = said_name(heard)
            if not words:
                return told_which(choices, person.about)
        elif person.asked is None or isinstance(heard, Command):
            return None
        else:
            words = message.body
        found = chosen(words, choices, numbered=numbered)
        title = title_of(choices, found) if found is not None else None
        if found is not None and title is not None:
            return Chosen(found, title)
        return none_such(words, choices) if isinstance(heard, Command) else None

    async def _founding(
        self,
        message: MessageSaid,
        waiting: Waiting,
        *,
        lane: LaneId,
        congregations: Mapping[LaneId, World],
    ) -> LaneId | Said:
        """A founding that may be begins a lane of its own; a refused one is answered and leaves no lane."""
        moment = Moment(self.house, now=waiting.arrived_at)
        language = self._language(await self._person(lane), congregations)
        heard = Heard(message, role="direct", language=language)
        verdict = decide(World(), heard, moment=moment)
        facts = verdict.facts if isinstance(verdict, Decision) else ()
        for fact in facts:
            if isinstance(fact, CongregationFounded):
                begun = LaneId(fact.congregation.id)
                before = _founded_by(message.by, congregations)
                before |= (await self._person(lane)).founded
                if len(before - {begun}) >= self.house.quotas.foundings:
                    return self._too_many(len(before))
                # Counted first: after a crash in between it is the same founding, and counts once.
                self.lanes.put(lane, Item(Founding(begun), at=waiting.arrived_at))
                await self.lanes.caught_up(lane)
                return begun
            if isinstance(fact, NoticeWanted):
                return Said(fact.notice.text)
        return say("unclear")

    def _too_many(self, count: int) -> Said:
        most, server = self.house.quotas.foundings, self.house.server
        if not most:
            return say("quota.foundings.none", server=server)
        return say("quota.foundings", count=count, most=most, server=server)

    async def _congregations(self, message: MessageSaid) -> Mapping[LaneId, World]:
        entries = await self.store.find(Address(AddressKind.MEMBER, message.by))
        worlds = {entry.lane: await self.lanes.world(entry.lane) for entry in entries}
        return {lane: world for lane, world in worlds.items() if isinstance(world, World)}

    def _put(self, lane: LaneId, happening: Happening, waiting: Waiting) -> None:
        item = Item(happening, at=waiting.arrived_at, inbox_id=waiting.inbox_id)
        self.lanes.put(lane, item)


def _founded_by(person: UserId, congregations: Mapping[LaneId, World]) -> frozenset[LaneId]:
    """Give those of somebody's congregations that they founded, before that was counted too."""
    return frozenset(
        lane
        for lane, world in congregations.items()
        if world.congregation is not None and world.congregation.founder == person
    )


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
