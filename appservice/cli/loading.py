"""A configuration for a command, or the command's end.

Owns how a broken configuration ends a command. Refuses to know what is wrong with it.
"""

from pathlib import Path

from appservice.cli.terminal import BrokenConfig
from appservice.config import Config, ConfigInvalid, load_config


def loaded(path: Path) -> Config:
    """Load a configuration.

    Raises:
        BrokenConfig: With everything that is wrong with it.
    """
    try:
        return load_config(path)
    except ConfigInvalid as invalid:
        raise BrokenConfig(str(invalid)) from invalid
