"""What a member sees, as values: messages, invitations, the rooms of a space.

Owns reading them out of the homeserver's answers. Refuses to know how they were asked for. Contents
stay as they came, so that a test can look at any field a client would.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeAlias

from attrs import field, frozen

from microsol_matrix.ids import EventId, RoomId, UserId

Content: TypeAlias = Mapping[str, Any]
RoomState: TypeAlias = Mapping[tuple[str, str], Content]
"""Contents of state events by type and state key."""


def read_state(events: Iterable[Mapping[str, Any]]) -> RoomState:
    """Order state events, whole or stripped, by type and state key."""
    return {(event["type"], event["state_key"]): event["content"] for event in events}


@frozen
class Message:
    """One `m.room.message`.

    Attributes:
        body: The plain text; of an edit the new text, without the "* " before it; of a redacted
            message empty.
        html: The formatted text, of an edit the new one; None if there is none.
        replaces: The message that this one edits.
        reply_to: The message that it answers, in a thread too.
        thread: The first message of the thread that it stands in.
        content: Everything, as it was sent.
    """

    event_id: EventId
    sender: UserId
    body: str
    html: str | None
    replaces: EventId | None
    reply_to: EventId | None
    thread: EventId | None
    content: Content = field(hash=False, repr=False)

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> Self:
        """Read a message event as `/messages` gives it."""
        content = event["content"]
        relation = content.get("m.relates_to", {})
        kind = relation.get("rel_type")
        shown = content.get("m.new_content", content) if kind == "m.replace" else content
        return cls(
            event_id=EventId(event["event_id"]),
            sender=UserId(event["sender"]),
            body=shown.get("body", ""),
            html=shown.get("formatted_body"),
            replaces=relation.get("event_id") if kind == "m.replace" else None,
            reply_to=relation.get("m.in_reply_to", {}).get("event_id"),
            thread=relation.get("event_id") if kind == "m.thread" else None,
            content=content,
        )


@frozen
class Invitation:
    """An invitation that was neither accepted nor declined.

    Attributes:
        name: The room's name as far as the invited are told; None if it has none.
        inviter: Who invited.
        is_direct: Whether it is meant for a conversation of two.
        is_space: Whether the room is a space.
        state: All that the invited are told.
    """

    room_id: RoomId
    name: str | None
    inviter: UserId
    is_direct: bool
    is_space: bool
    state: RoomState = field(hash=False, repr=False)

    @classmethod
    def read(cls, room_id: RoomId, *, events: Iterable[Mapping[str, Any]], invited: UserId) -> Self:
        """Read the stripped state that `/sync` gives with an invitation."""
        known = list(events)
        state = read_state(known)
        own = next(
            event
            for event in known
            if (event["type"], event["state_key"]) == ("m.room.member", invited)
        )
        return cls(
            room_id=room_id,
            name=state.get(("m.room.name", ""), {}).get("name"),
            inviter=UserId(own["sender"]),
            is_direct=own["content"].get("is_direct", False),
            is_space=state.get(("m.room.create", ""), {}).get("type") == "m.space",
            state=state,
        )


@frozen
class SpaceRoom:
    """One room of a space's hierarchy, the space itself included.

    Attributes:
        name: None if the room has none.
        is_space: Whether it is a space too.
        join_rule: As the hierarchy tells it; who may join.
        joined: How many people are in it, bots included.
        children: The rooms that it names as its children, reachable or not.
    """

    room_id: RoomId
    name: str | None
    is_space: bool
    join_rule: str
    joined: int
    children: tuple[RoomId, ...]

    @classmethod
    def read(cls, room: Mapping[str, Any]) -> Self:
        """Read one entry of `/hierarchy`."""
        return cls(
            room_id=RoomId(room["room_id"]),
            name=room.get("name"),
            is_space=room.get("room_type") == "m.space",
            join_rule=room.get("join_rule", "public"),
            joined=room["num_joined_members"],
            children=tuple(RoomId(child["state_key"]) for child in room["children_state"]),
        )
