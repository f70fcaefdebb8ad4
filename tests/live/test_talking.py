"""Talking with the bot, whatever the client and wherever: private, encrypted, shared, unasked."""

import pytest

from appservice.demo.waiting import until
from microsol_matrix.talk.descriptor import Where, Who
from microsol_matrix.talk.descriptors import COMMANDS
from tests.live.service import RunningService
from tests.live.transcript import reads
from tests.live.village import Neighbour, Village, answer_to, found

pytestmark = pytest.mark.live


async def test_first_words_are_read_though_they_came_before_the_bot(
    service: RunningService,
) -> None:
    kit = await service.homeserver.newcomer("Kit")

    direct = await kit.create_direct(service.bot, first_words="!help found")

    await reads(
        kit,
        direct,
        """
        Kit: !help found
        bot: !found "Name" purpose | place=... zone=...
          Founds a congregation: a space with Commons, Hosts and Archive.
          - place="Severn estuary" - where its people are: at most 80 characters
          - zone=Pacific/Auckland - whose days its people mean, ...: a time zone by its region and city
          - encrypted=...
          For example: !found "Harbourlight" neighbours and makers...
          Who: .... Where: in a direct message.
          Also: !fundar, !fonder.
        """,
    )


async def test_somebody_new_hears_how_to_begin(service: RunningService) -> None:
    kit = await Neighbour.of(await service.homeserver.newcomer("Kit"), service.bot)

    told = await kit.ask("!help")

    assert "You are not in a congregation" in told
    assert '- !found "Name" purpose | place=... zone=... - Founds a congregation' in told
    assert (await kit.ask("!calls")).startswith("You are not in a congregation")


async def test_help_says_what_can_be_said_where_it_is_asked(harbourlight: Village) -> None:
    amara, bo = harbourlight["Amara"].member, harbourlight["Bo"].member
    bot = harbourlight.service.bot
    crew = await harbourlight.crew("Hedge School | seats=2", "Bo", "Cleo")
    words = {}
    for place, member, room_id in (
        ("direct", bo, harbourlight["Bo"].direct),
        ("commons", bo, harbourlight.commons),
        ("crew", bo, crew),
        ("hosts", amara, harbourlight.hosts),
    ):
        asked = await member.say(room_id, "!help")
        told = await member.wait_for_message(
            room_id, containing="I look after", sender=bot, after=asked
        )
        listed = " ".join(told.body.splitlines()[1:-1]).split()
        words[place] = {word.strip("!,") for word in listed if word.startswith("!")}

    heard = {where.value: {one for one in COMMANDS if where in one.where} for where in Where}
    heard["direct"] -= {one for one in COMMANDS if one.who is Who.HOST}
    assert words == {place: {one.word for one in commands} for place, commands in heard.items()}


async def test_whoever_is_in_two_congregations_says_which_is_meant(
    harbourlight: Village,
) -> None:
    other = await found(harbourlight.service, "Thornfield Loop")
    kit = await harbourlight.welcome("Kit")
    await other.founder.tell(f"!invite {kit.user_id}")
    await kit.comes_into("Thornfield Loop")
    await other.call("Hedge Reading | seats=3")

    which = await kit.ask("!calls")
    there = await kit.ask("2", expecting="Hedge Reading")
    again = await kit.ask("!crews", expecting="has no crew yet")
    elsewhere = await kit.ask("!calls in=harbourlight", expecting="Harbourlight")
    answer = await kit.ask("yes Hedge Reading", expecting="Hedge Reading")
    marked = await kit.ask("!in", expecting="this one")

    about = "\nAbout Thornfield Loop; for another: !in"
    assert which.startswith("You are in several congregations.")
    assert "2. Thornfield Loop (in=thornfield-loop" in which
    assert there.startswith("Open calls in Thornfield Loop:")
    assert there.endswith(about)
    assert again.endswith(about)
    assert elsewhere.endswith("About Harbourlight; for another: !in")
    assert answer.startswith("Your yes to Hedge Reading is with me.")
    assert marked.endswith(") - this one, unless you say otherwise")
    await other.founder.hears("Kit says yes to Hedge Reading: 2 of 3.")


async def test_why_tells_what_was_done_last_and_names_nobody(harbourlight: Village) -> None:
    await harbourlight.crew("Hedge School II | seats=2", "Bo", "Cleo")

    told = await harbourlight["Dov"].ask("!why", expecting="because")

    assert "Bo" not in told
    assert "Cleo" not in told


async def test_a_slip_of_the_finger_is_answered_and_other_bots_are_left_alone(
    harbourlight: Village,
) -> None:
    bo, commons = harbourlight["Bo"], harbourlight.commons

    words = ("!weather tomorrow", "good morning, all", "yes to that")
    unheard = [await bo.member.say(commons, one) for one in words]
    slip = await bo.member.say(commons, "!cals")
    answer = await answer_to(slip, member=bo.member, room_id=commons)

    assert answer.body == "I know no !cals. Did you mean !calls? !help shows the rest."
    await reads(
        bo.member,
        commons,
        """
        Bo: good morning, all
        Bo: yes to that
        Bo: !cals
        bot: I know no !cals. ...
        """,
        after=unheard[0],
    )
    unclear = await bo.ask("what now?", expecting="understand")
    assert unclear == "I did not understand that. !help shows what I can do."


async def test_the_bot_can_be_mentioned_and_answers_where_it_was_asked(
    harbourlight: Village,
) -> None:
    bo, bot, commons = harbourlight["Bo"].member, harbourlight.service.bot, harbourlight.commons
    asked = {
        "by id": await bo.say(commons, f"{bot}: crews"),
        "by name": await bo.say(
            commons,
            "microsol  crews",
            html=f'<a href="https://matrix.to/#/{bot}">microsol</a> crews',
            mentions=[bot],
        ),
    }
    root = await bo.say(commons, "let us ask")
    asked["in a thread"] = await bo.say(commons, "!crews", thread=root)

    for how, event_id in asked.items():
        answer = await answer_to(event_id, member=bo, room_id=commons)
        assert "Harbourlight" in answer.body, how
        assert answer.sender == bot
        assert answer.thread == (root if how == "in a thread" else None), how
        assert answer.content["msgtype"] == "m.notice"


async def test_an_edited_command_is_not_followed(harbourlight: Village) -> None:
    bo = harbourlight["Bo"]
    said = await bo.tell("!call Fgo")
    await bo.hears("Your call for Fgo is in Commons", after=said)

    edit = await bo.member.edit(bo.direct, said, body="!call Fog")

    answer = await bo.hears("send it again", after=edit)
    assert "Please" in answer.body


async def test_without_keys_an_encrypted_conversation_is_answered_once_and_moved(
    keyless_service: RunningService,
) -> None:
    service = keyless_service
    kit = await service.homeserver.newcomer("Kit")
    sealed = await kit.create_direct(service.bot, first_words="!help", is_encrypted=True)

    invitation = await kit.wait_for_invitation(room_name="microsol")
    assert invitation.is_direct
    plain = await kit.join(invitation.room_id)
    await reads(kit, plain, "bot: I cannot read encrypted messages, ...")
    assert await kit.state_event(plain, "m.room.encryption") is None

    await kit.send(sealed, "m.room.encrypted", content=_sealed())
    await kit.say(plain, "!help found")
    await kit.wait_for_message(plain, containing="Founds a congregation")
    assert [m for m in await kit.messages(sealed) if m.sender == service.bot] == []
    assert len(await kit.messages(plain)) == 3
    assert await kit.invitations() == {}


async def test_without_keys_a_conversation_that_becomes_encrypted_is_moved_too(
    keyless_service: RunningService,
) -> None:
    service = keyless_service
    kit = await Neighbour.of(await service.homeserver.newcomer("Kit"), service.bot)
    await kit.ask("!help", expecting="!found")

    await kit.member.set_state(
        kit.direct, "m.room.encryption", content={"algorithm": "m.megolm.v1.aes-sha2"}
    )

    plain = await kit.comes_into("microsol")
    await reads(kit.member, plain, "bot: I cannot read encrypted messages, ...")


async def test_rooms_that_are_no_conversation_are_declined(service: RunningService) -> None:
    kit = await service.homeserver.newcomer("Kit")
    room_id = await kit.create_room(name="Party", invite=[service.bot])

    async def is_declined() -> bool:
        return (await kit.members(room_id))[service.bot] == "leave"

    await until(is_declined, hint="the bot to decline")


async def test_whoever_left_their_conversation_is_written_to_in_a_new_one(
    harbourlight: Village,
) -> None:
    kit = await harbourlight.welcome("Kit")
    await kit.ask("!help", expecting="!calls")
    await harbourlight.call("Spare Keys | seats=5", by="Kit")
    await kit.member.leave(kit.direct)

    await harbourlight["Bo"].tell("yes Spare Keys")

    direct = await kit.comes_into("microsol")
    await reads(kit.member, direct, "bot: Bo says yes to Spare Keys: 2 of 5.")


def _sealed() -> dict[str, str]:
    return {
        "algorithm": "m.megolm.v1.aes-sha2",
        "ciphertext": "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
        "device_id": "RJYKSTBOIE",
        "sender_key": "IlRMeOPX2e0MurIyfWEucYBRVOEEUMrOHqn/8mLqMjA",
        "session_id": "X3lUlvLELLYxeTx4yOVu6UDpasGEVO0Jbu+QFnm0cKQ",
    }
