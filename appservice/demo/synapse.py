"""One real Synapse on loopback, to be started, stopped, killed and started again.

Owns its directory, its ports, its process and the making of accounts. Refuses to know which
application services it is told about, and what its members do.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

import aiohttp
import trustme
import yaml
from attrs import Factory, define, field

from appservice.demo.child import ChildProcess
from appservice.demo.client import ClientApi
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.member import Member
from appservice.demo.synapse_settings import (
    RELAXED_RATE_LIMITS,
    Layout,
    homeserver_settings,
    log_settings,
)
from appservice.demo.waiting import until
from microsol_matrix.ids import ServerName, UserId

_ADMIN_V1 = "/_synapse/admin/v1"

RateLimits: TypeAlias = Literal["relaxed", "stock"]

_START_S = 90.0  # 3 s on an idle machine; a busy one with two starting at once needs far more


class SynapseDied(Exception):
    """Synapse ended by itself while it was starting; the text holds the last lines it printed."""

    def __init__(self, child: ChildProcess) -> None:
        """Keep what it said."""
        super().__init__(f"Synapse ended with {child.exit_code}:\n{child.last_lines()}")


@define(kw_only=True)
class Synapse:
    """A homeserver with SQLite, running with this interpreter.

    What it holds survives `stop`, `kill` and the next `start`: database, keys, name and ports stay.
    When this process ends, however it ends, so does the homeserver.

    Attributes:
        directory: Its own; made if it does not exist.
        authority: Signs its certificate; servers with the same authority can federate.
        registrations: Files of application services, read at each start.
        rate_limits: `relaxed` for scripted members, `stock` for what a public server does.
        settings: Further settings of `homeserver.yaml`, stronger than ours, read at each start.
    """

    directory: Path
    authority: trustme.CA = Factory(trustme.CA)
    registrations: list[Path] = Factory(list)
    rate_limits: RateLimits = "relaxed"
    settings: Mapping[str, Any] = Factory(dict)
    client_port: int = Factory(reserve_loopback_port)
    federation_port: int = Factory(reserve_loopback_port)
    _registration_secret: str = field(factory=lambda: secrets.token_hex(16), repr=False)
    _child: ChildProcess | None = None

    @property
    def server_name(self) -> ServerName:
        """What stands in its users' ids."""
        return ServerName(f"localhost:{self.federation_port}")

    @property
    def url(self) -> str:
        """Where clients and application services connect."""
        return f"http://{LOOPBACK}:{self.client_port}"

    @property
    def log(self) -> Path:
        """What it logs."""
        return self.directory / "synapse.log"

    @property
    def is_running(self) -> bool:
        """Whether its process lives."""
        return self._child is not None and self._child.is_running

    @property
    def pid(self) -> int | None:
        """The id of its last process; None before the first start."""
        return None if self._child is None else self._child.pid

    # ---------------------------------------------------------------------------------- its life

    async def start(self) -> None:
        """Start it and wait until it answers clients. Does nothing if it runs.

        Raises:
            SynapseDied: It ended by itself, say because of its configuration.
            NeverCame: It lives but does not answer.
        """
        if self.is_running:
            return
        self._write_files()
        child = self._child = ChildProcess.run_module(
            "synapse.app.homeserver",
            "--config-path",
            str(Layout(self.directory).config),
            directory=self.directory,
        )

        async def answers() -> bool:
            if not child.is_running:
                raise SynapseDied(child)
            try:
                await ClientApi(self.url).call("GET", "versions", root="/_matrix/client")
            except aiohttp.ClientConnectionError:
                return False
            return True

        try:
            await until(answers, hint=f"{self.server_name} to answer", timeout_s=_START_S)
        except BaseException:  # also when we are told to give up: half a homeserver helps nobody
            await child.stop()
            raise

    async def stop(self) -> None:
        """Let it end in order, as a service manager does. Does nothing if it does not run."""
        if self._child is not None:
            await self._child.stop()

    async def kill(self) -> None:
        """End it in the middle of whatever it does (SIGKILL)."""
        if self._child is not None:
            await self._child.kill()

    async def restart(self) -> None:
        """Stop it and start it again."""
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # -------------------------------------------------------------------------------- its people

    async def register(
        self,
        localpart: str,
        *,
        password: str | None = None,
        displayname: str | None = None,
        is_admin: bool = False,
    ) -> Member:
        """Make an account and log it in.

        Args:
            localpart: Free, and in no application service's namespace.
            password: None makes one up; the member knows it.
            displayname: None leaves it to the homeserver, which takes the localpart.
            is_admin: Whether it administers the homeserver.
        """
        api = ClientApi(self.url)
        chosen = password or secrets.token_urlsafe(12)
        nonce = (await api.call("GET", "register", root=_ADMIN_V1))["nonce"]
        signed = f"{nonce}\0{localpart}\0{chosen}\0{'admin' if is_admin else 'notadmin'}".encode()
        account = {
            "nonce": nonce,
            "username": localpart,
            "password": chosen,
            "admin": is_admin,
            "displayname": displayname,
            # SHA-1 is what Synapse's shared-secret registration asks for.
            "mac": hmac.new(self._registration_secret.encode(), signed, hashlib.sha1).hexdigest(),
        }
        made = await api.call("POST", "register", body=account, root=_ADMIN_V1)
        return Member(
            user_id=UserId(made["user_id"]),
            device_id=made["device_id"],
            homeserver_url=self.url,
            access_token=made["access_token"],
            password=chosen,
        )

    async def newcomer(self, name: str) -> Member:
        """Make an account that is called `name`, under a localpart that nobody has had here."""
        localpart = f"{name.lower()}-{secrets.token_hex(4)}"
        return await self.register(localpart, displayname=name)

    # --------------------------------------------------------------------------------- its files

    def _write_files(self) -> None:
        layout = Layout(self.directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        if not layout.signing_key.exists():
            self._write_keys(layout)
        settings = homeserver_settings(
            layout,
            server_name=self.server_name,
            client_port=self.client_port,
            federation_port=self.federation_port,
            registration_secret=self._registration_secret,
            registrations=self.registrations,
        )
        if self.rate_limits == "relaxed":
            settings |= RELAXED_RATE_LIMITS
        settings |= self.settings
        layout.config.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
        layout.log_config.write_text(yaml.safe_dump(log_settings(self.log)), encoding="utf-8")

    def _write_keys(self, layout: Layout) -> None:
        certificate = self.authority.issue_cert("localhost")
        certificate.private_key_pem.write_to_path(str(layout.tls_key))
        chain = b"".join(part.bytes() for part in certificate.cert_chain_pems)
        layout.tls_certificate.write_bytes(chain)
        self.authority.cert_pem.write_to_path(str(layout.authority))
        # The format of signedjson: algorithm, version, and 32 random bytes in unpadded base64.
        seed = base64.b64encode(secrets.token_bytes(32)).decode().rstrip("=")
        layout.signing_key.write_text(f"ed25519 a_1 {seed}\n", encoding="utf-8")
