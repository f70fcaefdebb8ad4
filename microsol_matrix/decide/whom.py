"""Whom a command is about: read a person, and a tier after them, out of what was said."""

import re

from microsol_matrix.decide.course import Privately, Refused
from microsol_matrix.decide.naming import same
from microsol_matrix.house import House
from microsol_matrix.ids import UserId, localpart_of
from microsol_matrix.navigation import person_linked
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.tier import Tier
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import say
from microsol_matrix.world import World

_USER_ID = re.compile(r"@[^\s:@]+:[^\s:]+(?::\d+)?")
_USER_ID_BYTES = 255
_TIERS = {tier.value: tier for tier in Tier}


def split_tier(command: Command) -> tuple[str, Tier | None]:
    """Split what was said into a person and the tier that may stand behind them."""
    words = f"{command.name} {command.text}".split()
    if words and (tier := _TIERS.get(words[-1].lower())) is not None:
        return " ".join(words[:-1]), tier
    return " ".join(words), None


def anybody(given: str, message: MessageSaid, *, house: House) -> UserId | Refused:
    """Read a person by full address, link or mention.

    Args:
        given: What stands for the person.
        message: With its mentions, for clients that write only the display name.
        house: Who we are: the bot itself is nobody to be invited.
    """
    written = _address(given, message, house)
    if not written:
        return Refused(say("invite.needs-person", server=house.server))
    if not _USER_ID.fullmatch(written) or len(written.encode()) > _USER_ID_BYTES:
        return Refused(say("invite.not-an-address", given=written, server=house.server))
    if written == house.bot:
        return Refused(say("invite.is-bot"))
    return UserId(written)


def somebody_here(
    given: str, message: MessageSaid, *, world: World, house: House
) -> UserId | Privately:
    """Read somebody who is in the congregation or invited: by address, link, mention or name.

    What cannot be read is told in private: it may be the address of somebody who is not here.
    """
    written = _address(given, message, house)
    known = sorted(world.members | world.wanted)
    bare = written.removeprefix("@")
    found = [one for one in known if one == written] or [
        one for one in known if bare and bare in (one, localpart_of(one))
    ]
    found = found or [one for one in known if bare and same(world.name_of(one), bare)]
    if len(found) == 1:
        return found[0]
    if written == house.bot:
        return Privately(say("invite.is-bot"))
    if found:
        return Privately(say("whom.several", given=written, server=house.server))
    return Privately(say("whom.nobody", given=written, name=world.name, server=house.server))


def _address(given: str, message: MessageSaid, house: House) -> str:
    if linked := person_linked(given):
        return linked
    mentioned = message.mentions - {house.bot}
    if not given.startswith("@") and len(mentioned) == 1:
        return next(iter(mentioned))
    return given
