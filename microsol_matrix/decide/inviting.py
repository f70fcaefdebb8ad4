"""Let people in: invitations with a tier, what is told to whoever comes in, and guests' seasons."""

from datetime import datetime

from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.growing import when_full
from microsol_matrix.decide.rights import for_hosts
from microsol_matrix.decide.sparing import too_many_invitations
from microsol_matrix.decide.whom import anybody, somebody_here, split_tier
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MembershipChanged, MessageSaid
from microsol_matrix.places import HOSTS, SPACE
from microsol_matrix.scales.congregation import MemberWanted
from microsol_matrix.scales.knock import KnockAnswered, KnockState
from microsol_matrix.scales.tier import INVITED, SeasonAsked, Tier, TierGiven
from microsol_matrix.seen import OUT, Membership
from microsol_matrix.talk.grammar import Command
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World


def invite(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused:
    """Invite a person to the congregation, again if they left or declined before: a person asks anew."""
    world = course.world
    given, tier = split_tier(command)
    person = anybody(given, message, house=course.moment.house)
    if isinstance(person, Refused):
        return person
    if phrase := _already(world, person):
        return Privately(say(phrase, person=person, name=world.name))
    if refusal := when_full(world, "invite.full") or too_many_invitations(course, message.by):
        return refusal
    tier = tier or INVITED
    knock, space = world.knock_of(person), world.room(SPACE)
    if knock is not None and space is not None and space.has(person, Membership.KNOCK):
        course.add(KnockAnswered(knock.id, KnockState.LET_IN, by=message.by))
    course.add(MemberWanted(person=person, by=message.by, tier=tier, at=course.moment.now))
    return Privately(say("invite.done", person=person, name=world.name, tier=_called(tier)))


def _already(world: World, person: UserId) -> str | None:
    space = world.room(SPACE)
    if space is None:
        return None
    if space.has(person, Membership.JOIN):
        return "invite.is-member"
    if space.has(person, Membership.INVITE):
        return "invite.is-invited"
    if space.has(person, Membership.BAN):
        return "invite.is-banned"
    return None


def tier(course: Course, command: Command, *, message: MessageSaid) -> Privately | Refused:
    """Tell whoever asks their own tier; let a host change somebody's, who is told."""
    world = course.world
    given, wanted = split_tier(command)
    if not given and not message.mentions - {course.moment.house.bot}:
        if wanted is not None:
            return Refused(say("tier.needs-person", tier=wanted.value))
        own = world.tier_of(message.by)
        head = say("tier.yours", name=world.name, tier=_called(own))
        return Privately(_told(head, own))
    if refusal := for_hosts(world, message.by):
        return refusal
    person = somebody_here(given, message, world=world, house=course.moment.house)
    if isinstance(person, Privately):
        return person
    if wanted is None:
        has, shown = _called(world.tier_of(person)), world.name_of(person)
        return Privately(say("tier.theirs", person=shown, name=world.name, tier=has))
    return _change(course, person, wanted, message=message)


def _change(
    course: Course, person: UserId, wanted: Tier, *, message: MessageSaid
) -> Privately | Refused:
    world = course.world
    called, shown = _called(wanted), world.name_of(person)
    if wanted is world.tier_of(person):
        return Refused(say("tier.same", person=shown, name=world.name, tier=called))
    if person in world.hosts and wanted is not Tier.PARTNER:
        return Refused(say("tier.is-host", person=shown, name=world.name))
    is_in = person in world.members
    course.add(TierGiven(person, wanted, at=course.moment.now if is_in else None))
    if is_in and person != message.by:
        by = world.name_of(message.by)
        head = say("tier.changed", by=by, name=world.name, tier=called)
        course.write(f"tier/{message.event_id}", person, text=_told(head, wanted))
    return Privately(say("tier.done", person=shown, name=world.name, tier=called))


def _called(tier: Tier) -> Said:
    return say(f"tier.{tier.value}")


def _told(head: Said, tier: Tier) -> Said:
    """Tell what a tier means, in its own words: what may be expected, either way."""
    return joined([head, say(f"expects.{tier.value}")])


def came_in(course: Course, change: MembershipChanged, *, before: Membership | None) -> None:
    """Welcome whoever came into the space: their tier begins, and they are told what it means.

    Whom a host invited in their own client comes as one whom a host invites; who came by themselves
    is a guest.
    """
    world, person = course.world, change.person
    congregation = world.congregation
    if congregation is None or (person == congregation.founder and before not in OUT):
        return
    known = world.tiers.get(person)
    is_invited = before is Membership.INVITE or (before is None and person in world.wanted)
    tier = known.tier if known is not None else (INVITED if is_invited else Tier.GUEST)
    course.add(TierGiven(person, tier, at=course.moment.now))
    text = _told(say("tier.welcome", name=world.name, tier=_called(tier)), tier)
    course.write(f"welcome/{change.event_id}", person, text=text)


def seasons(world: World) -> tuple[tuple[datetime, UserId], ...]:
    """Give when each guest's season is over, the first first."""
    return tuple(
        sorted(
            (standing.since + world.numbers.guest, person)
            for person, standing in world.tiers.items()
            if standing.tier is Tier.GUEST and standing.since is not None
        )
    )


def ask_about_seasons(course: Course) -> None:
    """Ask the hosts about guests whose season is over; nobody is removed, whatever they say or do not say."""
    now = course.moment.now
    for due, person in seasons(course.world):
        if due > now:
            return
        course.add(SeasonAsked(person, at=now))
        hosts = course.world.room(HOSTS)
        if hosts is not None:
            text = say(
                "season.over",
                person=course.world.name_of(person),
                address=person,
                name=course.world.name,
                weeks=course.world.numbers.guest.days // 7,
            )
            # With the time: they are asked about every season of a guest who stays one. By a derived
            # name: a ref may not hold a person.
            ref = course.moment.new_id("season", person, str(to_ms(now)))
            course.say(f"season/{ref}", hosts.room_id, text=text)
