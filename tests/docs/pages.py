"""The pages as they stand, for whoever holds them against something.

Owns where pages are and what is a link or a code block in them. Refuses to know what they say.
"""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

PAGES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.md", "docs/**/*.md", "deploy/*.md", "changelog.d/README.md")
        for path in ROOT.glob(pattern)
    )
)
"""Every page that people read, by its path from the top."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> tuple[str, ...]:
    """Give the code blocks of one language."""
    return tuple(code for name, code in _BLOCK.findall(text_of(page)) if name == language)


def commands(page: str) -> Iterator[str]:
    """Give everything that a page shows as typed: lines of shell blocks, without comments, and code in text."""
    for block in blocks(page, "sh"):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    for span in _SPAN.findall(_BLOCK.sub("", text_of(page))):
        yield " ".join(span.split())


def links(page: str) -> Iterator[tuple[str, str]]:
    """Give the links into the repository: the path from the top, and the anchor or nothing."""
    for link in _LINK.findall(_BLOCK.sub("", text_of(page))):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        yield target.resolve().relative_to(ROOT).as_posix(), anchor


def anchors(page: str) -> frozenset[str]:
    """Give the anchors of a page's headings, made as forges make them."""
    headings = _HEADING.findall(_BLOCK.sub("", text_of(page)))
    words = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return frozenset(one.strip().replace(" ", "-") for one in words)
