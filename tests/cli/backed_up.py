"""A service's folder, what happened in it, and harm that may come to its backup.

Owns making, looking and harming. Refuses to know the commands.
"""

import asyncio
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from appservice.config import Config
from appservice.store import open_store
from microsol_matrix.facts import Fact
from tests.contracts.store.examples import LANE, commit

WORDS = "words in a key file"


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
