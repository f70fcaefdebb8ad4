"""`rebuild` on the command line: what it refuses, what it says of rooms, and that nothing half made is left."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import Result

from appservice.config import load_config
from appservice.exits import Exit
from appservice.store import contents_of, locked
from tests.cli.backed_up import House
from tests.cli.homeserver_stub import HomeserverStub, homeserver_stub

Call: TypeAlias = Callable[..., Result]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]

BOT = "@microsol:example.org"
SPACE, LOST, FORGED, NEWER = "!space:x", "!lost:x", "!forged:x", "!newer:x"
CONGREGATION = "01K3ZJ5V0A8N4R6T2W9X7YBCDE"


@pytest.fixture
def stub() -> Iterator[HomeserverStub]:
    with homeserver_stub() as serving:
        serving.says("PUT devices/MICROSOL", (200, {}))
        serving.says("GET sync", (200, {"next_batch": "s1"}))
        serving.says("GET joined_rooms", (200, {"joined_rooms": []}))
        yield serving


@pytest.fixture
def source(write_config: WriteConfig, document: Mapping[str, Any], stub: HomeserverStub) -> Path:
    """A configuration of a service beside the stub, that holds no keys and has no database."""
    homeserver = {**document["homeserver"], "url": stub.url}
    return write_config({**document, "homeserver": homeserver, "encryption": "off"})


def state(*pieces: tuple[str, str, Mapping[str, Any]], by: str = BOT) -> tuple[int, Any]:
    return 200, [
        {
            "type": type_,
            "state_key": key,
            "sender": by,
            "event_id": f"${number}",
            "origin_server_ts": 1_790_000_000_000 + number,
            "content": content,
        }
        for number, (type_, key, content) in enumerate(pieces)
    ]


def rooms(stub: HomeserverStub, **states: tuple[int, Any]) -> None:
    stub.says("GET joined_rooms", (200, {"joined_rooms": list(states)}))
    for room_id, answer in states.items():
        stub.says(f"GET rooms/{room_id}/state", answer)


def marker(**fields: object) -> tuple[str, str, Mapping[str, Any]]:
    told = {"version": 1, "id": CONGREGATION, "role": "commons", "space": SPACE}
    return "org.microsol.room", "", {**told, **fields}


def test_a_bot_in_no_rooms_gives_an_empty_database_that_knows_where_to_listen(
    call: Call, source: Path
) -> None:
    database = load_config(source).database_path

    result = call("rebuild", "--config", source)

    found = contents_of(database)
    assert result.exit_code == Exit.OK, result.output
    assert (found.sync_position, found.holds_history) == ("s1", False)
    assert [path.name for path in database.parent.glob(f".{database.name}.*")] == []


def test_a_database_in_which_something_happened_is_replaced_only_when_asked(
    call: Call, house: House, stub: HomeserverStub
) -> None:
    text = house.config.source.read_text(encoding="utf-8")
    house.config.source.write_text(
        text.replace("http://127.0.0.1:8008", stub.url) + "encryption: off\n", encoding="utf-8"
    )
    before = house.files

    refused = call("rebuild", "--config", house.config.source)
    unchanged = house.files
    asked = list(stub.asked)
    result = call("rebuild", "--config", house.config.source, "--over", "--json")

    told = json.loads(result.stdout)
    assert (refused.exit_code, asked) == (Exit.CANNOT_CREATE, []), refused.output
    assert "--over" in refused.output
    assert unchanged[house.database.name] == before[house.database.name]
    assert result.exit_code == Exit.OK
    assert "before-rebuild" in told["kept_aside"]
    assert Path(told["kept_aside"]).exists()


def test_beside_a_service_nothing_is_asked_and_nothing_changed(
    call: Call, source: Path, stub: HomeserverStub
) -> None:
    database = load_config(source).database_path
    with locked(database):
        result = call("rebuild", "--config", source)

    assert result.exit_code == Exit.UNAVAILABLE
    assert "Stop the service first" in result.output
    assert (stub.asked, database.exists()) == ([], False)


def test_a_homeserver_that_refuses_leaves_no_database(
    call: Call, source: Path, stub: HomeserverStub
) -> None:
    stub.says("GET joined_rooms", (403, {"errcode": "M_FORBIDDEN", "error": "not you"}))

    result = call("rebuild", "--config", source)

    database = load_config(source).database_path
    assert result.exit_code == Exit.NOT_ALLOWED, result.output
    assert (
        "Nothing was changed. The homeserver refused with 403 M_FORBIDDEN: not you.\n"
        in result.output
    )
    assert "`microsol-matrix doctor`" in result.output
    assert not database.exists()


def test_a_room_that_the_homeserver_does_not_show_leaves_no_database(
    call: Call, source: Path, stub: HomeserverStub
) -> None:
    rooms(stub, **{SPACE: state(marker()), LOST: (403, {"errcode": "M_FORBIDDEN", "error": "no"})})

    result = call("rebuild", "--config", source)

    assert result.exit_code == Exit.NOT_ALLOWED, result.output
    assert "Nothing was changed. The homeserver refused with 403 M_FORBIDDEN: no." in result.output
    assert not load_config(source).database_path.exists()


def test_rooms_that_cannot_be_taken_are_named_with_the_reason(
    call: Call, source: Path, stub: HomeserverStub
) -> None:
    rooms(
        stub,
        **{
            LOST: state(marker()),
            FORGED: state(marker(), by="@mallory:example.org"),
            NEWER: state(marker(version=2)),
            "!broken:x": state(marker(role="kitchen")),
            "!others:x": state(("m.room.name", "", {"name": "theirs"})),
        },
    )

    machine = call("rebuild", "--config", source, "--json")
    person = call("rebuild", "--config", source, "--over")

    told = json.loads(machine.stdout)
    found = {one["room_id"]: one["oddity"] for one in told["findings"]}
    assert found == {
        LOST: "homeless",
        FORGED: "forged",
        NEWER: "newer",
        "!broken:x": "malformed",
    }
    assert told["unmarked"] == 1
    assert person.stdout.startswith("Rebuilt from 5 rooms:\n")
    assert "left alone: 1 room\n" in person.stdout
    assert f"{FORGED} carries a marker that somebody else wrote; left alone" in person.stdout
