"""Encrypted events on their way to the desk: opened, kept for a while, or handed on closed."""

from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, field

from appservice.names import SecretNames
from appservice.sealed import KEPT, PATIENCE, SealedLetters
from microsol_matrix.house import House
from microsol_matrix.ids import EventId, InboxId, Ref, RoomId, ServerName, Text, UserId
from microsol_matrix.observe import EncryptedSaid, Ignored, MessageSaid, Observation, observe
from microsol_matrix.ports import Arrival, Letter, Waiting
from tests.fakes.keys import FakeKeys, sealed

BOT = UserId("@microsol:here.example")
BO = UserId("@bo:here.example")
DM = RoomId("!dm:here.example")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@define
class StillClock:
    """Stands until it is moved."""

    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    async def sleep(self, span: timedelta) -> None:
        self.time += span


@define
class Post:
    """Sealed letters with keys and a clock of the test's."""

    keys: FakeKeys = field(factory=FakeKeys)
    clock: StillClock = field(factory=StillClock)
    letters: SealedLetters = field(init=False)

    def __attrs_post_init__(self) -> None:
        house = House(
            bot=BOT,
            server=ServerName("here.example"),
            room_version="11",
            founders=("*",),
            entropy=SecretNames("nobody knows"),
            reads_encrypted=True,
        )
        self.letters = SealedLetters(house=house, decryption=self.keys, clock=self.clock)

    def read(self, raw: bytes, *, rooms: tuple[RoomId, ...] = (DM,)) -> Observation | Ignored:
        return self.letters.inside(observe(raw, bot=BOT), raw, rooms=rooms)


@pytest.fixture
def post() -> Post:
    return Post()


def arrived(event_id: str = "$1", *, number: int = 1) -> Waiting:
    raw = sealed(event_id, room_id=DM, sender=BO)
    return Waiting(InboxId(number), NOW, Arrival(EventId(event_id), DM, raw))


def inside(waiting: Waiting | None) -> object:
    assert waiting is not None
    assert isinstance(waiting.item, Arrival)
    return observe(waiting.item.raw, bot=BOT)


def test_what_can_be_opened_is_handed_on_as_if_it_had_been_sent_in_the_clear(post: Post) -> None:
    post.keys.learn("$1", "m.room.message", msgtype="m.text", body="!help")

    opened = post.letters.opened(arrived())

    said = inside(opened)
    assert isinstance(said, MessageSaid)
    assert (said.body, said.by, said.room_id, said.event_id) == ("!help", BO, DM, "$1")
    assert not post.letters.is_asked_for.is_set()


def test_what_waits_for_its_key_is_kept_and_opened_when_it_has_come(post: Post) -> None:
    assert post.letters.opened(arrived()) is None
    assert post.letters.is_asked_for.is_set()

    post.keys.learn("$1", "m.room.message", msgtype="m.text", body="!help")
    (kept,) = post.letters.take_kept()

    assert isinstance(inside(post.letters.opened(kept)), MessageSaid)
    assert post.letters.take_kept() == ()


def test_keys_are_asked_for_once_however_often_an_event_is_tried(post: Post) -> None:
    post.letters.opened(arrived())
    post.letters.is_asked_for.clear()

    for kept in post.letters.take_kept():
        assert post.letters.opened(kept) is None

    assert not post.letters.is_asked_for.is_set()
    assert post.letters.opened(arrived("$2", number=2)) is None
    assert post.letters.is_asked_for.is_set()


def test_patience_has_an_end_and_then_it_is_handed_on_closed(post: Post) -> None:
    assert post.letters.opened(arrived()) is None

    post.clock.time += PATIENCE
    (kept,) = post.letters.take_kept()

    assert isinstance(inside(post.letters.opened(kept)), EncryptedSaid)


def test_only_so_many_wait_for_their_keys(post: Post) -> None:
    for number in range(KEPT):
        assert post.letters.opened(arrived(f"${number}", number=number)) is None

    assert isinstance(inside(post.letters.opened(arrived("$more", number=KEPT))), EncryptedSaid)


def test_what_no_key_will_open_is_handed_on_closed_at_once(post: Post) -> None:
    post.keys.lose("$1")

    assert isinstance(inside(post.letters.opened(arrived())), EncryptedSaid)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("m.room.member", {"membership": "invite"}),
        ("m.room.redaction", {"redacts": "$2"}),
        ("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"}),
        ("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2"}),
        ("m.room.message", {"msgtype": "m.text"}),
        ("org.matrix.msc3381.poll.start", {}),
    ],
)
def test_a_seal_with_anything_but_words_in_it_is_nothing(
    post: Post, kind: str, content: dict[str, str]
) -> None:
    post.keys.learn("$1", kind, state_key="", **content)

    assert isinstance(inside(post.letters.opened(arrived())), Ignored)
    assert isinstance(post.read(sealed("$1", room_id=DM, sender=BO)), Ignored)


def test_an_event_is_judged_by_what_is_in_it_as_soon_as_it_can_be(post: Post) -> None:
    raw = sealed("$1", room_id=DM, sender=BO)
    before = post.read(raw)

    post.keys.learn("$1", "m.room.message", msgtype="m.text", body="!help")

    assert isinstance(before, EncryptedSaid)
    assert isinstance(post.read(raw), MessageSaid)
    assert isinstance(post.read(raw, rooms=()), EncryptedSaid)


def test_letters_and_open_events_pass_as_they_are(post: Post) -> None:
    letter = Waiting(InboxId(1), NOW, Letter(Ref("r"), to=BO, text=Text("hello")))
    plain = Waiting(InboxId(2), NOW, Arrival(EventId("$2"), DM, b'{"type": "m.room.message"}'))

    assert post.letters.opened(letter) is letter
    assert post.letters.opened(plain) is plain
