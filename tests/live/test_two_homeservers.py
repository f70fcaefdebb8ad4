"""A congregation whose people live on two homeservers that federate."""

import pytest
import pytest_asyncio

from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.service import RunningService
from tests.live.transcript import reads
from tests.live.village import Neighbour, Village, found

pytestmark = [pytest.mark.live, pytest.mark.federation]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def village(service: RunningService) -> Village:
    """A congregation of which each test lets somebody in from elsewhere."""
    return await found(service, "Two Shores", people=("Bo",))


async def test_people_of_two_homeservers_call_answer_and_come_together(
    service_of_version: RunningService, elsewhere: Synapse, version: str
) -> None:
    village = await found(service_of_version, people=("Bo",))
    zoe = await village.welcome("Zoe", homeserver=elsewhere)
    bo = village["Bo"]

    await zoe.member.say(village.commons, "!call Paper Boats | seats=2-3")
    prompt = await zoe.member.wait_for_message(
        village.commons,
        containing="Zoe is calling a crew: Paper Boats",
        sender=service_of_version.bot,
    )
    await bo.member.wait_for_message(village.commons, containing="Zoe is calling")
    await bo.member.react(village.commons, "👍", to=prompt.event_id)
    crew = await zoe.comes_into("Paper Boats")
    assert await bo.comes_into("Paper Boats") == crew

    welcome = "bot: Welcome...\n  Zoe called Paper Boats and hosts while you are forming. ...\n  When you agree, ..."
    for one in (zoe, bo):
        await reads(one.member, crew, welcome)
    await zoe.member.wait_for_message(
        village.commons, containing="Paper Boats is beginning. 1 seat left"
    )
    for room_id in (village.commons, crew):
        await _leads_through_both(village, room_id, elsewhere)
    assert (await zoe.member.state_event(crew, "m.room.create") or {})["room_version"] == version
    seen = await zoe.member.hierarchy(village.space)
    assert {village.commons, crew} <= set(seen)


async def test_somebody_elsewhere_answers_in_private(village: Village, elsewhere: Synapse) -> None:
    zoe = await village.welcome("Zoe", homeserver=elsewhere)
    await village.call("Slow Kettle | kind=support seats=3")

    answer = await zoe.ask("yes Slow Kettle")
    assert answer == "Your yes to Slow Kettle is with me. Only Amara will know until it begins."
    await village.founder.hears("Zoe says yes to Slow Kettle: 2 of 3.")
    await village["Bo"].tell("yes Slow Kettle")

    rooms = {await village[name].comes_into("Slow Kettle") for name in ("Amara", "Bo", "Zoe")}
    assert len(rooms) == 1


async def test_first_words_from_elsewhere_are_read(
    service: RunningService, elsewhere: Synapse
) -> None:
    zoe = await elsewhere.newcomer("Zoe")

    direct = await zoe.create_direct(service.bot, first_words="!help found")

    await zoe.wait_for_message(direct, containing="Founds a congregation", sender=service.bot)


async def test_nobody_elsewhere_founds_by_default(
    service: RunningService, elsewhere: Synapse
) -> None:
    zoe = await elsewhere.newcomer("Zoe")

    direct = await zoe.create_direct(service.bot, first_words="!found Farhaven")

    server = service.homeserver.server_name
    await reads(
        zoe,
        direct,
        f"""
        Zoe: !found Farhaven
        bot: On {server}...only people with an account there can found a congregation. ...
        """,
    )
    assert await zoe.invitations() == {}


async def test_a_crew_begins_without_whom_it_cannot_reach_and_they_come_later(
    village: Village, elsewhere: Synapse
) -> None:
    zoe = await village.welcome("Zoe", homeserver=elsewhere)
    await village.call("Night Ferry | seats=3")
    await zoe.ask("yes Night Ferry")

    await elsewhere.stop()
    await village["Bo"].ask("yes Night Ferry", expecting="Night Ferry")
    crew = await village.founder.comes_into("Night Ferry")
    await village["Bo"].comes_into("Night Ferry")
    await village.founder.hears("I could not reach Zoe with the invitation to Night Ferry yet")
    await reads(village["Bo"].member, crew, "bot: Welcome...\n  ...\n  ...")

    await elsewhere.start()
    assert await zoe.comes_into("Night Ferry") == crew
    told = [m.body for m in await village.founder.member.messages(village.founder.direct)]
    assert sum("could not reach" in words for words in told) == 1


async def test_whoever_elsewhere_leaves_is_left_alone(village: Village, elsewhere: Synapse) -> None:
    zoe = await village.welcome("Zoe", homeserver=elsewhere)

    await zoe.member.leave(village.commons)
    await zoe.member.leave(village.space)
    await _is_out(village, zoe)
    await village.welcome("Cleo")

    assert await zoe.member.invitations() == {}


async def _leads_through_both(village: Village, room_id: RoomId, elsewhere: Synapse) -> None:
    wanted = [village.service.homeserver.server_name, elsewhere.server_name]

    async def does() -> bool:
        looker = village.founder.member
        child = await looker.state_event(village.space, "m.space.child", key=room_id)
        return child is not None and child.get("via") == wanted

    await until(does, hint=f"the way to {room_id} through both")


async def _is_out(village: Village, person: Neighbour) -> None:
    async def is_so() -> bool:
        members = await village.founder.member.members(village.space)
        return members[person.user_id] == "leave"

    await until(is_so, hint=f"{person.user_id} to be out")
