"""What people say and do in these tests, and who they are.

Owns short ways to make a house, a moment and each observation. Refuses to know any world.
"""

from datetime import UTC, datetime, timedelta

from attrs import define

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import EventId, RoomId, ServerName, Text, UserId
from microsol_matrix.observe import MembershipChanged, MessageSaid, Reacted, WasRedacted
from microsol_matrix.seen import Membership
from tests.fakes.names import FakeNames

SERVER = ServerName("here.example")
BOT = UserId(f"@microsol:{SERVER}")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

AMARA = UserId(f"@amara:{SERVER}")
BO = UserId(f"@bo:{SERVER}")
CLEO = UserId(f"@cleo:{SERVER}")
DOV = UserId(f"@dov:{SERVER}")
ESI = UserId("@esi:far.example")
GRETA = UserId("@greta:dead.example")
PEOPLE = (AMARA, BO, CLEO, DOV, ESI, GRETA)

DM = RoomId("!dm:here.example")
ELSEWHERE = RoomId("!elsewhere:here.example")


@define
class Events:
    """How many events have been named so far; a test that must repeat exactly begins at none."""

    named: int = 0


EVENTS = Events()


def house(*, room_version: str = "11", founders: tuple[str, ...] = (f"*:{SERVER}",)) -> House:
    """Say who we are."""
    return House(
        bot=BOT, server=SERVER, room_version=room_version, founders=founders, entropy=FakeNames()
    )


HOUSE = house()


def moment(now: datetime = NOW) -> Moment:
    """Give a present."""
    return Moment(HOUSE, now=now)


def new_event() -> EventId:
    """Name an event that nobody has named before."""
    EVENTS.named += 1
    return EventId(f"$event-{EVENTS.named}")


def message(
    by: UserId,
    body: str,
    *,
    at: RoomId = DM,
    reply_to: EventId | None = None,
    mentions: frozenset[UserId] = frozenset(),
    thread: EventId | None = None,
    calls_us: frozenset[str] = frozenset(),
    replaces: EventId | None = None,
) -> MessageSaid:
    """Let somebody say something."""
    return MessageSaid(
        room_id=at,
        event_id=new_event(),
        by=by,
        body=body,
        reply_to=reply_to,
        thread=thread,
        mentions=mentions,
        calls_us=calls_us,
        replaces=replaces,
    )


def to_the_bot(by: UserId, body: str) -> Heard:
    """Let somebody say something in a direct message."""
    return Heard(message(by, body), role="direct")


def membership(
    person: UserId,
    to: Membership,
    *,
    at: RoomId,
    by: UserId | None = None,
    name: str | None = None,
    reason: str = "",
) -> MembershipChanged:
    """Let how somebody stands to a room change, by themselves unless said otherwise."""
    return MembershipChanged(
        room_id=at,
        event_id=new_event(),
        person=person,
        membership=to,
        by=by or person,
        name=Text(display_name(person) if name is None else name),
        reason=Text(reason),
    )


def display_name(person: UserId) -> str:
    """Call somebody as they call themselves."""
    return person[1:].partition(":")[0].title()


def reaction(by: UserId, target: EventId, *, at: RoomId, key: str = "✋") -> Reacted:
    """Let somebody react."""
    return Reacted(room_id=at, event_id=new_event(), by=by, target=target, key=key)


def redaction(by: UserId, target: EventId, *, at: RoomId) -> WasRedacted:
    """Let somebody take an event away."""
    return WasRedacted(room_id=at, event_id=new_event(), by=by, target=target)
