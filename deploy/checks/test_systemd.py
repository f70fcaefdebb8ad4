"""The unit, judged by systemd itself.

Owns what systemd says about it. Refuses to know how the service behaves once it runs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[1]
INSTALLED = "/opt/microsol-matrix/bin/microsol-matrix"

# In tenths, as systemd-analyze wants it. 1.2 when written; what is left is the network it lives by.
WORST_EXPOSURE = 15


def analyze(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run systemd-analyze and keep both of its outputs as text."""
    systemd_analyze = shutil.which("systemd-analyze")
    assert systemd_analyze, "needs systemd-analyze: apt-get install systemd"
    return subprocess.run(
        [systemd_analyze, *arguments], check=False, capture_output=True, text=True
    )


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """Give the unit as systemd would find it, but starting the program of this checkout."""
    text = (DEPLOY / "microsol-matrix.service").read_text()
    assert INSTALLED in text
    checkout = Path(sys.executable).parent / "microsol-matrix"
    unit = tmp_path / "microsol-matrix.service"
    unit.write_text(text.replace(INSTALLED, str(checkout)))
    return unit


def test_systemd_accepts_the_unit_without_a_word(unit: Path) -> None:
    verdict = analyze("verify", "--man=no", "--recursive-errors=no", unit)

    assert (verdict.returncode, verdict.stdout + verdict.stderr) == (0, "")


def test_systemd_notices_a_setting_it_does_not_know(unit: Path) -> None:
    unit.write_text(unit.read_text().replace("ProtectSystem=strict", "ProtectSysten=strict"))

    assert "ProtectSysten" in analyze("verify", "--man=no", "--recursive-errors=no", unit).stderr


def test_the_service_is_exposed_to_little(unit: Path) -> None:
    verdict = analyze(
        "security", "--offline=true", "--no-pager", f"--threshold={WORST_EXPOSURE}", unit
    )

    assert verdict.returncode == 0, verdict.stdout
