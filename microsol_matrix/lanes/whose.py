"""Whose a direct message is: the congregation that its person means, or what they are told instead.

Owns the looking up, and what has to be settled before a message belongs anywhere: a question which one,
the choice of a language, a founding. Refuses to route, and to know how an answer is kept.
"""

from collections.abc import Mapping

from attrs import define, frozen

from microsol_matrix.decide import Decision, decide
from microsol_matrix.decide.adopting import rooms_of
from microsol_matrix.decide.adoption_said import Again, Agreed, NotSo, read_adoption, taken_in
from microsol_matrix.decide.asking import answer_in_private
from microsol_matrix.decide.course import Course
from microsol_matrix.decide.happenings import (
    Founding,
    Heard,
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
from microsol_matrix.decide.rights import who_is
from microsol_matrix.decide.spoken import unclear
from microsol_matrix.decide.surveyed import AdoptionSaid
from microsol_matrix.decide.telling import tell_help
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import LaneId, UserId
from microsol_matrix.lanes.lane import Item
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.languages import Language
from microsol_matrix.observe import (
    MessageSaid,
)
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.ports import (
    Address,
    AddressKind,
    Store,
    Waiting,
)
from microsol_matrix.scales.adoption import AdoptionAsk, AdoptionBegun, Outline
from microsol_matrix.scales.congregation import CongregationFounded
from microsol_matrix.seen import NoticeWanted
from microsol_matrix.talk.descriptor import Who
from microsol_matrix.talk.given import read_given
from microsol_matrix.talk.grammar import Command, Unclear, read
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


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


@frozen
class Begun:
    """Somebody agreed that a space becomes a congregation: its lane begins."""

    lane: LaneId
    outline: Outline


@define(eq=False)
class Whose:
    """Finds out which congregation somebody means."""

    house: House
    store: Store
    lanes: Lanes

    def language(self, person: PersonWorld, congregations: Mapping[LaneId, World]) -> Language:
        """Give what is spoken with somebody: what they chose, or what all their congregations speak."""
        spoken = {world.language for world in congregations.values()}
        shared = spoken.pop() if len(spoken) == 1 else self.house.language
        return person.language or shared

    async def person(self, lane: LaneId) -> PersonWorld:
        """Look at a person's private things."""
        world = await self.lanes.world(lane)
        return world if isinstance(world, PersonWorld) else PersonWorld()

    async def meant(
        self,
        message: MessageSaid,
        waiting: Waiting,
        *,
        lane: LaneId,
        congregations: Mapping[LaneId, World],
    ) -> LaneId | Said | Which | Chosen | Tongue | AdoptionSaid | Begun:
        """Find out whose a direct message is.

        Args:
            message: What was said.
            waiting: Its row, for when it arrived.
            lane: The person's own.
            congregations: Those that they belong to.

        Returns:
            The congregation's lane; or what to tell the person instead, to ask them, or to remember.
        """
        if len(congregations) > 1 and not message.is_edit:
            answer = await self._chosen(message, lane=lane, congregations=congregations)
            if answer is not None:
                return answer
        house = self.house
        heard = read(message, bot=house.bot, name=house.name, is_direct=True, is_to_prompt=False)
        match heard:
            case _ if message.is_edit:
                return say("edited")
            case None:
                return say("unclear")
            case Unclear():
                moment = Moment(house, now=waiting.arrived_at)
                return _meant_as_answer(message, congregations, moment=moment) or unclear(heard)
            case Command() if heard.descriptor.word == "language":
                language, text = chosen_language(
                    heard, now=self.language(await self.person(lane), congregations)
                )
                return text if language is None else Tongue(language, text)
            case Command() if heard.descriptor.word == "adopt":
                return await self._adopting(heard, message, waiting, lane=lane)
            case Command() if heard.descriptor.word == "found":
                return await self._founding(
                    message, waiting, lane=lane, congregations=congregations
                )
            case Command():
                may_found = self.house.may_found(message.by)
                if heard.descriptor.word == "help":
                    return _help(heard, message.by, congregations, may_found=may_found)
                if not congregations:
                    return _outside(may_found=may_found)
                remembered = (await self.person(lane)).about
                return meant(congregations, heard, message, remembered=remembered)

    async def _chosen(
        self, message: MessageSaid, *, lane: LaneId, congregations: Mapping[LaneId, World]
    ) -> Chosen | Said | None:
        """Read which congregation somebody means: `!in`, or plain words if they were asked."""
        person = await self.person(lane)
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
        language = self.language(await self.person(lane), congregations)
        heard = Heard(message, role="direct", language=language)
        verdict = decide(World(), heard, moment=moment)
        facts = verdict.facts if isinstance(verdict, Decision) else ()
        for fact in facts:
            if isinstance(fact, CongregationFounded):
                begun = LaneId(fact.congregation.id)
                before = _founded_by(message.by, congregations)
                before |= (await self.person(lane)).founded
                before = await self._still_ours(before)
                if len(before - {begun}) >= self.house.quotas.foundings:
                    return self._too_many(len(before))
                # Counted first: after a crash in between it is the same founding, and counts once.
                self.lanes.put(lane, Item(Founding(begun), at=waiting.arrived_at))
                await self.lanes.caught_up(lane)
                return begun
            if isinstance(fact, NoticeWanted):
                return Said(fact.notice.text)
        return say("unclear")

    async def _adopting(
        self, command: Command, message: MessageSaid, waiting: Waiting, *, lane: LaneId
    ) -> Said | AdoptionSaid | Begun:
        """What is to become of a space is looked at in the person's lane; once they agree, it begins one of its own."""
        person = await self.person(lane)
        moment = Moment(self.house, now=waiting.arrived_at)
        given = read_given(command, now=waiting.arrived_at)
        if isinstance(given, Said):
            return given
        said = read_adoption(command, given, message=message, at=waiting.arrived_at)
        adoption = person.adoption
        match said:
            case Said():
                return said
            case AdoptionAsk() if self.house.may_found(message.by):
                return AdoptionSaid(message, said)
            case Again() if adoption is not None and adoption.holds(moment.now):
                ask = said.of(adoption.ask, message, at=waiting.arrived_at)
                return AdoptionSaid(message, ask)
            case Again():
                return say("adopt.needs-space")
            case NotSo():
                return AdoptionSaid(message, None)
            case Agreed(space=space) if adoption is not None and adoption.holds(moment.now):
                outline = adoption.outline
                if outline is not None and space in ("", adoption.ask.space):
                    return await self._taking(message, outline, person=person, moment=moment)
            case Agreed(space=space) if adoption is None:
                taken = taken_in([await self.lanes.world(one) for one in person.founded], space)
                if taken is not None:
                    return taken
            case _:
                pass
        return self._unasked(message, moment)

    def _unasked(self, message: MessageSaid, moment: Moment) -> Said:
        heard = Heard(message, role="direct")
        verdict = decide(World(), heard, moment=moment)
        facts = verdict.facts if isinstance(verdict, Decision) else ()
        told = (Said(fact.notice.text) for fact in facts if isinstance(fact, NoticeWanted))
        return next(told, say("unclear"))

    async def _taking(
        self, message: MessageSaid, outline: Outline, *, person: PersonWorld, moment: Moment
    ) -> Said | Begun:
        for room_id in rooms_of(outline):
            if await self.store.find(Address(AddressKind.ROOM, room_id)):
                return say("adopt.ours", room=say("adopt.room", name=outline.name))
        before = await self._still_ours(person.founded)
        if len(before) >= self.house.quotas.foundings:
            return self._too_many(len(before))
        heard = Heard(message, role="direct", outline=outline)
        verdict = decide(World(), heard, moment=moment)
        facts = verdict.facts if isinstance(verdict, Decision) else ()
        for fact in facts:
            if isinstance(fact, AdoptionBegun):
                return Begun(LaneId(fact.congregation.id), outline)
        return self._unasked(message, moment)

    async def _still_ours(self, founded: frozenset[LaneId]) -> frozenset[LaneId]:
        """Leave out congregations that were released: who founded them may found others."""
        worlds = {lane: await self.lanes.world(lane) for lane in founded}
        return frozenset(
            lane
            for lane, world in worlds.items()
            if not isinstance(world, World) or world.released_at is None
        )

    def _too_many(self, count: int) -> Said:
        most, server = self.house.quotas.foundings, self.house.server
        if not most:
            return say("quota.foundings.none", server=server)
        return say("quota.foundings", count=count, most=most, server=server)

    async def congregations(self, person: UserId) -> Mapping[LaneId, World]:
        """Look at every congregation that somebody belongs to."""
        entries = await self.store.find(Address(AddressKind.MEMBER, person))
        worlds = {entry.lane: await self.lanes.world(entry.lane) for entry in entries}
        return {lane: world for lane, world in worlds.items() if isinstance(world, World)}


def _founded_by(person: UserId, congregations: Mapping[LaneId, World]) -> frozenset[LaneId]:
    """Give those of somebody's congregations that they founded, before that was counted too."""
    return frozenset(
        lane
        for lane, world in congregations.items()
        if world.congregation is not None and world.congregation.founder == person
    )


def _meant_as_answer(
    message: MessageSaid, congregations: Mapping[LaneId, World], *, moment: Moment
) -> Said | None:
    """Say how to answer what a crew is asked, to words that would answer it; None if no crew asks for such."""
    told = (answer_in_private(Course(one, moment), message) for one in congregations.values())
    return next((text for text in told if text is not None), None)


def _help(
    command: Command, person: UserId, congregations: Mapping[LaneId, World], *, may_found: bool
) -> Said:
    who = {Who.ANYBODY}.union(*(who_is(world, person) for world in congregations.values()))
    who = who | {Who.FOUNDER} if may_found else who - {Who.FOUNDER}
    told = tell_help(command, role="direct", who=frozenset(who))
    text = told if isinstance(told, Said) else told.text
    return text if congregations or command.text else joined([_outside(may_found=may_found), text])


def _outside(*, may_found: bool) -> Said:
    """Say how to come in, and to whom it is open how to begin."""
    outside = say("help.outside")
    return joined([outside, say("help.outside.found")]) if may_found else outside
