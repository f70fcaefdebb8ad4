"""After the story: how to come in, what to try.

Owns what visitors are told. Refuses to know the story, and what visitors do.
"""

import asyncio

from appservice.demo.listening import Listening
from appservice.demo.people import Person
from appservice.demo.play import Play
from appservice.demo.season import Season
from appservice.demo.side_by_side import all_of
from appservice.demo.stage import Stage
from microsol_matrix.ids import localpart_of


async def stay_up(stage: Stage, *, season: Season, play: Play) -> None:
    """Say how to come in, then show what is said, for ever."""
    listening = Listening(play.telling, people=play.people, bot=play.bot)
    following = [await listening.begin(person) for person in play.people.values()]
    _invite_visitors(stage, season=season, play=play)
    await all_of(following)
    await asyncio.Event().wait()  # nobody is left whom we may follow, and still it is theirs to end


def _invite_visitors(stage: Stage, *, season: Season, play: Play) -> None:
    telling = play.telling
    names = ", ".join(localpart_of(person.user_id) for person in play.people.values())
    a_person: Person = next(iter(play.people.values()))
    crews = "; ".join(
        f"{crew.place.name} ({', '.join(sorted(crew.place.people)).lower()})"
        for crew in season.crews
    )
    telling.heading("Now it is yours")
    telling.pairs(
        (
            ("Homeserver", f"{stage.synapse.url}  plain http, reachable from this machine only"),
            ("Log in as", f"{names}  (the bare name)"),
            ("Password", f"{a_person.member.password}  (everybody's)"),
            ("Bot", play.bot),
            ("Space", f"{season.address}, with {season.commons.name}"),
            ("Crews", crews),
            ("Files, logs", str(stage.directory)),
        )
    )
    telling.line(
        "Any client that lets you type the homeserver's address will do. Then, as greta:\n"
    )
    telling.pairs(
        (
            (
                "yes Plain Speaking",
                "to the bot, in her room with it: the third, so its room makes itself",
            ),
            ("✋", f"on Paper Boats in {season.commons.name}: its last seat"),
            (
                '!call "Night Ferry" a quiet hour after work',
                f"in {season.commons.name}: a call of her own",
            ),
            ("!help", "anywhere there: everything else"),
        )
    )
    telling.line(
        "Ctrl-C ends it and leaves nothing behind. What is said from now on:\n", style="bold"
    )
