"""`plan` and `apply` as somebody calls them: what stands in the way is told, and nothing is touched by looking."""

import asyncio
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TypeAlias

import pytest
from attrs import evolve
from click.testing import Result

from appservice.store import locked, mark_restored, open_store
from microsol_matrix.places import SPACE
from microsol_matrix.ports import Address, AddressKind
from microsol_matrix.scales.congregation import CongregationFounded
from microsol_matrix.seen import RoomMade
from tests.cli.backed_up import House, facts_in
from tests.cli.homeserver_stub import homeserver_stub
from tests.contracts.store.examples import ROOM, commit
from tests.store.test_forgetting import HARBOURLIGHT

Call: TypeAlias = Callable[..., Result]
BOTH = ["plan", "apply"]


@pytest.mark.parametrize("command", BOTH)
def test_where_there_is_no_database_nothing_is_known_to_be_done_and_none_is_made(
    call: Call, house: House, command: str
) -> None:
    house.database.unlink()
    before = house.files

    result = call(command, "--config", house.config.source)

    assert (result.exit_code, "has never run" in result.stderr) == (69, True)
    assert "stop the service" not in result.stderr
    assert house.files == before


def test_a_plan_of_nothing_says_so_and_asks_nobody(call: Call, house: House) -> None:
    before = house.files

    result = call("plan", "--config", house.config.source)
    as_json = call("plan", "--config", house.config.source, "--json")

    assert result.exit_code == 0, result.output
    assert result.stdout == ("Nothing to do: looked at 0 congregations with 0 rooms.\n")
    assert json.loads(as_json.stdout) == {
        "to_do": 0,
        "rooms_read": 0,
        "congregations": [],
        "in_private": [],
        "exit_code": 0,
    }
    assert house.files == before


def test_a_plan_is_read_beside_a_service_and_nothing_is_applied(call: Call, house: House) -> None:
    with locked(house.database):
        planned = call("plan", "--config", house.config.source)
        applied = call("apply", "--config", house.config.source)
        as_json = call("apply", "--config", house.config.source, "--json")

    assert planned.exit_code == 0, planned.output
    assert applied.exit_code == 69
    assert "stop the service first" in applied.stderr
    assert "stop the service first" in json.loads(as_json.stdout)["problem"]


def test_nothing_is_applied_from_a_backup_before_what_came_after_it_is_known(
    call: Call, house: House
) -> None:
    mark_restored(house.database, "s1")
    before = house.files

    result = call("apply", "--config", house.config.source)
    as_json = call("apply", "--config", house.config.source, "--json")

    assert (result.exit_code, as_json.exit_code) == (69, 69)
    assert "has not caught up" in result.stderr
    assert "Start the service" in json.loads(as_json.stdout)["problem"]
    assert house.files == before


@pytest.mark.parametrize("command", BOTH)
def test_a_database_of_another_version_is_left_alone(
    call: Call, house: House, command: str
) -> None:
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    result = call(command, "--config", house.config.source)

    assert result.exit_code == 78
    assert "newer version" in result.stderr


def test_a_plan_does_not_bring_an_old_database_up_to_date(call: Call, house: House) -> None:
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    before = house.files

    result = call("plan", "--config", house.config.source)

    assert (result.exit_code, "older version" in result.stderr) == (69, True)
    assert house.files == before


@pytest.fixture
def founded(house: House) -> House:
    """A service with one congregation, whose space exists."""

    async def run() -> None:
        store = await open_store(house.database)
        space = Address(AddressKind.ROOM, ROOM)
        made = RoomMade(SPACE, ROOM, state={})
        facts = commit(CongregationFounded(HARBOURLIGHT), made, after=1)
        await store.append(evolve(facts, addresses={space: SPACE}))
        await store.close()

    asyncio.run(run())
    return house


@pytest.mark.parametrize("command", BOTH)
@pytest.mark.parametrize(
    ("status", "errcode", "code"), [(502, "M_UNKNOWN", 69), (401, "M_UNKNOWN_TOKEN", 77)]
)
def test_a_homeserver_that_does_not_tell_is_told_of_and_nothing_is_written(
    call: Call, founded: House, command: str, *, status: int, errcode: str, code: int
) -> None:
    before = facts_in(founded.database)
    source = founded.config.source
    with homeserver_stub() as stub:
        stub.says("GET joined_rooms", (status, {"errcode": errcode, "error": "no"}))
        text = source.read_text("utf-8")
        source.write_text(text.replace(founded.config.homeserver.url, stub.url), "utf-8")

        result = call(command, "--config", source, "--json")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["exit_code"]) == (code, code)
    assert errcode in told["problem"]
    assert told["problem"][0].isupper()
    assert "`microsol-matrix doctor`" in told["problem"]
    assert stub.asked == ["GET joined_rooms"]
    assert facts_in(founded.database) == before
