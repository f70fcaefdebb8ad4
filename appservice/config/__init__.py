"""The configuration file as one frozen value, or everything that is wrong with it at once.

    values   `Config`, and what no configuration changes
    reading  from text to single values, with every problem on the way
    loading  from a file to `Config`: what must fit together, what follows from others

Which settings there are is in `appservice.settings`; how a new file is written in `cli.config_text`.
"""

from appservice.config.loading import load_config, parse_config, permission_warning
from appservice.config.reading import ConfigInvalid, ConfigProblem
from appservice.config.values import (
    DEVICE_ID,
    SENDER_LOCALPART,
    AppserviceConfig,
    Config,
    HomeserverConfig,
    LogConfig,
)

__all__ = [
    "DEVICE_ID",
    "SENDER_LOCALPART",
    "AppserviceConfig",
    "Config",
    "ConfigInvalid",
    "ConfigProblem",
    "HomeserverConfig",
    "LogConfig",
    "load_config",
    "parse_config",
    "permission_warning",
]
