"""`rebuild`: the database anew, from the rooms that the service is in.

Owns what is told of it, to people and to machines. Refuses to know how it is done (`appservice.rebuilding`).
"""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from appservice.backup import BackupRefused
from appservice.cli.lasting import Show, progress_bar, tidying_at_sigterm
from appservice.cli.loading import loaded
from appservice.cli.plan import code_of, told_of
from appservice.cli.plan_text import how_many
from appservice.cli.terminal import config_option, refused
from appservice.config import Config
from appservice.exits import Exit
from appservice.rebuilding import Built, counted, rebuild_database
from microsol_matrix.errors import MicrosolError

_STEPS = {
    "rooms": "Reading rooms",
    "their past": "Reading what they remember",
    "foundings": "Looking for where they were founded",
}


@click.command()
@config_option
@click.option("--over", is_flag=True, help="Put a database that is there aside, and keep it.")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def rebuild(config_path: Path, *, over: bool, as_json: bool) -> None:
    """Make the database anew from the rooms; no service may run.

    Reads every room that the bot is in and writes nothing on the homeserver. A database appears only when it is
    whole. What people told the bot in private stands in no room and is lost; all such things are listed. If you have
    a backup, `restore` brings those back too.
    """
    config = loaded(config_path)
    try:
        with tidying_at_sigterm(), progress_bar(is_wanted=not as_json) as show:
            built = asyncio.run(_built(config, show, replaces=over))
    except BackupRefused as problem:
        raise refused(str(problem), code=problem.exit_code, as_json=as_json) from problem
    except MicrosolError as problem:
        told = f"Nothing was changed. {told_of(problem)}"
        raise refused(told, code=code_of(problem), as_json=as_json) from problem
    if as_json:
        click.echo(json.dumps(_document(built, config), ensure_ascii=False, indent=2))
    else:
        click.echo("".join(f"{line}\n" for line in _told(built, config)), nl=False)


async def _built(config: Config, show: Show, *, replaces: bool) -> Built:
    def watch(step: str, done: int, total: int) -> None:
        show(_STEPS[step], done, total)

    return await rebuild_database(config, replaces=replaces, watch=watch)


def _document(built: Built, config: Config) -> Mapping[str, object]:
    aside = built.kept_aside
    return {
        "database": str(config.database_path),
        "rooms": built.rooms,
        "counts": counted(built.rebuilt),
        "unmarked": built.rebuilt.unmarked,
        "findings": [
            {"room_id": one.room_id, "oddity": one.oddity.name.lower()}
            for one in built.rebuilt.findings
        ],
        "lost": {one.lost.name.lower(): one.touching for one in built.rebuilt.losses},
        "to_do": built.laid.gaps,
        "kept_aside": None if aside is None else str(aside),
        "exit_code": int(Exit.OK),
    }


def _told(built: Built, config: Config) -> Iterator[str]:
    rebuilt = built.rebuilt
    yield f"Rebuilt from {how_many(built.rooms, 'room')}:"
    yield f"  {config.database_path}"
    yield "  " + ", ".join(f"{what}: {number}" for what, number in counted(rebuilt).items())
    if built.kept_aside is not None:
        yield "What was there before is kept until you delete it:"
        yield f"  {built.kept_aside}"
    if rebuilt.unmarked:
        unmarked = how_many(rebuilt.unmarked, "room")
        yield f"Not ours, by what they say of themselves, and left alone: {unmarked}"
    if rebuilt.findings:
        yield "Not simply taken:"
        yield from (f"  {one.room_id} {one.oddity.value}" for one in rebuilt.findings)
        found = Counter(one.oddity.name.lower() for one in rebuilt.findings)
        yield "  in all: " + ", ".join(f"{number} {name}" for name, number in sorted(found.items()))
    yield "Lost, for no room tells it; the number is of what it may touch:"
    yield from (f"  {one.touching:>4} {one.lost.value}" for one in rebuilt.losses)
    if built.laid.gaps:
        yield f"The next start has {how_many(built.laid.gaps, 'thing')} to put right in rooms."
    yield "Start the service; it hears everything that happened since this began:"
    yield f"  microsol-matrix run --config {config.source}"
