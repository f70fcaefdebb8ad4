"""After the story: how to come in, what to try, and time that passes when somebody wants it to.

Owns what visitors are told. Refuses to know the story, and what visitors do.
"""

import asyncio
import shutil
import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

from appservice.demo.home import Home
from appservice.demo.listening import Listening
from appservice.demo.play import Play
from appservice.demo.season import Season
from appservice.demo.stage import Stage
from appservice.side_by_side import all_of
from microsol_matrix.ids import localpart_of
from microsol_matrix.languages import Language, written_date

_TO_TRY: Final = (
    ("yes Plain Speaking", "to the bot: you are the third, so its room makes itself"),
    ("!agree Sun 10:00", "in Salt Notebook II: it forms no more, but is active"),
    ("!review", "there: all of it are asked how they want to go on; react, or !undo"),
    ("!host me", "there: the role of the host, and its power, are yours"),
    ("!crews archive", "to the bot: what there was"),
    ("!crowd", "to the bot: who is linked with whom"),
    ('!call "Night Ferry" a quiet hour', "in Commons: a call of your own"),
    ("!help", "to the bot: all the rest"),
)
"""What Greta can do, who has a room with the bot and a seat in the crew that forms."""

_A_WEEK: Final = timedelta(weeks=1)


async def stay_up(stage: Stage, *, season: Season, play: Play) -> None:
    """Say how to come in, then show what is said, for ever."""
    listening = Listening(play.telling, people=play.people, congregation=season.name)
    following = [await listening.begin(person) for person in play.people.values()]
    _welcome(stage, season=season, play=play)
    _let_time_pass(play)
    await all_of(following)
    await asyncio.Event().wait()  # we may follow nobody any more, and still it is theirs to end


def _welcome(stage: Stage, *, season: Season, play: Play) -> None:
    telling = play.telling
    people = tuple(play.people.values())
    porches = (f"{porch.address} ({porch.name})" for porch in season.porches)
    crews = (
        f"{crew.name}, {crew.state.value} ({', '.join(sorted(crew.place.people)).lower()})"
        for crew in season.crews
    )
    telling.heading("Now it is yours")
    telling.pairs(
        (
            ("Homeserver", f"{stage.here.synapse.url}  (plain http, from this machine only)"),
            ("Log in as", _accounts(play, stage.here)),
            ("Password", f"{people[0].member.password}  (everybody's)"),
            ("The bot", stage.here.bot),
            ("The space", season.address),
            ("Its crews", "; ".join(crews)),
            ("The other one", f"{stage.elsewhere.synapse.url}  (the neighbours' homeserver)"),
            ("Log in there as", _accounts(play, stage.elsewhere)),
            ("Porches", ", ".join(porches)),
            ("Its day", f"{_day(play)}; the service goes by the story's time"),
            ("Files, logs", str(stage.directory)),
        )
    )
    telling.line("Any client will do that lets you type a homeserver's address. As greta, try:\n")
    telling.pairs(_TO_TRY)
    telling.line("As amara, answer in Hosts what Ninebridges asks: ✅ or ❌, a tap or a reply.")
    telling.line("Any porch, and all that it leads to, is read with nothing but Matrix:\n")
    telling.to_copy(f"{_reading(stage, season=season, play=play)}\n")
    week = "Enter lets a week pass. " if _is_at_terminal() else ""
    telling.line(f"{week}Ctrl-C ends it and leaves nothing behind. What is said from now on:\n")


def _reading(stage: Stage, *, season: Season, play: Play) -> str:
    """Write the command that reads Harbourlight's porch by the account of somebody who is not its member."""
    porch = season.porch(season.name)
    token = stage.directory / "token"
    token.touch(mode=0o600)
    token.write_text(play[porch.reader].member.access_token, encoding="ascii")
    url = stage.here.synapse.url
    return f"{_command()} read '{porch.address}' --homeserver {url} --token-file {token}"


def _command() -> str:
    """Say how the program is called here: by its name, or by its path where it is installed out of the way."""
    name = "microsol-matrix"
    return name if shutil.which(name) else str(Path(sys.executable).with_name(name))


def _accounts(play: Play, home: Home) -> str:
    """List who has an account on a homeserver."""
    people = (person for person in play.people.values() if person.bot == home.bot)
    return ", ".join(localpart_of(person.user_id) for person in people)


def _let_time_pass(play: Play) -> None:
    """Let a week pass for the services whenever somebody at a terminal presses Enter."""
    if not _is_at_terminal():
        return
    loop = asyncio.get_running_loop()

    def pressed() -> None:
        if not sys.stdin.readline():  # Ctrl-D: nothing more comes from there
            loop.remove_reader(sys.stdin)
            return
        play.almanac.turn(_A_WEEK)
        play.telling.line(f"          A week later, on {_day(play)}:")

    loop.add_reader(sys.stdin, pressed)


def _is_at_terminal() -> bool:
    """Whether somebody can press keys; there is no standard input at all where it was closed."""
    return sys.stdin is not None and sys.stdin.isatty()


def _day(play: Play) -> str:
    return written_date(play.now.date(), Language.ENGLISH)
