"""The one place where everything is put together, started in order and stopped in order.

Owns the order: listen first, so that the homeserver can deliver; then the homeserver, however long
it takes to come; then catching up; then what was left undone; then the clock. Stopping goes the
other way. Refuses to know what any part does.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import structlog
from attrs import Factory, asdict, define, frozen

from appservice.catching_up import CatchingUp
from appservice.clock import SystemClock
from appservice.config import DEVICE_ID, Config
from appservice.doctor import Status, startup_findings
from appservice.exits import Exit
from appservice.homeserver import KeyPlace, NioHomeserver
from appservice.inbox import Inbox
from appservice.looking_again import LookingAgain
from appservice.names import SecretNames
from appservice.reporting import LogReports
from appservice.sealed import SealedLetters
from appservice.slow_round import SlowRound
from appservice.store import open_store, restored_position, unmark_restored
from appservice.web.edge import application
from appservice.web.listener import listening
from appservice.web.transactions import EdgeCounts
from microsol_matrix.errors import (
    HomeserverRefused,
    HomeserverUnreachable,
    StoreUnavailable,
)
from microsol_matrix.house import House
from microsol_matrix.lanes.desk import Desk
from microsol_matrix.lanes.perform import Performer
from microsol_matrix.lanes.profile_zones import ProfileZones
from microsol_matrix.lanes.registry import Lanes
from microsol_matrix.ports import AddressKind, Clock, Decryption, Store
from microsol_matrix.scales.encryption import Encryption

GRACE: Final = timedelta(seconds=5)
"""How long requests under way may take when we stop; the homeserver sends a cut-off one again."""
LONGEST_WAIT: Final = timedelta(seconds=15)
"""Between two attempts to reach a homeserver that is still starting."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


@define
class Progress:
    """What is still missing before the service does its work, for `/readyz`."""

    _missing: dict[str, str] = Factory(
        lambda: {
            "homeserver": "the homeserver has not answered yet",
            "catching_up": "what happened while we were away is being read",
        }
    )

    def missing(self) -> tuple[str, ...]:
        """Name what is missing."""
        return tuple(self._missing.values())

    def reached(self, step: str) -> None:
        """Note that a step is done."""
        self._missing.pop(step, None)

    def homeserver_answers(self, *, is_answering: bool) -> None:
        """Note whether the homeserver answers."""
        if is_answering:
            self.reached("homeserver")
        else:
            self._missing["homeserver"] = "the homeserver does not answer"


@frozen
class Ports:
    """What a service stands on: everything behind it is the world outside."""

    store: Store
    homeserver: NioHomeserver
    decryption: Decryption
    clock: Clock


async def open_ports(config: Config) -> Ports:
    """Open the real ones.

    Raises:
        MicrosolError: The database cannot be used.
    """
    store = await open_store(config.database_path)
    homeserver = NioHomeserver(
        config.homeserver.url,
        config.homeserver.server_name,
        as_token=config.appservice.as_token,
        bot=config.bot,
        device_id=DEVICE_ID,
        keys=_key_place(config, store),
    )
    return Ports(store=store, homeserver=homeserver, decryption=homeserver, clock=SystemClock())


def _key_place(config: Config, store: Store) -> KeyPlace | None:
    async def unread_rooms() -> frozenset[str]:
        encrypted = await store.find_every(AddressKind.ENCRYPTED)
        unread = Encryption.UNREAD.value
        return frozenset(room_id for room_id, entry in encrypted.items() if entry.role == unread)

    return key_place(config, unread_rooms)


def key_place(
    config: Config, unread_rooms: Callable[[], Awaitable[frozenset[str]]]
) -> KeyPlace | None:
    """Say where the keys to encrypted messages lie: beside the database, encrypted by the name secret.

    Args:
        config: All settings; without encryption there is no such place.
        unread_rooms: Says in which rooms no key is to be kept.
    """
    if not config.encryption:
        return None
    key = SecretNames(config.name_secret).derive("keys").hex()
    return KeyPlace(config.keys_path, secret=key, unread_rooms=unread_rooms)


def house_of(config: Config) -> House:
    """Say who we are on the homeserver of a configuration."""
    return House(
        bot=config.bot,
        server=config.homeserver.server_name,
        room_version=config.room_version,
        founders=config.founders.patterns,
        entropy=SecretNames(config.name_secret),
        reads_encrypted=config.encryption,
        quotas=config.quotas,
        name=config.appservice.bot_name,
        language=config.language,
        lists_porches=config.lists_porches,
    )


@define(eq=False)
class Service:
    """All parts of one running service."""

    config: Config
    store: Store
    homeserver: NioHomeserver
    clock: Clock
    progress: Progress
    inbox: Inbox
    lanes: Lanes
    desk: Desk
    catching_up: CatchingUp
    slow_round: SlowRound

    @classmethod
    def of(cls, config: Config, ports: Ports) -> "Service":
        """Put a service together; nothing starts yet."""
        store, homeserver, clock = ports.store, ports.homeserver, ports.clock
        house = house_of(config)
        progress = Progress()
        sealed = SealedLetters(house=house, decryption=ports.decryption, clock=clock)
        inbox = Inbox(house=house, store=store, clock=clock, sealed=sealed)
        lanes = Lanes(
            house=house,
            store=store,
            performer=Performer(homeserver=homeserver, house=house, clock=clock, store=store),
            clock=clock,
            reports=LogReports(),
            post=inbox.post,
            take_in=inbox.take_in,
        )
        catching_up = CatchingUp(
            homeserver=homeserver,
            store=store,
            inbox=inbox,
            clock=clock,
            interval=config.sync_interval,
            watch=progress,
            bot=config.bot,
        )
        zones = ProfileZones(homeserver=homeserver, clock=clock)
        desk = Desk(house=house, store=store, lanes=lanes, zones=zones)
        return cls(
            config=config,
            store=store,
            homeserver=homeserver,
            clock=clock,
            progress=progress,
            inbox=inbox,
            lanes=lanes,
            desk=desk,
            catching_up=catching_up,
            slow_round=SlowRound(
                homeserver=homeserver,
                store=store,
                lanes=lanes,
                house=house,
                clock=clock,
                every=config.slow_round_interval,
            ),
        )

    async def run(self) -> None:
        """Do everything after the listener is up, for ever."""
        await self._patiently("homeserver_not_ready", self._introduce)
        self.progress.reached("homeserver")
        await self._look_around()
        missed: list[bytes] = []
        since_backup = restored_position(self.config.database_path)

        async def catch_up() -> None:
            missed[:] = await self.catching_up.once(since=since_backup)

        await self._patiently("catching_up_failed", catch_up)
        self.progress.reached("catching_up")
        # Lanes first go on with what they had begun, and look what has become of it.
        await self.lanes.wake_unsettled()
        await self.inbox.hand_on_all(self.desk)
        if since_backup is not None:
            await self._look_again(missed)
        _log.info("ready", user_id=self.config.bot)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.inbox.hand_on(self.desk))
            tasks.create_task(self.lanes.watch_the_clock())
            tasks.create_task(self.catching_up.forever())
            tasks.create_task(self.catching_up.when_asked(self.inbox.sealed.is_asked_for))
            tasks.create_task(self.slow_round.forever())

    async def _look_again(self, missed: Sequence[bytes]) -> None:
        """After a backup was brought back: find in what was missed the rooms and calls that it knows nothing of."""
        again = LookingAgain(store=self.store, inbox=self.inbox, desk=self.desk, clock=self.clock)
        await again.until_nothing_is_new(missed)
        unmark_restored(self.config.database_path)

    async def _introduce(self) -> None:
        """Make the bot's account, device and name."""
        await self.homeserver.versions()
        await self.homeserver.register_bot()
        await self.homeserver.ensure_device(self.config.appservice.bot_name)
        await self.homeserver.introduce_keys()
        await self.homeserver.set_display_name(self.config.appservice.bot_name)

    async def _look_around(self) -> None:
        """Make doctor's checks and go on whatever they find: `/sync` brings everything even to the deaf."""
        for finding in await startup_findings(self.config):
            if finding.status in (Status.WARNING, Status.FAILED):
                _log.warning(
                    "check_failed", code=finding.code, cause=finding.cause, fix=finding.fix
                )

    async def _patiently(self, event: str, step: Callable[[], Awaitable[None]]) -> None:
        """Try a step until the homeserver lets it be done."""
        wait = timedelta(seconds=1)
        while True:
            try:
                await step()
            except (HomeserverUnreachable, HomeserverRefused, StoreUnavailable) as problem:
                _log.warning(
                    event, reason=str(problem), retry_after_ms=wait / timedelta(milliseconds=1)
                )
                await self.clock.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                return


@asynccontextmanager
async def _bare_errors() -> AsyncIterator[None]:
    """Let one error out as itself: a group of one says nothing that the error does not."""
    try:
        yield
    except BaseExceptionGroup as group:
        inner: BaseException = group
        while isinstance(inner, BaseExceptionGroup) and len(inner.exceptions) == 1:
            inner = inner.exceptions[0]
        raise inner from None


async def serve(
    config: Config, *, opened: Callable[[Config], Awaitable[Ports]] = open_ports
) -> int:
    """Run the service until SIGTERM or SIGINT.

    Args:
        config: All settings.
        opened: Opens what the service stands on; they are closed here.

    Returns:
        The exit code.

    Raises:
        MicrosolError: The database cannot be used.
        OSError: The address cannot be listened on.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    service = Service.of(config, await opened(config))
    counts = EdgeCounts()
    app = application(
        hs_token=config.appservice.hs_token,
        bot=config.bot,
        intake=service.inbox,
        listings=service.store,
        readiness=service.progress,
        counts=counts,
    )
    try:
        async with (
            _bare_errors(),
            listening(
                app,
                host=config.appservice.listen_host,
                port=config.appservice.listen_port,
                grace=GRACE,
            ) as port,
            asyncio.TaskGroup() as tasks,
        ):
            _log.info("listening", host=config.appservice.listen_host, port=port)
            running = tasks.create_task(service.run())
            await stopping.wait()
            _log.info("stopping")
            running.cancel()
    finally:
        await service.lanes.stop()
        await service.homeserver.close()
        await service.store.close()
    _log.info("stopped", **asdict(counts))
    return Exit.OK
