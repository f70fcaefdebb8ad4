"""The chapters of the crowd: a porch is opened, two congregations link, a third proposes, somebody walks it all.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is checked.
"""

from datetime import timedelta
from typing import Final

from attrs import evolve

from appservice.demo.beginning import FOUNDER, STRANGER
from appservice.demo.elsewhere import NINEBRIDGES, THORNFIELD, become_host
from appservice.demo.play import Play
from appservice.demo.season import LinkTold, Place, PorchTold, Season
from appservice.side_by_side import both
from microsol_matrix.ids import RoomAlias
from microsol_matrix.structure import types

_SECOND: Final = "Dov"
_WALKER: Final = "Greta"
_CHECK: Final = "✅"
_A_DAY: Final = timedelta(days=1)
_PURPOSE: Final = "gardens, workshops and an orchard along one lane"
"""What Thornfield Loop comes to say of itself."""


async def opened(play: Play, season: Season) -> Season:
    """Dov becomes a host beside Amara, and Harbourlight publishes its card."""
    dov = play[_SECOND]
    server = dov.member.server_name
    address = RoomAlias(f"#_microsol.porch_{season.name.lower()}:{server}")
    with play.chapter(f"{season.name} opens a porch") as page:
        page.tell(
            "Nobody publishes alone. So Amara asks Dov, who is a partner from now on, to be a host "
            "with her, and he says yes. Then everybody may read their card, and nobody's name."
        )
        await play.says(FOUNDER, f"!tier {dov.user_id} partner")
        await become_host(dov, name=season.name, asked_by=play[FOUNDER])
        await dov.accept(season.hosts.name)
        await play.says(FOUNDER, "!publish card")
        await play.hears(FOUNDER, "!publish card yes")
        said = await play.says(FOUNDER, "!publish card yes")
        await play.hears(FOUNDER, "From now on everybody can read", after=said)
        room_id = await play.porch_at(address, witness=STRANGER)
        page.tell(f"{STRANGER}, who is nobody's member, reads it at {address}.")
        await play.show(season.space.room_id)
    porch = PorchTold(season.name, address, room_id, reader=STRANGER)
    return _with_two_hosts(evolve(season, own_porch=porch))


async def linked(play: Play, season: Season) -> Season:
    """Amara proposes a link to Thornfield Loop, on the other homeserver; Oskar says yes."""
    theirs = season.neighbour(THORNFIELD.name)
    with play.chapter(f"{season.name} and {theirs.name} link") as page:
        page.tell(
            f"Meanwhile {THORNFIELD.founder} and {THORNFIELD.second} have founded {theirs.name} on "
            "the other homeserver, and opened its porch. Amara was given the address."
        )
        said = await play.says(FOUNDER, f"!link {theirs.porch.address}", place=season.hosts)
        await play.hears(FOUNDER, "proposes a link to", place=season.hosts, after=said)
        page.tell(f"There, in the room of {theirs.name}'s hosts:")
        host = THORNFIELD.second
        asked = await play.hears(host, f"{season.name} (", place=theirs.hosts)
        play.passes("A day", until_=play.now + _A_DAY)
        await play.answers(host, _CHECK, to=asked.event_id, place=theirs.hosts)
        are_linked = f"{theirs.name} and {season.name}"
        await play.hears(host, are_linked, place=theirs.hosts)
        await play.hears(FOUNDER, f"{season.name} and {theirs.name}", place=season.hosts)
        page.tell(
            f"{THORNFIELD.founder} writes anew, as the topic of their space, what {theirs.name} is "
            f"for. Their porch says so, and {season.name}'s tells it of them."
        )
        await play[THORNFIELD.founder].member.set_state(
            theirs.space.room_id, "m.room.topic", content={"topic": _PURPOSE}
        )
        porch = theirs.porch
        await play.until_published(
            porch.room_id, types.CONGREGATION, witness=porch.reader, purpose=_PURPOSE
        )
        play.passes("Another day", until_=play.now + _A_DAY)
        await play.until_told_of(season, porch, purpose=_PURPOSE)
        await play.show(season.space.room_id)
    link = LinkTold(season.name, theirs.name, is_mutual=True)
    said_now = (theirs.name, _PURPOSE)
    return evolve(season, links=(*season.links, link), purposes=(*season.purposes, said_now))


async def proposed(play: Play, season: Season) -> Season:
    """Lupe proposes a link to Harbourlight, whose hosts have not answered yet."""
    theirs, porch = season.neighbour(NINEBRIDGES.name), season.porch(season.name)
    with play.chapter(f"{theirs.name} proposes a link") as page:
        page.tell(
            f"{NINEBRIDGES.founder} and {NINEBRIDGES.second} have founded {theirs.name} there, too. "
            f"Until {season.name} says yes, that is a proposal, and shows as one."
        )
        await play.says(NINEBRIDGES.founder, f"!link {porch.address}", place=theirs.hosts)
        await both(
            play.hears(NINEBRIDGES.founder, "proposes a link to", place=theirs.hosts),
            play.hears(FOUNDER, f"{theirs.name} (", place=season.hosts),
        )
        await play.show(season.space.room_id)
    link = LinkTold(theirs.name, season.name, is_mutual=False)
    return evolve(season, links=(*season.links, link))


async def walked(play: Play, season: Season) -> Season:
    """Greta asks what the crowd is, and her client walks it."""
    theirs = season.neighbour(THORNFIELD.name)
    other = THORNFIELD.founder
    with play.chapter(f"{_WALKER} walks the crowd") as page:
        for words in ("!crowd", "!neighbours"):
            said = await play.says(_WALKER, words)
            await play.hears(_WALKER, theirs.name, after=said)
        page.tell(
            "Her client can walk there without the bot, and so can that of anybody, as one walks "
            f"nested spaces. From {season.name}'s porch it comes to:"
        )
        for name in await play.walk(_WALKER, season.porch(season.name).room_id):
            page.tell(f"  · {name}")
        page.tell(f"And {other}'s, on the other homeserver, from {theirs.name}'s porch:")
        for name in await play.walk(other, theirs.porch.room_id):
            page.tell(f"  · {name}")
        await play.show(season.space.room_id)
    walkers = ((_WALKER, season.space.room_id), (other, theirs.space.room_id))
    return evolve(season, walkers=walkers)


def _with_two_hosts(season: Season) -> Season:
    def hosted(place: Place) -> Place:
        return evolve(place, hosts=place.hosts | {_SECOND})

    return evolve(
        season,
        space=hosted(season.space),
        commons=hosted(season.commons),
        hosts=hosted(season.hosts).joined_by(_SECOND),
        archive=hosted(season.archive),
        shelves=tuple(map(hosted, season.shelves)),
    )
