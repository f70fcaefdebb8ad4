"""The stage: two homeservers that federate, each with the real service beside it, in a folder that is gone afterwards.

Owns setting them up side by side, noticing that something fell, and taking all of it down again. Refuses to
know who comes on it and what they do.
"""

import math
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final, Self, TypeAlias, TypeVar

import aiohttp
import trustme
from attrs import define, frozen

from appservice.demo.almanac import Almanac
from appservice.demo.client import MatrixRefused
from appservice.demo.home import Ended, Home
from appservice.demo.synapse import SynapseDied
from appservice.demo.waiting import NeverCame, until
from appservice.side_by_side import all_of, as_long_as_not

T = TypeVar("T")

Step: TypeAlias = Callable[[str], None]
"""Is told what is being done now, in a few words."""

_LAST_LINES: Final = 12
_FOLDERS: Final = ("here", "elsewhere")


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


_TROUBLES: Final = (
    *(NeverCame, MatrixRefused, SynapseDied, Ended),
    *(aiohttp.ClientError, OSError),
)
"""How a stage falls. Anything else is a bug of the demo and shows its traceback."""


@define(kw_only=True)
class Stage:
    """Two running homeservers, each with its service.

    Attributes:
        directory: Holds everything that any of them writes.
        here: Harbourlight's.
        elsewhere: That of the neighbours.
        almanac: By which both services go, so that weeks can pass in a moment.
    """

    directory: Path
    here: Home
    elsewhere: Home
    almanac: Almanac

    @classmethod
    @asynccontextmanager
    async def set_up(cls, step: Step) -> AsyncIterator[Self]:
        """Start everything, and end and delete everything afterwards, whatever happened meanwhile.

        Raises:
            StageFell: It did not come up, or what was done on it met one of `_TROUBLES`.
        """
        with tempfile.TemporaryDirectory(prefix="microsol-demo-") as name:
            directory = Path(name)
            almanac, authority = Almanac(directory / "almanac"), trustme.CA()
            try:
                async with AsyncExitStack() as ending:
                    step("`init` writes the services' files; two Synapses start, then the services")
                    homes = (
                        Home.standing(directory / folder, authority=authority, almanac=almanac)
                        for folder in _FOLDERS
                    )
                    here, elsewhere = await all_of(map(ending.enter_async_context, homes))
                    yield cls(directory=directory, here=here, elsewhere=elsewhere, almanac=almanac)
            except _TROUBLES as trouble:
                raise StageFell(str(trouble), last_words=_last_words(directory)) from trouble

    async def carry(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something as long as homeservers and services live.

        Raises:
            Ended: One of them ended by itself; the work was cancelled.
        """

        async def fallen() -> str | None:
            return self.here.fallen or self.elsewhere.fallen

        async def watch() -> None:
            raise Ended(await until(fallen, hint="the end", timeout_s=math.inf))

        return await as_long_as_not(watch(), work)


def _last_words(directory: Path) -> tuple[LastWords, ...]:
    return tuple(
        LastWords(of, tuple(lines[-_LAST_LINES:]))
        for of, log in _logs(directory)
        if log.exists() and (lines := log.read_text("utf-8", "replace").splitlines())
    )


def _logs(directory: Path) -> Iterator[tuple[str, Path]]:
    for folder, whose in zip(_FOLDERS, ("the", "the other"), strict=True):
        home = directory / folder
        yield f"{whose} service", home / "microsol" / "output.txt"
        yield f"{whose} homeserver", home / "homeserver" / "synapse.log"
        yield f"{whose} homeserver, before it could log", home / "homeserver" / "output.txt"
