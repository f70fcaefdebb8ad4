"""How newcomers come in by themselves: the congregation's policy, and knocks that hosts answer."""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.growing import when_full
from microsol_matrix.decide.naming import said_name
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.ids import EventId, Text, UserId
from microsol_matrix.observe import MembershipChanged, MessageSaid
from microsol_matrix.places import HOSTS
from microsol_matrix.plan.messages import knock_prompt
from microsol_matrix.plan.specs import space_alias
from microsol_matrix.scales.congregation import Joining, JoiningChanged, MemberWanted
from microsol_matrix.scales.knock import (
    NAME_LIMIT,
    REASON_LIMIT,
    Knock,
    KnockAnswered,
    Knocked,
    KnockState,
)
from microsol_matrix.scales.tier import Tier
from microsol_matrix.seen import Membership
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def joining(course: Course, command: Command, *, message: MessageSaid) -> Said | Refused:
    """Tell how newcomers come in, or let a host say how they do from now on."""
    world = course.world
    congregation = world.congregation
    if congregation is None:
        return Refused(say("not-member", congregation=world.name))
    words = said_name(command).lower()
    if not words:
        return _told(course, congregation.joining)
    if refusal := for_hosts(world, message.by):
        return refusal
    wanted = next((one for one in Joining if one.value == words), None)
    if wanted is None:
        return Refused(say("joining.unknown", given=words))
    if wanted is not congregation.joining:
        course.add(JoiningChanged(wanted, by=message.by))
        hosts = world.room(HOSTS)
        if hosts is not None and message.room_id != hosts.room_id:
            by = world.name_of(message.by)
            text = say("joining.changed", by=by, joining=_told(course, wanted))
            course.say(f"joining/{message.event_id}", hosts.room_id, text=text)
    return _told(course, wanted)


def _told(course: Course, joining: Joining) -> Said:
    """Tell a way in which newcomers come in, and that they wait while there is no room."""
    told, world = _way(course, joining), course.world
    if not world.is_full:
        return told
    most = world.numbers.congregation_full
    return joined([told, say("joining.full", name=world.name, most=most)])


def _way(course: Course, joining: Joining) -> Said:
    congregation = course.world.congregation
    house = course.moment.house
    address = "" if congregation is None else house.alias(space_alias(congregation, house))
    match joining:
        case Joining.CLOSED:
            return say("joining.closed", name=course.world.name)
        case Joining.ASK:
            return say("joining.ask", name=course.world.name, address=address)
        case Joining.OPEN:
            return say("joining.open", name=course.world.name, address=address)


# --------------------------------------------------------------------------------------------- knocks


def knocked(course: Course, change: MembershipChanged) -> None:
    """Take in that somebody asks to come in; the hosts are shown who, and why in their words."""
    knock = Knock(
        id=change.event_id,
        person=change.person,
        name=Text(_short(change.name, NAME_LIMIT)),
        reason=Text(_short(change.reason, REASON_LIMIT)),
        at=course.moment.now,
    )
    course.add(Knocked(knock))


def _short(words: str, limit: int) -> str:
    """Put a stranger's words on one line, cut to a limit in characters."""
    line = " ".join(words.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def settle_knock(course: Course, change: MembershipChanged) -> None:
    """End an open knock that was answered without us, or taken back."""
    knock = course.world.knock_of(change.person)
    if knock is None or knock.state is not KnockState.OPEN:
        return
    match change.membership:
        case Membership.JOIN:
            course.add(KnockAnswered(knock.id, KnockState.LET_IN, by=None))
        case Membership.INVITE:
            _let_in(course, knock, by=change.by)
        case Membership.LEAVE if change.by == change.person:
            course.add(KnockAnswered(knock.id, KnockState.TAKEN_BACK, by=None))
        case Membership.LEAVE | Membership.BAN:
            course.add(KnockAnswered(knock.id, KnockState.REFUSED, by=change.by))
        case Membership.KNOCK:
            pass


def knock_at(world: World, event_id: EventId | None) -> Knock | None:
    """Give the knock whose prompt an event is; None if it is none's."""
    for knock in world.knocks:
        prompt = world.prompts.get(knock_prompt(knock.id))
        if prompt is not None and prompt.event_id == event_id:
            return knock
    return None


def answer_knock(
    course: Course, knock: Knock, by: UserId, *, verdict: KnockState
) -> Refused | None:
    """Let a host answer a knock; the first answer counts, and its prompt says which it was."""
    if refusal := for_hosts(course.world, by):
        return refusal
    if knock.state is verdict and knock.by == by:
        return None  # they have said so already
    if knock.state is not KnockState.OPEN:
        return Refused(say("knock.over"))
    if verdict is KnockState.LET_IN:
        if refusal := when_full(course.world, "knock.full"):
            return refusal
        _let_in(course, knock, by=by)
    else:
        course.add(KnockAnswered(knock.id, verdict, by=by))
    return None


def _let_in(course: Course, knock: Knock, *, by: UserId) -> None:
    course.add(KnockAnswered(knock.id, KnockState.LET_IN, by=by))
    course.add(MemberWanted(person=knock.person, by=by, tier=Tier.GUEST))
