"""`restore`: a backup brought back, for the next start to go on from.

Owns what is told of it, to people and to machines. Refuses to know how it is done
(`appservice.backup`).
"""

import json
from collections.abc import Mapping
from pathlib import Path

import click

from appservice.backup import Restored, restore_backup
from appservice.cli.backup_file import file_option, json_option, working
from appservice.cli.loading import loaded
from appservice.cli.terminal import config_option
from appservice.clock import SystemClock
from appservice.config import Config
from appservice.exits import Exit


@click.command()
@config_option
@file_option("--from", meaning="What `backup` wrote.")
@click.option("--force", is_flag=True, help="Put a database that is there aside, and keep it.")
@json_option
def restore(config_path: Path, *, path: Path, force: bool, as_json: bool) -> None:
    """Bring a backup back; the service must not run.

    Run it as the service's user. Nothing is changed unless all of the backup is whole and of this
    service. What happened since then is read from the homeserver at the next start.
    """
    config = loaded(config_path)
    with working(as_json=as_json) as show:
        restored = restore_backup(
            config,
            path,
            replaces=force,
            at=SystemClock().now(),
            watch=lambda done, total: show("unpacking", done, total),
        )
    if as_json:
        click.echo(json.dumps(_document(restored, config), ensure_ascii=False, indent=2))
    else:
        click.echo(_told(restored, config), nl=False)


def _document(restored: Restored, config: Config) -> Mapping[str, object]:
    aside = restored.kept_aside
    return {
        "database": str(config.database_path),
        "made_at": restored.manifest.made_at.isoformat(),
        "counts": restored.manifest.counts,
        "kept_aside": None if aside is None else str(aside),
        "has_kept_keys": restored.has_kept_keys,
        "exit_code": int(Exit.OK),
    }


def _told(restored: Restored, config: Config) -> str:
    lines = [
        f"Restored, as it was at {restored.manifest.made_at:%Y-%m-%d %H:%M:%S} UTC:",
        f"  {config.database_path}",
    ]
    if restored.kept_aside is not None:
        lines += ["What was there before is kept until you delete it:", f"  {restored.kept_aside}"]
    if restored.has_kept_keys:
        lines += [
            "The keys that are there are newer than the backup's and were left as they are:",
            f"  {config.keys_path}",
        ]
    lines += [
        "What happened since then is read from the homeserver at the next start:",
        f"  microsol-matrix run --config {config.source}",
    ]
    return "".join(f"{line}\n" for line in lines)
