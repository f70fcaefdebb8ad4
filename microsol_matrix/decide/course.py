"""One deciding under way: the world as it becomes, the facts and letters so far.

Owns the bookkeeping that every decision shares. Refuses to know any rule.
"""

from datetime import datetime, time

from attrs import Factory, define, frozen

from microsol_matrix.dates import end_of
from microsol_matrix.evolve import evolve
from microsol_matrix.facts import Fact
from microsol_matrix.house import Moment
from microsol_matrix.ids import InboxId, Ref, RoomId, UserId, ZoneName
from microsol_matrix.languages import Language
from microsol_matrix.observe import MessageSaid
from microsol_matrix.ports import Letter
from microsol_matrix.scales.adoption import Outline
from microsol_matrix.scales.crew import Crew, SeatState
from microsol_matrix.seen import Notice, NoticeWanted
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


@frozen
class Decision:
    """What a deciding came to.

    Attributes:
        facts: What happened, oldest first.
        letters: To persons, delivered by their own lanes.
        consumed: Further inbox rows that are hereby done with.
    """

    facts: tuple[Fact, ...] = ()
    letters: tuple[Letter, ...] = ()
    consumed: tuple[InboxId, ...] = ()


@frozen
class Refused:
    """It may not be, and changes nothing but for this answer: what was wrong and what would be right."""

    text: Said


@frozen
class Privately:
    """An answer that is for one person alone: where others could read it, it is given by letter."""

    text: Said


@frozen
class Later:
    """It cannot be judged yet: it is about a message of ours whose id is still on its way to us."""


@define
class Course:
    """A congregation's world while something is being decided: each fact takes effect for what follows.

    Attributes:
        about: What the congregation is called, to be told with the answer to somebody who is in several.
        language: Of whoever speaks to us; None if they have not said.
        zone: Whose days whoever speaks to us lives in; None if they do not say.
        outline: What whoever speaks to us was shown of a space to be adopted.
    """

    world: World
    moment: Moment
    about: Said | None = None
    language: Language | None = None
    zone: ZoneName | None = None
    outline: Outline | None = None
    facts: list[Fact] = Factory(list)
    letters: list[Letter] = Factory(list)

    def add(self, *facts: Fact) -> None:
        """Let facts happen."""
        for fact in facts:
            self.world = evolve(self.world, fact)
            self.facts.append(fact)

    def write(self, ref: str, person: UserId, *, text: Said) -> None:
        """Write a letter; the bot itself gets none.

        Args:
            ref: Why; a second letter to the person for the same reason is the same letter. It may
                hold a person, so it is stored only as a name derived from it.
            person: To whom.
            text: What it says.
        """
        house = self.moment.house
        if person != house.bot:
            opaque = house.entropy.derive("letter", ref, person).hex()[:32]
            translations = {one: text.in_language(one) for one in Language}
            language = self.world.language
            letter = Letter(Ref(opaque), person, translations[language], translations)
            self.letters.append(letter)

    def say(self, ref: str, room_id: RoomId, *, text: Said) -> None:
        """Want a notice in a room; where we cannot write, a letter to each who is in it."""
        crew = self.world.crew_at(room_id)
        if crew is not None and not self.may_speak_in(crew):
            for seat in crew.seats:
                if seat.state is SeatState.TAKEN:
                    self.write_about(crew, ref, seat.person, text=text)
            return
        said = text.in_language(self.world.language)
        self.add(NoticeWanted(Notice(Ref(ref), room_id, said, reply_to=None, thread=None)))

    def write_about(self, crew: Crew, ref: str, person: UserId, *, text: Said) -> None:
        """Write to one person what would have been said in a crew's room."""
        self.write(ref, person, text=say("crew.by-letter", name=crew.name, text=text))

    def may_speak_in(self, crew: Crew) -> bool:
        """Whether we can write in a crew's room: in an encrypted one only with keys."""
        return crew.encryption.lets_speak(has_keys=self.moment.house.reads_encrypted)

    def shown(self, text: Said) -> Said:
        """Tell with an answer what it is about, where that is not plain to the person."""
        return text if self.about is None else say("about", text=text, title=self.about)

    def answer(self, message: MessageSaid, text: Said, *, is_direct: bool) -> NoticeWanted:
        """Answer a message where it was said, in its thread; in shared rooms as a reply to it.

        In a direct message it is said in the person's language, elsewhere in the congregation's.
        """
        theirs = self.language if is_direct else None
        notice = Notice(
            ref=Ref(f"answer/{message.event_id}"),
            room_id=message.room_id,
            text=text.in_language(theirs or self.world.language),
            reply_to=None if is_direct else message.event_id,
            thread=message.thread,
        )
        return NoticeWanted(notice)

    @property
    def meant_in(self) -> ZoneName | None:
        """Give the zone in whose days the person speaks, where the congregation has none of its own; None otherwise."""
        return None if self.world.has_own_zone else self.zone

    @property
    def now_there(self) -> datetime:
        """Give the present in the zone whose days are meant by whoever speaks."""
        return self.moment.now.astimezone(self.world.zone_for(self.meant_in))

    def day_here(self, said: datetime) -> datetime:
        """Give the end of a day where the congregation is, that was said where whoever speaks lives.

        For what a crew of people in several zones does on a day: it is the day that counts, not its last second.
        """
        day = self.world.day_of(said, self.meant_in)
        return end_of(datetime.combine(day, time(12), tzinfo=self.world.zone))

    def decision(self) -> Decision:
        """Close the course."""
        return Decision(facts=tuple(self.facts), letters=tuple(self.letters))
