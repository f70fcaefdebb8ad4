"""The keys of the bot's own device: where they lie, and the machine that works with them.

Owns the folder, the device's name (it is the name of the file), and what happens when keys are
missing, unreadable or not ours any more: a device of a new name. A device that lost its keys cannot
be given new ones, for others hold on to the old. Refuses to know the homeserver.
"""

import secrets
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import nio.crypto  # type: ignore[import-untyped]  # it has annotations and no py.typed
import nio.exceptions  # type: ignore[import-untyped]
import nio.store  # type: ignore[import-untyped]
import peewee  # type: ignore[import-untyped]
import structlog
import vodozemac

from microsol_matrix.errors import StoreUnavailable
from microsol_matrix.ids import UserId

DEVICE_PREFIX: Final = "MICROSOLKEYS"
"""Begins the name of every device that held keys, so that those left behind are known."""

_SUFFIX: Final = ".sqlite3"

FOREIGN: Final[tuple[type[Exception], ...]] = (
    RecursionError,
    nio.exceptions.EncryptionError,
    nio.exceptions.VerificationError,
    *(
        thing
        for thing in vars(vodozemac).values()
        if isinstance(thing, type) and issubclass(thing, Exception)
    ),
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)
"""What nio and vodozemac raise about bytes that somebody else made; none of it may stop us."""

_log: structlog.typing.FilteringBoundLogger = structlog.get_logger()


class Machine(nio.crypto.Olm):  # type: ignore[misc]  # nio has no py.typed
    """nio's Olm machine, that can throw keys away as they come.

    Attributes:
        unwanted: Rooms whose keys are not to be kept.
    """

    unwanted: Container[str] = frozenset()

    @contextmanager
    def throwing_away(self, rooms: Container[str]) -> Iterator[None]:
        """Keep no key to some rooms that comes meanwhile."""
        self.unwanted = rooms
        try:
            yield
        finally:
            self.unwanted = frozenset()

    def create_group_session(  # noqa: PLR0917 - as nio calls it
        self,
        sender_key: str,
        sender_fp_key: str,
        room_id: str,
        session_id: str,
        session_key: str,
    ) -> None:
        """Take a room's key in, unless it is not to be kept."""
        if room_id in self.unwanted:
            _log.info("key_thrown_away", room_id=room_id)
            return
        super().create_group_session(sender_key, sender_fp_key, room_id, session_id, session_key)


class Keyring:
    """The keys of one device at a time.

    Attributes:
        machine: What works with them; what changes it is done within `writing`.
    """

    def __init__(self, directory: Path, *, bot: UserId, pickle_key: str) -> None:
        """Open what is there, or begin with new keys.

        Args:
            directory: Made if there is none; only its owner may look into it.
            bot: Whose device it is.
            pickle_key: The keys in the file are encrypted with it.

        Raises:
            StoreUnavailable: The disk does not let us.
        """
        self._directory = directory
        self._bot = bot
        self._pickle_key = pickle_key
        with _in_our_words():
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path = self._present() or self._new_path()
            try:
                self.machine = self._opened()
            except peewee.OperationalError:
                raise  # the disk's trouble, not the keys'
            except (peewee.DatabaseError, *FOREIGN) as problem:
                # With another name_secret, or after a disk's failure. Kept: the secret may be found.
                _log.warning("keys_unreadable", reason=type(problem).__name__)
                self._path.rename(self._path.with_suffix(".unreadable"))
                self._path = self._new_path()
                self.machine = self._opened()

    @property
    def device_id(self) -> str:
        """The device that these keys belong to."""
        return self._path.stem

    @contextmanager
    def writing(self) -> Iterator[Machine]:
        """Change the machine; all of it becomes durable at the end, or none.

        Raises:
            StoreUnavailable: Nothing was changed.
        """
        try:
            with _in_our_words(), self.machine.store.database.atomic():
                yield self.machine
        except StoreUnavailable:
            self.machine.store.database.close()
            self.machine = self._opened()  # what is in memory is ahead of the disk
            raise

    def renew(self) -> None:
        """Let go of these keys and begin with new ones, on a device of a new name."""
        self.close()
        with _in_our_words():
            for leftover in self._directory.glob(f"{self._path.name}*"):
                leftover.unlink()
            self._path = self._new_path()
            self.machine = self._opened()

    def close(self) -> None:
        """Let go of the file; calling again does nothing."""
        self.machine.store.database.close()

    def _present(self) -> Path | None:
        found = sorted(self._directory.glob(f"{DEVICE_PREFIX}*{_SUFFIX}"))
        return found[0] if found else None

    def _new_path(self) -> Path:
        return self._directory / f"{DEVICE_PREFIX}{secrets.token_hex(4).upper()}{_SUFFIX}"

    def _opened(self) -> Machine:
        self._path.touch(mode=0o600)
        store = nio.store.SqliteStore(
            self._bot,
            self.device_id,
            str(self._directory),
            pickle_key=self._pickle_key,
            database_name=self._path.name,
        )
        store.database.pragma("journal_mode", "wal", permanent=True)
        store.database.pragma("synchronous", "full", permanent=True)
        return Machine(self._bot, self.device_id, store)


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except (peewee.OperationalError, peewee.InternalError, OSError) as problem:
        message = f"The folder with the keys cannot be used: {problem}"
        raise StoreUnavailable(message) from problem
