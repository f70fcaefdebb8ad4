"""Settings that every test shares; fixtures live beside the tests that use them."""

import os

import pytest
from hypothesis import HealthCheck, settings

# These need a browser on the machine: `make test-browser` names them.
collect_ignore = ["browser"]

# A local run answers quickly; the continuous one looks further and repeats exactly, so that a red
# build can be reproduced from its log. Neither has a deadline: two busy cores are not a bug.
settings.register_profile("dev", max_examples=60, deadline=None)
settings.register_profile(
    "ci",
    max_examples=120,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.hookimpl(trylast=True)  # whatever order was chosen otherwise stands within the two halves
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for homeservers: what only computes then fills the end evenly (`make test` keeps it so)."""
    items.sort(key=lambda item: item.get_closest_marker("live") is None)
