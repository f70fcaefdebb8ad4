"""A direct room that becomes encrypted, with keys and without."""

from attrs import evolve

from microsol_matrix.ids import EventId, RoomId
from microsol_matrix.markup import to_plain
from microsol_matrix.observe import BotInvited, EncryptedSaid, EncryptionTurnedOn
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan.intents import Intent, MakeDirect, Say
from microsol_matrix.words import say
from tests.core.life import Life
from tests.core.said import BO, DM, HOUSE


def talking(*, with_keys: bool) -> Life[PersonWorld]:
    """Bo has opened a direct room with us."""
    house = evolve(HOUSE, reads_encrypted=with_keys)
    life: Life[PersonWorld] = Life(PersonWorld(), house=house)
    life.happen(BotInvited(DM, EventId("$i"), by=BO, is_direct=True))
    life.settle()
    life.done.clear()
    return life


def told(done: list[Intent], room_id: RoomId) -> list[str]:
    return [to_plain(one.text) for one in done if isinstance(one, Say) and one.room_id == room_id]


def test_with_keys_encryption_changes_nothing() -> None:
    life = talking(with_keys=True)

    life.happen(EncryptionTurnedOn(DM, EventId("$e"), by=BO))
    life.settle()

    assert life.done == []
    assert life.world.speakable == DM


def test_with_keys_a_message_whose_key_never_came_is_told_once_and_a_plain_room_opened() -> None:
    life = talking(with_keys=True)

    life.happen(EncryptedSaid(DM, EventId("$1"), by=BO), EncryptedSaid(DM, EventId("$2"), by=BO))
    life.settle()

    assert told(life.done, DM) == [say("encrypted.unread")]
    assert sum(isinstance(one, MakeDirect) for one in life.done) == 1


def test_without_keys_the_first_sign_of_encryption_opens_a_plain_room_and_it_is_told_there_once() -> (
    None
):
    life = talking(with_keys=False)

    life.happen(
        EncryptionTurnedOn(DM, EventId("$e"), by=BO), EncryptedSaid(DM, EventId("$1"), by=BO)
    )
    life.settle()

    (plain,) = {one.room_id for one in life.done if isinstance(one, Say)}
    assert plain != DM
    assert told(life.done, plain) == [say("encrypted.moved")]
    assert sum(isinstance(one, MakeDirect) for one in life.done) == 1
