"""Which kind of intent it is, and so who does it."""

from attrs import Factory, define

from microsol_matrix.house import House
from microsol_matrix.ids import RoomId
from microsol_matrix.lanes.perform.adopting import do_in_adopting
from microsol_matrix.lanes.perform.afar import do_afar
from microsol_matrix.lanes.perform.direct import do_in_private
from microsol_matrix.lanes.perform.done import Done
from microsol_matrix.lanes.perform.pace import Pace
from microsol_matrix.lanes.perform.parting import do_in_parting
from microsol_matrix.lanes.perform.people import do_about_people, read_members
from microsol_matrix.lanes.perform.rooms import do_with_room
from microsol_matrix.lanes.perform.talk import do_in_talk
from microsol_matrix.plan.intents import (
    Ban,
    Decline,
    DropAlias,
    EditPrompt,
    EnterPorch,
    EnterRoom,
    FollowPorch,
    FollowRoom,
    GiveBack,
    HandOver,
    Intent,
    Invite,
    InviteToDirect,
    JoinDirect,
    KeepState,
    LeavePorch,
    LeaveRoom,
    LetRoomBe,
    LiftBan,
    LookAtSpace,
    LookForPorch,
    MakeDirect,
    MakeRoom,
    MarkDirect,
    MarkRoom,
    NameAlias,
    ProbePorch,
    Propose,
    PutListing,
    PutOut,
    PutPower,
    PutState,
    React,
    ReadBack,
    ReadPorch,
    ReadRoom,
    Redact,
    Remove,
    Say,
    SendPrompt,
    Withdraw,
)
from microsol_matrix.ports import Clock, Homeserver, Store


@define
class Performer:
    """Does what plans say, through the homeserver port."""

    homeserver: Homeserver
    house: House
    clock: Clock
    store: Store
    pace: Pace = Factory(Pace)

    async def perform(self, intent: Intent) -> Done:
        """Do one thing.

        Raises:
            HomeserverUnreachable: Later may do.
            HomeserverRefused: It stands.
            NotOurs: A room that is not ours stands where ours should be.
        """
        match intent:
            case (
                Invite(person=person, is_local=False)
                | InviteToDirect(person=person, is_local=False)
            ):
                with self.pace.counted(person, now=self.clock.now()):
                    return await self._do(intent)
            case _:
                return await self._do(intent)

    async def _do(self, intent: Intent) -> Done:
        match intent:
            case FollowRoom() | MakeRoom() | PutState() | Withdraw() | PutPower() | EnterRoom():
                return await do_with_room(intent, self.homeserver, self.house, store=self.store)
            case KeepState() | DropAlias() | NameAlias() | GiveBack() | PutListing():
                return await do_with_room(intent, self.homeserver, self.house, store=self.store)
            case LookAtSpace() | ReadRoom() | MarkRoom() | LetRoomBe():
                return await do_in_adopting(intent, self.homeserver, self.house, store=self.store)
            case HandOver() | LeaveRoom():
                return await do_in_parting(intent, self.homeserver)
            case Invite() | Remove() | PutOut() | Ban() | LiftBan():
                return await do_about_people(intent, self.homeserver, self.house, clock=self.clock)
            case Say() | SendPrompt() | EditPrompt() | React() | Redact():
                return await do_in_talk(intent, self.homeserver, self.house)
            case (
                JoinDirect()
                | Decline()
                | ReadBack()
                | MarkDirect()
                | MakeDirect()
                | InviteToDirect()
            ):
                return await do_in_private(
                    intent, self.homeserver, self.house, clock=self.clock, store=self.store
                )
            case (
                Propose()
                | LookForPorch()
                | EnterPorch()
                | LeavePorch()
                | ReadPorch()
                | FollowPorch()
                | ProbePorch()
            ):
                return await do_afar(
                    intent, self.homeserver, self.house, clock=self.clock, store=self.store
                )

    async def read_members(self, room_id: RoomId) -> Done:
        """Read how everybody stands to a room: after a start, what we last saw may be stale."""
        return await read_members(room_id, self.homeserver, self.house)
