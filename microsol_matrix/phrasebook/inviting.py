"""What is said of invitations: whom, what came of them, and why one could not be delivered."""

from collections.abc import Mapping
from typing import Final

INVITING: Final[Mapping[str, str]] = {
    "invite.needs-person": "Tell me whom, by their full address: !invite @esi:{server}",
    "invite.not-an-address": "{given} is not a full Matrix address. One looks like @esi:{server}",
    "invite.is-member": "{person} is a member of {name} already.",
    "invite.is-invited": "{person} has an invitation to {name} already and has not answered it yet.",
    "invite.is-banned": "{person} was banned from the space of {name}; a host can lift the ban there first.",
    "invite.is-bot": "That is me. I am here already.",
    "invite.done": "I am inviting {person} to {name} as {tier}. If they would rather not, nobody is told.",
    "invite.unreached": (
        "I could not reach {person} with the invitation to {room} yet: {why}. I keep trying, and nobody "
        "else has to wait."
    ),
    "invite.refused": "{person} cannot be invited to {room}: {why}. I have stopped trying.",
    "why.limit": "their homeserver takes only a few invitations at a time",
    "whom.nobody": (
        "I know nobody called {given} in {name}. Tell me their full address, which looks like @esi:{server}"
    ),
    "whom.several": "Several people are called {given}. Tell me the full address, which looks like @esi:{server}",
    "why.unreachable": "their homeserver does not answer",
    "why.blocked": "they take no invitations from me",
    "why.unknown-person": "there is no such account",
    "why.other": "their homeserver says no ({errcode})",
}
