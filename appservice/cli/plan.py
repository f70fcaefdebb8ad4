"""`plan`: what the service would change on the homeserver now, changing nothing.

Owns what is asked of the command line, and the exit code. Refuses to know how it is found out
(`appservice.planning`).
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click

from appservice.cli.lasting import Show, progress_bar, tidying_at_sigterm
from appservice.cli.loading import loaded
from appservice.cli.plan_text import document_of, text_of
from appservice.cli.terminal import config_option, refused
from appservice.config import Config
from appservice.exits import Exit
from appservice.planning import Outlook
from appservice.workbench import looking
from microsol_matrix.errors import (
    HomeserverRefused,
    HomeserverUnreachable,
    MicrosolError,
    StoreTooNew,
)

_ASK_THE_DOCTOR = "`microsol-matrix doctor` tells what is wrong there, and how to mend it."


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def plan(config_path: Path, *, as_json: bool) -> None:
    """Show what the service would change on the homeserver now.

    Reads every room of every congregation, as the service does in its slow rounds, and changes nothing: not on the
    homeserver, not in the database. The service may run meanwhile; what it is about to do stands here too.

    Ends with 0 if there is nothing to do, 3 if there is something.
    """
    config = loaded(config_path)
    try:
        with tidying_at_sigterm(), progress_bar(is_wanted=not as_json) as show:
            outlooks = asyncio.run(_seen(config, show))
    except MicrosolError as problem:
        raise refused(told_of(problem), code=code_of(problem), as_json=as_json) from problem
    code = Exit.TO_DO if any(one.intents for one in outlooks) else Exit.OK
    if as_json:
        click.echo(json.dumps({**document_of(outlooks), "exit_code": int(code)}, indent=2))
    else:
        click.echo(text_of(outlooks), nl=False)
    raise SystemExit(code)


async def _seen(config: Config, show: Show) -> Sequence[Outlook]:
    def watch(done: int, total: int) -> None:
        show("Reading rooms", done, total)

    async with looking(config, watch=watch) as sight:
        return await sight.everything()


def code_of(problem: MicrosolError) -> Exit:
    """Give the exit code that a problem ends with."""
    if isinstance(problem, StoreTooNew):
        return Exit.CONFIG
    return Exit.UNAVAILABLE if problem.is_retryable else Exit.NOT_ALLOWED


def told_of(problem: MicrosolError) -> str:
    """Say a problem as a sentence, and who finds out more where it lies between us and the homeserver."""
    match problem:
        case HomeserverRefused() | HomeserverUnreachable():
            return f"{_capital(str(problem)).removesuffix('.')}.\n{_ASK_THE_DOCTOR}"
        case _:
            return str(problem)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
