"""What one Synapse on loopback has in its configuration, and why.

Owns the settings. Refuses to know processes, ports and files beyond their names.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from appservice.demo.loopback import LOOPBACK

_NO_LIMIT: Final = {"per_second": 10_000, "burst_count": 10_000}

RELAXED_RATE_LIMITS: Final[Mapping[str, Any]] = {
    "rc_message": _NO_LIMIT,
    "rc_registration": _NO_LIMIT,
    "rc_login": {"address": _NO_LIMIT, "account": _NO_LIMIT, "failed_attempts": _NO_LIMIT},
    "rc_joins": {"local": _NO_LIMIT, "remote": _NO_LIMIT},
    "rc_joins_per_room": _NO_LIMIT,
    "rc_invites": {"per_room": _NO_LIMIT, "per_user": _NO_LIMIT, "per_issuer": _NO_LIMIT},
    "rc_room_creation": _NO_LIMIT,
    "rc_federation": {"sleep_limit": 10_000, "reject_limit": 10_000, "concurrent": 100},
    "federation_rr_transactions_per_room_per_second": 10_000,
}
"""Limits that nobody reaches; the stock ones stop a script after ten rooms or ten messages."""


@frozen
class Layout:
    """Where one Synapse keeps its things: every path under its own directory."""

    directory: Path

    @property
    def config(self) -> Path:
        """The configuration file."""
        return self.directory / "homeserver.yaml"

    @property
    def log_config(self) -> Path:
        """Says what is logged, and where."""
        return self.directory / "log.yaml"

    @property
    def signing_key(self) -> Path:
        """With which the server signs its events; its identity."""
        return self.directory / "signing.key"

    @property
    def tls_key(self) -> Path:
        """Of the federation listener."""
        return self.directory / "tls.key"

    @property
    def tls_certificate(self) -> Path:
        """Of the federation listener, with its chain."""
        return self.directory / "tls.crt"

    @property
    def authority(self) -> Path:
        """The certificate of the authority that all federating servers trust."""
        return self.directory / "authority.pem"


def homeserver_settings(
    layout: Layout,
    *,
    server_name: str,
    client_port: int,
    federation_port: int,
    registration_secret: str,
    registrations: Iterable[Path],
) -> dict[str, Any]:
    """Give the least that lets a Synapse serve clients and federate on loopback.

    Args:
        layout: Where its files are.
        server_name: `localhost:<federation port>`; a name with a port is never looked up through
            .well-known, so nothing leaves this machine.
        client_port: Plain HTTP.
        federation_port: TLS.
        registration_secret: Lets whoever knows it make accounts.
        registrations: Of application services.
    """
    return {
        "server_name": server_name,
        "public_baseurl": f"http://{LOOPBACK}:{client_port}/",
        "listeners": [
            _listener(client_port, resource="client", is_tls=False),
            _listener(federation_port, resource="federation", is_tls=True),
        ],
        "database": {"name": "sqlite3", "args": {"database": str(layout.directory / "synapse.db")}},
        "log_config": str(layout.log_config),
        "media_store_path": str(layout.directory / "media"),
        "pid_file": str(layout.directory / "synapse.pid"),
        "signing_key_path": str(layout.signing_key),
        "tls_private_key_path": str(layout.tls_key),
        "tls_certificate_path": str(layout.tls_certificate),
        "registration_shared_secret": registration_secret,
        "macaroon_secret_key": registration_secret,
        "form_secret": registration_secret,
        "bcrypt_rounds": 4,  # the least; passwords of worlds that live for a minute
        "app_service_config_files": [str(path) for path in registrations],
        "report_stats": False,
        "presence": {"enabled": False},
        # A cached answer would hide from a member what has just happened.
        "caches": {"sync_response_cache_duration": "0s"},
        # Federation on loopback: forbidden by default, signed by an authority of our own, and with
        # nobody to vouch for keys (asking matrix.org would only cost time).
        "federation_ip_range_blacklist": [],
        "federation_custom_ca_list": [str(layout.authority)],
        "trusted_key_servers": [],
        # A server that was away is tried again in seconds instead of minutes.
        "federation": {
            "client_timeout": "10s",
            "max_short_retries": 2,
            "max_short_retry_delay": "1s",
            "destination_min_retry_interval": "1s",
            "destination_max_retry_interval": "5s",
        },
    }


def log_settings(log: Path) -> dict[str, Any]:
    """Have Synapse write all that happens into one file."""
    line = "%(asctime)s %(levelname)s %(name)s %(request)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": line}},
        "handlers": {
            "file": {
                "class": "logging.FileHandler",
                "filename": str(log),
                "formatter": "line",
            }
        },
        "root": {"level": "INFO", "handlers": ["file"]},
    }


def _listener(port: int, *, resource: str, is_tls: bool) -> dict[str, Any]:
    return {
        "type": "http",
        "bind_addresses": [LOOPBACK],
        "port": port,
        "tls": is_tls,
        "resources": [{"names": [resource], "compress": False}],
    }
