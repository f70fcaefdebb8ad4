"""Two people at once, the same answer twice, an answer too late, a homeserver that is slow."""

import asyncio
from datetime import timedelta

from microsol_matrix.errors import HomeserverUnreachable
from tests.fakes.door import Failure
from tests.lanes.held_back import HeldBack
from tests.lanes.service import Village, found, running


def speak_at_once(village: Village, *said: tuple[str, str]) -> None:
    """Let people speak in their direct messages before the service has heard any of them."""
    for name, words in said:
        person = village[name]
        village.service.homeserver.member_sends(person.direct, person.user_id, words)


async def test_of_two_who_answer_the_last_seat_at_once_one_waits() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].tells("!call Slow Kettle seats=2")
        speak_at_once(village, ("Bo", "yes"), ("Cleo", "yes"))
        await service.settle()

        (crew,) = (await village.world()).crews.values()

        assert crew.holders == (village["Amara"].user_id, village["Bo"].user_id)
        assert "the invitation to its room is on its way" in " ".join(village["Bo"].heard)
        assert village["Cleo"].heard[-1].startswith("All seats in Slow Kettle are taken")


async def test_of_two_calls_of_one_name_at_once_the_later_is_told_of_the_other() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        speak_at_once(village, ("Amara", "!call Slow Kettle"), ("Bo", "!call slow  kettle"))
        await service.settle()

        assert len((await village.world()).calls) == 1
        assert village["Amara"].heard[-1].startswith("Your call for Slow Kettle is in Commons")
        assert "There is an open call named" in village["Bo"].heard[-1]


async def test_the_same_yes_by_hand_and_by_word_counts_once() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        await village["Amara"].tells("!call Slow Kettle seats=3")
        bo = village["Bo"]
        service.homeserver.member_reacts(village.commons, bo.user_id, "✋", to=village.prompt)
        answer = await bo.tells("yes")

        (call,) = (await village.world()).calls.values()

        assert len(call.answers) == 2
        assert answer == "I have your yes to Slow Kettle already."
        told = [said for said in village["Amara"].heard if "says yes to Slow Kettle" in said]
        assert len(told) == 1


async def test_a_yes_after_the_window_is_told_so_by_word_and_by_hand() -> None:
    async with running() as service:
        village = await found(service, "Bo", "Cleo")
        await village["Amara"].tells("!call Slow Kettle closes=1d")
        prompt = village.prompt
        await service.pass_time(timedelta(days=2))
        bo, cleo = village["Bo"], village["Cleo"]

        by_word = await bo.says(village.commons, "yes", reply_to=prompt)
        await cleo.reacts(village.commons, prompt)

        assert by_word == ["Slow Kettle takes no more answers."]
        assert cleo.heard[-1] == "Slow Kettle takes no more answers."
        (call,) = (await village.world()).calls.values()
        assert len(call.answers) == 1


async def test_a_command_while_the_homeserver_is_away_is_neither_lost_nor_repeated() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        amara = village["Amara"]
        service.homeserver.is_down = True
        await amara.tells("!call Slow Kettle")
        service.homeserver.is_down = False

        await service.pass_time(timedelta(minutes=5))

        said = [one for one in amara.heard if one.startswith("Your call for Slow Kettle")]
        assert len(said) == 1
        assert len(village.prompts) == 1


async def test_a_command_while_the_homeserver_is_slow_is_neither_lost_nor_repeated() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        held = HeldBack(service.homeserver, asyncio.Event(), asyncio.Event())
        service.lanes.performer.homeserver = held
        for name in ("Bo", "Amara"):
            member = village[name]
            service.homeserver.member_sends(member.direct, member.user_id, "!calls")
        await service.inbox.take_in(service.homeserver.take_transaction())
        await held.is_done.wait()
        service.homeserver.member_sends(village["Bo"].direct, village["Bo"].user_id, "!crews")
        await service.inbox.take_in(service.homeserver.take_transaction())

        held.gate.set()
        await service.settle()

        answered = {
            name: [
                said.partition(" ")[0]
                for said in village[name].heard
                if said.startswith(("No call is open", "Harbourlight has no crew"))
            ]
            for name in ("Bo", "Amara")
        }
        assert answered == {"Bo": ["No", "Harbourlight"], "Amara": ["No"]}


async def test_an_answer_whose_sending_timed_out_but_arrived_stands_there_once() -> None:
    async with running() as service:
        village = await found(service, "Bo")
        lost = HomeserverUnreachable("no answer within 30 s")
        service.homeserver.failures["send"] = Failure(lost, is_done=True)
        await village["Bo"].tells("!calls")

        await service.pass_time(timedelta(minutes=5))

        told = [one for one in village["Bo"].heard if one.startswith("No call is open")]
        assert len(told) == 1
