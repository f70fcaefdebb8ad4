"""Judge what happens in one person's own lane: direct rooms, letters, messages to nobody else."""

from microsol_matrix.decide.afar import (
    NeighbourProbed,
    NeighbourStirred,
    PorchFollowed,
    PorchFound,
    PorchInvited,
    PorchWasRead,
    SeatDoubted,
    SeatLost,
)
from microsol_matrix.decide.course import Decision
from microsol_matrix.decide.happenings import (
    Failed,
    Founding,
    Happening,
    Heard,
    LeftBehind,
    Spoken,
    Started,
    SuccessorLooked,
    Sure,
    Tick,
    Unheard,
    Unsure,
)
from microsol_matrix.decide.looking_at_space import (
    decide_adoption,
    decide_look_failed,
    decide_look_put_off,
    is_for_adoption,
    stirred,
)
from microsol_matrix.decide.once import ask_again
from microsol_matrix.decide.surveyed import AdoptionSaid, RoomSurveyed, Surveyed
from microsol_matrix.facts import Fact
from microsol_matrix.house import Moment
from microsol_matrix.ids import Ref, Text, UserId
from microsol_matrix.languages import Language
from microsol_matrix.observe import (
    AliasLooked,
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    MembershipChanged,
    MessageSaid,
    Reacted,
    RoomDescribed,
    RoomLooked,
    RuleWritten,
    WasRedacted,
)
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan.intents import (
    InviteToDirect,
    JoinDirect,
    LookAtSpace,
    ReadBack,
    Say,
    name_of,
)
from microsol_matrix.ports import Letter
from microsol_matrix.scales.adoption import AdoptionDropped
from microsol_matrix.scales.person import (
    WHICH_WITHIN,
    DirectEncrypted,
    DirectEnded,
    DirectInvited,
    DirectOpened,
    FoundingCounted,
    LanguageChosen,
    PersonMet,
    WhichAsked,
    WhichChosen,
    WhichForgotten,
    WhichLapsed,
)
from microsol_matrix.seen import (
    IntentRefused,
    IntentsRetried,
    Membership,
    Notice,
    NoticeDropped,
    NoticeWanted,
)
from microsol_matrix.words import say


def decide_private(world: PersonWorld, happening: Happening, moment: Moment) -> Decision:
    """Judge what happened to a person's own lane."""
    match happening:
        case BotInvited():
            return Decision(facts=_invited(world, happening, moment))
        case Letter(ref=ref, to=person):
            text = _in_theirs(world, happening)
            return Decision(facts=(*_met(world, person), _letter(ref, text)))
        case Unheard():
            return Decision(facts=_unheard(world, happening))
        case Spoken(message=message, language=language, text=text):
            return Decision(facts=(LanguageChosen(language), _reply(message, text)))
        case Unsure():
            return _asked(world, happening, moment)
        case Sure(message=message, lane=lane, text=done):
            reply = () if done is None else (_reply(message, done),)
            return Decision(facts=(WhichChosen(lane), *reply))
        case LeftBehind() | Founding():
            return Decision(facts=_noted(world, happening))
        case AdoptionSaid() | Surveyed():
            return Decision(facts=decide_adoption(world, happening, moment))
        case EncryptionTurnedOn() if moment.house.reads_encrypted:
            return Decision()
        case EncryptedSaid() | EncryptionTurnedOn():
            return Decision(facts=_encrypted(world, happening, moment))
        case MembershipChanged():
            return Decision(facts=_membership(world, happening, moment))
        case Started():
            return Decision(facts=(IntentsRetried(),) if world.is_worth_retrying else ())
        case Failed():
            return Decision(facts=_failed(world, happening, moment))
        case Tick():
            return _lapsed(world, moment)
        case (
            Heard()
            | RoomSurveyed()
            | Reacted()
            | WasRedacted()
            | RoomDescribed()
            | RuleWritten()
            | RoomLooked()
            | AliasLooked()
            | SuccessorLooked()
            | PorchFound()
            | PorchInvited()
            | PorchWasRead()
            | PorchFollowed()
            | NeighbourStirred()
            | SeatLost()
            | SeatDoubted()
            | NeighbourProbed()
        ):
            # What is said goes to the congregation that it is for, and nobody else has neighbours.
            return Decision()


def _noted(world: PersonWorld, noted: LeftBehind | Founding) -> tuple[Fact, ...]:
    match noted:
        case LeftBehind(lane=lane):
            return (WhichForgotten(),) if world.about == lane else ()
        case Founding(lane=lane):
            return () if lane in world.founded else (FoundingCounted(lane),)


def _asked(world: PersonWorld, unsure: Unsure, moment: Moment) -> Decision:
    """Ask once which congregation a message is about; one that waited before is let go."""
    before = world.asked
    if before is not None and before.event_id == unsure.message.event_id:
        return Decision()
    asked = WhichAsked(
        unsure.message.event_id, unsure.inbox_id, at=moment.now, choices=unsure.choices
    )
    return Decision(
        facts=(asked, _reply(unsure.message, unsure.text, why="which")),
        consumed=() if before is None else (before.inbox_id,),
    )


def _lapsed(world: PersonWorld, moment: Moment) -> Decision:
    is_over = world.adoption is not None and not world.adoption.holds(moment.now)
    dropped = (AdoptionDropped(),) if is_over else ()
    if world.asked is None or world.asked.at + WHICH_WITHIN > moment.now:
        return Decision(facts=dropped)
    return Decision(facts=(*dropped, WhichLapsed()), consumed=(world.asked.inbox_id,))


def _reply(message: MessageSaid, text: Text, *, why: str = "answer") -> NoticeWanted:
    # A question has a name of its own: the answer to what was said comes after it.
    ref = Ref(f"{why}/{message.event_id}")
    return NoticeWanted(Notice(ref, message.room_id, text, reply_to=None, thread=message.thread))


def _unheard(world: PersonWorld, unheard: Unheard) -> tuple[Fact, ...]:
    message, text = unheard.message, unheard.text
    if message.is_edit:
        return ask_again(world, message, text=text, is_direct=True)
    return (_reply(message, text),)


def _spoken_with(world: PersonWorld, moment: Moment) -> Language:
    return world.language or moment.house.language


def _in_theirs(world: PersonWorld, letter: Letter) -> Text:
    if world.language is None:
        return letter.text
    return letter.translations.get(world.language, letter.text)


def _met(world: PersonWorld, person: UserId) -> tuple[Fact, ...]:
    return () if world.person is not None else (PersonMet(person),)


def _letter(ref: Ref, text: Text) -> Fact:
    return NoticeWanted(Notice(ref, room_id=None, text=text, reply_to=None, thread=None))


def _invited(world: PersonWorld, invitation: BotInvited, moment: Moment) -> tuple[Fact, ...]:
    if is_for_adoption(world, invitation, moment):
        return stirred()
    known = world.directs.get(invitation.room_id)
    if known is not None and (known.is_invited or known.is_joined):
        return ()
    invited = DirectInvited(
        invitation.room_id, at=moment.now, is_unwelcome=not invitation.is_direct
    )
    return (*_met(world, invitation.by), invited)


def _encrypted(
    world: PersonWorld, shown: EncryptedSaid | EncryptionTurnedOn, moment: Moment
) -> tuple[Fact, ...]:
    """Say once that a message could not be read, and open a room where all can be.

    Without keys it is said in the new room only: in an encrypted one nothing is said in the clear.
    """
    direct = world.directs.get(shown.room_id)
    if direct is None or direct.is_encrypted:
        return ()
    encrypted = DirectEncrypted(shown.room_id, because=shown.event_id)
    ref = Ref(f"plain/{shown.room_id}")
    language = _spoken_with(world, moment)
    if not moment.house.reads_encrypted:
        return (encrypted, _letter(ref, say("encrypted.moved").in_language(language)))
    notice = Notice(
        Ref(f"encrypted/{shown.room_id}"),
        shown.room_id,
        say("encrypted.unread").in_language(language),
        reply_to=None,
        thread=None,
    )
    plain = say("encrypted.plain").in_language(language)
    return (encrypted, NoticeWanted(notice), _letter(ref, plain))


def _membership(world: PersonWorld, change: MembershipChanged, moment: Moment) -> tuple[Fact, ...]:
    direct = world.directs.get(change.room_id)
    is_about_us = change.person in (world.person, moment.house.bot)
    if direct is None or not is_about_us:
        return ()
    match change.membership:
        case Membership.LEAVE | Membership.BAN:
            return (DirectEnded(change.room_id),)
        case Membership.JOIN | Membership.INVITE if change.person == world.person:
            return () if direct.has_person else (DirectOpened(change.room_id),)
        case _:
            return ()


def _failed(world: PersonWorld, failure: Failed, moment: Moment) -> tuple[Fact, ...]:
    if not failure.is_final:
        is_look = isinstance(failure.intent, LookAtSpace)
        return decide_look_put_off(world, moment) if is_look else ()
    match failure.intent:
        case LookAtSpace() as look:
            return decide_look_failed(world, look, moment)
        case Say(ref=ref):
            return (NoticeDropped(ref, errcode=failure.errcode),)
        case JoinDirect(room_id=room_id) | ReadBack(room_id=room_id):
            return (DirectEnded(room_id),)
        case InviteToDirect(room_id=room_id):
            return (DirectEnded(room_id), *_undeliverable(world, failure.errcode))
        case intent:
            return (IntentRefused(name_of(intent), errcode=failure.errcode),)


def _undeliverable(world: PersonWorld, errcode: str) -> tuple[Fact, ...]:
    """Let go of letters to somebody who takes no invitation from us."""
    letters = (notice for notice in world.notices if notice.room_id is None)
    return tuple(NoticeDropped(letter.ref, errcode=errcode) for letter in letters)
