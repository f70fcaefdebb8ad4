"""What every call of a fake port goes through: it may fail as the test has planned it."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from attrs import Factory, define, frozen

from microsol_matrix.errors import HomeserverUnreachable, MicrosolError
from microsol_matrix.ids import ServerName, server_of
from tests.fakes.people import FakePeople

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
Door = TypeVar("Door", bound="FakeDoor")


@frozen
class Failure:
    """What the next call of one name meets.

    Attributes:
        is_done: Whether the thing is done all the same, and only its answer is lost.
    """

    error: MicrosolError
    is_done: bool = False


@define
class FakeDoor(FakePeople):
    """The way to a homeserver.

    Attributes:
        is_down: Whether nothing answers.
        failures: By the name of a method of the port, what its next call meets.
    """

    is_down: bool = False
    failures: dict[str, Failure] = Factory(dict)

    @property
    def server(self) -> ServerName:
        """Give the homeserver's name; there may be others on the same Matrix."""
        return server_of(self.bot)


def door(
    method: Callable[Concatenate[Door, Asked], Coroutine[Any, Any, Answer]],
) -> Callable[Concatenate[Door, Asked], Coroutine[Any, Any, Answer]]:
    """Let a call of the port fail as the test has planned it."""

    @wraps(method)
    async def asked(self: Door, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if self.is_down:
            reason = "it is down"
            raise HomeserverUnreachable(reason)
        planned = self.failures.pop(method.__name__, None)
        if planned is not None and not planned.is_done:
            raise planned.error
        answer = await method(self, *args, **kwargs)
        if planned is not None:
            raise planned.error
        return answer

    return asked
