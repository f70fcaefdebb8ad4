"""The command line `microsol-matrix`: each command in the module of its name.

Owns the list of commands, and that asking for help loads none of them. Refuses to know what a
command does.
"""

import importlib
import sys
from collections.abc import Mapping
from importlib import metadata
from typing import Final

import click

from appservice.cli.terminal import Terminal

COMMANDS: Final[Mapping[str, tuple[str, str]]] = {
    "init": ("appservice.cli.init:init", "Write a new configuration and its registration."),
    "run": ("appservice.cli.run:run", "Run the service until it is told to stop."),
    "doctor": ("appservice.cli.doctor:doctor", "Look for what keeps the service from working."),
    "backup": ("appservice.cli.backup:backup", "Write a backup; the service may run meanwhile."),
    "restore": ("appservice.cli.restore:restore", "Bring a backup back; the service must not run."),
    "rebuild": (
        "appservice.cli.rebuild:rebuild",
        "Make the database anew from the rooms; no service may run.",
    ),
    "registration": (
        "appservice.cli.registration:registration",
        "Print the registration that belongs to a configuration.",
    ),
    "config": ("appservice.cli.config:config", "Look at a configuration."),
    "plan": (
        "appservice.cli.plan:plan",
        "Show what the service would change on the homeserver now.",
    ),
    "apply": ("appservice.cli.apply:apply", "Do what the service would change; it must not run."),
    "read": ("appservice.cli.read:read", "Read any porch and its crowd, from any account."),
    "demo": ("appservice.cli.demo:demo", "See congregations live on homeservers of their own."),
}
"""Where each command is and the first line of its help, so that listing them imports nothing."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Name the commands, in the order in which somebody meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import a command; None if there is none of this name."""
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if not isinstance(command, click.Command):
            message = f"{module}:{attribute} is not a command"
            raise TypeError(message)
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_line) for name, (_, help_line) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Begin with: microsol-matrix init",
)
@click.version_option(metadata.version("microsol-matrix"), prog_name="microsol-matrix")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Congregations, crews and crowds that make their own rooms on Matrix."""
    if ctx.obj is None:
        ctx.obj = Terminal(has_person=sys.stdin.isatty() and sys.stdout.isatty())
