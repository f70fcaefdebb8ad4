"""Looks for what keeps the service from working, and says what to do about it.

    findings  the shape of checks, troubles and findings
    troubles  every check and everything that can be wrong, with codes and fixes
    disk      what needs only this machine
    ear       who would hear a ping: the running service, or doctor for a moment
    matrix    what only the homeserver can tell

Owns the order of the checks. Every failure of what is looked at is a finding; nothing here raises.
"""

from pathlib import Path

from appservice.config import Config, ConfigInvalid, load_config
from appservice.doctor import troubles
from appservice.doctor.disk import look_at_disk
from appservice.doctor.ear import ServiceEar, an_ear
from appservice.doctor.findings import Check, Finding, Status, skipped
from appservice.doctor.matrix import look_at_homeserver

__all__ = ["Check", "Finding", "Status", "examine", "startup_findings"]


async def examine(path: Path) -> tuple[Finding, ...]:
    """Make every check, beside a running service or without one.

    Args:
        path: The configuration file.

    Returns:
        One finding for each of `troubles.CHECKS`, in their order.
    """
    try:
        config = load_config(path)
    except ConfigInvalid as invalid:
        bad = troubles.CONFIG_INVALID.because(str(invalid))
        return (bad, *(skipped(check, after=bad) for check in troubles.CHECKS[1:]))
    async with an_ear(config) as ear:
        return (*look_at_disk(config), *await look_at_homeserver(config, ear))


async def startup_findings(config: Config) -> tuple[Finding, ...]:
    """Make every check from inside the service, whose edge is listening already.

    A homeserver that is still starting is a finding like any other.
    """
    return (*look_at_disk(config), *await look_at_homeserver(config, ServiceEar()))
