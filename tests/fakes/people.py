"""What people do on the fake homeserver, said shortly, and what a test sees of it.

Owns the short words. What they lead to is `FakeMatrix`'s.
"""

from collections.abc import Mapping
from typing import Any

from attrs import define

from microsol_matrix.ids import EventId, RoomId, UserId
from tests.fakes.matrix import FakeMatrix


@define
class FakePeople:
    """Everybody but the bot.

    Attributes:
        matrix: The world behind it; change it to see what the service makes of it.
        bot: As whom the service speaks.
    """

    matrix: FakeMatrix
    bot: UserId

    # ----------------------------------------------------------------------- what people do, short

    def member_opens_direct(
        self, user: UserId, *, first_words: str | None = None, is_encrypted: bool = False
    ) -> RoomId:
        """Have somebody begin a conversation with the bot as Element does."""
        algorithm = {"algorithm": "m.megolm.v1.aes-sha2"}
        state = [("m.room.encryption", "", algorithm)] if is_encrypted else []
        room_id = self.matrix.create(user, state=state)
        self.matrix.invite(room_id, self.bot, sender=user, is_direct=True)
        if first_words is not None and is_encrypted:
            sealed = algorithm | {"ciphertext": "sealed", "session_id": "none"}
            self.matrix.send(room_id, "m.room.encrypted", sender=user, content=sealed)
        elif first_words is not None:
            self.member_sends(room_id, user, first_words)
        return room_id

    def member_sends(
        self, room_id: RoomId, user: UserId, body: str, *, reply_to: EventId | None = None
    ) -> EventId:
        """Have somebody say something."""
        content: dict[str, Any] = {"msgtype": "m.text", "body": body, "m.mentions": {}}
        if reply_to is not None:
            content["m.relates_to"] = {"m.in_reply_to": {"event_id": reply_to}}
        return self.matrix.send(room_id, "m.room.message", sender=user, content=content)

    def member_reacts(self, room_id: RoomId, user: UserId, key: str, *, to: EventId) -> EventId:
        """Have somebody react; redacting what this returns takes it back."""
        relation = {"rel_type": "m.annotation", "event_id": to, "key": key}
        content = {"m.relates_to": relation}
        return self.matrix.send(room_id, "m.reaction", sender=user, content=content)

    def member_redacts(self, room_id: RoomId, user: UserId, event_id: EventId) -> EventId:
        """Have somebody take something back."""
        return self.matrix.redact(room_id, event_id, sender=user, reason="")

    def member_joins(self, room_id: RoomId, user: UserId) -> None:
        """Have somebody go in, invited or because it is open to them."""
        self.matrix.join(room_id, user)

    def member_leaves(self, room_id: RoomId, user: UserId) -> None:
        """Have somebody go out, or decline."""
        self.matrix.leave(room_id, user)

    def member_invites(self, room_id: RoomId, user: UserId, invited: UserId) -> None:
        """Have somebody ask somebody in, the bot for one."""
        self.matrix.invite(room_id, invited, sender=user)

    # ---------------------------------------------------------------------- what a test looks at

    def people(self, room_id: RoomId) -> Mapping[UserId, str]:
        """Tell how everybody stands to a room."""
        state = self.matrix.room(room_id).state
        return {
            UserId(key): event.content["membership"]
            for (type_, key), event in state.items()
            if type_ == "m.room.member"
        }

    def words(self, room_id: RoomId) -> tuple[tuple[UserId, str], ...]:
        """Tell who said what in a room, in order; what was redacted is empty."""
        room = self.matrix.room(room_id)
        return tuple(
            (e.sender, "" if e.event_id in room.redacted else e.content.get("body", ""))
            for e in room.events
            if e.type == "m.room.message"
        )
