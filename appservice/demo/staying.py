"""After the story: how to come in, what to try.

Owns what visitors are told. Refuses to know the story, and what visitors do.
"""

import asyncio
from typing import Final

from appservice.demo.listening import Listening
from appservice.demo.play import Play
from appservice.demo.season import Season
from appservice.demo.side_by_side import all_of
from appservice.demo.stage import Stage
from microsol_matrix.ids import localpart_of

_TO_TRY: Final = (
    ("yes Plain Speaking", "to the bot: you are the third, so its room makes itself"),
    ("✋", "on the prompt of Paper Boats in Commons: its last seat is yours"),
    ('!call "Night Ferry" a quiet hour', "in Commons: a call of your own"),
    ("!help", "to the bot: all the rest"),
)
"""What Greta can do, who has a room with the bot and no seat in any crew."""


async def stay_up(stage: Stage, *, season: Season, play: Play) -> None:
    """Say how to come in, then show what is said, for ever."""
    listening = Listening(play.telling, people=play.people, bot=play.bot)
    following = [await listening.begin(person) for person in play.people.values()]
    _welcome(stage, season=season, play=play)
    await all_of(following)
    await asyncio.Event().wait()  # we may follow nobody any more, and still it is theirs to end


def _welcome(stage: Stage, *, season: Season, play: Play) -> None:
    telling = play.telling
    people = tuple(play.people.values())
    crews = (
        f"{crew.place.name} ({', '.join(sorted(crew.place.people)).lower()})"
        for crew in season.crews
    )
    telling.heading("Now it is yours")
    telling.pairs(
        (
            ("Homeserver", f"{stage.synapse.url}  (plain http, from this machine only)"),
            ("Log in as", ", ".join(localpart_of(person.user_id) for person in people)),
            ("Password", f"{people[0].member.password}  (everybody's)"),
            ("The bot", stage.bot),
            ("The space", season.address),
            ("Its crews", "; ".join(crews)),
            ("Files, logs", str(stage.directory)),
        )
    )
    telling.line("Any client will do that lets you type a homeserver's address. As greta, try:\n")
    telling.pairs(_TO_TRY)
    telling.line("Ctrl-C ends it and leaves nothing behind. What is said from now on:\n")
