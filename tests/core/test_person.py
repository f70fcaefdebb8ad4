"""One person's own lane, as it is decided and planned."""

import pytest

from microsol_matrix.addresses import addresses
from microsol_matrix.decide import next_due
from microsol_matrix.decide.happenings import Failed, Started, Tick, Unheard
from microsol_matrix.ids import Ref, RoomId, Text, UserId
from microsol_matrix.observe import BotInvited, EncryptedSaid, EncryptionTurnedOn
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan import name_of
from microsol_matrix.plan.intents import (
    Decline,
    Intent,
    InviteToDirect,
    JoinDirect,
    MakeDirect,
    MarkDirect,
    ReadBack,
    Say,
)
from microsol_matrix.ports import Address, AddressKind, Letter
from microsol_matrix.scales.person import DirectMade
from microsol_matrix.seen import Membership
from tests.core.life import Life
from tests.core.said import (
    BO,
    BOT,
    CLEO,
    DAY,
    DM,
    ELSEWHERE,
    ESI,
    membership,
    message,
    new_event,
    reaction,
    redaction,
    to_the_bot,
)
from tests.core.told import told

SECOND = RoomId("!second:here.example")


def lane() -> Life[PersonWorld]:
    return Life(PersonWorld())


def talking() -> Life[PersonWorld]:
    """Have Bo open a direct room, and the bot in it."""
    life = lane()
    life.happen(BotInvited(DM, new_event(), by=BO, is_direct=True))
    life.settle()
    return life


def letter(ref: str = "a", words: str = "hello") -> Letter:
    return Letter(Ref(ref), to=BO, text=Text(words))


def kinds(life: Life[PersonWorld]) -> list[type[Intent]]:
    return [type(intent) for intent in life.done]


def test_an_invitation_is_accepted_read_back_and_remembered() -> None:
    life = talking()

    assert kinds(life) == [JoinDirect, ReadBack, MarkDirect]
    join = life.done[0]
    assert isinstance(join, JoinDirect)
    assert join.via == ("here.example",)
    assert life.world.person == BO
    assert life.world.speakable == DM


def test_an_invitation_to_anything_else_is_declined() -> None:
    life = lane()
    life.happen(BotInvited(DM, new_event(), by=BO, is_direct=False))
    life.settle()

    assert kinds(life) == [Decline]
    assert life.world.directs == {}


def test_the_same_invitation_again_is_no_news() -> None:
    life = talking()
    known = life.world
    life.happen(BotInvited(DM, new_event(), by=BO, is_direct=True))

    assert life.world == known


def test_a_letter_is_said_in_the_room_where_both_are() -> None:
    life = talking()
    life.happen(letter())
    life.settle()

    said = life.done[-1]
    assert isinstance(said, Say)
    assert (said.room_id, said.text, said.reply_to) == (DM, "hello", None)


def test_a_letter_to_somebody_never_met_makes_a_room() -> None:
    life = lane()
    life.happen(letter())
    life.settle()

    assert [one for one in kinds(life) if one is not MarkDirect] == [
        MakeDirect,
        InviteToDirect,
        Say,
    ]
    assert life.world.notices == ()
    assert life.world.person == BO


def test_a_letter_waits_while_the_person_opens_a_room() -> None:
    life = lane()
    life.happen(BotInvited(DM, new_event(), by=BO, is_direct=True), letter())

    assert MakeDirect not in [type(intent) for intent in life.plan()]
    life.settle()
    assert Say in kinds(life)
    assert MakeDirect not in kinds(life)


def test_the_newest_room_is_spoken_in() -> None:
    life = talking()
    life.now += DAY
    life.happen(BotInvited(SECOND, new_event(), by=BO, is_direct=True))
    life.settle()

    assert life.world.speakable == SECOND


@pytest.mark.parametrize(
    ("who", "to"),
    [(BO, Membership.LEAVE), (BO, Membership.BAN), (BOT, Membership.LEAVE), (BOT, Membership.BAN)],
)
def test_a_room_that_one_of_both_left_is_over(who: UserId, to: Membership) -> None:
    life = talking()
    life.happen(membership(who, to, at=DM))

    assert life.world.directs == {}
    assert life.world.speakable is None


def test_other_peoples_coming_and_going_is_none_of_ours() -> None:
    life = talking()
    known = life.world
    life.happen(
        membership(CLEO, Membership.JOIN, at=DM),
        membership(CLEO, Membership.LEAVE, at=DM),
        membership(BO, Membership.LEAVE, at=ELSEWHERE),
        membership(BO, Membership.JOIN, at=DM),
        membership(BOT, Membership.JOIN, at=DM),
        membership(BO, Membership.KNOCK, at=DM),
    )

    assert life.world == known


def test_each_room_that_we_make_has_an_alias_of_its_own() -> None:
    life = lane()
    for ref in ("a", "b"):
        life.happen(letter(ref))
        life.settle()
        life.happen(membership(BO, Membership.LEAVE, at=next(iter(life.world.directs))))
    made = [intent.spec.alias_localpart for intent in life.done if isinstance(intent, MakeDirect)]

    assert len(made) == len(set(made)) == 2


@pytest.mark.parametrize("kind", [EncryptedSaid, EncryptionTurnedOn])
def test_encryption_is_answered_once_in_a_plain_room_that_is_made(
    kind: type[EncryptedSaid | EncryptionTurnedOn],
) -> None:
    life = talking()
    for _ in range(3):
        life.happen(kind(DM, new_event(), by=BO))
    life.settle()

    said = [(one.room_id, one.text) for one in life.done if isinstance(one, Say)]
    assert said == [(life.world.speakable, told("encrypted.moved"))]
    assert life.world.speakable not in {DM, None}


def test_encryption_in_a_room_that_is_not_known_is_nothing() -> None:
    life = talking()
    known = life.world
    life.happen(EncryptedSaid(ELSEWHERE, new_event(), by=BO))

    assert life.world == known


def test_a_message_that_is_for_no_congregation_is_answered_here() -> None:
    life = talking()
    said = message(BO, "hello", thread=new_event())
    life.happen(Unheard(said, text=Text("words")))
    life.settle()

    answer = life.done[-1]
    assert isinstance(answer, Say)
    assert (answer.room_id, answer.text, answer.thread) == (DM, "words", said.thread)


def test_what_is_others_to_judge_changes_nothing_here() -> None:
    life = talking()
    known = life.world
    life.happen(
        to_the_bot(BO, "!calls"),
        reaction(BO, new_event(), at=DM),
        redaction(BO, new_event(), at=DM),
        Tick(),
        Started(),
    )

    assert life.world == known
    assert next_due(life.world) is None


# -------------------------------------------------------------------------------------------- failures


def failed(life: Life[PersonWorld], kind: type[Intent], *, is_final: bool = True) -> None:
    intent = next(one for one in life.plan() if isinstance(one, kind))
    life.happen(Failed(intent, "M_FORBIDDEN", is_final=is_final, is_taken=False))


def test_what_may_work_later_is_wanted_still() -> None:
    life = lane()
    life.happen(letter())
    wanted = life.plan()
    failed(life, MakeDirect, is_final=False)

    assert life.plan() == wanted


def test_a_room_that_cannot_be_made_is_tried_once_more_after_a_start() -> None:
    life = lane()
    life.happen(letter())
    wanted = life.plan()
    failed(life, MakeDirect)
    assert life.plan() == ()
    assert life.world.refused == {name_of(wanted[0])}

    life.happen(Started())

    assert life.plan() == wanted


def test_a_letter_to_somebody_who_takes_no_invitation_is_let_go() -> None:
    life = lane()
    life.happen(letter("a"), letter("b"))
    life.become([DirectMade(SECOND, at=life.now)])
    failed(life, InviteToDirect)

    assert life.world.notices == ()
    assert life.world.directs == {}
    assert life.plan() == ()


def test_a_room_that_cannot_be_entered_is_let_go() -> None:
    life = lane()
    life.happen(BotInvited(DM, new_event(), by=BO, is_direct=True))
    failed(life, JoinDirect)

    assert life.world.directs == {}


def test_words_that_cannot_be_said_are_let_go() -> None:
    life = talking()
    life.happen(letter())
    failed(life, Say)

    assert life.world.notices == ()


# ------------------------------------------------------------------------------------------- addresses


def test_a_lane_is_found_by_its_person_and_rooms() -> None:
    life = talking()

    assert addresses(life.world) == {
        Address(AddressKind.SELF, BO): "",
        Address(AddressKind.ROOM, DM): "direct",
    }
    assert addresses(PersonWorld()) == {}


def test_somebody_from_elsewhere_is_reached_through_their_own_server() -> None:
    life = lane()
    life.happen(BotInvited(DM, new_event(), by=ESI, is_direct=True))
    (join,) = life.plan()

    assert isinstance(join, JoinDirect)
    assert join.via == ("far.example",)
