"""What is for us, before anything is stored."""

import pytest

from microsol_matrix.attention import Setting, is_for_us, target_of
from microsol_matrix.ids import EventId, Text
from microsol_matrix.observe import (
    BotInvited,
    EncryptedSaid,
    EncryptionTurnedOn,
    Observation,
    RoomDescribed,
    RuleWritten,
    Side,
)
from microsol_matrix.seen import Membership
from tests.core.said import (
    AMARA,
    BO,
    BOT,
    DM,
    ELSEWHERE,
    membership,
    message,
    new_event,
    reaction,
    redaction,
)

PROMPT = EventId("$prompt")
INVITED = BotInvited(DM, new_event(), by=BO, is_direct=True)
CAME = membership(BO, Membership.JOIN, at=ELSEWHERE)
SEALED = EncryptedSaid(DM, new_event(), by=BO)
SEALED_FROM_NOW = EncryptionTurnedOn(DM, new_event(), by=BO)
NAMED = RoomDescribed(ELSEWHERE, new_event(), by=BO, side=Side.NAME, words=Text("Pot"))
RULED = RuleWritten(
    ELSEWHERE, new_event(), by=BO, type="m.room.join_rules", state_key="", digest="d"
)
HAND = reaction(BO, PROMPT, at=ELSEWHERE)
UNDONE = redaction(BO, PROMPT, at=ELSEWHERE)
TALK = message(BO, "lovely weather", at=ELSEWHERE)
COMMAND = message(BO, "!calls", at=ELSEWHERE)
REPLY = message(BO, "yes", at=ELSEWHERE, reply_to=PROMPT)
QUESTION = message(BO, "why?", at=ELSEWHERE, reply_to=PROMPT)


@pytest.mark.parametrize(
    ("observation", "roles"),
    [
        (NAMED, {"commons", "crew"}),
        (RULED, {"commons", "crew"}),
        (INVITED, {"", "direct", "commons", "crew"}),
        (CAME, {"direct", "commons", "crew"}),
        (UNDONE, {"direct", "commons", "crew"}),
        (SEALED, {"direct"}),
        (SEALED_FROM_NOW, {"direct"}),
        (TALK, {"direct"}),
        (COMMAND, {"direct", "commons", "crew"}),
        (HAND, set()),
        (REPLY, {"direct"}),
    ],
)
def test_where_something_happened_says_whether_it_is_for_us(
    observation: Observation, roles: set[str]
) -> None:
    for role in ("", "direct", "commons", "crew"):
        setting = Setting(role=role, awaits_prompt=False)

        assert is_for_us(observation, setting, bot=BOT, is_target_ours=False) is (role in roles)


@pytest.mark.parametrize("observation", [HAND, REPLY, QUESTION])
def test_what_is_about_a_prompt_of_ours_is_for_us(observation: Observation) -> None:
    setting = Setting(role="commons", awaits_prompt=False)

    assert is_for_us(observation, setting, bot=BOT, is_target_ours=True)


@pytest.mark.parametrize(
    ("observation", "may_be"), [(HAND, True), (REPLY, True), (QUESTION, False)]
)
def test_while_a_prompt_may_be_on_its_way_what_may_answer_it_is_taken_in(
    observation: Observation, *, may_be: bool
) -> None:
    setting = Setting(role="commons", awaits_prompt=True)

    assert is_for_us(observation, setting, bot=BOT, is_target_ours=False) is may_be


def test_nothing_in_a_room_of_others_is_for_us_but_an_invitation() -> None:
    setting = Setting(role="", awaits_prompt=True)

    for observation in (CAME, SEALED, HAND, UNDONE, TALK, COMMAND, REPLY):
        assert not is_for_us(observation, setting, bot=BOT, is_target_ours=True)


def test_what_something_is_about_is_known_for_reactions_redactions_and_replies() -> None:
    assert [target_of(one) for one in (HAND, UNDONE, REPLY)] == [PROMPT] * 3
    assert [target_of(one) for one in (INVITED, CAME, SEALED, SEALED_FROM_NOW, TALK)] == [None] * 5
    assert [target_of(one) for one in (NAMED, RULED)] == [None] * 2


def test_a_mention_is_for_us() -> None:
    said = message(AMARA, "what is this?", at=ELSEWHERE, mentions=frozenset({BOT}))

    assert is_for_us(said, Setting(role="crew", awaits_prompt=False), bot=BOT, is_target_ours=False)


@pytest.mark.parametrize(
    ("observation", "is_ours"),
    [(COMMAND, False), (TALK, False), (REPLY, False), (SEALED, False), (CAME, True), (HAND, True)],
)
@pytest.mark.parametrize("has_keys", [True, False])
def test_where_we_do_not_read_only_membership_and_reactions_are_for_us(
    observation: Observation, *, is_ours: bool, has_keys: bool
) -> None:
    setting = Setting(role="crew", awaits_prompt=False, reads_encrypted=has_keys, is_unread=True)

    assert is_for_us(observation, setting, bot=BOT, is_target_ours=True) is is_ours
