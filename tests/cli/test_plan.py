"""`plan` and `apply` as somebody calls them: what stands in the way is told, and nothing is touched by looking."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TypeAlias

import pytest
from click.testing import Result

from appservice.store import locked
from tests.cli.backed_up import House

Call: TypeAlias = Callable[..., Result]
BOTH = ["plan", "apply"]


def test_a_service_that_never_ran_has_no_plan(call: Call, house: House) -> None:
    house.database.unlink()

    result = call("plan", "--config", house.config.source)

    assert (result.exit_code, "has never run" in result.stderr) == (69, True)
    assert not house.database.exists()


def test_a_plan_of_nothing_says_so_and_asks_nobody(call: Call, house: House) -> None:
    before = house.files

    result = call("plan", "--config", house.config.source)
    as_json = call("plan", "--config", house.config.source, "--json")

    assert result.exit_code == 0, result.output
    assert result.stdout == ("Nothing to do: 0 congregations with 0 rooms were looked at.\n")
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
