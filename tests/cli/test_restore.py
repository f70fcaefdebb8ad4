"""Bringing a backup back loses nothing, and takes nothing that is not this service's."""

import json
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from click.testing import Result

from appservice.store import restored_position, unmark_restored
from tests.cli.backed_up import (
    WORDS,
    House,
    change_manifest,
    facts_in,
    lose,
    repack,
    write,
)
from tests.contracts.store.examples import JOINED, MET

Call: TypeAlias = Callable[..., Result]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]


def test_what_was_lost_comes_back(back_up: Call, bring_back: Call, house: House) -> None:
    back_up()
    lose(house)

    result = bring_back()

    keys = house.config.keys_path / "MICROSOLKEYS1.sqlite3"
    with closing(sqlite3.connect(keys)) as opened:
        assert opened.execute("SELECT words FROM keys").fetchall() == [(WORDS,)]
    assert result.exit_code == 0, result.output
    assert facts_in(house.database) == (JOINED,)
    assert stat.S_IMODE(house.database.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(house.config.keys_path.stat().st_mode) == 0o700
    assert "microsol-matrix run" in result.output


def test_the_next_start_is_told_from_where_to_look(
    back_up: Call, bring_back: Call, house: House
) -> None:
    with closing(sqlite3.connect(house.database)) as database:
        database.execute("INSERT INTO sync_position (id, token) VALUES (1, 's7_1')")
        database.commit()
    back_up()
    lose(house)
    nothing = restored_position(house.database)

    bring_back()

    mark = house.database.with_name("db.sqlite3.restored")
    assert (nothing, restored_position(house.database)) == (None, "s7_1")
    assert stat.S_IMODE(mark.stat().st_mode) == 0o600
    early = back_up("--force")
    assert (early.exit_code, "has not caught up" in early.stderr) == (69, True)
    unmark_restored(house.database)
    assert restored_position(house.database) is None


def test_a_database_in_which_something_happened_is_replaced_by_force_only_and_kept(
    back_up: Call, bring_back: Call, house: House
) -> None:
    back_up()
    write(house.database, MET, after=1)
    before = house.files

    refused = bring_back()
    unchanged = house.files == before
    forced = json.loads(bring_back("--force", "--json").stdout)

    assert (refused.exit_code, unchanged) == (73, True)
    assert "--force" in refused.stderr
    assert forced["exit_code"] == 0
    assert facts_in(house.database) == (JOINED,)
    assert facts_in(Path(forced["kept_aside"])) == (JOINED, MET)


def test_what_a_killed_service_had_committed_is_kept_aside_whole(
    back_up: Call, bring_back: Call, house: House
) -> None:
    back_up()
    script = (
        "import sqlite3, sys, os, signal; db = sqlite3.connect(sys.argv[1], isolation_level=None);"
        "db.execute('PRAGMA journal_mode = WAL'); db.execute('UPDATE facts SET at = 7');"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(house.database)], check=False)
    assert house.database.with_name("db.sqlite3-wal").stat().st_size > 0

    forced = json.loads(bring_back("--force", "--json").stdout)

    with closing(sqlite3.connect(forced["kept_aside"])) as kept:
        assert kept.execute("SELECT at FROM facts").fetchall() == [(7,)]
    with closing(sqlite3.connect(house.database)) as database:
        assert database.execute("SELECT at FROM facts").fetchall() != [(7,)]


def test_a_database_that_is_damaged_is_kept_aside_too(
    back_up: Call, bring_back: Call, house: House
) -> None:
    back_up()
    house.database.write_bytes(b"a shopping list" * 1000)

    refused, forced = bring_back(), bring_back("--force", "--json")

    aside = Path(json.loads(forced.stdout)["kept_aside"])
    assert refused.exit_code == 73
    assert aside.read_bytes() == b"a shopping list" * 1000
    assert facts_in(house.database) == (JOINED,)


def test_an_empty_database_that_a_start_has_made_meanwhile_is_no_obstacle(
    back_up: Call, bring_back: Call, house: House
) -> None:
    back_up()
    lose(house)
    write(house.database)

    result = bring_back()

    assert result.exit_code == 0
    assert facts_in(house.database) == (JOINED,)


def test_keys_that_are_there_are_newer_and_stay(
    back_up: Call, bring_back: Call, house: House
) -> None:
    back_up()
    house.database.unlink()
    newer = house.config.keys_path / "MICROSOLKEYS2.sqlite3"
    (house.config.keys_path / "MICROSOLKEYS1.sqlite3").rename(newer)

    result = bring_back()

    assert result.exit_code == 0
    assert [path.name for path in house.config.keys_path.iterdir()] == [newer.name]
    assert "newer than the backup's" in result.output


def test_a_service_without_keys_is_backed_up_and_brought_back(
    back_up: Call, bring_back: Call, house: House
) -> None:
    (house.config.keys_path / "MICROSOLKEYS1.sqlite3").unlink()
    house.config.keys_path.rmdir()
    made = back_up()
    lose(house)

    result = bring_back()

    assert "no keys to encrypted messages" in made.output
    assert result.exit_code == 0
    assert not house.config.keys_path.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"homeserver": {"url": "http://127.0.0.1:8008", "server_name": "b.example"}},
            "example.org",
        ),
        ({"name_secret": "another-name-secret-of-a-world-that-lives-a-second"}, "name_secret"),
    ],
    ids=["another server", "another name secret"],
)
def test_a_backup_of_another_service_is_refused(
    back_up: Call,
    bring_back: Call,
    house: House,
    write_config: WriteConfig,
    document: Mapping[str, Any],
    change: Mapping[str, object],
    words: str,
) -> None:
    back_up()
    lose(house)
    write_config({**document, "database": {"path": "service/db.sqlite3"}, **change})

    result = bring_back()

    assert result.exit_code == 65
    assert words in result.stderr
    assert house.database.name not in house.files


def test_a_backup_of_another_bot_is_refused(
    back_up: Call,
    bring_back: Call,
    house: House,
    write_config: WriteConfig,
    document: Mapping[str, Any],
) -> None:
    back_up()
    lose(house)
    other = {**document["appservice"], "bot_localpart": "_microsol_other"}
    write_config({**document, "database": {"path": "service/db.sqlite3"}, "appservice": other})

    result = bring_back()

    assert result.exit_code == 65
    assert "@microsol:example.org" in result.stderr


@pytest.mark.parametrize(
    "harm", ["cut off", "another byte", "a part is gone", "no tar", "empty", "absent", "a folder"]
)
def test_a_damaged_file_is_refused_and_nothing_is_changed(
    back_up: Call, bring_back: Call, house: House, harm: str
) -> None:
    back_up()
    write(house.database, MET, after=1)
    before = house.files
    whole = house.backup.read_bytes()
    match harm:
        case "cut off":
            house.backup.write_bytes(whole[: len(whole) // 2])
        case "another byte":
            at = whole.index(b"SQLite format 3") + 5000
            house.backup.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        case "a part is gone":
            repack(house.backup, lambda contents: contents.pop("database.sqlite3"))
        case "no tar":
            house.backup.write_bytes(b"a shopping list" * 1000)
        case "empty":
            house.backup.write_bytes(b"")
        case _:
            house.backup.unlink()
            if harm == "a folder":
                house.backup.mkdir()

    result = bring_back("--force")

    assert result.exit_code == 65, result.output
    assert str(house.backup) in result.stderr
    assert house.files == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": 99}, "newer version"),
        ({"kind": "a recipe"}, "no backup"),
        ({"parts": []}, "no database"),
        (
            {"parts": [{"name": "../config.yaml", "size_bytes": 1, "sha256": ""}]},
            "made by hand",
        ),
        ({"counts": {"facts": 99}}, "changed by hand"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(
    back_up: Call, bring_back: Call, house: House, changes: Mapping[str, object], words: str
) -> None:
    back_up()
    lose(house)
    change_manifest(house, **changes)

    result = bring_back()

    assert result.exit_code == 65
    assert words in result.stderr
    assert house.database.name not in house.files


def test_a_backup_of_a_newer_version_is_refused(
    back_up: Call, bring_back: Call, house: House
) -> None:
    with closing(sqlite3.connect(house.database)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
        newer.commit()
    back_up()
    lose(house)

    result = bring_back()

    assert result.exit_code == 65
    assert "9999" in result.stderr
    assert house.database.name not in house.files


def test_a_folder_that_is_not_there_is_told(back_up: Call, bring_back: Call, house: House) -> None:
    back_up()
    lose(house)
    house.database.parent.rmdir()

    result = bring_back()

    assert result.exit_code == 73
    assert f"Nothing was restored: there is no folder {house.database.parent};" in result.stderr
