"""The parts of a page that are written from the code stand between two marks, which do not show.

Owns the marks and the making of a table. Refuses to know what stands in it.
"""

import re
from collections.abc import Iterable


class MarkMissing(LookupError):
    """A page has no such part: somebody took its marks away."""


def filled(page: str, name: str, content: str) -> str:
    """Give a page with one of its parts replaced.

    Raises:
        MarkMissing: The page does not have the part, or has it twice.
    """
    begin, end = f"<!-- from the code: {name} (make docs) -->", f"<!-- end: {name} -->"
    part = re.compile(rf"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
    if len(part.findall(page)) != 1:
        raise MarkMissing(name)
    return part.sub(lambda _: f"{begin}\n\n{content.strip()}\n\n{end}", page)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Make a table; a bar inside a cell does not end the cell."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
