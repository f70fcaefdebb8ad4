"""What happens elsewhere while Harbourlight lives: two congregations are founded there, and open their porches.

Owns what their people do, which nobody is shown. Refuses to know the story, and that there are links.
"""

from typing import Final

from attrs import frozen

from appservice.demo.people import Person
from appservice.demo.play import Play
from appservice.demo.season import NeighbourTold, Place, PorchTold
from appservice.side_by_side import all_of
from microsol_matrix.ids import RoomAlias
from microsol_matrix.words import plain, say


@frozen
class Plan:
    """A congregation that is going to be founded.

    Attributes:
        founder: Founds it; a second host comes in and is asked.
        reader: Reads its porch without being its member.
    """

    name: str
    slug: str
    purpose: str
    founder: str
    second: str
    reader: str


THORNFIELD: Final = Plan(
    name="Thornfield Loop",
    slug="thornfield-loop",
    purpose="gardens and workshops along one lane, kept together",
    founder="Juno",
    second="Oskar",
    reader="Lupe",
)
NINEBRIDGES: Final = Plan(
    name="Ninebridges",
    slug="ninebridges",
    purpose="both banks of the river, and whoever crosses it",
    founder="Lupe",
    second="Farid",
    reader="Juno",
)


async def founded_elsewhere(play: Play) -> tuple[NeighbourTold, ...]:
    """Have both founded, side by side."""
    return await all_of(_founded(play, plan) for plan in (THORNFIELD, NINEBRIDGES))


async def _founded(play: Play, plan: Plan) -> NeighbourTold:
    founder, second = play[plan.founder], play[plan.second]
    both = frozenset({plan.founder, plan.second})
    await founder.tell(f'!found "{plan.name}" {plan.purpose}')

    async def entered(name: str) -> Place:
        return Place(name, await founder.accept(name), hosts=both, people=both)

    space = await entered(plan.name)
    commons = await entered(plain("commons.name", name=plan.name))
    hosts = await entered(plain("hosts.name", name=plan.name))
    await founder.tell(f"!invite {second.user_id} partner")
    for place in (space, commons):
        await second.accept(place.name)
    await become_host(second, name=plan.name, asked_by=founder)
    await second.accept(hosts.name)
    await founder.tell("!publish card yes")
    server = founder.member.server_name
    address = RoomAlias(f"#_microsol.porch_{plan.slug}:{server}")
    room_id = await play.porch_at(address, witness=plan.reader)
    porch = PorchTold(plan.name, address, room_id, reader=plan.reader)
    return NeighbourTold(space, commons, hosts, porch)


async def become_host(person: Person, *, name: str, asked_by: Person) -> None:
    """Have a partner asked to be a host too, and agree; each in private."""
    await person.hear(say("tier.partner"))
    await asked_by.tell(f"!host {person.user_id}")
    await person.hear(f"be a host of {name}")
    await person.tell("!host yes")
    await person.hear(f"You are a host of {name}")
