"""What pages say of the code is so, and what they point at is there."""

import re

import pytest

from appservice.cli import COMMANDS as CLI
from microsol_matrix.decide.links import LINKS_LIMIT, OPEN_LIMIT
from microsol_matrix.decide.neighbours import NEW_OF_A_SERVER, OPEN_IN_ALL, OPEN_OF_A_SERVER
from microsol_matrix.structure.types import DESCRIBED
from microsol_matrix.talk.descriptors import COMMANDS
from scripts.pages import PARTS, written
from scripts.pages.marked import MarkMissing, filled
from tests.docs.pages import PAGES, ROOT, anchors, blocks, commands, links, text_of

_MAKE = re.compile(r"make((?: [a-z-]+)+)(?: ARGS=.*)?$")

TARGETS = frozenset(
    re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("page", PARTS)
def test_what_a_page_takes_from_the_code_is_up_to_date(page: str) -> None:
    assert text_of(page) == written(page, ROOT), "say: make docs"


def test_a_page_that_lost_its_marks_is_not_taken_for_complete() -> None:
    with pytest.raises(MarkMissing):
        filled("# A page\n", "commands", "a table")


def test_every_command_stands_in_the_members_page() -> None:
    page = text_of("docs/members.md")

    assert [one.word for one in COMMANDS if f"| `!{one.word}" not in page] == []


def test_hosts_are_told_how_many_links_and_proposals_there_may_be() -> None:
    told = " ".join(text_of("docs/hosts.md").split())

    assert f"You can have {LINKS_LIMIT} links, and {OPEN_LIMIT} proposals of yours can wait" in told
    assert f"at most {OPEN_OF_A_SERVER} of one homeserver that wait" in told
    assert f"{NEW_OF_A_SERVER} of it within a day, and {OPEN_IN_ALL} in all" in told


def test_every_state_event_stands_in_the_structure_page() -> None:
    page = text_of("docs/structure.md")

    assert re.findall(r"^## `(.+)`$", page, re.MULTILINE) == list(DESCRIBED)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    broken = [
        f"{path}#{anchor}"
        for path, anchor in links(page)
        if not (ROOT / path).exists()
        or (anchor and path.endswith(".md") and anchor not in anchors(path))
    ]

    assert broken == []


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_that_a_page_names_is_there(page: str) -> None:
    named = [match[1] for line in commands(page) if (match := _MAKE.match(line))]

    assert {target for names in named for target in names.split()} <= TARGETS


def test_readme_names_the_two_commands_and_what_an_admin_types() -> None:
    shell = " ".join(blocks("README.md", "sh"))

    assert {"demo", "test"} <= set(re.findall(r"make (\w+)", shell))
    assert {"init", "run", "doctor"} == set(re.findall(r"microsol-matrix ([a-z]+)", shell))
    assert set(CLI) >= {"init", "run", "doctor"}


def test_every_decision_stands_in_the_index_under_its_own_title() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    listed = re.findall(
        r"^\| \[(\d+)\]\((.+)\) \| (.+) \|$", text_of("docs/decisions/README.md"), re.MULTILINE
    )
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]

    assert [f"# {number}. {title}" for number, _, title in listed] == titles
    assert [name for _, name, _ in listed] == [page.name for page in pages]


def test_every_folder_of_tests_is_explained_to_developers() -> None:
    table = text_of("docs/developers.md").partition("## Tests by folder")[2]
    explained = set(re.findall(r"`tests/(\w+)/`", table))
    folders = {
        path.name
        for path in (ROOT / "tests").iterdir()
        if any((*path.glob("*.py"), *path.glob("*/*.py")))
    } - {"__pycache__"}

    assert explained == folders


def test_every_path_that_developers_are_sent_to_is_there() -> None:
    named = re.findall(
        r"`((?:microsol_matrix|appservice|scripts|tests)/[\w/.]*)`", text_of("docs/developers.md")
    )
    inside = re.findall(
        r"`((?:talk|lanes|plan|decide|structure|evolve)/[\w/.]*)`", text_of("docs/developers.md")
    )

    assert [path for path in named if not (ROOT / path).exists()] == []
    assert [path for path in inside if not (ROOT / "microsol_matrix" / path).exists()] == []
