"""`apply`: have done what `plan` shows, while no service runs.

Owns what is asked of the command line, what is told, and the exit code. Refuses to know how it is done
(`appservice.planning`).
"""

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

import click

from appservice.cli.lasting import Show, progress_bar, tidying_at_sigterm
from appservice.cli.loading import loaded
from appservice.cli.plan import code_of, told_of
from appservice.cli.plan_text import came_of, document_of, document_of_applied, text_of
from appservice.cli.terminal import config_option, refused
from appservice.config import Config
from appservice.exits import Exit
from appservice.planning import Applied, Outlook, Tally
from appservice.workbench import working
from microsol_matrix.errors import MicrosolError, StoreInUse

_RUNNING = """{problem}
If that is the service: it does by itself what is to be done, and looks at all rooms again at every start and in its \
slow rounds. To have it done by this command, stop the service first."""


@click.command()
@config_option
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def apply(config_path: Path, *, as_json: bool) -> None:
    """Do what the service would change; it must not run.

    Reads every room as `plan` does, then does what is to be done. Where there is nothing to do, nothing is written.
    What needs the keys to encrypted messages, and what people said meanwhile, is left to the service.

    Ends with 0 if nothing is left to be done, 3 if something is, 69 if the service runs, there is no
    database, or the homeserver is away.
    """
    config = loaded(config_path)
    try:
        with tidying_at_sigterm(), progress_bar(is_wanted=not as_json) as show:
            before, applied = asyncio.run(_done(config, show))
    except StoreInUse as problem:
        reason = _RUNNING.format(problem=problem)
        raise refused(reason, code=Exit.UNAVAILABLE, as_json=as_json) from problem
    except MicrosolError as problem:
        raise refused(told_of(problem), code=code_of(problem), as_json=as_json) from problem
    code = Exit.TO_DO if applied.left else Exit.OK
    if as_json:
        told = {"plan": document_of(before), **document_of_applied(applied)}
        click.echo(json.dumps({**told, "exit_code": int(code)}, indent=2))
    else:
        click.echo(text_of(before), nl=False)
        if applied.done or applied.left:
            click.echo(came_of(applied), nl=False)
    raise SystemExit(code)


async def _done(config: Config, show: Show) -> tuple[Sequence[Outlook], Applied]:
    def read(done: int, total: int) -> None:
        show("Reading rooms", done, total)

    tally = Tally()
    async with working(config, tally=tally, watch=read) as bench:
        before = await bench.sight.everything()
        wanted = sum(len(one.intents) for one in before)
        tally.watch = lambda: show("Doing it", min(tally.done, wanted), wanted)
        return before, await bench.apply.all(before)
