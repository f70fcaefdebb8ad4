"""What services and homeservers wrote before a test failed, put beside the failure.

Owns the end of their logs. Refuses to judge why it failed.
"""

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from tests.live.service import RunningService

LINES = 60
"""The end of a log that is shown: some seconds of a busy service."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Add to the report of a failed test what the services of its fixtures wrote."""
    report = yield
    if report.failed:
        report.sections.extend(_last_words(getattr(item, "funcargs", {})))
    return report


def _last_words(fixtures: dict[str, object]) -> Iterator[tuple[str, str]]:
    services = {
        service.directory: service
        for value in fixtures.values()
        for service in _within(value)
        if isinstance(service, RunningService) and service.has_run
    }
    for directory, service in services.items():
        yield f"log of the service in {directory.parent.name}", _end_of(service.log)
        homeserver = service.homeserver.log.read_text(encoding="utf-8", errors="replace")
        yield f"log of the homeserver in {directory.parent.name}", _end_of(homeserver)


def _within(value: object) -> Iterator[object]:
    """Give what a fixture is, holds, or is several of."""
    for one in value if isinstance(value, tuple) else (value,):
        yield from (one, getattr(one, "service", None))


def _end_of(log: str) -> str:
    return "\n".join(log.splitlines()[-LINES:])
