"""The service as an admin runs it: its own process, its own files, beside a homeserver that knows it.

Owns configuration, start, stop, kill and what it logs. Refuses to know what members do with it.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, Self

import aiohttp
from attrs import define

from appservice.cli.config_text import config_text
from appservice.config import Config, parse_config
from appservice.demo.almanac import Almanac
from appservice.demo.child import ChildProcess
from appservice.demo.loopback import LOOPBACK, reserve_loopback_port
from appservice.demo.synapse import Synapse
from appservice.demo.waiting import until
from appservice.registration import new_secret, registration_of
from microsol_matrix.ids import UserId

PLENTY = {
    f"quotas.{one}": 1000 for one in ("calls_a_day", "open_calls", "foundings", "invitations_a_day")
}
"""A village that many tests share does in a minute what people do in a year."""
_START_S = 60.0  # 2 s on an idle machine


class ServiceDied(Exception):
    """The service ended by itself; the text holds the last lines that it logged."""

    def __init__(self, child: ChildProcess) -> None:
        super().__init__(f"the service ended with {child.exit_code}:\n{child.last_lines()}")


@define(kw_only=True)
class RunningService:
    """One service and the homeserver that it belongs to; both keep what they hold between runs.

    Attributes:
        homeserver: Knows the service from its next start on; started and stopped by whoever made it.
        directory: The service's own, with configuration, registration, database and log.
        config: As it stands in `directory`.
        module: What is run; a test of crashes may run one that wraps the service.
        arguments: Come before those of `run`.
        begin: Makes its processes.
    """

    homeserver: Synapse
    directory: Path
    config: Config
    module: str = "appservice"
    arguments: tuple[str, ...] = ()
    begin: Callable[..., ChildProcess] = ChildProcess.run_module
    _child: ChildProcess | None = None

    @classmethod
    def beside(
        cls,
        homeserver: Synapse,
        *,
        directory: Path,
        settings: Mapping[str, str | int] | None = None,
    ) -> Self:
        """Write the files that `init` would, and tell the homeserver.

        Args:
            homeserver: Not running yet.
            directory: Made if it does not exist.
            settings: Further settings by their path, such as `rooms.version`.
        """
        config = _installed(homeserver, directory, settings or {})
        return cls(homeserver=homeserver, directory=directory, config=config)

    @property
    def bot(self) -> UserId:
        return self.config.bot

    @property
    def url(self) -> str:
        """Where it listens."""
        return self.config.appservice.url

    @property
    def child(self) -> ChildProcess:
        """Its last process."""
        assert self._child is not None, "it was never started"
        return self._child

    @property
    def has_run(self) -> bool:
        return self._child is not None

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.is_running

    def by_almanac(self) -> Almanac:
        """Let its time pass as an almanac says, from its next start on; give the almanac."""
        almanac = Almanac(self.directory / "almanac")
        self.module, self.arguments = "appservice.cli.ahead", (str(almanac.path),)
        return almanac

    # ------------------------------------------------------------------------------------ its life

    async def start(self) -> None:
        """Start it and wait until it is ready, with the homeserver running."""
        self.launch()
        await self.ready()

    def launch(self) -> None:
        """Start it and wait for nothing. Does nothing if it runs."""
        if not self.is_running:
            source = str(self.config.source)
            self._child = self.begin(
                *(self.module, *self.arguments, "run", "--config", source),
                directory=self.directory,
            )

    async def ready(self) -> None:
        """Wait until `/readyz` says so.

        Raises:
            ServiceDied: It ended instead.
            NeverCame: With what it says is missing, and its last lines.
        """
        missing: object = None

        async def is_ready() -> bool:
            nonlocal missing
            if not self.is_running:
                raise ServiceDied(self.child)
            status, missing = await self.health("readyz")
            return status == HTTPStatus.OK

        def hint() -> str:
            return f"the service to be ready; {missing}:\n{self.child.last_lines()}"

        await until(is_ready, hint=hint, timeout_s=_START_S)

    async def health(self, page: str) -> tuple[int | None, object]:
        """Ask `healthz` or `readyz`; the status is None while nobody listens."""
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.get(f"{self.url}/{page}") as response,
            ):
                return response.status, await response.json()
        except aiohttp.ClientConnectionError:
            return None, "nobody listens"

    async def stop(self) -> int | None:
        """End it in order (SIGTERM), and give its exit code."""
        await self.child.stop()
        return self.child.exit_code

    async def kill(self) -> None:
        """End it in the middle of whatever it does (SIGKILL)."""
        await self.child.kill()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def __aenter__(self) -> Self:
        try:
            await self.homeserver.start()
            await self.start()
        except BaseException:  # also when we are told to give up: nothing half started stays behind
            await self.end()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.end()

    async def end(self) -> None:
        """End it and its homeserver, whether they run or not."""
        if self._child is not None:
            await self._child.stop()
        await self.homeserver.stop()

    # ------------------------------------------------------------------------------- what it says

    @property
    def log(self) -> str:
        """All that it wrote, in all its runs."""
        return self.child.output.read_text(encoding="utf-8")

    def lines(self, event: str | None = None) -> tuple[Mapping[str, Any], ...]:
        """Give the log entries of one event, or all; what is not JSON (a traceback) is left out."""
        entries: list[Mapping[str, Any]] = []
        for line in self.log.splitlines():
            with suppress(json.JSONDecodeError):
                entries.append(json.loads(line))
        return tuple(entry for entry in entries if event in {None, entry["event"]})

    async def wait_for_line(self, event: str, *, count: int = 1) -> Mapping[str, Any]:
        """Wait until an event was logged so many times, and give its last entry."""

        async def logged() -> Mapping[str, Any] | None:
            entries = self.lines(event)
            return entries[-1] if len(entries) >= count else None

        return await until(logged, hint=lambda: f"{event}; it logged:\n{self.child.last_lines()}")


def _installed(homeserver: Synapse, directory: Path, settings: Mapping[str, str | int]) -> Config:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = directory / "config.yaml"
    text = config_text(
        {
            "homeserver.url": homeserver.url,
            "homeserver.server_name": homeserver.server_name,
            "appservice.url": f"http://{LOOPBACK}:{reserve_loopback_port()}",
            "appservice.as_token": new_secret(),
            "appservice.hs_token": new_secret(),
            "name_secret": new_secret(),
            **PLENTY,
            **settings,
        }
    )
    config = parse_config(text, source=source)
    registration = directory / "registration.yaml"
    for path, content in ((source, text), (registration, registration_of(config).to_yaml())):
        path.touch(mode=0o600)
        path.write_text(content, encoding="utf-8")
    homeserver.registrations.append(registration)
    return config
