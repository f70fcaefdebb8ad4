"""`registration`: what the homeserver is to be given, printed again."""

from pathlib import Path

import click

from appservice import registration as service
from appservice.cli.loading import loaded
from appservice.cli.terminal import config_option


@click.command()
@config_option
def registration(config_path: Path) -> None:
    """Print the registration that belongs to a configuration.

    It holds both tokens: redirect it into a file that only the homeserver can read.
    """
    click.echo(service.registration_of(loaded(config_path)).to_yaml(), nl=False)
