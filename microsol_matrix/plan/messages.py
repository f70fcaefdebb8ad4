"""The gap in messages: notices to say, prompts to put up or bring up to date, events to take away."""

from collections.abc import Iterator

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import CallId, EventId, Ref, RoomId, RoomKey, UserId
from microsol_matrix.places import COMMONS, HOSTS, crew_room
from microsol_matrix.plan.intents import EditPrompt, React, Redact, Say, SendPrompt
from microsol_matrix.plan.lineage import has_moved
from microsol_matrix.plan.link_prompts import awaited_prompts, link_hands, link_prompts
from microsol_matrix.scales.call import Answering, CallState
from microsol_matrix.scales.crew import SeatState
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.knock import KnockState
from microsol_matrix.scales.mandate import OfferState
from microsol_matrix.scales.question import Asking, begun_again
from microsol_matrix.scales.season import FormationRound, RoundState
from microsol_matrix.seen import CHECK, CROSS, HAND, IntentName, Notice
from microsol_matrix.structure.types import digest
from microsol_matrix.talk.choices import emojis
from microsol_matrix.talk.lineage import with_origin, with_origins
from microsol_matrix.talk.prompts import (
    call_text,
    founding_text,
    knock_text,
    offer_text,
    welcome_there,
)
from microsol_matrix.talk.questions import question_text
from microsol_matrix.talk.rounds import round_text
from microsol_matrix.words import Said, plain
from microsol_matrix.world import WELCOME, World


def call_prompt(call_id: CallId) -> Ref:
    """Name the prompt of a call."""
    return Ref(f"call/{call_id}")


def offer_prompt(offer_id: EventId) -> Ref:
    """Name the prompt of an offer to be host."""
    return Ref(f"offer/{offer_id}")


def knock_prompt(knock_id: EventId) -> Ref:
    """Name the prompt of a knock."""
    return Ref(f"knock/{knock_id}")


def round_prompt(round_id: EventId) -> Ref:
    """Name the prompt of a formation round."""
    return Ref(f"round/{round_id}")


def summary_ref(round_id: EventId) -> Ref:
    """Name what is said at the end of a formation round."""
    return Ref(f"round-over/{round_id}")


def awaiting_rooms(world: World) -> frozenset[RoomKey]:
    """Give the rooms in which a prompt may stand whose event id has yet to reach us.

    One that the homeserver refuses for good does not: nothing can be about it.
    """
    return frozenset(
        place
        for ref, place in _places(world)
        if ref not in world.prompts and IntentName(f"prompt/{ref}") not in world.refused
    )


def _places(world: World) -> Iterator[tuple[Ref, RoomKey]]:
    """Say in which room each prompt that people answer stands."""
    for call_id in world.calls:
        yield call_prompt(call_id), COMMONS
    for offer in world.offers:
        yield offer_prompt(offer.id), COMMONS
    for knock in world.knocks:
        yield knock_prompt(knock.id), HOSTS
    for ref in awaited_prompts(world):
        yield ref, HOSTS
    for crew in world.crews_in_order:
        for question in crew.open_questions:
            if crew.encryption is not Encryption.UNREAD:
                yield question.ref, crew_room(crew.id)


def plan_messages(
    world: World, house: House
) -> Iterator[Say | SendPrompt | EditPrompt | React | Redact]:
    """Plan what is to be said, in each room one notice after the other."""
    for event_id, room_id in sorted(world.redactions.items()):
        phrase = "hidden-answer" if world.crew_at(room_id) is None else "hidden-objection"
        yield Redact(room_id, event_id, reason=plain(phrase, world.language))
    yield from plan_notices(world.notices)
    for ref, room_id, text in prompt_texts(world, house):
        yield from _prompt(world, ref, room_id=room_id, said=text)
    yield from _welcomes(world, house)
    yield from _hands(world)


def _welcomes(world: World, house: House) -> Iterator[Say]:
    """Welcome a crew once everybody of the first was invited or could not be: nobody misses it.

    Where we cannot write, each is welcomed by letter on coming in (`decide.membership`).
    """
    for crew, _, room in world.housed_crews:
        may_speak = crew.encryption.lets_speak(has_keys=house.reads_encrypted)
        if crew.is_welcomed or not may_speak or not crew.is_living:
            continue
        awaited = {seat.person for seat in crew.seats if seat.state is SeatState.GIVEN}
        if not (awaited & set(crew.first)) - room.unreached:
            welcome = with_origins(world, crew, welcome_there(world, crew), house=house)
            text = welcome.in_language(world.language)
            ref = Ref(f"{WELCOME}{crew.id}")
            yield Say(ref, room.room_id, text=text, reply_to=None, thread=None)


def plan_notices(notices: tuple[Notice, ...]) -> Iterator[Say]:
    """Plan the oldest notice of each room; the next one waits for it, so that order is kept."""
    rooms: set[RoomId] = set()
    for notice in notices:
        if notice.room_id is not None and notice.room_id not in rooms:
            rooms.add(notice.room_id)
            yield Say(
                notice.ref,
                notice.room_id,
                text=notice.text,
                reply_to=notice.reply_to,
                thread=notice.thread,
            )


def prompt_texts(world: World, house: House) -> Iterator[tuple[Ref, RoomId, Said]]:
    """Say what each prompt should read.

    Until one is known to stand it begins at the beginning, whatever has happened meanwhile: it may have been sent
    without our learning so, and sending it again under its transaction id changes nothing that it says.
    """
    if world.congregation is not None:
        # Kept up to date where it was asked for; two foundings may be asked for in one room.
        ref = Ref(f"founding/{world.congregation.id}")
        begun = world if ref in world.prompts else changed(world, rooms={})
        founding = founding_text(begun, house)
        if founding is not None:
            yield ref, world.congregation.asked_in, founding
    commons = world.room(COMMONS)
    if commons is not None:
        for call in world.calls_in_order:
            ref = call_prompt(call.id)
            opened = call if ref in world.prompts else changed(call, state=CallState.OPEN)
            text = with_origin(world, call, call_text(world, opened))
            yield ref, commons.room_id, text
        for offer in world.offers:
            ref = offer_prompt(offer.id)
            made = offer if ref in world.prompts else changed(offer, state=OfferState.OPEN)
            yield ref, commons.room_id, offer_text(world, made)
        for one in world.rounds:
            ref = round_prompt(one.id)
            yield ref, commons.room_id, _round(world, one)
    hosts = world.room(HOSTS)
    if hosts is not None:
        for knock in world.knocks:
            ref = knock_prompt(knock.id)
            heard = knock if ref in world.prompts else changed(knock, state=KnockState.OPEN)
            yield ref, hosts.room_id, knock_text(world, heard)
        for ref, text in link_prompts(world):
            yield ref, hosts.room_id, text
    yield from _questions(world, house)


def _questions(world: World, house: House) -> Iterator[tuple[Ref, RoomId, Said]]:
    """Say what each question should read, once all that is to be said before it in its room has been."""
    speaking = {notice.room_id for notice in world.notices}
    for crew, _, room in world.housed_crews:
        if not crew.encryption.lets_speak(has_keys=house.reads_encrypted):
            continue
        if room.room_id in speaking:
            continue
        for question in crew.questions:
            is_up = question.ref in world.prompts
            if not is_up and question.asking is Asking.OLD_ROOM and not has_moved(world, crew):
                continue
            if question.is_open or is_up:
                asked = question if is_up else begun_again(question)
                yield question.ref, room.room_id, question_text(world, crew, asked)


def _round(world: World, one: FormationRound) -> Said:
    """Say a round as it stands, after what is said of it: calls that are up, and at its end what came of it."""
    is_new = round_prompt(one.id) not in world.prompts
    is_telling = any(notice.ref == summary_ref(one.id) for notice in world.notices)
    if not one.is_open and not is_telling:
        return round_text(world, one, is_new=is_new)
    calls = {
        call.id: call for call in world.calls_in_order if call_prompt(call.id) in world.prompts
    }
    still = changed(one, state=RoundState.OPEN)
    return round_text(changed(world, calls=calls), still, is_new=is_new)


def _prompt(
    world: World, ref: Ref, *, room_id: RoomId, said: Said
) -> Iterator[SendPrompt | EditPrompt]:
    text = said.in_language(world.language)
    wanted = digest({"text": text})
    seen = world.prompts.get(ref)
    if seen is None:
        yield SendPrompt(ref, room_id, text=text, digest=wanted, by=_named_in(world, ref))
    elif seen.digest != wanted:
        yield EditPrompt(
            ref,
            seen.room_id,
            event_id=seen.event_id,
            text=text,
            digest=wanted,
            edit=seen.edits + 1,
        )


def _named_in(world: World, ref: Ref) -> UserId | None:
    """Say whose call, offer or wish a prompt is about: it names them anyway, and rooms are to tell it again."""
    callers = {call_prompt(call.id): call.caller for call in world.calls.values()}
    offering = {offer_prompt(offer.id): offer.person for offer in world.offers}
    wishing = {
        question.ref: question.by
        for crew in world.crews.values()
        for question in crew.open_questions
        if question.asking is Asking.WIDENING and question.by is not None
    }
    return (callers | offering | wishing).get(ref)


def _hands(world: World) -> Iterator[React]:
    for ref, offered in own_reactions(world):
        prompt = world.prompts.get(ref)
        missing = [one for one in offered if prompt is not None and not prompt.has(one)]
        if prompt is not None and missing:
            # One after the other, so that they stand in their order in every client.
            yield React(ref, prompt.room_id, event_id=prompt.event_id, emoji=missing[0])


def own_reactions(world: World) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    """Say which reactions the bot puts to which prompts itself, so that phones need only tap."""
    for call in world.calls_in_order:
        if call.answering is Answering.OPEN and call.state is CallState.OPEN:
            yield call_prompt(call.id), (HAND,)
    for offer in world.offers:
        if offer.state is OfferState.OPEN:
            yield offer_prompt(offer.id), (HAND,)
    for knock in world.knocks:
        if knock.state is KnockState.OPEN:
            yield knock_prompt(knock.id), (CHECK, CROSS)
    yield from link_hands(world)
    for crew in world.crews_in_order:
        for question in crew.questions if crew.is_living else ():
            # What a review has come to may still be answered differently.
            is_review = question.asking is Asking.REVIEW and question.outcome != ""
            if question.is_open or is_review:
                yield question.ref, emojis(question.asking)
