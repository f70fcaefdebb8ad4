"""What the demo tells is true, and what would not be true is found out."""

import io
from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Any

import pytest
import pytest_asyncio
from attrs import evolve, frozen
from rich.console import Console

from appservice.demo.checks import examine, misfit_of, truths
from appservice.demo.client import ClientApi
from appservice.demo.member import Member
from appservice.demo.people import gather
from appservice.demo.play import Play
from appservice.demo.sight import Sight, Truth
from appservice.demo.stage import Stage
from appservice.demo.story import tell
from appservice.demo.telling import Telling
from appservice.exits import Exit
from microsol_matrix.ids import RoomId
from microsol_matrix.structure import types
from tests.live.demo_lies import LIES, Lie

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]


@frozen
class World:
    """A stage on which the story was told."""

    stage: Stage
    sight: Sight

    def person(self, name: str) -> Member:
        return self.sight.people[name].member


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world() -> AsyncIterator[World]:
    async with Stage.set_up(lambda _: None) as stage:
        people = await gather(stage.here, stage.elsewhere)
        play = Play(
            bot=stage.here.bot,
            people=people,
            telling=_telling(io.StringIO()),
            almanac=stage.almanac,
        )
        yield World(stage, Sight(await tell(play), people, stage.here.bot))


async def test_what_was_told_is_true(world: World) -> None:
    page = io.StringIO()

    verdict = await examine(world.sight, telling=_telling(page))

    assert verdict is Exit.OK, page.getvalue()
    assert "✗" not in page.getvalue()


@pytest.mark.parametrize("lie", LIES)
async def test_a_lie_is_found_out(world: World, lie: str) -> None:
    claimed = _claimed(LIES[lie], world.sight)

    misfits = [await misfit_of(truth, within_s=0) for truth in claimed]

    assert claimed
    assert any(misfits)


def test_every_kind_of_claim_has_its_lie(world: World) -> None:
    sight = world.sight
    tried = {_kind(truth) for lie in LIES.values() for truth in _claimed(lie, sight)}
    only_the_bot_can_break = {"_published", "_fitting"}  # see the tests with misfits

    assert tried | only_the_bot_can_break == {_kind(truth) for truth in truths(sight)}


def _claimed(lie: Lie, sight: Sight) -> list[Truth]:
    """Give what would be claimed of the lie."""
    claimed = truths(evolve(sight, season=lie.tell(sight.season)))
    return [truth for truth in claimed if lie.claim in truth.claim]


def _kind(truth: Truth) -> str:
    assert isinstance(truth.look, partial)
    return str(truth.look.func.__name__)


async def test_a_world_that_changed_ends_with_another_exit_code(world: World) -> None:
    bo, page = world.person("Bo"), io.StringIO()
    room_id = await bo.create_room(name="Slow Kettle")
    try:
        verdict = await examine(world.sight, telling=_telling(page), patience_s=0)
    finally:
        await bo.leave(room_id)

    assert verdict is Exit.CHECKS_FAILED
    assert "✗ nobody is in any other room" in page.getvalue()
    assert "1 of " in page.getvalue()


async def test_a_published_event_that_does_not_fit_its_schema_is_found_out(world: World) -> None:
    space = world.sight.season.space.room_id
    kept = await _as_bot(world, "GET", space, types.LEDGER)
    try:
        await _as_bot(world, "PUT", space, types.LEDGER, body={"version": "one"})
        page = await _examined(world)
    finally:
        await _as_bot(world, "PUT", space, types.LEDGER, body=kept)

    assert "✗ each room is marked, and every org.microsol.* event" in page


async def test_an_event_on_a_porch_that_does_not_fit_its_schema_is_found_out(world: World) -> None:
    season = world.sight.season
    porch = season.porch(season.name).room_id
    try:
        await _as_bot(world, "PUT", porch, types.CREW, "none", body={"version": "one"})
        page = await _examined(world)
    finally:
        await _as_bot(world, "PUT", porch, types.CREW, "none", body={})

    assert "✗ every org.microsol.* event on porches" in page


async def _as_bot(
    world: World, method: str, room_id: RoomId, *place: str, body: Mapping[str, Any] | None = None
) -> Mapping[str, Any]:
    """Ask for what only the service can do."""
    here = world.stage.here
    bot = ClientApi(here.synapse.url, here.config.appservice.as_token)
    as_bot = [("user_id", here.bot)]
    return await bot.call(method, "rooms", room_id, "state", *place, body=body, query=as_bot)


async def _examined(world: World) -> str:
    """Look at once, and find that something is not as it was told; give what is said of it."""
    page = io.StringIO()
    assert await examine(world.sight, telling=_telling(page), patience_s=0) is Exit.CHECKS_FAILED
    return page.getvalue()


def _telling(page: io.StringIO) -> Telling:
    return Telling(Console(file=page, width=200), chapters=18)
