"""The real service, which kills itself (SIGKILL) where a note says so: beside a call of one of its ports.

    python -m tests.crash.doomed NOTE run --config CONFIG

Its time passes as the almanac beside the note says. Owns the words by which calls are told apart. Refuses to
change what any call does.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeAlias, cast

import msgspec
from attrs import define, evolve, field

from appservice.cli.run import end_of
from appservice.config import Config, load_config
from appservice.demo.almanac import Almanac, MovedClock
from appservice.homeserver import NioHomeserver
from appservice.logs import configure_logs
from appservice.wiring import Ports, open_ports, serve
from microsol_matrix.ids import RoomAlias, ServerName
from microsol_matrix.ports import Append, Arrival, Store
from microsol_matrix.rooms import RoomSpec, StatePiece
from microsol_matrix.structure import types
from tests.crash.dooms import Doom, Note, When
from tests.crash.phrases import opening

Call: TypeAlias = Callable[..., Coroutine[Any, Any, object]]

PROMPTS = (
    opening("found.plan"),
    opening("call.prompt", caller=""),
    opening("old-room.ask"),
)
"""By which messages that are kept up to date are known."""


def words_of(
    method: str, arguments: tuple[object, ...], named: Mapping[str, object]
) -> frozenset[str]:
    """Describe a call: its name, and what it is about."""
    return frozenset({method, *(word for one in arguments for word in _about(one)), *_sent(named)})


def _about(argument: object) -> frozenset[str]:
    match argument:
        case Append(facts=facts):
            return frozenset(type(fact).__name__ for fact in facts)
        case RoomSpec(marker=marker):
            return frozenset({_kind_of_room(marker)})
        case StatePiece(type=kind):
            return frozenset({kind})
        case [*arrivals]:
            raw = (one.raw for one in arrivals if isinstance(one, Arrival))
            return frozenset(msgspec.json.decode(event)["type"] for event in raw)
        case _:
            return frozenset()


def _kind_of_room(marker: StatePiece) -> str:
    names = {types.CREW: "crew", types.CONGREGATION: "space"}
    return names.get(marker.type) or str(marker.content["role"])


def _sent(named: Mapping[str, object]) -> frozenset[str]:
    if named.get("type") == "m.reaction":
        return frozenset({"reaction"})
    match named.get("content"):
        case {"m.relates_to": {"rel_type": "m.replace"}}:
            return frozenset({"edit"})
        case {"body": str() as body} if body.startswith(opening("crew.welcome")):
            return frozenset({"welcome"})
        case {"body": str() as body} if any(one in body for one in PROMPTS):
            return frozenset({"prompt"})
        case {"body": _}:
            return frozenset({"words"})
        case _:
            return frozenset()


@define
class Fate:
    """Counts calls, and ends this process when the one comes that the note names."""

    note: Note
    _step: str | None = None
    _seen: dict[When, int] = field(factory=dict)

    def is_due(self, when: When, words: frozenset[str]) -> bool:
        """Count a call, and say whether it is the one."""
        step = self.note.read()
        if step != self._step:
            self._step, self._seen = step, {}
        if step is None:
            return False
        doom = Doom.of(step)
        if when is not doom.when or not doom.call <= words:
            return False
        self._seen[when] = self._seen.get(when, 0) + 1
        return self._seen[when] == doom.nth

    def strike(self) -> NoReturn:
        """End now, without any last word."""
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("nobody survives SIGKILL")


class Watched:
    """A port whose calls may be the last thing that this process does."""

    def __init__(self, port: object, *, fate: Fate, server: ServerName) -> None:
        self._port = port
        self._fate = fate
        self._server = server

    def __getattr__(self, name: str) -> Call:
        method: Call = getattr(self._port, name)

        async def call(*arguments: object, **named: object) -> object:
            words = words_of(name, arguments, named)
            if self._fate.is_due(When.BEFORE, words):
                self._fate.strike()
            if self._fate.is_due(When.WHILE, words):
                (spec,) = arguments
                assert isinstance(spec, RoomSpec)
                await self._strike_midway(method(spec), spec)
            result = await method(*arguments, **named)
            if self._fate.is_due(When.AFTER, words):
                self._fate.strike()
            return result

        return call

    async def _strike_midway(self, making: Coroutine[Any, Any, object], spec: RoomSpec) -> NoReturn:
        """Die as soon as the alias leads somewhere: most of the room is made only after that."""
        alias = RoomAlias(f"#{spec.alias_localpart}:{self._server}")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(making)
            while await self.resolve(alias) is None:
                pass
            self._fate.strike()


async def doomed_ports(config: Config, *, fate: Fate, almanac: Almanac) -> Ports:
    """Open the real ports and put fate between."""
    ports = await open_ports(config)
    server = config.homeserver.server_name
    return evolve(
        ports,
        clock=MovedClock(almanac),
        store=cast("Store", Watched(ports.store, fate=fate, server=server)),
        homeserver=cast("NioHomeserver", Watched(ports.homeserver, fate=fate, server=server)),
    )


def main(note: str, config_path: str) -> int:
    """Serve like `microsol-matrix run`, and die as the note says."""
    config = load_config(Path(config_path))
    configure_logs(config, sys.stderr)
    fate, almanac = Fate(Note(Path(note))), Note(Path(note)).almanac
    return end_of(serve(config, opened=lambda one: doomed_ports(one, fate=fate, almanac=almanac)))


if __name__ == "__main__":
    _, note_path, _run, _option, path_of_config = sys.argv
    raise SystemExit(main(note_path, path_of_config))
