"""The Containerfile, judged by its linter and by doing what it says.

Owns a walk through the build without a container engine: each stage is a folder with a fresh Python
environment of its own, in which the COPY and RUN steps happen in order. Refuses to know the base
image, and leaves out the one step that needs it: making folders for a user without rights.
"""

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import attrs
import pytest
from dockerfile_parse import DockerfileParser
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
CONTAINERFILE = CHECKOUT / "deploy" / "Containerfile"
MAKES_FOLDERS = "install -d "


@attrs.frozen
class Step:
    """One instruction of the Containerfile and its words."""

    instruction: str
    value: str


@attrs.frozen
class Stage:
    """One FROM and what came of it: its working folder and its Python environment."""

    workdir: Path
    environment: Path

    def variables(self) -> dict[str, str]:
        """Give an environment in which `python` is that of the stage."""
        path = f"{self.environment / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def steps() -> tuple[Step, ...]:
    """Read the Containerfile in order, without its comments."""
    parser = DockerfileParser(fileobj=io.BytesIO(CONTAINERFILE.read_bytes()))
    return tuple(
        Step(instruction=step["instruction"], value=step["value"])
        for step in parser.structure
        if step["instruction"] != "COMMENT"
    )


def last(instruction: str) -> str:
    """Give the value of the last such instruction, which is the one that counts."""
    return [step.value for step in steps() if step.instruction == instruction][-1]


def copy(stage: Stage, value: str, *, stages: dict[str, Stage]) -> None:
    """Do a COPY, from the checkout or from an earlier stage."""
    words = shlex.split(value)
    origin = CHECKOUT
    if words[0].startswith("--from="):
        # That stage's folder stands for its /src here.
        earlier = stages[words.pop(0).removeprefix("--from=")]
        words[:-1] = [word.removeprefix("/src/") for word in words[:-1]]
        origin = earlier.workdir
    *sources, target = words
    for source in sources:
        destination = stage.workdir / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        if (origin / source).is_dir():
            shutil.copytree(origin / source, destination)
        elif target == "./":
            shutil.copy(origin / source, destination / source)
        else:
            shutil.copy(origin / source, destination)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """Build the image as far as that needs no engine, and give its last stage."""
    stages: dict[str, Stage] = {}
    stage: Stage | None = None
    for step in steps():
        if step.instruction == "FROM":
            folder = tmp_path_factory.mktemp("stage")
            stage = Stage(workdir=folder / "work", environment=folder / "python")
            stage.workdir.mkdir()
            subprocess.run([sys.executable, "-m", "venv", stage.environment], check=True)
            stages[step.value.rpartition(" AS ")[2]] = stage
        assert stage is not None, "a Containerfile begins with FROM"
        if step.instruction == "COPY":
            copy(stage, step.value, stages=stages)
        elif step.instruction == "RUN" and not step.value.startswith(MAKES_FOLDERS):
            subprocess.run(
                ["/bin/sh", "-c", step.value],
                check=True,
                cwd=stage.workdir,
                env=stage.variables(),
            )
    assert stage is not None, "a Containerfile has a stage"
    return stage


def test_hadolint_accepts_the_containerfile() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"

    verdict = subprocess.run(
        [hadolint, "--no-color", CONTAINERFILE], check=False, capture_output=True, text=True
    )

    assert (verdict.returncode, verdict.stdout) == (0, "")


def test_the_image_runs_the_service(image: Stage) -> None:
    (program,) = json.loads(last("ENTRYPOINT"))

    said = subprocess.run(
        [image.environment / "bin" / program, "--version"],
        check=True,
        capture_output=True,
        text=True,
        cwd=image.workdir.parent,
    )

    assert "0.1.0" in said.stdout


def test_the_image_holds_exactly_the_pinned_versions(image: Stage) -> None:
    pinned = {
        line.split(" ")[0]
        for line in (CHECKOUT / "requirements" / "runtime.txt").read_text().splitlines()
        if "==" in line and not line.startswith("#")
    }

    said = subprocess.run(
        [image.environment / "bin" / "pip", "list", "--format=json"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    installed = {canonicalize_name(one["name"]): one["version"] for one in json.loads(said)}

    ours_or_of_the_base = {"microsol-matrix", "pip", "setuptools", "wheel"}
    assert pinned == {
        f"{name}=={version}"
        for name, version in installed.items()
        if name not in ours_or_of_the_base
    }


def test_the_image_runs_as_nobody_in_particular() -> None:
    user, _, group = last("USER").partition(":")

    assert int(user) > 0
    assert int(group) > 0
