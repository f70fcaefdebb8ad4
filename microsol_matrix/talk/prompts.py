"""The messages that are kept up to date: what they should say now.

Owns the text of a call's prompt, of an offer's to be host, of a knock's and of the founding's progress. Refuses to
know when they are sent.
"""

from datetime import datetime, timedelta
from typing import Final

from microsol_matrix.house import House
from microsol_matrix.ids import localpart_of
from microsol_matrix.places import ARCHIVE, COMMONS, HOSTS, SPACE
from microsol_matrix.scales.call import Answering, Call, CallState
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.knock import Knock, KnockState
from microsol_matrix.scales.mandate import Offer, OfferState
from microsol_matrix.words import Said, count, day_and_month, joined, say, span
from microsol_matrix.world import World
from microsol_matrix.zones import UNIVERSAL

_SHORT_WEEKS: Final = 2
"""A crew for so few weeks has none to spend on forming."""


def call_text(world: World, call: Call) -> Said:
    """Say a call as it stands: inviting while it is open, then that its crew is beginning, then that it is over."""
    caller, until = world.name_of(call.caller), world.day_of(call.closes_at, call.zone)
    crew = world.crews.get(call.crew) if call.crew is not None else None
    match call.state:
        case CallState.OPEN:
            private = call.answering is Answering.PRIVATE
            return say(
                "call.prompt",
                caller=caller,
                name=call.name,
                intention=intention_of(call),
                details=details_of(call),
                how=say("call.how.private", caller=caller) if private else say("call.how.open"),
                until=until,
            )
        case CallState.BEGUN if crew is not None and crew.seats_left:
            seats = seats_of(crew)
            return say("call.begun.left", name=call.name, seats=seats, until=until)
        case CallState.BEGUN:
            return say("call.begun.full", name=call.name, until=until)
        case CallState.CLOSED:
            return say("call.over.begun", name=call.name)
        case CallState.LAPSED:
            return say("call.over.lapsed", name=call.name)
        case CallState.WITHDRAWN:
            return say("call.over.withdrawn", name=call.name)


def offer_text(world: World, offer: Offer) -> Said:
    """Say that somebody offers to be host, and what came of it."""
    person = world.name_of(offer.person)
    match offer.state:
        case OfferState.OPEN:
            term = span(world.numbers.mandate)
            return say("host.offer", name=world.name, person=person, term=term)
        case OfferState.SECONDED:
            return say("host.offer.seconded", name=world.name, person=person)
        case OfferState.OVER:
            return say("host.offer.over", name=world.name, person=person)


def knock_text(world: World, knock: Knock) -> Said:
    """Say that somebody asks to come in, and how it was answered; the reason stands while it is open."""
    shown = knock.name or localpart_of(knock.person)
    person = say("knock.person", name=shown, address=knock.person)
    by = world.name_of(knock.by) if knock.by is not None else None
    match knock.state:
        case KnockState.OPEN:
            reason = say("knock.reason", reason=knock.reason) if knock.reason else Said()
            return say("knock.open", person=person, name=world.name, reason=reason)
        case KnockState.LET_IN if by is not None:
            return say("knock.let-in", person=person, name=world.name, by=by)
        case KnockState.LET_IN:
            return say("knock.came-in", person=person, name=world.name)
        case KnockState.REFUSED if by is not None:
            return say("knock.refused", person=person, name=world.name, by=by)
        case KnockState.REFUSED | KnockState.TAKEN_BACK:
            return say("knock.taken-back", person=person, name=world.name)


def intention_of(thing: Call | Crew) -> Said:
    """Say a call's or crew's direction behind its name; nothing if it has none."""
    return say("call.intention", intention=thing.intention) if thing.intention else Said()


def details_of(call: Call) -> Said:
    """Say a call's particulars in one line."""
    is_one_size = call.seats_min == call.seats_max
    return say(
        "call.details.same" if is_one_size else "call.details",
        kind=say(f"kind.{call.kind.value}"),
        weeks=count("call.weeks", call.weeks),
        rhythm=say("call.rhythm", rhythm=call.rhythm) if call.rhythm else Said(),
        least=call.seats_min,
        most=call.seats_max,
        audience=say("call.audience", audience=call.audience) if call.audience else Said(),
        room=_room_of(call),
    )


def _room_of(call: Call) -> Said:
    match call.encryption:
        case Encryption.OFF:
            return Said()
        case Encryption.READ:
            return say("call.room.read")
        case Encryption.UNREAD:
            return say("call.room.unread")


def seats_of(crew: Crew) -> Said:
    """Say how many seats are left."""
    return count("call.seats", crew.seats_left)


def founding_text(world: World, house: House) -> Said | None:
    """Say how far the founding has come; None before there is one."""
    congregation = world.congregation
    if congregation is None:
        return None
    made = [key for key in (SPACE, COMMONS, HOSTS, ARCHIVE) if world.room(key) is not None]
    alias = house.alias(
        house.alias_localpart(owner=congregation.id, key=SPACE, slug=congregation.slug)
    )
    space = world.room(SPACE)
    is_adopted = SPACE in world.takings or (space is not None and space.adopted is not None)
    if len(made) == len((SPACE, COMMONS, HOSTS, ARCHIVE)):
        done = "adopt.done" if is_adopted else "found.done"
        lines = [say(done, name=congregation.name, alias=alias)]
        if congregation.zone != UNIVERSAL:
            lines.append(say("found.zone", zone=congregation.zone))
        if congregation.encrypts_crews:
            lines.append(say("found.encrypted"))
        return joined(lines)
    if is_adopted:
        return say("adopt.plan", name=congregation.name, done=len(made))
    return say(
        "found.plan",
        name=congregation.name,
        server=house.server,
        alias=alias,
        done=len(made),
    )


def welcome_text(world: World, crew: Crew) -> Said:
    """Say the welcome to a new crew: the three opening conversations."""
    example = agree_example(world, crew, since=crew.begun_at)
    if crew.caller is None:  # grown from others: nobody called it
        host = world.name_of(crew.host)
        return say("crew.welcome.grown", name=crew.name, host=host, example=example)
    is_short = crew.weeks <= _SHORT_WEEKS
    phrase = "crew.welcome.short" if is_short else "crew.welcome"
    return say(phrase, name=crew.name, caller=world.name_of(crew.host), example=example)


def agree_example(world: World, crew: Crew, *, since: datetime) -> Said:
    """Say how a crew would agree, with its own rhythm and cycle if it began at a moment: to copy and change."""
    usual = say("agree.rhythm.usual")
    day = world.day_of(since + timedelta(weeks=crew.weeks))
    return say("agree.example", rhythm=crew.rhythm or usual, day=day_and_month(day))


def welcome_there(world: World, crew: Crew) -> Said:
    """Say the welcome in the crew's room; in an encrypted one also what the service can read there."""
    welcome = welcome_text(world, crew)
    match crew.encryption:
        case Encryption.OFF:
            return welcome
        case Encryption.READ:
            return joined([welcome, say("crew.room.read")])
        case Encryption.UNREAD:
            return joined([welcome, say("crew.room.unread")])
