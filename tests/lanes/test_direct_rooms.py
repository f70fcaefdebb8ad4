"""Rooms in which we talk with one person: first words, encryption, letters."""

from datetime import timedelta

from microsol_matrix.ids import UserId
from microsol_matrix.words import say
from tests.lanes.service import SERVER, Neighbour, found, running, words

BO = UserId(f"@bo:{SERVER}")


async def test_first_words_said_before_the_bot_came_in_are_heard() -> None:
    async with running() as service:
        direct = service.homeserver.member_opens_direct(
            BO, first_words='!found "Thornfield Loop" mending'
        )
        await service.settle()

        assert len(service.rooms_named("Thornfield Loop")) == 1
        assert service.heard_in(direct)[-1].startswith("* Thornfield Loop is here")


async def test_first_words_are_heard_once_however_they_come() -> None:
    async with running() as service:
        village = await found(service)
        direct = service.homeserver.member_opens_direct(
            village["Amara"].user_id, first_words="!call Slow Kettle"
        )
        await service.settle()
        await service.inbox.take_in(
            await service.homeserver.read_back(direct, since=None, before=None, limit=50)
        )
        await service.settle()

        assert len((await village.world()).calls) == 1
        assert len(service.heard_in(direct)) == 1


async def test_an_encrypted_conversation_gets_a_plain_room_and_one_notice_there() -> None:
    async with running() as service:
        sealed = service.homeserver.member_opens_direct(BO, first_words="hello", is_encrypted=True)
        await service.settle()
        content = {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "more"}
        service.homeserver.matrix.send(sealed, "m.room.encrypted", sender=BO, content=content)
        await service.settle()

        assert service.heard_in(sealed) == []
        plain = service.room_named("microsol")
        assert service.membership(plain, BO) == "invite"
        assert service.heard_in(plain) == [words("encrypted.moved")]
        invitation = service.homeserver.matrix.room(plain).content("m.room.member", BO)
        assert invitation["is_direct"] is True


async def test_the_plain_room_can_be_talked_in() -> None:
    async with running() as service:
        service.homeserver.member_opens_direct(BO, first_words="hello", is_encrypted=True)
        await service.settle()
        bo = Neighbour(service, BO, service.room_named("microsol"))
        await bo.joins(bo.direct)

        assert "!found" in await bo.tells("!help")
        assert service.homeserver.direct[BO]


async def test_letters_keep_the_order_in_which_they_were_written() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Slow Kettle seats=5")
        service.homeserver.is_down = True
        for name in ("Bo", "Cleo", "Dov"):
            person = village[name]
            service.homeserver.member_sends(person.direct, person.user_id, "yes")
        await service.settle()
        service.homeserver.is_down = False

        await service.pass_time(timedelta(minutes=1))

        told = [one for one in village["Amara"].heard if "says yes" in one]
        assert [one.split()[0] for one in told] == ["Bo", "Cleo", "Dov"]


async def test_who_left_every_direct_room_is_written_to_in_a_new_one() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        await village["Amara"].leaves(village["Amara"].direct)

        await village["Bo"].tells("yes")

        room = service.room_named("microsol")
        assert service.membership(room, village["Amara"].user_id) == "invite"
        assert service.heard_in(room) == [
            words("yes.told-caller", person="Bo", name="Slow Kettle", count=2, least=3)
        ]


async def test_a_letter_finds_somebody_who_never_wrote_to_the_bot() -> None:
    async with running() as service:
        village = await found(service)
        esi = UserId(f"@esi:{SERVER}")
        await village["Amara"].tells(f"!invite {esi}")
        for room_id in (village.space, village.commons):
            service.homeserver.member_joins(room_id, esi)
            await service.settle()
        await village["Amara"].says(village.commons, "!call Night Ferry kind=support")

        service.homeserver.member_reacts(village.commons, esi, "✋", to=village.prompt)
        await service.settle()

        room = service.room_named("microsol")
        assert service.membership(room, esi) == "invite"
        welcome, letter = service.heard_in(room)
        assert welcome.startswith(
            words("tier.welcome", name="Harbourlight", tier=say("tier.friend"))
        )
        assert letter == words("yes.hidden", name="Night Ferry", caller="Amara")


async def test_a_third_person_in_a_direct_room_is_not_meant() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        bo, cleo = village["Bo"], village["Cleo"]
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        service.homeserver.member_invites(bo.direct, bo.user_id, cleo.user_id)
        await cleo.joins(bo.direct)
        said = bo.heard

        service.homeserver.member_sends(bo.direct, cleo.user_id, "yes")
        await service.settle()

        assert bo.heard == said
        (call,) = (await village.world()).calls.values()
        assert len(call.answers) == 1


async def test_an_invitation_to_somebodys_own_room_is_declined() -> None:
    async with running() as service:
        room = service.homeserver.matrix.create(BO, state=[("m.room.name", "", {"name": "Club"})])
        service.homeserver.member_invites(room, BO, service.homeserver.bot)

        await service.settle()

        assert service.membership(room, service.homeserver.bot) == "leave"
