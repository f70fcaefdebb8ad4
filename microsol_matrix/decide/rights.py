"""Who may say what, where: what a command's descriptor asks for, checked, and told in the refusal.

Owns the refusals that every command shares. Refuses to know any command.
"""

from typing import assert_never

from microsol_matrix.decide.course import Refused
from microsol_matrix.decide.telling import places
from microsol_matrix.ids import UserId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.tier import Tier
from microsol_matrix.talk.descriptor import Descriptor, Who
from microsol_matrix.words import say
from microsol_matrix.world import World


def may(world: World, descriptor: Descriptor, message: MessageSaid, *, role: str) -> Refused | None:
    """Refuse a command that is not for this room or not for this person.

    Args:
        world: The congregation's.
        descriptor: Of the command.
        message: As said.
        role: Of the room.
    """
    if role not in {where.value for where in descriptor.where}:
        return Refused(say("not-here", where=places(descriptor)))
    match descriptor.who:
        case Who.ANYBODY | Who.FOUNDER:
            return None  # who may found is for the admin to say: the rule itself asks
        case Who.MEMBER | Who.CALLER:  # whose call it is, the rule itself asks
            return for_members(world, message.by)
        case Who.FRIEND:
            return for_members(world, message.by) or for_tier(world, message.by, Tier.FRIEND)
        case Who.PARTNER:
            return for_members(world, message.by) or for_tier(world, message.by, Tier.PARTNER)
        case Who.HOST:
            return for_members(world, message.by) or for_hosts(world, message.by)
        case _:
            assert_never(descriptor.who)


def who_is(world: World, person: UserId) -> frozenset[Who]:
    """Give as what somebody may use commands; whose call it is and who may found is asked when they do."""
    if for_members(world, person) is not None:
        return frozenset({Who.ANYBODY, Who.FOUNDER})
    tier = world.tier_of(person)
    return frozenset(
        {
            Who.ANYBODY,
            Who.FOUNDER,
            Who.MEMBER,
            *({Who.FRIEND, Who.CALLER} if tier.includes(Tier.FRIEND) else ()),
            *({Who.PARTNER} if tier.includes(Tier.PARTNER) else ()),
            *({Who.HOST} if person in world.hosts else ()),
        }
    )


def for_members(world: World, person: UserId) -> Refused | None:
    """Refuse whoever is not in the space, nor a host on the way in."""
    if person in world.members or person in world.hosts:
        return None
    return Refused(say("not-member", congregation=world.name))


def for_hosts(world: World, person: UserId) -> Refused | None:
    """Refuse whoever is no host, and say who is."""
    if not world.hosts:
        return Refused(say("no-host", name=world.name))
    if person not in world.hosts:
        hosts = ", ".join(sorted(world.name_of(host) for host in world.hosts))
        return Refused(say("host-only", name=world.name, hosts=hosts))
    return None


def for_tier(world: World, person: UserId, least: Tier) -> Refused | None:
    """Refuse whoever has less than a tier."""
    has = world.tier_of(person)
    if has.includes(least):
        return None
    who = say("who.friend") if least is Tier.FRIEND else say("who.partner")
    return Refused(say("tier.needed", name=world.name, who=who, tier=say(f"tier.{has.value}")))
