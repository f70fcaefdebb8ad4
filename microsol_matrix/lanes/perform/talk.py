"""What is said in a room once or kept up to date, reacted to and taken away: as the events that clients show."""

from collections.abc import Mapping

from microsol_matrix.house import House
from microsol_matrix.ids import EventId, RoomId, Text
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.txns import txn_for
from microsol_matrix.markup import to_html, to_plain
from microsol_matrix.plan.intents import EditPrompt, React, Redact, Say, SendPrompt, TalkIntent
from microsol_matrix.ports import Homeserver
from microsol_matrix.rooms import Json
from microsol_matrix.seen import NoticeSent, PromptEdited, PromptReacted, PromptSent, Redacted
from microsol_matrix.structure.messages import BY, REF


async def do_in_talk(intent: TalkIntent, homeserver: Homeserver, house: House) -> Done:
    """Do one thing in the talk of a room."""
    match intent:
        case Say(ref=ref, room_id=room_id):
            txn = txn_for(house, "say", ref)
            event_id = await _send(room_id, _said(intent), txn=txn, homeserver=homeserver)
            return Done((NoticeSent(ref, event_id),))
        case SendPrompt(ref=ref, room_id=room_id):
            txn = txn_for(house, "prompt", ref)
            event_id = await _send(room_id, _prompt(intent), txn=txn, homeserver=homeserver)
            return Done((PromptSent(ref, room_id, event_id=event_id, digest=intent.digest),))
        case EditPrompt(ref=ref, room_id=room_id):
            # The text is part of it: what was on its way when we died may have been an older one.
            txn = txn_for(house, "edit", ref, str(intent.edit), intent.digest)
            event_id = await _send(room_id, _edited(intent), txn=txn, homeserver=homeserver)
            return Done((PromptEdited(ref, digest=intent.digest, event_id=event_id),))
        case React(ref=ref, emoji=emoji):
            await homeserver.send(
                intent.room_id,
                type="m.reaction",
                content={"m.relates_to": _reaction(intent)},
                txn_id=txn_for(house, "react", ref, emoji),
            )
            return Done((PromptReacted(ref, emoji),))
        case Redact(room_id=room_id, event_id=event_id, reason=reason):
            txn = txn_for(house, "redact", event_id)
            await homeserver.redact(room_id, event_id, txn_id=txn, reason=reason)
            return Done((Redacted(event_id),))


async def _send(
    room_id: RoomId, content: Mapping[str, Json], *, txn: str, homeserver: Homeserver
) -> EventId:
    return await homeserver.send(room_id, type="m.room.message", content=content, txn_id=txn)


def _words(text: Text) -> Mapping[str, Json]:
    return {
        "msgtype": "m.notice",
        "body": to_plain(text),
        "format": "org.matrix.custom.html",
        "formatted_body": to_html(text),
        "m.mentions": {},
    }


def _prompt(intent: SendPrompt) -> Mapping[str, Json]:
    named: Mapping[str, Json] = {} if intent.by is None else {BY: intent.by}
    return {**_words(intent.text), REF: intent.ref, **named}


def _said(intent: Say) -> Mapping[str, Json]:
    relation: dict[str, Json] = {}
    if intent.thread is not None:
        relation = {"rel_type": "m.thread", "event_id": intent.thread, "is_falling_back": True}
    reply_to = intent.reply_to or intent.thread
    if reply_to is not None:
        relation["m.in_reply_to"] = {"event_id": reply_to}
    content = _words(intent.text)
    return {**content, "m.relates_to": relation} if relation else content


def _edited(intent: EditPrompt) -> Mapping[str, Json]:
    content = _words(intent.text)
    return {
        **content,
        "body": f"* {content['body']}",
        "formatted_body": f"* {content['formatted_body']}",
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": intent.event_id},
    }


def _reaction(intent: React) -> Mapping[str, Json]:
    return {"rel_type": "m.annotation", "event_id": intent.event_id, "key": intent.emoji}
