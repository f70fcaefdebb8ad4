"""`read`: any porch and its crowd, from any account.

Owns what is asked of the command line, and that a token is never shown. Refuses to know how it is read
(`appservice.reading`).
"""

import asyncio
import json
import os
import re
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click

from appservice.cli.lasting import tidying_at_sigterm
from appservice.cli.porch_tree import document_of, tree_of
from appservice.cli.printable import printable
from appservice.cli.terminal import refused
from appservice.exits import Exit
from appservice.reading import ReadRefused, read_from
from microsol_matrix.ids import RoomAlias

_ENVIRONMENT: Final = "MICROSOL_TOKEN"
_DEEPEST: Final = 10
_LONGEST: Final = 255
_ALIAS: Final = re.compile(r"#[^:\x00\s]*:[^\s/]+")
_TOKEN: Final = re.compile(r"[!-~]+")  # what may stand in a header


def _address(_ctx: click.Context, _argument: click.Parameter, value: str) -> RoomAlias:
    if _ALIAS.fullmatch(value) is None or len(value) > _LONGEST:
        message = "a porch has an address like #_microsol.porch_harbourlight:example.org"
        raise click.BadParameter(message)
    return RoomAlias(value)


def _homeserver(_ctx: click.Context, _option: click.Parameter, value: str) -> str:
    try:
        parts = urlsplit(value)
        is_good = parts.port != 0  # reading it raises what is wrong with it
    except ValueError:
        is_good = False
    else:
        is_good = is_good and parts.scheme in ("http", "https") and bool(parts.hostname)
        is_good = is_good and not (parts.query or parts.fragment or parts.username)
    if not is_good:
        message = "expected the http(s) URL of a homeserver's client API, such as https://matrix.example.org"
        raise click.BadParameter(message)
    return value


@click.command()
@click.argument("alias", callback=_address)
@click.option(
    "--homeserver",
    "url",
    required=True,
    callback=_homeserver,
    metavar="URL",
    help="The homeserver that the account is on.",
)
@click.option(
    "--token",
    metavar="T",
    help="Its access token. Others on this machine may see it: prefer a file.",
)
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"A file with the token. Without either: {_ENVIRONMENT} in the environment.",
)
@click.option(
    "--depth",
    type=click.IntRange(0, _DEEPEST),
    default=2,
    show_default=True,
    help="How many steps into the crowd; 0 is this porch alone.",
)
@click.option("--stay", is_flag=True, help="Stay in the porch if it had to be joined.")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def read(
    alias: RoomAlias,
    *,
    url: str,
    token: str | None,
    token_file: Path | None,
    depth: int,
    stay: bool,
    as_json: bool,
) -> None:
    """Read any porch and its crowd, from any account.

    Uses nothing but Matrix. A porch on the account's own homeserver is read without joining. One on another is
    joined for the moment, which everybody can see there, and left again unless you say --stay; so is one that the
    account has left before. Where it leads is shown as far as the homeserver shows it; nothing else is joined.

    Ends with 0 if it was read, 65 if the room is no porch, 66 if there is no such address, 69 if a homeserver
    cannot be reached or wants to be left alone, 77 if it does not take the token or the room is not open.
    """
    notes: list[str] = []
    secret = _token(token, token_file)
    try:
        with tidying_at_sigterm():
            found = asyncio.run(
                read_from(url, alias, token=secret, depth=depth, stays=stay, tell=notes.append)
            )
    except ReadRefused as problem:
        _tell(notes)
        raise refused(str(problem), code=problem.code, as_json=as_json) from problem
    _tell(notes)
    if as_json:
        # In ASCII: what strangers wrote reaches no terminal, and lone surrogates break no pipe.
        document = {**document_of(found), "notes": notes, "exit_code": int(Exit.OK)}
        click.echo(json.dumps(document, indent=2))
        return
    _show(tree_of(found))
    if found.is_still_in:
        click.echo("The account is in the porch now.", err=True)


def _tell(notes: list[str]) -> None:
    for note in notes:
        click.echo(f"Note: {printable(note)}", err=True)


def _show(words: str) -> None:
    """Print, with ? for what the terminal has no letters for."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(words.encode(encoding, "replace").decode(encoding), nl=False)


def _token(given: str | None, path: Path | None) -> str:
    if given is not None and path is not None:
        message = "Either --token or --token-file."
        raise click.UsageError(message)
    if path is not None:
        try:
            given = path.read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as trouble:
            message = f"{path} cannot be read ({type(trouble).__name__})."
            raise click.BadParameter(message, param_hint="'--token-file'") from trouble
    token = given if given is not None else os.environ.get(_ENVIRONMENT, "").strip()
    if not token:
        message = f"Whose token? --token-file FILE, or {_ENVIRONMENT} in the environment."
        raise click.UsageError(message)
    if _TOKEN.fullmatch(token) is None:
        message = "This is no access token: there are signs in it that none has."
        raise click.UsageError(message)
    return token
