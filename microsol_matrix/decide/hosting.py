"""Hosts: how a partner becomes one, and how one gives it back.

Nobody is made a host: a host asks and the person agrees, or there is none and a partner offers and
somebody else agrees. A no is told to nobody, so it is no fact.
"""

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.mandates import end
from microsol_matrix.decide.rights import for_hosts, for_members, for_tier
from microsol_matrix.decide.whom import somebody_here
from microsol_matrix.ids import EventId, MandateId, UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import COMMONS, HOSTS
from microsol_matrix.plan.messages import offer_prompt
from microsol_matrix.scales.mandate import (
    ASKED_FOR,
    Ending,
    HostAsked,
    HostOffered,
    Mandate,
    MandateBegan,
    Offer,
    OfferState,
    Role,
)
from microsol_matrix.scales.tier import Tier
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import say
from microsol_matrix.world import World


def host(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused | None:
    """Ask a partner to be a host, or answer being asked, or offer oneself where there is no host; for partners."""
    if refusal := for_tier(course.world, message.by, Tier.PARTNER):
        return refusal
    words = f"{command.name} {command.text}".strip()
    match words.lower():
        case "yes":
            return _accept(course, message)
        case "no":
            return Privately(say("host.no", name=course.world.name))
        case "me":
            return _offer(course, message)
        case _:
            return _ask(course, words, message=message)


def _ask(course: Course, words: str, *, message: MessageSaid) -> Privately | Refused:
    world, now = course.world, course.moment.now
    if refusal := for_hosts(world, message.by):
        return refusal
    if not words and not message.mentions - {course.moment.house.bot}:
        return Refused(say("host.needs-person"))
    person = somebody_here(words, message, world=world, house=course.moment.house)
    if isinstance(person, Privately):
        return person
    shown = world.name_of(person)
    if person in world.hosts:
        return Refused(say("host.is-host", person=shown, name=world.name))
    if person not in world.members:
        return Refused(say("host.not-in", person=shown, name=world.name))
    if world.tier_of(person) is not Tier.PARTNER:
        return Privately(say("host.not-partner", person=shown, address=person))
    asked = world.asked_hosts.get(person)
    if asked is not None and now < asked.at + ASKED_FOR:
        return Refused(say("host.asked-already", person=shown, until=asked.at + ASKED_FOR))
    course.add(HostAsked(person, by=message.by, at=now))
    question = say(
        "host.question",
        by=world.name_of(message.by),
        name=world.name,
        until=now + world.numbers.mandate,
        open=now + ASKED_FOR,
    )
    course.write(f"host/{message.event_id}", person, text=question)
    return Privately(say("host.asked", person=shown))


def _accept(course: Course, message: MessageSaid) -> Privately | Refused:
    world, person = course.world, message.by
    if person in world.hosts:
        return Refused(say("host.yours", name=world.name))
    asked = world.asked_hosts.get(person)
    if asked is None or course.moment.now >= asked.at + ASKED_FOR:
        return Refused(say("host.not-asked", name=world.name))
    mandate = _begin(course, person, because=message.event_id)
    return Privately(say("host.yes", name=world.name, until=mandate.expires_at))


def _begin(course: Course, person: UserId, *, because: EventId) -> Mandate:
    now = course.moment.now
    mandate = Mandate(
        id=MandateId(course.moment.new_id("mandate", because)),
        role=Role.HOST,
        holder=person,
        begins_at=now,
        expires_at=(now + course.world.numbers.mandate).replace(microsecond=0),
        is_shown=True,
    )
    course.add(MandateBegan(mandate))
    hosts = course.world.room(HOSTS)
    if hosts is not None:
        shown = course.world.name_of(person)
        text = say("host.began", person=shown, until=mandate.expires_at)
        course.say(f"host-began/{mandate.id}", hosts.room_id, text=text)
    return mandate


# --------------------------------------------------------------------------------- where there is none


def _offer(course: Course, message: MessageSaid) -> Privately | Refused | None:
    world = course.world
    if world.hosts:
        hosts = ", ".join(sorted(world.name_of(one) for one in world.hosts))
        return Refused(say("host.has-hosts", name=world.name, hosts=hosts))
    if any(o.person == message.by and o.state is OfferState.OPEN for o in world.offers):
        return Refused(say("host.offered-already"))
    course.add(HostOffered(Offer(message.event_id, message.by, at=course.moment.now)))
    commons = world.room(COMMONS)
    if commons is not None and message.room_id == commons.room_id:
        return None  # what is put up there is the answer
    return Privately(say("host.offered", name=world.name))


def offer_at(world: World, event_id: EventId | None) -> Offer | None:
    """Give the offer whose prompt an event is; None if it is none's."""
    for offer in world.offers:
        prompt = world.prompts.get(offer_prompt(offer.id))
        if prompt is not None and event_id in prompt.events:
            return offer
    return None


def second(course: Course, offer: Offer, person: UserId, *, because: EventId) -> Refused | None:
    """Let somebody agree with a partner's offer to be host; one is enough."""
    world = course.world
    if refusal := for_members(world, person) or for_tier(world, person, Tier.FRIEND):
        return refusal
    if person == offer.person:
        return Refused(say("host.own-offer"))
    if MandateId(course.moment.new_id("mandate", because)) in world.mandates:
        return None  # it came true by this very yes
    is_still_partner = offer.person in world.members and world.tier_of(offer.person) is Tier.PARTNER
    if offer.state is not OfferState.OPEN or not is_still_partner:
        return Refused(say("host.offer-over"))
    mandate = _begin(course, offer.person, because=because)
    text = say("host.yes", name=world.name, until=mandate.expires_at)
    course.write(f"seconded/{offer.id}", offer.person, text=text)
    return None


# ---------------------------------------------------------------------------------------- giving back


def step_down(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused:
    """Let a host give the role back; the only one is asked to say it twice, and nobody is held."""
    world = course.world
    mandate = world.mandate_of(message.by)
    if mandate is None:
        return Refused(say("host.not-yours", name=world.name))
    is_last = not world.hosts - {message.by}
    if is_last and command.text.strip().lower() != "anyway":
        return Refused(say("stepdown.last", name=world.name))
    end(course, mandate, why=Ending.STEPPED_DOWN)
    return Privately(say("stepdown.done", name=world.name))
