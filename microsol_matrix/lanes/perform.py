"""Perform an intent: the only door to the homeserver.

Owns which call each intent is, and which facts a done one makes. Refuses to retry: the lane does.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from attrs import define, frozen

from microsol_matrix.errors import HomeserverRefused
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, RoomId, Text
from microsol_matrix.kept import Alias, AliasMoved, KeptFact, StateGivenBack, StateKept
from microsol_matrix.markup import to_html, to_plain
from microsol_matrix.observe import (
    EncryptionTurnedOn,
    Ignored,
    MembershipChanged,
    observe,
)
from microsol_matrix.observe.keeping import read_kept
from microsol_matrix.places import OF_THE_SPACE, role_of
from microsol_matrix.plan.intents import (
    Archiving,
    Ban,
    Decline,
    DropAlias,
    EditPrompt,
    EnterRoom,
    Farewell,
    GiveBack,
    Intent,
    Invite,
    InviteToDirect,
    JoinDirect,
    KeepState,
    LiftBan,
    MakeDirect,
    MakeRoom,
    MarkDirect,
    NameAlias,
    PutOut,
    PutPower,
    PutState,
    React,
    ReadBack,
    Redact,
    Remove,
    Say,
    SendPrompt,
    Withdraw,
)
from microsol_matrix.plan.power import POWER_LEVELS, made_state
from microsol_matrix.ports import Clock, Homeserver
from microsol_matrix.rooms import Json, StatePiece
from microsol_matrix.scales.person import (
    DirectEnded,
    DirectJoined,
    DirectMade,
    DirectMarked,
    DirectOpened,
    DirectRead,
)
from microsol_matrix.seen import (
    WITHDRAWN,
    Membership,
    MembershipSeen,
    NoticeSent,
    PersonInvited,
    PromptEdited,
    PromptReacted,
    PromptSent,
    Redacted,
    RoomMade,
    StatePut,
)
from microsol_matrix.structure.schemas import check

READ_BACK_LIMIT = 50
"""Messages: somebody who wrote more than that before we came in is asked by nobody to repeat the oldest."""

FIRST_WORDS_FROM_AFAR = timedelta(seconds=3)
"""Clients speak right after inviting. A homeserver sends an event to those that were in the room before it, so words
said elsewhere while our join is under way come to us only with whatever is said next; words said before it can be read
back. So whoever invites from elsewhere is let finish first."""


@frozen
class Done:
    """What performing came to.

    Attributes:
        facts: What happened.
        seen: What was read of a room's state.
        raw: Events that were read back, to be taken in like any others.
    """

    facts: tuple[Fact, ...] = ()
    seen: tuple[MembershipChanged | EncryptionTurnedOn, ...] = ()
    raw: tuple[bytes, ...] = ()


@define
class Performer:
    """Does what plans say, through the homeserver port."""

    homeserver: Homeserver
    house: House
    clock: Clock

    async def perform(self, intent: Intent) -> Done:  # noqa: C901, PLR0911, PLR0912 - one case per intent
        """Do one thing.

        Raises:
            HomeserverUnreachable: Later may do.
            HomeserverRefused: It stands.
            NotOurs: A room that is not ours stands where ours should be.
        """
        match intent:
            case MakeRoom(key=key, spec=spec):
                made = await self.homeserver.make_room(spec)
                return Done((RoomMade(key, made.room_id, state=made_state(spec)),))
            case PutState() | PutPower() | Withdraw():
                return Done((await self._put(intent),))
            case KeepState() | DropAlias() | NameAlias() | GiveBack():
                return Done((await self._archive(intent),))
            case Invite(key=key, person=person):
                await self.homeserver.invite(intent.room_id, person)
                return Done((PersonInvited(key, person, at=self.clock.now()),))
            case Remove() | PutOut() | Ban() | LiftBan():
                return await self._part(intent)
            case Say():
                return Done((NoticeSent(intent.ref, await self._say(intent)),))
            case SendPrompt(ref=ref, room_id=room_id):
                event_id = await self._send(
                    room_id, _words(intent.text), txn=self._txn("prompt", ref)
                )
                return Done((PromptSent(ref, room_id, event_id=event_id, digest=intent.digest),))
            case EditPrompt(ref=ref, room_id=room_id):
                # The text is part of it: what was on its way when we died may have been an older one.
                txn = self._txn("edit", ref, str(intent.edit), intent.digest)
                event_id = await self._send(room_id, _edit(intent), txn=txn)
                return Done((PromptEdited(ref, digest=intent.digest, event_id=event_id),))
            case React(ref=ref, emoji=emoji):
                await self._react(intent)
                return Done((PromptReacted(ref, emoji),))
            case Redact(room_id=room_id, event_id=event_id, reason=reason):
                txn = self._txn("redact", event_id)
                await self.homeserver.redact(room_id, event_id, txn_id=txn, reason=reason)
                return Done((Redacted(event_id),))
            case EnterRoom(room_id=room_id, via=via):
                await self.homeserver.join(room_id, via)
                # Who came and went while we were out is read; that we are in stands there, too.
                return await self.read_members(room_id)
            case JoinDirect(room_id=room_id, via=via):
                await self._join_direct(room_id, via)
                return Done((DirectJoined(room_id),))
            case Decline(room_id=room_id):
                await self.homeserver.leave(room_id)
                return Done((DirectEnded(room_id),))
            case ReadBack(room_id=room_id):
                return await self._read_back(room_id)
            case MarkDirect(person=person, room_id=room_id):
                await self.homeserver.mark_direct(person, room_id)
                return Done((DirectMarked(room_id),))
            case MakeDirect(spec=spec):
                made = await self.homeserver.make_room(spec)
                return Done((DirectMade(made.room_id, at=self.clock.now()),))
            case InviteToDirect(room_id=room_id):
                await self._invite_to_direct(intent)
                return Done((DirectOpened(room_id),))

    async def _put(self, intent: PutState | PutPower | Withdraw) -> StatePut:
        match intent:
            case Withdraw(type=kind, state_key=state_key):
                place = (kind, state_key)
                await self._clear(intent.room_id, place)
                await self.homeserver.put_state(intent.room_id, StatePiece(*place, {}))
                return StatePut(intent.key, kind, state_key=state_key, digest=WITHDRAWN)
            case PutState(piece=piece):
                check(piece.type, piece.content)
                if intent.clears_past:
                    await self._clear(intent.room_id, (piece.type, piece.state_key))
                await self.homeserver.put_state(intent.room_id, piece)
                return StatePut(
                    intent.key, piece.type, state_key=piece.state_key, digest=intent.digest
                )
            case PutPower(power=power, users=users):
                await self.homeserver.set_power(intent.room_id, power=power, users=users)
                return StatePut(intent.key, *POWER_LEVELS, digest=intent.digest)

    async def _archive(self, intent: Archiving) -> KeptFact:
        match intent:
            case KeepState(key=key, room_id=room_id):
                return StateKept(key, read_kept(await self.homeserver.read_state(room_id)))
            case DropAlias(key=key, alias=alias):
                await self.homeserver.drop_alias(alias)
                return AliasMoved(key, Alias.NOWHERE)
            case NameAlias(key=key, alias=alias):
                await self.homeserver.name_alias(alias, intent.room_id)
                return AliasMoved(key, Alias.HERE)
            case GiveBack(key=key, power=power):
                if power is not None:
                    await self.homeserver.put_state(intent.room_id, power)
                return StateGivenBack(key)

    async def _clear(self, room_id: RoomId, place: tuple[str, str]) -> None:
        """Redact every version before another is written: nobody sees it go and can still read it."""
        for event_id in await self.homeserver.versions_of(room_id, place):
            txn = self._txn("withdraw", event_id)
            await self.homeserver.redact(room_id, event_id, txn_id=txn, reason="")

    async def _join_direct(self, room_id: RoomId, via: tuple[str, ...]) -> None:
        if self.house.server not in via:
            await self.clock.sleep(FIRST_WORDS_FROM_AFAR)
        await self.homeserver.join(room_id, via)

    async def _invite_to_direct(self, intent: InviteToDirect) -> None:
        """Invite by writing the membership: only so can it say that the room is direct, and clients file it there."""
        content: Mapping[str, Json] = {"membership": "invite", "is_direct": True}
        try:
            piece = StatePiece("m.room.member", intent.person, content)
            await self.homeserver.put_state(intent.room_id, piece)
        except HomeserverRefused as no:
            if no.matrix_errcode != "M_FORBIDDEN":
                raise
            # Who is in already cannot be invited; `invite` knows that this is fine.
            await self.homeserver.invite(intent.room_id, intent.person)

    async def _part(self, farewell: Farewell) -> Done:
        match farewell:
            case Remove():
                return await self._remove(farewell)
            case PutOut(person=person, reason=reason):
                await self.homeserver.remove(farewell.room_id, person, reason)
                return Done((self._left(farewell, Membership.LEAVE),))
            case Ban(person=person, reason=reason):
                await self.homeserver.ban(farewell.room_id, person, reason)
                return Done((self._left(farewell, Membership.BAN),))
            case LiftBan(person=person):
                await self.homeserver.lift_ban(farewell.room_id, person)
                return Done((self._left(farewell, Membership.LEAVE),))

    async def _remove(self, intent: Remove) -> Done:
        """Withdraw an invitation, unless it was accepted a moment ago: nobody is put out who came in."""
        present = await self.read_members(intent.room_id)
        came_in = tuple(
            one
            for one in present.seen
            if isinstance(one, MembershipChanged)
            and one.person == intent.person
            and one.membership is Membership.JOIN
        )
        if came_in:
            return Done(seen=came_in)
        await self.homeserver.remove(intent.room_id, intent.person, intent.reason)
        return Done((self._left(intent, Membership.LEAVE),))

    async def read_members(self, room_id: RoomId) -> Done:
        """Read how everybody stands to a room: after a start, what we last saw may be stale."""
        seen = self._observed(await self.homeserver.read_state(room_id))
        return Done(seen=tuple(one for one in seen if isinstance(one, MembershipChanged)))

    async def _read_back(self, room_id: RoomId) -> Done:
        state = self._observed(await self.homeserver.read_state(room_id))
        encryption = tuple(one for one in state if isinstance(one, EncryptionTurnedOn))
        raw = await self.homeserver.read_back(
            room_id, since=None, before=None, limit=READ_BACK_LIMIT
        )
        return Done((DirectRead(room_id),), seen=encryption, raw=raw)

    def _observed(self, events: Sequence[bytes]) -> list[object]:
        observed = (observe(raw, bot=self.house.bot) for raw in events)
        return [one for one in observed if not isinstance(one, Ignored)]

    def _left(self, intent: Farewell, membership: Membership) -> MembershipSeen:
        return MembershipSeen(
            key=intent.key,
            person=intent.person,
            membership=membership,
            by=self.house.bot,
            name=Text(""),
            is_carried=role_of(intent.key) in OF_THE_SPACE,
        )

    async def _say(self, intent: Say) -> EventId:
        content = dict(_words(intent.text))
        relation: dict[str, Json] = {}
        if intent.thread is not None:
            relation = {"rel_type": "m.thread", "event_id": intent.thread, "is_falling_back": True}
        reply_to = intent.reply_to or intent.thread
        if reply_to is not None:
            relation["m.in_reply_to"] = {"event_id": reply_to}
        if relation:
            content["m.relates_to"] = relation
        return await self._send(intent.room_id, content, txn=self._txn("say", intent.ref))

    async def _react(self, intent: React) -> None:
        relation: Json = {
            "rel_type": "m.annotation",
            "event_id": intent.event_id,
            "key": intent.emoji,
        }
        await self.homeserver.send(
            intent.room_id,
            type="m.reaction",
            content={"m.relates_to": relation},
            txn_id=self._txn("react", intent.ref, intent.emoji),
        )

    async def _send(self, room_id: RoomId, content: Mapping[str, Json], *, txn: str) -> EventId:
        return await self.homeserver.send(
            room_id, type="m.room.message", content=content, txn_id=txn
        )

    def _txn(self, *reason: str) -> str:
        return self.house.entropy.derive("txn", *reason).hex()[:32]


def _words(text: Text) -> Mapping[str, Json]:
    return {
        "msgtype": "m.notice",
        "body": to_plain(text),
        "format": "org.matrix.custom.html",
        "formatted_body": to_html(text),
        "m.mentions": {},
    }


def _edit(intent: EditPrompt) -> Mapping[str, Json]:
    content = _words(intent.text)
    return {
        **content,
        "body": f"* {content['body']}",
        "formatted_body": f"* {content['formatted_body']}",
        "m.new_content": content,
        "m.relates_to": {"rel_type": "m.replace", "event_id": intent.event_id},
    }
