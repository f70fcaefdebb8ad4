"""A person, so far: the rooms in which the service talks with one of them, and what is talked about.

Owns the direct rooms of one person, which of them can be spoken in, and which congregation is meant
there. Private to that person: nothing here is published.
"""

from datetime import datetime, timedelta
from typing import Final

from attrs import frozen

from microsol_matrix.ids import EventId, InboxId, LaneId, RoomId, UserId
from microsol_matrix.languages import Language
from microsol_matrix.scales.adoption import AskedAdoption

WHICH_WITHIN: Final = timedelta(hours=24)
"""How long a message waits for its person to say which congregation they meant."""


@frozen
class Direct:
    """One direct room between the service and a person.

    Attributes:
        since: When the service was invited, or made it.
        is_made_by_us: Whether the service made it.
        is_invited: The service is invited and has not joined yet.
        is_joined: The service is in.
        has_person: The person is in or invited.
        is_read: What was said before the service was in has been read.
        is_marked: The room stands in the bot's `m.direct`.
        is_encrypted: Messages there cannot be read by the service.
        is_unwelcome: The invitation was neither a direct message nor anything else we answer; it is
            declined.
    """

    since: datetime
    is_made_by_us: bool
    is_invited: bool
    is_joined: bool
    has_person: bool
    is_read: bool
    is_marked: bool
    is_encrypted: bool
    is_unwelcome: bool


@frozen
class PersonMet:
    """The lane of a person's private things began."""

    person: UserId


@frozen
class DirectInvited:
    """The person invited the service into a room; `is_unwelcome` ones are declined."""

    room_id: RoomId
    at: datetime
    is_unwelcome: bool


@frozen
class DirectJoined:
    """The service came in."""

    room_id: RoomId


@frozen
class DirectRead:
    """What had been said before the service came in has been read back."""

    room_id: RoomId


@frozen
class DirectMarked:
    """The room stands in the bot's `m.direct`."""

    room_id: RoomId


@frozen
class DirectMade:
    """The service made a direct room of its own for the person."""

    room_id: RoomId
    at: datetime


@frozen
class DirectOpened:
    """The person was invited to the room that the service made, or came in."""

    room_id: RoomId


@frozen
class DirectEncrypted:
    """The room was found to be encrypted.

    Attributes:
        because: The event that showed it.
    """

    room_id: RoomId
    because: EventId


@frozen
class DirectEnded:
    """The service or the person is no longer in the room."""

    room_id: RoomId


@frozen
class WhichAsked:
    """The person was asked which congregation a message of theirs is about; it waits for the answer.

    Attributes:
        event_id: The message.
        inbox_id: Where it waits: words are kept in no fact.
        choices: As they were numbered.
    """

    event_id: EventId
    inbox_id: InboxId
    at: datetime
    choices: tuple[LaneId, ...]


@frozen
class WhichChosen:
    """The person said which congregation their direct messages are about."""

    lane: LaneId


@frozen
class WhichForgotten:
    """The person left the congregation that was meant."""


@frozen
class WhichLapsed:
    """The person did not say in time which congregation they meant; their message is let go."""


@frozen
class FoundingCounted:
    """The person founded a congregation."""

    lane: LaneId


@frozen
class LanguageChosen:
    """The person said in which language we speak with them."""

    language: Language


PersonFact = (
    PersonMet
    | LanguageChosen
    | DirectInvited
    | DirectJoined
    | DirectRead
    | DirectMarked
    | DirectMade
    | DirectOpened
    | DirectEncrypted
    | DirectEnded
    | WhichAsked
    | WhichChosen
    | WhichForgotten
    | WhichLapsed
    | FoundingCounted
    | AskedAdoption
)
