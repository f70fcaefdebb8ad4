"""An account that acts on Matrix as a person with an ordinary client would.

Owns speaking, reacting, coming and going. Refuses to know anything of the service but its user id.
"""

import secrets
from collections.abc import Collection, Iterable
from typing import Any

from attrs import frozen

from appservice.demo.onlooker import Onlooker
from appservice.demo.seen import Content
from microsol_matrix.ids import EventId, RoomAlias, RoomId, UserId


@frozen
class Member(Onlooker):
    """A person, scripted. Whatever the homeserver refuses is raised as `MatrixRefused`."""

    # --------------------------------------------------------------------------------- speaking

    async def say(
        self,
        room_id: RoomId,
        body: str,
        *,
        reply_to: EventId | None = None,
        thread: EventId | None = None,
        html: str | None = None,
        mentions: Collection[UserId] = (),
    ) -> EventId:
        """Send a text.

        Args:
            room_id: A room that the member is in.
            body: Plain text.
            reply_to: The message that is answered.
            thread: The first message of the thread to speak in.
            html: The same text formatted, if it is.
            mentions: Who shall be told; an empty `m.mentions` is sent with the others.
        """
        content: dict[str, Any] = {
            "msgtype": "m.text",
            "body": body,
            "m.mentions": {"user_ids": list(mentions)} if mentions else {},
        }
        if html is not None:
            content |= {"format": "org.matrix.custom.html", "formatted_body": html}
        if relation := _relation(reply_to=reply_to, thread=thread):
            content["m.relates_to"] = relation
        return await self.send(room_id, "m.room.message", content=content)

    async def edit(self, room_id: RoomId, event_id: EventId, *, body: str) -> EventId:
        """Replace the text of an own message, as clients do: simple ones show "* " and it."""
        new_content = {"msgtype": "m.text", "body": body, "m.mentions": {}}
        relation = {"rel_type": "m.replace", "event_id": event_id}
        content = new_content | {
            "body": f"* {body}",
            "m.new_content": new_content,
            "m.relates_to": relation,
        }
        return await self.send(room_id, "m.room.message", content=content)

    async def react(self, room_id: RoomId, key: str, *, to: EventId) -> EventId:
        """Put a reaction on an event; redacting what this returns takes it back."""
        relation = {"rel_type": "m.annotation", "event_id": to, "key": key}
        return await self.send(room_id, "m.reaction", content={"m.relates_to": relation})

    async def redact(self, room_id: RoomId, event_id: EventId) -> EventId:
        """Take an event back."""
        segments = ("rooms", room_id, "redact", event_id, _new_transaction_id())
        return EventId((await self.api.call("PUT", *segments, body={}))["event_id"])

    async def send(self, room_id: RoomId, event_type: str, *, content: Content) -> EventId:
        """Send any event, for what has no method of its own."""
        segments = ("rooms", room_id, "send", event_type, _new_transaction_id())
        return EventId((await self.api.call("PUT", *segments, body=content))["event_id"])

    async def set_state(
        self, room_id: RoomId, event_type: str, *, content: Content, key: str = ""
    ) -> EventId:
        """Put any state event."""
        segments = ("rooms", room_id, "state", event_type, key)
        return EventId((await self.api.call("PUT", *segments, body=content))["event_id"])

    async def set_profile(self, name: str, value: str) -> None:
        """Say something of oneself, in one field of the profile."""
        await self.api.call("PUT", "profile", self.user_id, name, body={name: value})

    # --------------------------------------------------------------------------- making of rooms

    async def create_room(
        self, *, name: str, invite: Iterable[UserId] = (), is_public: bool = False
    ) -> RoomId:
        """Make a room of one's own."""
        preset = "public_chat" if is_public else "private_chat"
        wanted = {"name": name, "preset": preset, "invite": list(invite)}
        return RoomId((await self.api.call("POST", "createRoom", body=wanted))["room_id"])

    async def create_direct(
        self, user_id: UserId, *, first_words: str | None = None, is_encrypted: bool = False
    ) -> RoomId:
        """Begin a conversation of two as Element does, and speak before the other has come in.

        Args:
            user_id: Who is invited.
            first_words: Sent at once; None says nothing yet.
            is_encrypted: Switch encryption on. This member holds no keys, so the first words are
                then sent as a ciphertext that nobody can read: what a bot without keys would see.
        """
        state = [_state_piece("m.room.guest_access", content={"guest_access": "can_join"})]
        if is_encrypted:
            state.append(_state_piece("m.room.encryption", content={"algorithm": _MEGOLM}))
        wanted = {
            "preset": "trusted_private_chat",
            "is_direct": True,
            "invite": [user_id],
            "initial_state": state,
        }
        room_id = RoomId((await self.api.call("POST", "createRoom", body=wanted))["room_id"])
        if first_words is not None and is_encrypted:
            await self.send(room_id, "m.room.encrypted", content=self._ciphertext())
        elif first_words is not None:
            await self.say(room_id, first_words)
        return room_id

    # -------------------------------------------------------------------------- coming and going

    async def join(self, room: RoomId | RoomAlias, *, via: Iterable[str] = ()) -> RoomId:
        """Go into a room, or accept the invitation to it; `via` names servers that are in it."""
        query = [("via", server) for server in via]
        return RoomId((await self.api.call("POST", "join", room, body={}, query=query))["room_id"])

    async def leave(self, room_id: RoomId) -> None:
        """Go out of a room, or take back a knock."""
        await self.api.call("POST", "rooms", room_id, "leave", body={})

    async def decline(self, room_id: RoomId) -> None:
        """Refuse an invitation."""
        await self.leave(room_id)

    async def knock(
        self, room: RoomId | RoomAlias, *, reason: str = "", via: Iterable[str] = ()
    ) -> RoomId:
        """Ask to be let in; `via` names servers that are in the room."""
        query = [("via", server) for server in via]
        answer = await self.api.call("POST", "knock", room, body={"reason": reason}, query=query)
        return RoomId(answer["room_id"])

    async def invite(self, room_id: RoomId, user_id: UserId) -> None:
        """Ask somebody in; also accepts a knock."""
        await self.api.call("POST", "rooms", room_id, "invite", body={"user_id": user_id})

    async def kick(self, room_id: RoomId, user_id: UserId) -> None:
        """Put somebody out who may come back; also refuses a knock."""
        await self.api.call("POST", "rooms", room_id, "kick", body={"user_id": user_id})

    async def ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Put somebody out for good."""
        await self.api.call("POST", "rooms", room_id, "ban", body={"user_id": user_id})

    async def lift_ban(self, room_id: RoomId, user_id: UserId) -> None:
        """Let somebody come again who was put out for good."""
        await self.api.call("POST", "rooms", room_id, "unban", body={"user_id": user_id})

    def _ciphertext(self) -> Content:
        return {
            "algorithm": _MEGOLM,
            "ciphertext": secrets.token_urlsafe(120),
            "device_id": self.device_id,
            "sender_key": secrets.token_urlsafe(32),
            "session_id": secrets.token_urlsafe(32),
        }


_MEGOLM = "m.megolm.v1.aes-sha2"


def _new_transaction_id() -> str:
    return secrets.token_hex(8)


def _state_piece(event_type: str, *, content: Content) -> Content:
    return {"type": event_type, "state_key": "", "content": content}


def _relation(*, reply_to: EventId | None, thread: EventId | None) -> Content | None:
    if thread is None:
        return None if reply_to is None else {"m.in_reply_to": {"event_id": reply_to}}
    # Clients without threads show what stands in one as an answer to the message before it.
    return {
        "rel_type": "m.thread",
        "event_id": thread,
        "m.in_reply_to": {"event_id": reply_to or thread},
        "is_falling_back": reply_to is None,
    }
