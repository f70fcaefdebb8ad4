"""Coming into a crew late, and crews that hide, on a real homeserver: doors, knocks, rounds, what others can read."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
import trustme
from attrs import frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.member import Member
from appservice.demo.seen import Message
from appservice.demo.waiting import until
from microsol_matrix.ids import RoomId
from tests.live.conftest import paired
from tests.live.service import RunningService
from tests.live.village import Village, found

pytestmark = pytest.mark.live

KETTLE = "Slow Kettle"
PAST_CONSENT = timedelta(hours=73)
NOT_NOW = "Slow Kettle: not this cycle."


@frozen
class Scene:
    """A crew of Amara, Bo and Cleo that has agreed, in a congregation with Dov and Esi."""

    village: Village
    almanac: Almanac
    room: RoomId

    async def in_room(self, name: str, words: str, *, hears: str) -> Message:
        """Let somebody say something in the crew's room, and wait for what the bot says then."""
        member = self.village[name].member
        said = await member.say(self.room, words)
        return await member.wait_for_message(
            self.room, containing=hears, sender=self.village.service.bot, after=said
        )

    async def question(self, about: str) -> Message:
        """Wait for the question about a newcomer, with the bot's own reaction to it."""
        bo = self.village["Bo"].member
        asked = await bo.wait_for_message(self.room, containing=f"{about} would like to come into")

        async def is_offered() -> bool:
            given = await bo.reactions(self.room, asked.event_id)
            return given == {"✅": frozenset({self.village.service.bot})}

        await until(is_offered, hint="the bot's ✅")
        return asked

    async def until_door_is(self, rule: str) -> None:
        """Wait until the room's join rule is this one."""
        amara = self.village.founder.member

        async def is_so() -> bool:
            rules = await amara.state_event(self.room, "m.room.join_rules")
            return rules is not None and bool(rules["join_rule"] == rule)

        await until(is_so, hint=f"the door to be {rule}")

    async def until_out(self, member: Member) -> None:
        """Wait until somebody's knock was answered with no."""
        amara = self.village.founder.member

        async def is_out() -> bool:
            return (await amara.members(self.room)).get(member.user_id) == "leave"

        await until(is_out, hint=f"the knock of {member.user_id} to be answered")


@pytest_asyncio.fixture(scope="module", params=["11", "12"], loop_scope="session")
async def timely(
    request: pytest.FixtureRequest,
    authority: trustme.CA,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[RunningService, Almanac]]:
    """A service, running, whose time the tests let pass."""
    directory = tmp_path_factory.mktemp("late")
    service = paired(directory, authority=authority, settings={"rooms.version": request.param})
    almanac = service.by_almanac()
    async with service:
        yield service, almanac


@pytest_asyncio.fixture
async def scene(timely: tuple[RunningService, Almanac]) -> Scene:
    service, almanac = timely
    village = await found(service, people=("Bo", "Cleo", "Dov", "Esi"))
    room = await village.crew(f"{KETTLE} | seats=3 closes=1d", "Amara", "Bo", "Cleo")
    agreed = Scene(village, almanac, room)
    await agreed.in_room("Bo", "!agree Tue 19:00 | review=8w", hears="Agreed")
    almanac.turn(timedelta(days=2))
    return agreed


async def test_a_member_knocks_and_is_welcome_and_a_stranger_is_refused(scene: Scene) -> None:
    dov, kit = scene.village["Dov"], await scene.village.service.homeserver.newcomer("Kit")
    await scene.in_room("Bo", "!joining ask", hears="can ask to come into")
    await scene.until_door_is("knock")

    await kit.knock(scene.room)
    await scene.until_out(kit)
    await dov.member.knock(scene.room)
    asked = await scene.question("Dov")
    await dov.hears("I have asked the people of Slow Kettle")
    await scene.village["Cleo"].member.react(scene.room, "✅", to=asked.event_id)
    scene.almanac.turn(PAST_CONSENT)

    await dov.hears("You are welcome in Slow Kettle.")
    await dov.comes_into(KETTLE)
    bo = scene.village["Bo"].member
    await bo.wait_for_message(scene.room, containing="Dov asked to come into Slow Kettle and is")
    said = [one.body for one in await bo.messages(scene.room)]
    assert not any("Kit" in one for one in said)


async def test_a_stray_no_is_taken_away_and_counts_and_nobody_learns_whose_it_was(
    scene: Scene,
) -> None:
    esi, cleo = scene.village["Esi"], scene.village["Cleo"]
    bo = scene.village["Bo"].member
    await scene.in_room("Bo", "!joining ask", hears="can ask to come into")
    await esi.ask(f"!join {KETTLE}", expecting="I have asked the people of Slow Kettle")
    asked = await scene.question("Esi")

    await cleo.member.react(scene.room, "❌", to=asked.event_id)
    await cleo.hears("I have noted that somebody of Slow Kettle objects")

    async def is_taken_away() -> bool:
        return "❌" not in await bo.reactions(scene.room, asked.event_id)

    await until(is_taken_away, hint="the ❌ to be taken away")
    scene.almanac.turn(PAST_CONSENT)
    await esi.hears(NOT_NOW)
    await bo.wait_for_message(scene.room, containing="They heard “not this cycle”, and no reason.")
    assert await esi.ask(f"!join {KETTLE}", expecting=NOT_NOW)
    about = [one.body for one in await bo.messages(scene.room) if "Esi" in one.body]
    assert not any("Cleo" in one for one in about)


async def test_an_open_crew_is_joined_by_members_and_by_nobody_else(scene: Scene) -> None:
    dov, kit = scene.village["Dov"], await scene.village.service.homeserver.newcomer("Kit")
    await scene.in_room("Bo", "!joining open", hears="can come into Slow Kettle without asking")
    await scene.until_door_is("restricted")

    with pytest.raises(MatrixRefused):
        await kit.join(scene.room)
    await dov.member.join(scene.room)

    await dov.ask("!crews", expecting="You have a seat.")
    await scene.in_room("Dov", "!joining closed", hears="takes no newcomers")
    await scene.until_door_is("invite")


async def test_of_a_hidden_crew_others_read_nothing_any_more_not_even_before(scene: Scene) -> None:
    village, esi = scene.village, scene.village["Esi"].member
    await scene.in_room("Bo", "!joining open", hears="without asking")
    await scene.until_door_is("restricted")

    async def cards() -> list[str]:
        events = await esi.events(village.space, limit=200)
        published = [one for one in events if one["type"].startswith("org.microsol.c")]
        return [one["event_id"] for one in published if one["content"].get("name") == KETTLE]

    async def is_seen() -> bool:
        return scene.room in await esi.hierarchy(village.space) and bool(await cards())

    await until(is_seen, hint="the crew to be seen by all members")

    await scene.in_room("Cleo", "!hide", hears="only its own people see")

    async def is_gone() -> bool:
        return not await cards() and not await esi.state_event(
            village.space, "m.space.child", key=scene.room
        )

    await until(is_gone, hint="all that was published to be taken away")
    assert KETTLE not in repr(await esi.state(village.space))
    assert "has no crew" in await village["Esi"].ask("!crews", expecting="no crew")
    assert "I know no crew" in await village["Esi"].ask(f"!join {KETTLE}", expecting="no crew")
    assert KETTLE in await village["Bo"].ask("!crews", expecting="Crews of")
    with pytest.raises(MatrixRefused):
        await esi.join(scene.room)


async def test_a_crew_that_agrees_is_seen_again(scene: Scene) -> None:
    village, esi = scene.village, scene.village["Esi"].member
    await scene.in_room("Bo", "!hide", hears="only its own people see")
    asked = await scene.in_room("Bo", "!visibility congregation", hears="would like Slow Kettle")
    await village["Cleo"].member.react(scene.room, "✅", to=asked.event_id)
    scene.almanac.turn(PAST_CONSENT)

    async def is_seen() -> bool:
        child = await esi.state_event(village.space, "m.space.child", key=scene.room)
        return bool(child)

    await until(is_seen, hint="the crew to stand in the space again")
    await village["Esi"].ask("!crews", expecting=KETTLE)
