"""What of all that the homeserver sends is for us: decided before anything is stored.

Owns the privacy law that a message not addressed to the service is never stored. Everything else
that is let through concerns only membership, reactions to our own prompts, and direct messages.
"""

from typing import Final, assert_never

from attrs import frozen

from microsol_matrix.house import BOT_NAME
from microsol_matrix.ids import EventId, UserId
from microsol_matrix.observe import (
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    MembershipChanged,
    MessageSaid,
    Observation,
    OwnWritten,
    Reacted,
    RoomDescribed,
    RuleWritten,
    WasRedacted,
)
from microsol_matrix.places import PORCH
from microsol_matrix.talk.grammar import is_plain_answer, read


@frozen
class Setting:
    """What is known of where something happened, before it is judged.

    Attributes:
        role: The room's part in our house; empty for rooms that are none of ours.
        awaits_prompt: Whether a prompt of ours is on its way there, so that an unknown event may be it.
        reads_encrypted: Whether we hold keys, so that what is in an encrypted event may be for us.
        is_unread: Whether it is an encrypted room in which we do not read: nothing said there is for us, not
            even in the clear.
        is_neighbours: Whether it is the porch of a neighbour, in which we have a seat to read it, or are asked in.
    """

    role: str
    awaits_prompt: bool
    reads_encrypted: bool = False
    is_unread: bool = False
    is_neighbours: bool = False


NOWHERE: Final = Setting(role="", awaits_prompt=False)
"""A room that is none of ours."""


NOT_WATCHED: Final = frozenset({"", "direct"})
"""Where what people make of a room is none of our business: rooms of others, and those of two."""


def target_of(observation: Observation) -> EventId | None:
    """Give the event that an observation is about, whose being ours decides; None if it is about none."""
    match observation:
        case Reacted(target=target) | WasRedacted(target=target):
            return target
        case MessageSaid(target=target):
            return target
        case BotInvited() | MembershipChanged() | EncryptedSaid() | EncryptionTurnedOn():
            return None
        case RoomDescribed() | RuleWritten() | OwnWritten():
            return None
        case _:
            assert_never(observation)


def is_for_us(
    observation: Observation,
    setting: Setting,
    *,
    bot: UserId,
    is_target_ours: bool,
    name: str = BOT_NAME,
) -> bool:
    """Whether to take something in.

    Args:
        observation: What happened.
        setting: Where.
        bot: Our own user id.
        is_target_ours: Whether what it is about is a prompt of ours or a reaction that we counted.
        name: Our display name.
    """
    is_ours = bool(setting.role)
    match observation:
        case BotInvited():
            return True
        case MembershipChanged(person=person):
            return is_ours or (setting.is_neighbours and person == bot)
        case WasRedacted():
            return is_ours or setting.is_neighbours
        case RoomDescribed() | RuleWritten():
            return setting.role not in NOT_WATCHED or setting.is_neighbours
        case OwnWritten():
            return setting.role == PORCH
        case EncryptedSaid() | MessageSaid() if setting.is_unread:
            return False
        case EncryptedSaid() if setting.reads_encrypted:
            return is_ours
        case EncryptedSaid() | EncryptionTurnedOn():
            return setting.role == "direct"
        case Reacted():
            return is_ours and (is_target_ours or setting.awaits_prompt)
        case MessageSaid() if setting.role == "direct":
            return True
        case MessageSaid() if not is_ours:
            return False
        case MessageSaid():
            heard = read(
                observation, bot=bot, name=name, is_direct=False, is_to_prompt=is_target_ours
            )
            if heard is not None or observation.target is None:
                return heard is not None
            return setting.awaits_prompt and is_plain_answer(observation, bot=bot, name=name)
        case _:
            assert_never(observation)
