"""One homeserver and the real service beside it, set up as an admin would.

Owns `init`, the registration, `run`, and noticing that one of them fell. Refuses to know whose homeserver it
is, and who else stands on the stage.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Final, Self

import aiohttp
import trustme
from attrs import define, field

from appservice.config import Config, load_config
from appservice.demo.almanac import Almanac
from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from microsol_matrix.ids import UserId

_START_S: Final = 60.0  # 2 s on an idle machine


class Ended(Exception):
    """A process of ours ended by itself."""


@define(kw_only=True)
class Home:
    """A running homeserver with the service that it knows.

    Attributes:
        config: The service's, as `init` wrote it.
    """

    synapse: Synapse
    config: Config
    _service: ChildProcess = field(repr=False)

    @classmethod
    @asynccontextmanager
    async def standing(
        cls, directory: Path, *, authority: trustme.CA, almanac: Almanac
    ) -> AsyncIterator[Self]:
        """Start both, and end both afterwards.

        Args:
            directory: Holds everything that either writes; made.
            authority: Homeservers with the same one federate.
            almanac: By which the service goes.
        """
        folder = directory / "microsol"
        folder.mkdir(parents=True)
        synapse = Synapse(directory=directory / "homeserver", authority=authority)
        await _initialise(folder, synapse)
        config = load_config(folder / "config.yaml")
        async with synapse:
            service = ChildProcess.run_module(
                *("appservice.cli.ahead", str(almanac.path)),
                *("run", "--config", "config.yaml"),
                directory=folder,
            )
            try:
                await _ready(service, config)
                yield cls(synapse=synapse, config=config, service=service)
            finally:
                await service.stop()

    @property
    def bot(self) -> UserId:
        """The service's own account."""
        return self.config.bot

    @property
    def fallen(self) -> str | None:
        """What ended by itself; None while both live."""
        if not self.synapse.is_running:
            return "the homeserver ended by itself"
        if not self._service.is_running:
            return f"the service ended by itself with {self._service.exit_code}"
        return None


async def _initialise(folder: Path, synapse: Synapse) -> None:
    init = ChildProcess.run_module(
        *("appservice", "init", "--yes", "--dir", "."),
        *("--server-name", synapse.server_name),
        *("--homeserver", synapse.url),
        *("--url", f"http://{LOOPBACK}:{reserve_loopback_port()}"),
        directory=folder,
    )

    async def is_done() -> bool:
        return not init.is_running

    try:
        await until(is_done, hint="`microsol-matrix init` to end", timeout_s=_START_S)
    finally:
        await init.stop()
    if init.exit_code:
        message = f"`microsol-matrix init` ended with {init.exit_code}"
        raise Ended(message)
    synapse.registrations.append(folder / "registration.yaml")


async def _ready(service: ChildProcess, config: Config) -> None:
    async def is_ready() -> bool:
        if not service.is_running:
            message = f"the service ended with {service.exit_code} while it was starting"
            raise Ended(message)
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{config.appservice.url}/readyz") as response,
            ):
                return response.status == HTTPStatus.OK
        except aiohttp.ClientConnectionError:
            return False

    await until(is_ready, hint="the service to be ready", timeout_s=_START_S)
