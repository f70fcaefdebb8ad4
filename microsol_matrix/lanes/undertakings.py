"""What a lane has under way on the homeserver, and what rests before it is tried again.

Owns bounds, back-off and the refresh of what may be stale after a start. A failed intent blocks
only itself: everything else that the plan wants goes on.
"""

from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from attrs import Factory, define, frozen

from microsol_matrix.decide.happenings import Failed, Happening
from microsol_matrix.errors import (
    ForeignContent,
    HomeserverRefused,
    HomeserverUnreachable,
    NotOurs,
)
from microsol_matrix.facts import Fact
from microsol_matrix.house import House
from microsol_matrix.ids import LaneId, RoomId
from microsol_matrix.lanes.backoff import wait_before
from microsol_matrix.lanes.perform import Done, Performer
from microsol_matrix.lanes.reports import Reports
from microsol_matrix.plan.intents import (
    EnterPorch,
    FollowPorch,
    Intent,
    Invite,
    InviteToDirect,
    LookForPorch,
    ProbePorch,
    Propose,
    Remove,
    name_of,
)
from microsol_matrix.ports import Clock
from microsol_matrix.seen import IntentName

Work = Coroutine[Any, Any, None]

AT_ONCE = 4
"""Intents of one lane under way together: more only queue up inside the homeserver."""
FAR_AT_ONCE = 8
"""Invitations and questions to other servers under way together; apart, because one that hangs holds its place for
long."""


@frozen
class Finished:
    """An undertaking came back, or its rest is over.

    Attributes:
        key: Which; it counts as under way until the lane has committed what came of it.
        facts: What happened.
        happenings: What was seen on the way, to be judged.
    """

    key: IntentName
    facts: tuple[Fact, ...] = ()
    happenings: tuple[Happening, ...] = ()


@define(eq=False)
class Undertakings:
    """Everything of one lane that is being done, or waits to be tried again."""

    lane: LaneId
    house: House
    performer: Performer
    clock: Clock
    reports: Reports
    spawn: Callable[[Work], None]
    spawn_rest: Callable[[Work], None]
    finished: Callable[[Finished], None]
    take_in: Callable[[Sequence[bytes]], Work]
    tell: Callable[[LaneId, Happening], None]
    may_begin: Callable[[], bool]
    stale: set[RoomId] = Factory(set)
    """Rooms whose people may have changed while we were away; read before anybody is invited or removed there."""
    _read: dict[IntentName, RoomId] = Factory(dict)
    """Rooms whose people were read anew, by what read them: stale until what was seen there is committed."""
    _under_way: dict[IntentName, bool] = Factory(dict)
    """By key, whether it waits for another server."""
    _resting: set[IntentName] = Factory(set)
    _attempts: dict[IntentName, int] = Factory(dict)

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing is under way and nothing waits to be tried again."""
        return not self._under_way and not self._resting

    def pursue(self, wanted: Sequence[Intent]) -> None:
        """Begin whatever a plan wants, is not under way and has room under its bound; nothing while we stop."""
        if not self.may_begin():
            return
        for intent in wanted:
            match intent:
                case Invite() | Remove() if intent.room_id in self.stale:
                    self._begin(_refreshing(intent.room_id), partial(self._refresh, intent.room_id))
                case _:
                    key = name_of(intent)
                    self._begin(key, partial(self._do, intent, key), is_far=_is_far(intent))

    def ended(self, key: IntentName) -> None:
        """Note that what came of an undertaking is committed; only now may the plan want it again."""
        self._under_way.pop(key, None)
        if key in self._read:
            self.stale.discard(self._read.pop(key))

    def rest(self, key: IntentName, *, asked: timedelta | None = None) -> int:
        """Let something wait before it is tried again; give the number of attempts so far."""
        attempt = self._attempts[key] = self._attempts.get(key, 0) + 1
        wait = wait_before(attempt, name=f"{self.lane}/{key}", house=self.house, asked=asked)
        self._resting.add(key)
        self._read.pop(key, None)  # what was seen is not committed
        self.spawn_rest(self._wake(key, wait))
        return attempt

    def _begin(self, key: IntentName, work: Callable[[], Work], *, is_far: bool = False) -> None:
        same_kind = sum(1 for far in self._under_way.values() if far is is_far)
        is_full = same_kind >= (FAR_AT_ONCE if is_far else AT_ONCE)
        if key not in self._under_way and key not in self._resting and not is_full:
            self._under_way[key] = is_far
            self.spawn(work())

    async def _wake(self, key: IntentName, wait: timedelta) -> None:
        await self.clock.sleep(wait)
        self._resting.discard(key)
        self.finished(Finished(IntentName("rested")))

    async def _do(self, intent: Intent, key: IntentName) -> None:
        try:
            done = await self.performer.perform(intent)
            if done.raw:
                await self.take_in(done.raw)
        except HomeserverUnreachable as unreachable:
            self._failed(intent, key, unreachable)
        except HomeserverRefused as refused:
            self._refused(intent, key, errcode=refused.matrix_errcode)
        except NotOurs as taken:
            self._refused(intent, key, errcode=taken.errcode, is_taken=True)
        except ForeignContent as misfit:
            self._refused(intent, key, errcode=misfit.errcode)
        except Exception as problem:  # noqa: BLE001 - the door of the lane loop: nothing may stop the service
            self.reports.lane_broke(self.lane, problem=problem)
            self._failed(intent, key, HomeserverUnreachable("broken promise"))
        else:
            self._succeeded(key, done)

    async def _refresh(self, room_id: RoomId) -> None:
        key = _refreshing(room_id)
        try:
            done = await self.performer.read_members(room_id)
        except HomeserverUnreachable as unreachable:
            self._unread(key, unreachable)
        except HomeserverRefused as refused:
            # We are not in the room any more: the invitation itself will be refused, and told.
            self.reports.intent_refused(self.lane, str(key), errcode=refused.matrix_errcode)
            self._read[key] = room_id
            self._succeeded(key, Done())
        except Exception as problem:  # noqa: BLE001 - the same door as above
            self.reports.lane_broke(self.lane, problem=problem)
            self._unread(key, HomeserverUnreachable("broken promise"))
        else:
            self._read[key] = room_id
            self._succeeded(key, done)

    def _unread(self, key: IntentName, unreachable: HomeserverUnreachable) -> None:
        attempt = self.rest(key, asked=unreachable.retry_after)
        errcode = unreachable.matrix_errcode
        self.reports.intent_failed(self.lane, str(key), errcode=errcode, attempt=attempt)
        self.finished(Finished(key))

    def _succeeded(self, key: IntentName, done: Done) -> None:
        self._attempts.pop(key, None)
        self.reports.intent_done(self.lane, str(key))
        self.finished(Finished(key, done.facts, happenings=done.seen))
        for lane, happening in done.told:
            self.tell(lane, happening)

    def _failed(self, intent: Intent, key: IntentName, unreachable: HomeserverUnreachable) -> None:
        errcode = unreachable.matrix_errcode
        attempt = self.rest(key, asked=unreachable.retry_after)
        self.reports.intent_failed(self.lane, str(key), errcode=errcode, attempt=attempt)
        failure = Failed(intent, errcode, is_final=False, is_taken=False)
        self.finished(Finished(key, happenings=(failure,)))

    def _refused(
        self, intent: Intent, key: IntentName, *, errcode: str, is_taken: bool = False
    ) -> None:
        self.reports.intent_refused(self.lane, str(key), errcode=errcode)
        failure = Failed(intent, errcode, is_final=True, is_taken=is_taken)
        self.finished(Finished(key, happenings=(failure,)))


def _refreshing(room_id: RoomId) -> IntentName:
    return IntentName(f"refresh/{room_id}")


def _is_far(intent: Intent) -> bool:
    match intent:
        case Invite() | InviteToDirect():
            return not intent.is_local
        case Propose() | LookForPorch() | EnterPorch() | FollowPorch() | ProbePorch():
            return True
        case _:
            return False
