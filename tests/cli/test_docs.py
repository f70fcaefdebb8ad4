"""What admins read is what the program does."""

import re
from pathlib import Path

import pytest

from appservice.cli import COMMANDS
from appservice.doctor.troubles import CHECKS, TROUBLES
from appservice.exits import Exit
from appservice.settings import REQUIRED, SETTINGS

DOCS = Path(__file__).parents[2] / "docs" / "admins.md"


@pytest.fixture(scope="module")
def docs() -> str:
    return DOCS.read_text(encoding="utf-8")


def rows(docs: str, heading: str) -> list[list[str]]:
    """Give the cells of the table whose first heading is this, without its head."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", docs, re.MULTILINE)
    assert table is not None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1].splitlines()]


def test_every_setting_is_explained_as_in_the_file_itself(docs: str) -> None:
    told = [
        [
            f"`{setting.path}`",
            "required" if setting.default is REQUIRED else f"`{setting.default}`",
            setting.meaning,
        ]
        for setting in SETTINGS
    ]

    assert rows(docs, "setting") == [[cell.replace("`None`", "") for cell in row] for row in told]


def test_every_check_is_listed_in_its_order(docs: str) -> None:
    assert rows(docs, "check") == [[f"`{check.code}`", check.title] for check in CHECKS]


def test_every_trouble_is_listed_with_what_to_do(docs: str) -> None:
    told = rows(docs, "code")

    assert [[code, status, fix] for code, status, _, fix in told] == [
        [f"`{trouble.code}`", trouble.status.value, trouble.fix] for trouble in TROUBLES
    ]
    assert all(found.endswith(".") for _, _, found, _ in told)


def test_every_exit_code_is_listed(docs: str) -> None:
    section = docs.partition("## Exit codes")[2]

    assert [int(row[0]) for row in rows(section, "code")] == [int(code) for code in Exit]


def test_every_command_is_mentioned(docs: str) -> None:
    mentioned = set(re.findall(r"(?:microsol-matrix |`)([a-z]+)", docs))

    assert set(COMMANDS) <= mentioned
