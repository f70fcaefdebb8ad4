"""A backup is whole, for its owner alone and never over anything."""

import json
import os
import pty
import signal
import sqlite3
import stat
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import Result

from tests.cli.backed_up import House, lose, write
from tests.contracts.store.examples import MET

Call: TypeAlias = Callable[..., Result]

ROOT = Path(__file__).parents[2]

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
    assert (f"there is no folder {path.parent};" if name else str(path)) in result.stderr
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


def test_somebody_at_a_terminal_sees_it_go_on_and_a_pipe_stays_clean(house: House) -> None:
    command = [
        *(sys.executable, "-m", "appservice", "backup", "--force"),
        *("--config", str(house.config.source), "--to", str(house.backup)),
    ]
    ours, theirs = pty.openpty()
    try:
        watched = subprocess.run(command, stderr=theirs, stdout=subprocess.PIPE, check=True)
        seen = os.read(ours, 65536)
    finally:
        os.close(theirs)
        os.close(ours)

    piped = subprocess.run(command, capture_output=True, check=True)

    for step in (b"copying", b"writing", b"verifying", b"100%"):
        assert step in seen
    assert watched.stdout.startswith(b"Written and read again")
    assert piped.stderr == b""
