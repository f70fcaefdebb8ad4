"""A few values that the tests of stores share."""

from datetime import UTC, datetime, timedelta

from microsol_matrix.facts import Fact
from microsol_matrix.ids import EventId, LaneId, Ref, RoomId, Text, UserId
from microsol_matrix.languages import Language
from microsol_matrix.ports import Address, AddressKind, Append, Arrival, Letter
from microsol_matrix.scales.person import DirectJoined, PersonMet

NOW = datetime(2031, 9, 21, 6, 50, 3, 141_592, tzinfo=UTC)
HOUR = timedelta(hours=1)
LANE = LaneId("01JZHARBOURLIGHT0000000000")
OTHER = LaneId("01JZTHORNFIELD00000000000Z")
AMARA = UserId("@amara:harbourlight.example")
DOV = UserId("@dov:harbourlight.example")
ROOM = RoomId("!slow-kettle:harbourlight.example")
MET = PersonMet(person=AMARA)
JOINED = DirectJoined(room_id=ROOM)
COMMONS = Address(kind=AddressKind.ROOM, key=ROOM)
NEIGHBOUR = Address(kind=AddressKind.NEIGHBOUR, key="!porch:thornfield.example")
MEMBER = Address(kind=AddressKind.MEMBER, key=AMARA)


def arrival(name: str) -> Arrival:
    return Arrival(event_id=EventId(f"${name}"), room_id=ROOM, raw=b'{"n":"%s"}' % name.encode())


def letter(name: str) -> Letter:
    words = Text(f"Words of {name}\n\x00 and more")
    translations = {Language.ENGLISH: words, Language.SPANISH: Text(f"Palabras de {name} ¿?")}
    return Letter(ref=Ref(name), to=DOV, text=words, translations=translations)


def commit(*facts: Fact, lane: LaneId = LANE, after: int = 0) -> Append:
    return Append(
        lane=lane,
        expected_seq=after,
        facts=facts,
        at=NOW,
        consumed=(),
        letters=(),
        addresses=None,
        next_due=None,
        is_unsettled=False,
        snapshot=None,
    )
