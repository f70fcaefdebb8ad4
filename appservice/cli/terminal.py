"""What all commands share with whoever called them: who is there, which file, how it ends badly.

Owns the `--config` option and the failures of commands. Refuses to know single commands.
"""

import json
from pathlib import Path

import click
from attrs import frozen

from appservice.exits import Exit


@frozen
class Terminal:
    """Who is at the other end.

    Attributes:
        has_person: Whether somebody is there who can answer questions.
    """

    has_person: bool


class BrokenConfig(click.ClickException):
    """The configuration cannot be used."""

    exit_code = int(Exit.CONFIG)


class NotWritten(click.ClickException):
    """Files could not be made, or would have replaced others."""

    exit_code = int(Exit.CANNOT_CREATE)


def refused(reason: str, *, code: Exit, as_json: bool) -> SystemExit:
    """Tell people on stderr, or machines on stdout, why a command refuses; give what ends it."""
    if as_json:
        document = {"problem": reason, "exit_code": int(code)}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        click.echo(f"Error: {reason}", err=True)
    return SystemExit(code)


def _required(ctx: click.Context, _option: click.Parameter, path: Path | None) -> Path | None:
    """Answer who forgot the option: how to come by a configuration is asked in the first minutes."""
    if path is None and not ctx.resilient_parsing:
        message = (
            f"Which configuration? {ctx.command_path} --config DIR/config.yaml\n"
            "If there is none yet: microsol-matrix init --dir DIR"
        )
        raise click.UsageError(message, ctx)
    return path


config_option = click.option(
    "--config",
    "config_path",
    callback=_required,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The configuration, as `init` writes it.",
)
