"""The stage: a homeserver and the real service beside it, in a folder that is gone afterwards.

Owns setting both up as an admin would (`init`, registration, `run`), noticing that one fell, and
taking all of it down again. Refuses to know who comes on it and what they do.
"""

import math
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar

import aiohttp
from attrs import define, field, frozen

from appservice.config import Config, load_config
from appservice.demo.almanac import Almanac
from appservice.demo.child import ChildProcess
from appservice.demo.client import MatrixRefused
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.side_by_side import as_long_as_not
from appservice.demo.synapse import Synapse, SynapseDied
from appservice.demo.waiting import NeverCame, until
from microsol_matrix.ids import UserId

T = TypeVar("T")

Step: TypeAlias = Callable[[str], None]
"""Is told what is being done now, in a few words."""

_START_S: Final = 60.0  # 2 s on an idle machine
_LAST_LINES: Final = 12


@frozen
class LastWords:
    """The end of what one process wrote."""

    of: str
    lines: tuple[str, ...]


class StageFell(Exception):
    """Something on which the demo stands did not hold.

    Attributes:
        last_words: Of each process that had begun to write.
    """

    def __init__(self, why: str, *, last_words: tuple[LastWords, ...]) -> None:
        """Keep what was written before it is cleared away."""
        super().__init__(why)
        self.last_words = last_words


class _Ended(Exception):
    """A process of ours ended by itself."""


_TROUBLES: Final = (
    *(NeverCame, MatrixRefused, SynapseDied, _Ended),
    *(aiohttp.ClientError, OSError),
)
"""How a stage falls. Anything else is a bug of the demo and shows its traceback."""


@define(kw_only=True)
class Stage:
    """A running homeserver with the service that it knows.

    Attributes:
        directory: Holds everything that either writes.
        config: The service's, as `init` wrote it.
        almanac: By which the service goes, so that weeks can pass in a moment.
    """

    directory: Path
    synapse: Synapse
    config: Config
    almanac: Almanac
    _service: ChildProcess = field(repr=False)

    @classmethod
    @asynccontextmanager
    async def set_up(cls, step: Step) -> AsyncIterator[Self]:
        """Start everything, and end and delete everything afterwards, whatever happened meanwhile.

        Raises:
            StageFell: It did not come up, or what was done on it met one of `_TROUBLES`.
        """
        with tempfile.TemporaryDirectory(prefix="microsol-demo-") as name:
            directory = Path(name)
            _folder(directory).mkdir()
            try:
                async with _both(directory, step) as (synapse, service):
                    config = load_config(_folder(directory) / "config.yaml")
                    yield cls(
                        directory=directory,
                        synapse=synapse,
                        config=config,
                        almanac=_almanac(directory),
                        service=service,
                    )
            except _TROUBLES as trouble:
                raise StageFell(str(trouble), last_words=_last_words(directory)) from trouble

    @property
    def bot(self) -> UserId:
        """The service's own account."""
        return self.config.bot

    async def carry(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something as long as homeserver and service live.

        Raises:
            _Ended: One of them ended by itself; the work was cancelled.
        """

        async def fallen() -> str | None:
            if not self.synapse.is_running:
                return "the homeserver ended by itself"
            if not self._service.is_running:
                return f"the service ended by itself with {self._service.exit_code}"
            return None

        async def watch() -> None:
            raise _Ended(await until(fallen, hint="the end", timeout_s=math.inf))

        return await as_long_as_not(watch(), work)


@asynccontextmanager
async def _both(directory: Path, step: Step) -> AsyncIterator[tuple[Synapse, ChildProcess]]:
    synapse = Synapse(directory=directory / "homeserver")
    step("`microsol-matrix init` writes a configuration and a registration")
    await _initialise(_folder(directory), synapse)
    step("Synapse starts, and reads the registration")
    async with synapse:
        step("`microsol-matrix run` starts")
        service = ChildProcess.run_module(
            *("appservice.cli.ahead", str(_almanac(directory).path)),
            *("run", "--config", "config.yaml"),
            directory=_folder(directory),
        )
        try:
            await _ready(service, load_config(_folder(directory) / "config.yaml"))
            yield synapse, service
        finally:
            await service.stop()


def _folder(directory: Path) -> Path:
    return directory / "microsol"


def _almanac(directory: Path) -> Almanac:
    return Almanac(directory / "almanac")


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
        raise _Ended(message)
    synapse.registrations.append(folder / "registration.yaml")


async def _ready(service: ChildProcess, config: Config) -> None:
    async def is_ready() -> bool:
        if not service.is_running:
            message = f"the service ended with {service.exit_code} while it was starting"
            raise _Ended(message)
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{config.appservice.url}/readyz") as response,
            ):
                return response.status == HTTPStatus.OK
        except aiohttp.ClientConnectionError:
            return False

    await until(is_ready, hint="the service to be ready", timeout_s=_START_S)


def _last_words(directory: Path) -> tuple[LastWords, ...]:
    logs = {
        "the service": directory / "microsol" / "output.txt",
        "the homeserver": directory / "homeserver" / "synapse.log",
        "the homeserver, before it could log": directory / "homeserver" / "output.txt",
    }
    return tuple(
        LastWords(of, tuple(lines[-_LAST_LINES:]))
        for of, log in logs.items()
        if log.exists() and (lines := log.read_text("utf-8", "replace").splitlines())
    )
