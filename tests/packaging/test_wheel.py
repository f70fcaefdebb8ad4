"""The wheel holds everything and runs by itself.

Owns what a wheel is: built, installed into a fresh environment, tried from another folder. Its
dependencies are lent by the environment of the tests, so nothing is fetched; that the pinned ones
install from nothing is seen by deploy/checks.
"""

import stat
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PACKAGES = ("microsol_matrix", "appservice")
VERSION: str = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program to its good end and give what it said."""
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=cwd).stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("-m", "hatchling", "build", "--target", "wheel", "--directory")
    run(sys.executable, *build, folder, cwd=CHECKOUT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own and give that environment's folder."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    run(*pip, "install", "-qq", "--no-deps", "--no-index", wheel, cwd=folder)
    # A path named in a .pth file is searched, but .pth files in it are not read: the dependencies of
    # the tests are found there, the editable checkout is not.
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder


def test_the_wheel_holds_every_file_of_both_packages(wheel: Path) -> None:
    wanted = {
        path.relative_to(CHECKOUT).as_posix()
        for package in PACKAGES
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}

    assert held == wanted
    assert {f"{package}/py.typed" for package in PACKAGES} <= held


def test_the_wheel_brings_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (licence,) = [name for name in archive.namelist() if name.endswith("/LICENSE")]
        text = archive.read(licence).decode()

    assert text == (CHECKOUT / "LICENSE").read_text()


def test_what_is_tried_here_is_the_wheel_and_not_the_checkout(
    installed: Path, tmp_path: Path
) -> None:
    said = run(
        installed / "bin" / "python",
        "-c",
        "import appservice; print(appservice.__file__)",
        cwd=tmp_path,
    )

    assert Path(said).is_relative_to(installed)


def test_the_installed_program_tells_its_version(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "bin" / "microsol-matrix", "--version", cwd=tmp_path)

    assert said.split()[-1] == VERSION


def test_the_installed_program_writes_a_configuration_it_accepts(
    installed: Path, tmp_path: Path
) -> None:
    program = installed / "bin" / "microsol-matrix"
    where = tmp_path / "made"
    answers = (
        *("--server-name", "example.org"),
        *("--homeserver", "http://127.0.0.1:8008"),
        *("--url", "http://127.0.0.1:29330"),
    )

    run(program, "init", "--yes", "--dir", where, *answers, cwd=tmp_path)
    run(program, "config", "check", "--config", where / "config.yaml", cwd=tmp_path)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in where.iterdir()}
    assert modes == {"config.yaml": 0o600, "registration.yaml": 0o600}
