"""The chapters of the crowd: Harbourlight gets a second host and opens a porch.

Owns what people do there and what is claimed of it. Refuses to know how it looks and how it is checked.
"""

from typing import Final

from attrs import evolve

from appservice.demo.beginning import FOUNDER, STRANGER
from appservice.demo.elsewhere import become_host
from appservice.demo.play import Play
from appservice.demo.season import Place, PorchTold, Season
from microsol_matrix.ids import RoomAlias

_SECOND: Final = "Dov"


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
    return _with_two_hosts(evolve(season, porches=(porch, *season.porches)))


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
