"""Notices that are said once, however often there is a reason.

Owns their refs and the asking whether one was said. Refuses to know which there are, but for the
answer to edited messages, which both kinds of lanes give.
"""

from microsol_matrix.ids import Ref, RoomId, Text
from microsol_matrix.observe import MessageSaid
from microsol_matrix.seen import ONCE, Notice, NoticeDropped, NoticeWanted
from microsol_matrix.world import LaneWorld


def once_ref(*reason: str) -> Ref:
    """Name a notice that is said once for a reason; it may not name a person."""
    return Ref(f"{ONCE}{'/'.join(reason)}")


def once(world: LaneWorld, notice: Notice) -> tuple[NoticeWanted, ...]:
    """Want a notice, unless it was wanted before."""
    return () if notice.ref in world.once else (NoticeWanted(notice),)


def told_by_letter(ref: Ref, *, about: RoomId) -> tuple[NoticeWanted, NoticeDropped]:
    """Remember what was told by letter alone, as a notice in a room is by itself: else it is told anew each time."""
    notice = Notice(ref, about, Text(""), reply_to=None, thread=None)
    return NoticeWanted(notice), NoticeDropped(ref, errcode="M_FORBIDDEN")


def ask_again(
    world: LaneWorld, message: MessageSaid, *, text: Text, is_direct: bool = False
) -> tuple[NoticeWanted, ...]:
    """Ask whoever edited a message to send it anew; once a message, however often it is edited."""
    edited = message.replaces or message.event_id
    notice = Notice(
        ref=once_ref("edited", edited),
        room_id=message.room_id,
        text=text,
        reply_to=None if is_direct else edited,
        thread=message.thread,
    )
    return once(world, notice)
