"""A congregation with very many neighbours, each linked and read: what the benches of the crowd begin with.

Owns what each neighbour's porch was read to say. Our own porch and space hold what the plan itself wrote for
them, so that a bench measures what it brings, and no repairs.
"""

from datetime import timedelta
from typing import Final

from microsol_matrix.decide.happenings import Heard
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId
from microsol_matrix.places import COMMONS, HOSTS, SPACE
from microsol_matrix.ports import Store
from microsol_matrix.scales.link import (
    Beyond,
    CardRead,
    Claim,
    Link,
    LinkBegan,
    LinkState,
    PorchReading,
    Scope,
)
from microsol_matrix.world import World
from tests.bench.villages import SERVER, whole
from tests.core.life import Village
from tests.core.said import DM, message

BEYOND: Final = 5
"""Each neighbour has so many neighbours more, of whom we know by its porch alone."""
_A_YEAR: Final = timedelta(days=365)
_FOUNDER: Final = UserId(f"@founder:{SERVER}")
_SECOND: Final = UserId(f"@second:{SERVER}")


def linked(neighbours: int) -> Village:
    """Let a congregation of two hosts publish its card, and be linked with so many others."""
    village = Village(World())
    founding = message(_FOUNDER, '!found "Harbourlight" neighbours and makers', at=DM)
    village.happen(Heard(founding, role="direct"))
    village.settle()
    village.tells(_FOUNDER, f"!invite {_SECOND} partner")
    for room in (SPACE, COMMONS):
        village.settle()
        village.joins(_FOUNDER, _SECOND, at=room)
    village.tells(_FOUNDER, f"!host {_SECOND}")
    village.tells(_SECOND, "!host yes")
    village.settle()
    village.joins(_FOUNDER, _SECOND, at=HOSTS)
    village.tells(_FOUNDER, "!publish card yes")
    village.settle()
    village.become([LinkBegan(_link(number, village)) for number in range(neighbours)])
    village.settle()
    return village


async def put(store: Store, village: Village) -> None:
    """Put it into an empty store."""
    await store.append(whole(village))


def asks(village: Village, number: int) -> dict[str, object]:
    """Write the event by which its founder asks in Commons what the crowd is."""
    return {
        "type": "m.room.message",
        "room_id": village.commons,
        "sender": _FOUNDER,
        "content": {"msgtype": "m.text", "body": "!crowd", "m.mentions": {}},
        "origin_server_ts": 1_795_420_800_000 + number,
        "event_id": f"$asked-{number}",
    }


def porch_of(number: int) -> RoomId:
    """Name a neighbour's porch."""
    return RoomId(f"!porch-{number}:{_server(number)}")


def address_of(number: int) -> RoomAlias:
    """Name where a neighbour's porch is found."""
    return RoomAlias(f"#_microsol.porch_village-{number}:{_server(number)}")


def _server(number: int) -> ServerName:
    return ServerName(f"n{number}.example")


def _link(number: int, village: Village) -> Link:
    name = Text(f"Village {number} by the long river")
    bot = UserId(f"@microsol:{_server(number)}")
    return Link(
        porch=porch_of(number),
        state=LinkState.MUTUAL,
        scope=Scope.CARD,
        via=(_server(number),),
        address=address_of(number),
        bot=bot,
        since=village.now,
        because=EventId(f"$linked-{number}"),
        by=_FOUNDER,
        expires_at=village.now + _A_YEAR,
        name=name,
        reading=PorchReading(
            bot=bot,
            card=CardRead(
                id=f"01K3ZJ5V0A8N4R6T2W{number:08d}",
                name=name,
                purpose=Text("neighbours helping each other do work that matters, a day a week"),
                place=Text("between the two bridges"),
                size="50-99",
                address=address_of(number),
            ),
            crews=(),
            beyond=tuple(_beyond(number, index) for index in range(BEYOND)),
            claim=Claim(is_proposed=False, scope=Scope.CARD, expires_at=village.now + _A_YEAR),
            left_out=0,
            newer=False,
            is_seated=True,
        ),
        read_at=village.now,
        heard_at=village.now,
    )


def _beyond(number: int, index: int) -> Beyond:
    server = ServerName(f"b{number}-{index}.example")
    return Beyond(
        porch=RoomId(f"!porch-{number}-{index}:{server}"),
        via=(server,),
        name=Text(f"Hamlet {number}-{index}"),
        size="20-49",
        is_mutual=index > 0,
    )
