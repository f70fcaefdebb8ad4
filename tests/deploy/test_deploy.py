"""What deploy/ repeats from the code, held against the code.

Owns the agreements that plain Python can check. What systemd, nginx and a container build say to
the files is asked in deploy/checks, which needs them installed.
"""

import configparser
import re
from pathlib import Path

import pytest

from appservice.config.loading import DEFAULT_PORT
from appservice.exits import Exit

DEPLOY = Path(__file__).parents[2] / "deploy"
CONFIG = "/etc/microsol-matrix/config.yaml"


def unit_settings() -> list[tuple[str, str]]:
    """Read the settings of the unit in order; one that is there twice comes twice."""
    text = (DEPLOY / "microsol-matrix.service").read_text()
    return re.findall(r"^(\w+)=(.*)$", text, flags=re.MULTILINE)


def test_the_unit_reads_as_sections_of_settings() -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)

    parser.read(DEPLOY / "microsol-matrix.service")

    assert parser.sections() == ["Unit", "Service", "Install"]


def test_systemd_does_not_restart_what_only_an_edit_can_mend() -> None:
    assert ("RestartPreventExitStatus", str(int(Exit.CONFIG))) in unit_settings()


def test_the_unit_and_the_container_start_the_same_command() -> None:
    unit = dict(unit_settings())["ExecStart"]
    container = (DEPLOY / "Containerfile").read_text()

    assert unit == f"/opt/microsol-matrix/bin/microsol-matrix run --config {CONFIG}"
    assert f'CMD ["run", "--config", "{CONFIG}"]' in container
    assert 'ENTRYPOINT ["microsol-matrix"]' in container


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("nginx.conf", r"server 127\.0\.0\.1:(\d+);"),
        ("Containerfile", r"EXPOSE (\d+)"),
        ("Containerfile", r"http://127\.0\.0\.1:(\d+)/healthz"),
    ],
    ids=["nginx-upstream", "container-port", "container-health"],
)
def test_the_default_port_is_the_same_everywhere(name: str, pattern: str) -> None:
    assert re.findall(pattern, (DEPLOY / name).read_text()) == [str(DEFAULT_PORT)]


def test_every_file_here_is_explained() -> None:
    readme = (DEPLOY / "README.md").read_text()
    files = {path.name for path in DEPLOY.iterdir() if path.is_file()} - {"README.md"}

    assert {name for name in files if name not in readme} == set()
