"""A backup is whole, for its owner alone and never over anything; bringing it back loses nothing."""

import asyncio
import io
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from attrs import frozen
from click.testing import Result

from appservice.config import Config, load_config
from appservice.store import open_store, restored_position, unmark_restored
from microsol_matrix.facts import Fact
from tests.contracts.store.examples import JOINED, LANE, MET, commit

Call: TypeAlias = Callable[..., Result]
WriteConfig: TypeAlias = Callable[[Mapping[str, Any]], Path]

ROOT = Path(__file__).parents[2]
WORDS = "words in a key file"

HOLDER = """
import asyncio, sys
from pathlib import Path
from appservice.store import open_store

async def hold():
    store = await open_store(Path(sys.argv[1]))
    print("open", flush=True)
    await asyncio.Event().wait()
    await store.close()

asyncio.run(hold())
"""


def write(path: Path, *facts: Fact, after: int = 0) -> None:
    """Let a service run for a moment in which something happens."""

    async def run() -> None:
        store = await open_store(path)
        await store.append(commit(*facts, after=after))
        await store.close()

    asyncio.run(run())


def facts_in(path: Path) -> tuple[Fact, ...]:
    """Read what happened, as a service would."""

    async def run() -> tuple[Fact, ...]:
        store = await open_store(path)
        record = await store.load(LANE)
        await store.close()
        return record.facts

    return asyncio.run(run())


@frozen
class House:
    """A service's folder, and where its backup goes."""

    config: Config
    backup: Path

    @property
    def database(self) -> Path:
        return self.config.database_path

    @property
    def files(self) -> dict[str, bytes]:
        """Everything in it, by name."""
        folder = self.database.parent
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }


@pytest.fixture
def house(write_config: WriteConfig, document: Mapping[str, Any], tmp_path: Path) -> House:
    """A service in which somebody joined, and that holds keys."""
    away = tmp_path / "away"
    away.mkdir()
    config = load_config(write_config({**document, "database": {"path": "service/db.sqlite3"}}))
    config.database_path.parent.mkdir()
    write(config.database_path, JOINED)
    config.keys_path.mkdir(mode=0o700)
    with closing(sqlite3.connect(config.keys_path / "MICROSOLKEYS1.sqlite3")) as keys:
        keys.execute("CREATE TABLE keys (words)")
        keys.execute("INSERT INTO keys VALUES (?)", (WORDS,))
        keys.commit()
    return House(config=config, backup=away / "backup.tar")


@pytest.fixture
def back_up(call: Call, house: House) -> Call:
    """Calls `backup` of the house."""
    return lambda *words: call(
        "backup", "--config", house.config.source, "--to", house.backup, *words
    )


@pytest.fixture
def bring_back(call: Call, house: House) -> Call:
    """Calls `restore` in the house."""
    return lambda *words: call(
        "restore", "--config", house.config.source, "--from", house.backup, *words
    )


def lose(house: House) -> None:
    """Lose the service's whole folder."""
    for path in sorted(house.database.parent.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


def repack(path: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Write a backup anew by hand, with other contents."""
    with tarfile.open(path) as archive:
        contents = {
            member.name: taken.read()
            for member in archive
            if (taken := archive.extractfile(member)) is not None
        }
    change(contents)
    with tarfile.open(path, "w") as archive:
        for name, content in contents.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def change_manifest(house: House, **changes: object) -> None:
    def change(contents: dict[str, bytes]) -> None:
        manifest = json.loads(contents["manifest.json"]) | changes
        contents["manifest.json"] = json.dumps(manifest).encode()

    repack(house.backup, change)


# ---------------------------------------------------------------------------------------- backup


def test_a_backup_holds_the_database_the_keys_and_the_configuration(
    back_up: Call, house: House
) -> None:
    result = back_up()

    with tarfile.open(house.backup) as archive:
        names = archive.getnames()
    assert result.exit_code == 0, result.output
    assert names == [
        "manifest.json",
        "database.sqlite3",
        "keys/MICROSOLKEYS1.sqlite3",
        "config.yaml",
    ]
    assert stat.S_IMODE(house.backup.stat().st_mode) == 0o600
    assert [path.name for path in house.backup.parent.iterdir()] == ["backup.tar"]


def test_a_backup_says_what_is_in_it_and_shows_no_secret(back_up: Call, house: House) -> None:
    told = back_up()
    with_json = back_up("--json", "--force")

    assert "what people told the bot in private" in told.output
    assert "keys to encrypted messages" in told.output
    assert "only when you delete it" in told.output
    shown = told.output + with_json.output
    assert [secret for secret in house.config.secrets if secret in shown] == []
    document = json.loads(with_json.stdout)
    assert document["exit_code"] == 0
    assert document["server_name"] == "example.org"
    assert document["counts"]["facts"] == 1


def test_only_the_owner_can_read_a_backup_whatever_the_umask(back_up: Call, house: House) -> None:
    earlier = os.umask(0)
    try:
        back_up()
    finally:
        os.umask(earlier)

    assert stat.S_IMODE(house.backup.stat().st_mode) == 0o600


def test_nothing_is_overwritten_without_force(back_up: Call, house: House) -> None:
    house.backup.write_text("mine", encoding="utf-8")

    refused = back_up()
    kept = house.backup.read_bytes()
    forced = back_up("--force")

    assert (refused.exit_code, kept) == (73, b"mine")
    assert str(house.backup) in refused.stderr
    assert forced.exit_code == 0
    assert stat.S_IMODE(house.backup.stat().st_mode) == 0o600
    assert tarfile.is_tarfile(house.backup)


def test_a_link_to_nowhere_is_not_overwritten(back_up: Call, house: House) -> None:
    house.backup.symlink_to(house.backup.parent / "nowhere")

    result = back_up()

    assert result.exit_code == 73
    assert [path.name for path in house.backup.parent.iterdir()] == ["backup.tar"]


@pytest.mark.parametrize("name", ["", "nowhere/backup.tar"], ids=["a folder", "no folder"])
def test_a_place_that_cannot_be_written_is_told(call: Call, house: House, name: str) -> None:
    path = house.backup.parent / name

    result = call("backup", "--config", house.config.source, "--to", path)

    assert result.exit_code == 73
    assert str(path.parent if name else path) in result.stderr
    assert list(house.backup.parent.iterdir()) == []


def test_without_a_database_there_is_nothing_to_back_up_and_none_is_made(
    back_up: Call, house: House
) -> None:
    lose(house)

    result = back_up()

    assert result.exit_code == 69
    assert "There is no database" in result.stderr
    assert house.files == {}


@pytest.mark.parametrize("kind", ["no database", "another's", "damaged"])
def test_a_database_that_cannot_be_copied_whole_becomes_no_backup(
    back_up: Call, house: House, kind: str
) -> None:
    if kind == "no database":
        house.database.write_bytes(b"a shopping list" * 1000)
    elif kind == "another's":
        house.database.unlink()
        with closing(sqlite3.connect(house.database)) as other:
            other.execute("CREATE TABLE tides (height)")
    else:
        write(house.database, *(MET,) * 2000, after=1)
        whole = house.database.read_bytes()
        house.database.write_bytes(whole[:20480] + b"\1" * (len(whole) - 20480))

    result = back_up()

    assert result.exit_code == (69 if kind == "no database" else 65)
    assert list(house.backup.parent.iterdir()) == []


def test_a_backup_is_made_while_a_service_has_the_database_open(
    back_up: Call, bring_back: Call, house: House
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(house.database)], stdout=subprocess.PIPE, cwd=ROOT
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"open\n"
            made = back_up()
            before = house.files
            refused = bring_back("--force")
            told = json.loads(bring_back("--force", "--json").stdout)
        finally:
            holder.kill()

    assert made.exit_code == 0
    assert refused.exit_code == 69
    assert f"Another process (id {holder.pid})" in refused.stderr
    assert "Stop the service first" in told["problem"]
    assert told["exit_code"] == 69
    assert house.files == before


def test_sigterm_leaves_nothing_half_made(house: House) -> None:
    write(house.database, *(MET,) * 60_000, after=1)
    script = (
        "import os, signal, sys; from appservice.backup import making; from appservice.cli import main;"
        "making.write_archive = lambda *_, **__: os.kill(os.getpid(), signal.SIGTERM);"
        "main(sys.argv[1:])"
    )

    done = subprocess.run(
        [
            *(sys.executable, "-c", script, "backup", "--config", str(house.config.source)),
            *("--to", str(house.backup)),
        ],
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 128 + signal.SIGTERM
    assert list(house.backup.parent.iterdir()) == []


# --------------------------------------------------------------------------------------- restore


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
    assert "Nothing was restored" in result.stderr
    assert str(house.database.parent) in result.stderr
