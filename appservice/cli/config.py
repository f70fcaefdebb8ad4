"""`config check`: everything that is wrong with a configuration, without starting anything."""

from pathlib import Path

import click

from appservice.cli.loading import loaded
from appservice.cli.terminal import config_option
from appservice.config import permission_warning


@click.group()
def config() -> None:
    """Look at a configuration."""


@config.command()
@config_option
def check(config_path: Path) -> None:
    """Tell everything that is wrong with a configuration."""
    good = loaded(config_path)
    warning = permission_warning(good.source)
    if warning is not None:
        click.echo(f"Warning: {warning}", err=True)
    click.echo(f"{good.source} is complete.")
