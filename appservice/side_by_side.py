"""Doing things side by side, where the first misfortune ends them all.

Owns that an error comes out as itself, not in a group. Refuses to know what is done side by side.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

T = TypeVar("T")
U = TypeVar("U")


async def all_of(works: Iterable[Coroutine[Any, Any, T]]) -> tuple[T, ...]:
    """Do several things at once, and give what they came to, in order.

    Raises:
        Exception: The first that one of them raised, as itself; the others were cancelled.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            started = [tasks.create_task(work) for work in works]
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return tuple(task.result() for task in started)


async def both(one: Coroutine[Any, Any, T], other: Coroutine[Any, Any, U]) -> tuple[T, U]:
    """Do two different things at once, as `all_of` does.

    Raises:
        Exception: The first that one of them raised, as itself; the other was cancelled.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            first, second = tasks.create_task(one), tasks.create_task(other)
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return first.result(), second.result()


async def as_long_as_not(alarm: Coroutine[Any, Any, None], work: Coroutine[Any, Any, T]) -> T:
    """Do something while an alarm is silent.

    Args:
        alarm: Raises when the work shall be given up; it is cancelled when the work is done.
        work: What is done.
    """
    try:
        async with asyncio.TaskGroup() as tasks:
            watching = tasks.create_task(alarm)
            working = tasks.create_task(work)
            working.add_done_callback(lambda _: watching.cancel())
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    return working.result()
