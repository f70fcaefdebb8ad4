"""The pinned requirements say what was tested, for any index, and nothing else.

Owns the form of requirements/*.txt. Whether they install is seen by every `make setup`.
"""

import re
import tomllib
from pathlib import Path

import attrs
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
RUNTIME: list[str] = PROJECT["project"]["dependencies"]
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
BUILD: list[str] = PROJECT["build-system"]["requires"]
FILES = ("runtime", "build", "dev", "bench")


@attrs.frozen
class Pin:
    """One pinned release and how many of its files are known by hash."""

    name: str
    version: str
    hashes: int


def text_of(name: str) -> str:
    """Read one of the files as it is."""
    return (CHECKOUT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> dict[str, Pin]:
    """Read one of the files by project."""
    logical = re.sub(r"^\s*#.*\n", "", text_of(name), flags=re.MULTILINE).replace("\\\n", " ")
    found = [
        Pin(
            name=canonicalize_name(line.split("==")[0]),
            version=re.split(r"[ ;]", line.split("==")[1])[0],
            hashes=len(re.findall(r"--hash=sha256:[0-9a-f]{64}(?=\s|$)", line)),
        )
        for line in logical.splitlines()
        if line.strip()
    ]
    return {pin.name: pin for pin in found}


@pytest.mark.parametrize("name", FILES)
def test_no_address_and_no_option_of_an_index_is_written(name: str) -> None:
    assert not re.findall(r"://|^\s*-(?!-hash=sha256:)|@ ", text_of(name), flags=re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_every_release_is_known_by_its_hashes(name: str) -> None:
    assert pins(name)
    assert [pin for pin in pins(name).values() if pin.hashes == 0] == []


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("runtime", RUNTIME),
        ("build", BUILD),
        ("dev", [*RUNTIME, *BUILD, *EXTRAS["demo"], *EXTRAS["dev"]]),
        ("bench", [*RUNTIME, *EXTRAS["bench"]]),
    ],
    ids=FILES,
)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(
    name: str, wanted: list[str]
) -> None:
    pinned = pins(name)

    for text in wanted:
        requirement = Requirement(text)
        pin = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pin.version), text


@pytest.mark.parametrize("name", ["runtime", "build"])
def test_what_is_deployed_is_what_was_tested(name: str) -> None:
    tested = pins("dev")

    assert {pin for pin in pins(name).values() if tested[pin.name] != pin} == set()


def test_a_bench_moves_no_version_of_what_is_tested() -> None:
    tested = pins("dev")

    assert {pin for pin in pins("bench").values() if tested.get(pin.name, pin) != pin} == set()
