"""Judge in a person's own lane what a space that they named would become: they are told, and nothing is done.

Owns when it is looked at anew and when it is let go. Refuses to know what may become of it (`adopting`).
"""

from microsol_matrix.decide.adopting import outlined
from microsol_matrix.decide.once import once, once_ref
from microsol_matrix.decide.surveyed import AdoptionSaid, Surveyed
from microsol_matrix.facts import Fact
from microsol_matrix.house import Moment
from microsol_matrix.ids import Ref, RoomId
from microsol_matrix.observe import BotInvited
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan.intents import LookAtSpace
from microsol_matrix.scales.adoption import (
    AdoptionAsked,
    AdoptionDropped,
    AdoptionLooked,
    AdoptionStirred,
    Outline,
)
from microsol_matrix.seen import Notice, NoticeWanted
from microsol_matrix.structure.types import digest
from microsol_matrix.words import Said, say


def decide_adoption(
    world: PersonWorld, happening: AdoptionSaid | Surveyed, moment: Moment
) -> tuple[Fact, ...]:
    """Judge what somebody says about a space, and what was found of it."""
    match happening:
        case AdoptionSaid():
            return _said(world, happening, moment)
        case Surveyed():
            return _found(world, happening, moment)


def _said(world: PersonWorld, said: AdoptionSaid, moment: Moment) -> tuple[Fact, ...]:
    """Begin to look at a space, or let it be."""
    if said.ask is not None:
        known = world.adoption
        is_known = known is not None and known.ask.event_id == said.ask.event_id
        return () if is_known else (AdoptionAsked(said.ask),)
    text = say("adopt.no" if world.adoption is not None else "adopt.none")
    ref = Ref(f"answer/{said.message.event_id}")
    spoken = text.in_language(world.language or moment.house.language)
    notice = Notice(ref, said.message.room_id, spoken, reply_to=None, thread=said.message.thread)
    dropped = () if world.adoption is None else (AdoptionDropped(),)
    return (*dropped, NoticeWanted(notice))


def _found(world: PersonWorld, found: Surveyed, moment: Moment) -> tuple[Fact, ...]:
    """Tell what would become of it, or what is missing; the same is not told twice."""
    adoption = world.adoption
    if adoption is None or world.person is None or adoption.ask.event_id != found.ask.event_id:
        return ()
    outline, text = outlined(found, world.person, moment.house)
    came_into = [one for one in (found.space, found.commons, *found.crews) if one is not None]
    rooms = frozenset(one.room_id for one in came_into if not one.is_marked)
    return _told(world, text, moment=moment, outline=outline, rooms=rooms)


def decide_look_failed(world: PersonWorld, intent: LookAtSpace, moment: Moment) -> tuple[Fact, ...]:
    """Say that a space cannot be looked at, whatever the homeserver had against it."""
    if world.adoption is None or world.adoption.ask.event_id != intent.ask.event_id:
        return ()
    text = say("adopt.not-in", rooms=intent.ask.space, bot=moment.house.bot)
    return _told(world, text, moment=moment, outline=None)


def decide_look_put_off(world: PersonWorld, moment: Moment) -> tuple[Fact, ...]:
    """Say once that a space cannot be reached; it is looked at as soon as it can."""
    adoption = world.adoption
    if adoption is None:
        return ()
    text = say("adopt.away", rooms=adoption.ask.space)
    spoken = text.in_language(world.language or moment.house.language)
    ref = once_ref("adopt", adoption.ask.event_id)
    return once(world, Notice(ref, adoption.ask.room_id, spoken, reply_to=None, thread=None))


def _told(
    world: PersonWorld,
    text: Said,
    *,
    moment: Moment,
    outline: Outline | None,
    rooms: frozenset[RoomId] = frozenset(),
) -> tuple[Fact, ...]:
    adoption = world.adoption
    if adoption is None:
        return ()
    spoken = text.in_language(world.language or moment.house.language)
    told = digest({"text": spoken})
    looked = AdoptionLooked(adoption.ask.event_id, outline, told, rooms)
    if told == adoption.told:
        return (looked,)
    ref = Ref(f"adopt/{adoption.ask.event_id}/{adoption.looks}")
    notice = Notice(ref, adoption.ask.room_id, spoken, reply_to=None, thread=None)
    return (looked, NoticeWanted(notice))


def is_for_adoption(world: PersonWorld, invitation: BotInvited, moment: Moment) -> bool:
    """Whether an invitation may be to a room that its person wants to be taken in."""
    adoption = world.adoption
    return adoption is not None and not invitation.is_direct and adoption.holds(moment.now)


def stirred() -> tuple[Fact, ...]:
    """Look anew: they have just invited us somewhere."""
    return (AdoptionStirred(),)
