"""Whole conversations: first words, encryption, letters, several congregations, and who is not meant."""

import json
from datetime import timedelta

from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.ports import Arrival
from microsol_matrix.words import Said, say
from tests.lanes.service import SERVER, Village, found, meet, running, words

BO = UserId(f"@bo:{SERVER}")


async def test_help_in_private_leaves_out_what_only_hosts_may_say() -> None:
    async with running() as service:
        village = await found(service, "Bo")

        assert "!settings" in await village["Amara"].tells("!help")
        assert "!settings" not in await village["Bo"].tells("!help")


async def test_a_bare_answer_in_private_is_told_how_to_be_one() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo", "Dov")
        await village["Amara"].says(village.commons, "!call Slow Kettle")
        for name in ("Bo", "Cleo"):
            await village[name].tells("yes")
        room = service.room_named("Slow Kettle")
        for name in ("Amara", "Bo", "Cleo"):
            await village[name].joins(room)
        await village["Bo"].says(room, "!agree Tue 19:00")
        await village["Bo"].says(room, "!review")

        for bare in ("keep", "1", "Seguir"):
            assert await village["Cleo"].tells(bare) == words(
                "answer.in-private", name="Slow Kettle", choice="keep"
            )
        assert await village["Dov"].tells("keep") == words("unclear")


def about(phrase: str, name: str, *, there: str) -> str:
    """Say what somebody hears who is in several congregations."""
    return words("about", text=say(phrase, name=name), title=Said(there))


async def two_villages(service_village: Village) -> Village:
    """Have Bo found a second congregation that Amara is in as well."""
    service = service_village.service
    bo = service_village["Bo"]
    await bo.tells('!found "Thornfield Loop"')
    other = Village(service, {"Amara": bo}, "Thornfield Loop")
    await bo.joins(other.space)
    await bo.joins(other.commons)
    amara = service_village["Amara"]
    await bo.tells(f"!invite {amara.user_id} in=thornfield-loop")
    await amara.joins(other.space)
    await amara.joins(other.commons)
    return other


async def test_who_is_in_two_congregations_is_asked_which_one_they_mean() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        thornfield = await two_villages(harbourlight)
        amara = harbourlight["Amara"]

        asked = await amara.tells("!call Hedge School")
        assert "in=harbourlight" in asked
        assert "in=thornfield-loop" in asked
        assert (await harbourlight.world()).calls == {}
        await amara.tells("!call Hedge School in=Thornfield-Loop")

        assert [one.name for one in (await thornfield.world()).calls.values()] == ["Hedge School"]
        assert "in=harbourlight" in await amara.tells("!calls in=ninebridges")


async def test_a_yes_finds_the_one_congregation_that_it_fits() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        thornfield = await two_villages(harbourlight)
        amara, bo = harbourlight["Amara"], harbourlight["Bo"]
        await bo.says(thornfield.commons, "!call Spare Keys seats=2")
        assert await amara.tells("yes") == about("yes.seat", "Spare Keys", there="Thornfield Loop")

        await bo.says(thornfield.commons, "!call Hedge School seats=2")
        await bo.says(harbourlight.commons, "!call Slow Kettle seats=2")
        assert await amara.tells("yes Slow Kettle") == about(
            "yes.seat", "Slow Kettle", there="Harbourlight"
        )
        assert "in=thornfield-loop" in await amara.tells("yes")
        answer = await amara.tells("yes Hedge School")
        assert answer == about("yes.seat", "Hedge School", there="Thornfield Loop")


async def test_commands_in_a_congregations_rooms_are_about_that_congregation() -> None:
    async with running() as service:
        harbourlight = await found(service, "Bo")
        thornfield = await two_villages(harbourlight)

        (answered,) = await harbourlight["Amara"].says(thornfield.commons, "!calls")

        assert answered == words("calls.none", congregation="Thornfield Loop")


async def test_somebody_in_no_congregation_is_told_how_to_come_in() -> None:
    async with running() as service:
        await found(service)
        bo = await meet(service, "Bo")

        assert (await bo.tells("yes")).startswith(words("help.outside"))
        assert (await bo.tells("!call Slow Kettle")).startswith(words("help.outside"))
        helped = await bo.tells("!help")
        assert helped.startswith(words("help.outside"))
        *shown, tail = helped.splitlines()
        assert any(line.startswith(f"- !{tail.split('!help ')[1][:-1]} ") for line in shown), tail


async def test_talk_among_people_is_neither_answered_nor_kept() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        commits = service.store.commits

        answered = await village["Bo"].says(village.commons, "yes, I think so too! !weather today")

        assert answered == []
        assert service.store.commits == commits


async def test_the_bots_own_words_and_notices_of_others_are_not_answered() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"]
        said = bo.heard
        content = {"msgtype": "m.notice", "body": "!help"}

        service.homeserver.matrix.send(
            bo.direct, "m.room.message", sender=bo.user_id, content=content
        )
        await service.settle()

        assert bo.heard == said


async def test_an_edited_command_is_asked_for_again() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"]
        content = {
            "msgtype": "m.text",
            "body": "* !calls",
            "m.new_content": {"msgtype": "m.text", "body": "!calls"},
            "m.relates_to": {"rel_type": "m.replace", "event_id": "$earlier"},
        }

        service.homeserver.matrix.send(
            bo.direct, "m.room.message", sender=bo.user_id, content=content
        )
        await service.settle()

        assert bo.heard[-1] == words("edited")


async def test_a_second_congregation_of_one_name_gets_the_next_address() -> None:
    async with running() as service:
        await found(service)
        bo = await meet(service, "Bo")

        await bo.tells('!found "Harbourlight"')

        spaces = [RoomId(one) for one in service.rooms_named("Harbourlight")]
        assert len(spaces) == 2
        worlds = await service.congregations()
        slugs = [one.congregation.slug for one in worlds if one.congregation]
        assert sorted(slugs) == ["harbourlight", "harbourlight-2"]
        assert "_microsol_harbourlight-2" in bo.heard[-1]


async def test_the_same_message_delivered_twice_is_answered_once() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        bo = village["Bo"]
        service.homeserver.member_sends(bo.direct, bo.user_id, "!calls")
        raw = service.homeserver.take_transaction()
        for _ in range(3):
            await service.inbox.take_in(raw)
        await service.settle()

        assert bo.heard.count(words("calls.none", congregation="Harbourlight")) == 1


async def test_an_answer_in_a_thread_stays_in_the_thread() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        root = service.homeserver.member_sends(village.commons, village["Bo"].user_id, "hello all")
        content = {
            "msgtype": "m.text",
            "body": "!calls",
            "m.relates_to": {"rel_type": "m.thread", "event_id": root, "is_falling_back": True},
        }
        service.homeserver.matrix.send(
            village.commons, "m.room.message", sender=village["Bo"].user_id, content=content
        )
        await service.settle()

        last = service.homeserver.matrix.room(village.commons).events[-1].content
        assert last["m.relates_to"]["rel_type"] == "m.thread"
        assert last["m.relates_to"]["event_id"] == root


async def test_a_long_life_is_read_back_from_its_snapshot() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        for number in range(12):
            await village["Amara"].says(village.commons, f"!call Boats {number} closes=1d")
            await service.pass_time(timedelta(days=2))
        before = await village.world()
        kept = max(service.store.lanes.values(), key=lambda lane: len(lane.facts))
        assert kept.snapshot is not None

        async with running(service.homeserver, service.store, service.clock) as again:
            worlds = await again.congregations()

            assert worlds == [before]


async def test_a_refused_founding_is_answered_and_leaves_no_lane_behind() -> None:
    async with running() as service:
        bo = await meet(service, "Bo")
        lanes = set(service.store.lanes)

        assert await bo.tells("!found") == words("found.needs-name")
        assert set(service.store.lanes) == lanes


async def test_what_no_lane_wants_is_not_kept() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        commons = village.commons
        for event_id, room_id, raw in (
            ("$nonsense", commons, b"[]"),
            ("$stranger", RoomId("!gone:here.example"), _message("!gone:here.example")),
        ):
            arrival = Arrival(event_id=EventId(event_id), room_id=room_id, raw=raw)
            accepted = await service.store.accept(
                [arrival], arrived_at=service.clock.now(), sync_position=None
            )
            service.inbox.post(accepted)
        await service.settle()

        assert await service.store.waiting() == ()
        assert service.told.broke == []


def _message(room_id: str) -> bytes:
    content = {"msgtype": "m.text", "body": "!calls"}
    event = {"type": "m.room.message", "event_id": "$stranger", "sender": BO, "content": content}
    return json.dumps({**event, "room_id": room_id}).encode()
