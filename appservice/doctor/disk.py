"""What can be known without asking anybody: files, database, disk.

Owns these checks. Refuses to change anything, and to know the network.
"""

import stat
from pathlib import Path
from typing import Final

from appservice.config import Config, permission_warning
from appservice.doctor import troubles
from appservice.doctor.findings import Finding, well
from appservice.registration import Registration, RegistrationInvalid, registration_of
from appservice.store import SchemaFit, StoreProbe, probe

_MEBIBYTE: Final = 1024 * 1024

LOW_BYTES: Final = 512 * _MEBIBYTE
"""Weeks of growth for a large community, and room for the copy that a migration may need."""

LEAST_BYTES: Final = 16 * _MEBIBYTE
"""Less than this and SQLite's write-ahead log may not fit."""


def look_at_disk(config: Config) -> tuple[Finding, ...]:
    """Make the checks that need only this machine."""
    probed = probe(config.database_path)
    return (
        _look_at_config(config),
        _look_at_registration(config),
        _look_at_database(probed),
        _look_at_space(probed),
    )


def _look_at_config(config: Config) -> Finding:
    warning = permission_warning(config.source)
    if warning is not None:
        return troubles.CONFIG_READABLE.because(warning)
    return well(troubles.CONFIG, str(config.source))


def _look_at_registration(config: Config) -> Finding:
    path = config.source.parent / "registration.yaml"
    wanted = registration_of(config)
    try:
        found = Registration.from_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return well(troubles.REGISTRATION, "no registration.yaml beside it to compare")
    except (RegistrationInvalid, OSError, UnicodeDecodeError) as error:
        return troubles.REGISTRATION_UNREADABLE.because(f"{path}: {error}")
    different = [name for name in _COMPARED if getattr(found, name) != getattr(wanted, name)]
    if different:
        return troubles.REGISTRATION_DIFFERS.because(
            f"{path} is not of this configuration: another {', '.join(different)}."
        )
    if _is_for_all(path):
        return troubles.REGISTRATION_READABLE.because(f"Everybody on this machine can read {path}.")
    return well(troubles.REGISTRATION, str(path))


_COMPARED: Final = ("id", "url", "server_name", "bot_localpart", "as_token", "hs_token")


def _is_for_all(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO)


def _look_at_database(probed: StoreProbe) -> Finding:
    if not probed.is_writable:
        return troubles.DATABASE_READONLY.because(f"{probed.path} or its folder cannot be written.")
    match probed.fit:
        case SchemaFit.UNREADABLE:
            return troubles.DATABASE_UNREADABLE.because(f"{probed.path}: {probed.trouble}")
        case SchemaFit.NEWER:
            return troubles.DATABASE_NEWER.because(
                f"{probed.path} was written by a newer version (schema {probed.schema}, "
                f"this one knows {probed.newest_known})."
            )
        case SchemaFit.NONE:
            return well(troubles.DATABASE, f"{probed.path} will be made at the first start")
        case SchemaFit.OLDER:
            return well(troubles.DATABASE, f"{probed.path} will be brought up to date at the start")
        case SchemaFit.CURRENT:
            return well(troubles.DATABASE, str(probed.path))


def _look_at_space(probed: StoreProbe) -> Finding:
    seen = f"{probed.free_bytes // _MEBIBYTE} MiB free for {probed.path}"
    if probed.free_bytes < LEAST_BYTES:
        return troubles.SPACE_NONE.because(seen)
    if probed.free_bytes < LOW_BYTES:
        return troubles.SPACE_LOW.because(seen)
    return well(troubles.SPACE, seen)
