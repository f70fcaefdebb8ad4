"""How a service ends is told by its exit code, and why it could not serve by its log."""

import pytest
from structlog.testing import capture_logs

from appservice.cli.run import end_of
from microsol_matrix.errors import LaneMoved, StoreTooNew, StoreUnavailable


async def ended(code: int) -> int:
    return code


async def failed(error: Exception) -> int:
    raise error


def test_a_service_that_was_stopped_ends_with_its_own_code() -> None:
    with capture_logs() as lines:
        assert end_of(ended(0)) == 0

    assert lines == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StoreUnavailable("The disk is full."), 69),
        (OSError(98, "Address already in use"), 69),
        (StoreTooNew("It is of version 9."), 78),
        (LaneMoved("Another process writes."), 70),
    ],
)
def test_a_service_that_cannot_serve_says_why_and_whether_to_try_again(
    error: Exception, code: int
) -> None:
    with capture_logs() as lines:
        assert end_of(failed(error)) == code

    assert lines == [{"event": "cannot_serve", "reason": str(error), "log_level": "error"}]


def test_a_mistake_of_ours_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        end_of(failed(ZeroDivisionError()))
