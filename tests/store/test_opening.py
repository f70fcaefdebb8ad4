"""Opening a database: which schema, whose it is, and what is said when it cannot be."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from appservice.store import SchemaFit, open_store, probe
from appservice.store.migrating import migrate
from appservice.store.schema import HEAD, MIGRATIONS, known_versions, version_of
from microsol_matrix.errors import StoreTooNew, StoreUnavailable
from tests.contracts.store.examples import JOINED, LANE, commit
from tests.store.conftest import OpenStore

Sql = Callable[..., list[tuple[object, ...]]]

HOLDER = """
import asyncio, sys
from pathlib import Path
from appservice.store import open_store

async def hold():
    await open_store(Path(sys.argv[1]))  # even if nobody keeps it, it is held
    print("open", flush=True)
    await asyncio.Event().wait()

asyncio.run(hold())
"""

OPENER = """
import asyncio, sys
from pathlib import Path
from appservice.store import open_store

async def look():
    store = await open_store(Path(sys.argv[1]))
    await store.close()

asyncio.run(look())
print("alembic" in sys.modules, "sqlalchemy" in sys.modules)
"""


def test_the_newest_schema_is_the_one_that_is_expected() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)

    assert scripts.get_heads() == [HEAD]
    assert {script.revision for script in scripts.walk_revisions()} == known_versions()


async def test_a_new_database_is_for_its_owner_only(opened: OpenStore) -> None:
    for file in opened.path.parent.iterdir():
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_start_that_migrates_nothing_does_not_load_what_migrates(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENER, str(tmp_path / "store.sqlite")]
    first = subprocess.run(command, capture_output=True, text=True, check=True)
    second = subprocess.run(command, capture_output=True, text=True, check=True)

    assert (first.stdout.strip(), second.stdout.strip()) == ("True True", "False False")


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(
    opened: OpenStore, sql: Sql
) -> None:
    await opened.store.append(commit(JOINED))
    await opened.store.close()
    sql("UPDATE alembic_version SET version_num = '9999'")
    before = opened.path.read_bytes()

    with pytest.raises(StoreTooNew, match=r"schema 9999.*newer version"):
        await open_store(opened.path)

    assert opened.path.read_bytes() == before


async def test_a_fact_of_a_newer_version_is_refused(opened: OpenStore, sql: Sql) -> None:
    await opened.store.append(commit(JOINED))
    sql("UPDATE facts SET kind = 'DirectDreamt'")

    with pytest.raises(StoreTooNew, match="DirectDreamt"):
        await opened.store.load(LANE)


def test_migrations_happen_all_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_breaks.py").write_text(
        "from alembic import op\n"
        "revision, down_revision = '9999', '0003'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (done INTEGER)')\n"
        "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
    )
    path = tmp_path / "store.sqlite"

    with pytest.raises(StoreUnavailable, match="nowhere"):
        migrate(path, folder=folder)

    with closing(sqlite3.connect(path)) as connection:
        assert version_of(connection) is None
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


async def test_a_second_process_is_told_who_has_it_and_may_in_when_that_one_was_killed(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.sqlite"
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLDER, str(path), stdout=asyncio.subprocess.PIPE
    )
    try:
        assert holder.stdout is not None
        assert await holder.stdout.readline() == b"open\n"
        with pytest.raises(StoreUnavailable, match=rf"process \(id {holder.pid}\)"):
            await open_store(path)
    finally:
        holder.kill()
        await holder.communicate()

    store = await open_store(path)
    assert await store.waiting() == ()
    await store.close()


async def test_a_store_that_was_closed_can_be_opened_again_in_the_same_process(
    opened: OpenStore,
) -> None:
    with pytest.raises(StoreUnavailable):
        await open_store(opened.path)
    await opened.store.close()

    again = await open_store(opened.path)
    await again.close()


async def test_a_file_that_is_no_database_is_told_plainly(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("a shopping list, long enough to be taken for a header of a database" * 20)

    with pytest.raises(StoreUnavailable, match="not a database"):
        await open_store(path)


async def test_a_folder_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="No such file or directory"):
        await open_store(tmp_path / "nowhere" / "store.sqlite")


# --------------------------------------------------------------------------------------------- probe


def test_a_database_that_is_not_there_yet_is_found_missing_and_not_made(tmp_path: Path) -> None:
    found = probe(tmp_path / "store.sqlite")

    assert (found.fit, found.schema, found.trouble) == (SchemaFit.NONE, None, None)
    assert found.is_writable
    assert found.free_bytes > 0
    assert list(tmp_path.iterdir()) == []


async def test_a_database_is_looked_at_while_the_service_has_it_open(opened: OpenStore) -> None:
    await opened.store.append(commit(JOINED))

    found = probe(opened.path)

    assert (found.fit, found.schema, found.newest_known) == (SchemaFit.CURRENT, HEAD, HEAD)


async def test_a_newer_database_is_found_newer(opened: OpenStore, sql: Sql) -> None:
    await opened.store.close()
    sql("UPDATE alembic_version SET version_num = '9999'")

    assert (probe(opened.path).fit, probe(opened.path).schema) == (SchemaFit.NEWER, "9999")


def test_what_is_no_database_is_found_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_text("a shopping list" * 100)

    found = probe(path)

    assert found.fit is SchemaFit.UNREADABLE
    assert found.trouble == "file is not a database"


def test_a_folder_that_is_not_there_has_no_room_and_is_not_writable(tmp_path: Path) -> None:
    found = probe(tmp_path / "nowhere" / "store.sqlite")

    assert (found.is_writable, found.free_bytes) == (False, 0)
