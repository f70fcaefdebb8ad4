"""`backup`: one file with all that the service knows, made while it runs.

Owns what is told of a backup, to people and to machines. Refuses to know how it is made
(`appservice.backup`).
"""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from appservice.backup import Made, make_backup
from appservice.cli.backup_file import file_option, json_option, working
from appservice.cli.loading import loaded
from appservice.cli.terminal import config_option
from appservice.clock import SystemClock
from appservice.exits import Exit


@click.command()
@config_option
@file_option("--to", meaning="The file to write, outside of what it backs up.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@json_option
def backup(config_path: Path, *, path: Path, force: bool, as_json: bool) -> None:
    """Write a backup; the service may run meanwhile.

    One file, readable by you alone, with the database, the keys to encrypted messages and the
    configuration: whoever has it can do what the service can. Run it as the service's user.
    """
    config = loaded(config_path)
    with working(as_json=as_json) as show:
        made = make_backup(config, path, overwrites=force, at=SystemClock().now(), watch=show)
    if as_json:
        click.echo(json.dumps(_document(made), ensure_ascii=False, indent=2))
    else:
        click.echo(_told(made), nl=False)


def _document(made: Made) -> Mapping[str, object]:
    manifest = made.manifest
    return {
        "file": str(made.path),
        "size_bytes": made.size_bytes,
        "made_at": manifest.made_at.isoformat(),
        "microsol_matrix": manifest.microsol_matrix,
        "server_name": manifest.server_name,
        "bot": manifest.bot,
        "schema": manifest.schema,
        "counts": manifest.counts,
        "parts": [
            {"name": part.name, "size_bytes": part.size_bytes, "sha256": part.sha256}
            for part in manifest.parts
        ],
        "exit_code": int(Exit.OK),
    }


def _told(made: Made) -> str:
    manifest = made.manifest
    counts = manifest.counts
    keys = "the keys to encrypted messages" if manifest.keys else "no keys to encrypted messages"
    return f"""\
Written and read again, readable by you alone:
  {made.path}  ({made.size_bytes / 1024 / 1024:.1f} MiB)
It is of {manifest.bot} at {manifest.made_at:%Y-%m-%d %H:%M:%S} UTC: {counts.get("lanes", 0)} histories with \
{counts.get("facts", 0)} facts.

In it are the database, with who belongs where and what people told the bot in private, {keys}, and
the configuration with its tokens. Whoever has the file can read all that and speak as the bot.
What is forgotten later is forgotten in this file only when you delete it.
"""
