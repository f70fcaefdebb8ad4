"""What `backup` and `restore` share: how the file is named, and how both go on and end.

Owns the options of both and that a refusal is told. Refuses to know what is done with the file.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from appservice.backup import BackupRefused
from appservice.cli.lasting import Show, progress_bar, tidying_at_sigterm
from appservice.cli.terminal import refused

_Command = TypeVar("_Command", bound=Callable[..., Any])


def file_option(flag: str, *, meaning: str) -> Callable[[_Command], _Command]:
    """Take the backup's file, which has to be named."""
    return click.option(
        flag,
        "path",
        type=click.Path(path_type=Path),
        required=True,
        metavar="FILE",
        help=meaning,
    )


json_option = click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")


@contextmanager
def working(*, as_json: bool) -> Iterator[Show]:
    """Show how it goes on, tidy up at SIGTERM, and tell what was refused."""
    try:
        with tidying_at_sigterm(), progress_bar(is_wanted=not as_json) as show:
            yield show
    except BackupRefused as problem:
        raise refused(str(problem), code=problem.exit_code, as_json=as_json) from problem
