"""The world of one person: everything that their private lane knows, wanted and seen, as one immutable value.

Owns `PersonWorld` and what can be read off it. Refuses to know anything of a congregation but that it was
founded or is spoken about.
"""

from collections.abc import Mapping

from attrs import Factory, field, frozen

from microsol_matrix.ids import LaneId, Ref, RoomId, UserId
from microsol_matrix.languages import Language
from microsol_matrix.scales.adoption import Adoption
from microsol_matrix.scales.person import Direct, WhichAsked
from microsol_matrix.seen import IntentName, Notice


@frozen
class PersonWorld:
    """One person's private things.

    Attributes:
        person: None before anything happened.
        directs: Rooms in which the service and the person talk.
        directs_made: How many direct rooms the service has made for the person so far.
        notices: Still to be said; those without a room are letters.
        once: Refs of notices not to be said again, newest last; at most `ONCE_KEPT`.
        refused: Intents that the homeserver said no to for good.
        about: The congregation that their direct messages are about; None if that was never asked.
        asked: The question which one, while it waits for an answer.
        founded: The congregations that they founded.
        language: In which we speak with them; None if they have not said.
        adoption: Of a space that they asked about; None if they did not, or it is settled.
        leaving: Rooms that we came into to look at them, and are to leave again.
    """

    person: UserId | None = None
    directs: Mapping[RoomId, Direct] = field(default=Factory(dict), hash=False)
    directs_made: int = 0
    notices: tuple[Notice, ...] = ()
    once: tuple[Ref, ...] = ()
    refused: frozenset[IntentName] = frozenset()
    about: LaneId | None = None
    asked: WhichAsked | None = None
    founded: frozenset[LaneId] = frozenset()
    language: Language | None = None
    adoption: Adoption | None = None
    leaving: frozenset[RoomId] = frozenset()

    @property
    def directs_in_order(self) -> tuple[tuple[RoomId, Direct], ...]:
        """Give every direct room, the oldest first."""
        return tuple(sorted(self.directs.items(), key=lambda one: (one[1].since, one[0])))

    @property
    def is_worth_retrying(self) -> bool:
        """Whether something was refused that a new start tries once more."""
        return bool(self.refused)

    @property
    def speakable(self) -> RoomId | None:
        """The direct room to say something in: not encrypted, with both in it; None if there is none.

        The newest that the person opened comes first: to ours they may only be invited.
        """
        candidates = [
            (not direct.is_made_by_us, direct.since, room_id)
            for room_id, direct in self.directs.items()
            if direct.is_joined and direct.has_person and not direct.is_encrypted
        ]
        return max(candidates)[2] if candidates else None
