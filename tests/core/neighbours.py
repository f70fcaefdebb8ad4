"""A congregation with neighbours: what their homeservers would answer, and what hosts say of them.

Owns what Thornfield's porch is like. Refuses to check anything.
"""

from typing import TypeVar

from attrs import evolve

from microsol_matrix.decide.afar import Looked, PorchFound, PorchInvited, PorchWasRead
from microsol_matrix.ids import EventId, RoomAlias, RoomId, ServerName, Text, UserId, server_of
from microsol_matrix.places import HOSTS, PORCH
from microsol_matrix.scales.link import CardRead, Claim, Link, PorchReading, Scope
from microsol_matrix.seen import Membership
from tests.core.life import Village
from tests.core.porch import published, with_second_host
from tests.core.said import AMARA, membership, reaction

Kind = TypeVar("Kind")

FAR = ServerName("thornfield.example")
THEIR_BOT = UserId(f"@microsol:{FAR}")
OTHER = ServerName("ninebridges.example")
OTHER_BOT = UserId(f"@microsol:{OTHER}")
THORNFIELD = RoomId(f"!porch:{FAR}")
ADDRESS = RoomAlias(f"#_microsol.porch_thornfield:{FAR}")
WHO = f"Thornfield Loop ({FAR})"

CARD = CardRead(
    id="01THORN",
    name=Text("Thornfield Loop"),
    purpose=Text("hedges and keys"),
    place=Text(""),
    size="10-19",
    address=None,
)
PROPOSED = Claim(is_proposed=True, scope=Scope.CARD, expires_at=None)
MUTUAL = Claim(is_proposed=False, scope=Scope.CARD, expires_at=None)


def reading(
    claim: Claim | None = None, *, bot: UserId = THEIR_BOT, name: str = "Thornfield Loop"
) -> PorchReading:
    """Say what a neighbour's porch reads."""
    return PorchReading(
        bot=bot,
        card=evolve(CARD, name=Text(name)),
        crews=(),
        beyond=(),
        claim=claim,
        left_out=0,
        newer=False,
        is_seated=True,
    )


def host_village() -> Village:
    """Harbourlight with two hosts and its card on its porch."""
    village = published()
    village.letters.clear()
    return village


def found(
    village: Village,
    read: PorchReading | None = None,
    *,
    address: RoomAlias = ADDRESS,
    porch: RoomId = THORNFIELD,
    looked: Looked = Looked.PORCH,
) -> None:
    """Let a porch that hosts named be found."""
    seen = (read or reading()) if looked is Looked.PORCH else None
    via = (FAR,)
    village.happen(PorchFound(address, porch, via=via, looked=looked, reading=seen, at=village.now))


def proposed(settings: str = "") -> Village:
    """Harbourlight, which has asked Thornfield Loop for a link; it may have chosen numbers of its own."""
    village = host_village()
    if settings:
        village.tells(AMARA, f"!settings {settings}")
    village.tells(AMARA, f"!link {ADDRESS}")
    found(village)
    village.settle()
    return village


def was_read(village: Village, claim: Claim | None, *, read: PorchReading | None = None) -> None:
    """Let Thornfield's porch be read."""
    now = read or reading(claim)
    village.happen(PorchWasRead(THORNFIELD, via=(FAR,), reading=now, at=village.now))


def invited(
    village: Village,
    porch: RoomId = THORNFIELD,
    *,
    by: UserId = THEIR_BOT,
    name: str = "Thornfield Loop",
    purpose: str = "hedges and keys",
    to: RoomId | None = None,
    address: RoomAlias | None = ADDRESS,
) -> None:
    """Let a neighbour propose a link."""
    village.happen(
        PorchInvited(
            EventId(f"$invited-{porch}"),
            porch,
            by=by,
            to=to or village.key_id(PORCH),
            name=Text(name),
            purpose=Text(purpose),
            address=address,
            via=(server_of(by),),
        )
    )


def asked() -> Village:
    """Harbourlight, which Thornfield Loop asks for a link."""
    village = host_village()
    invited(village)
    village.settle()
    return village


def linked(settings: str = "") -> Village:
    """Harbourlight and Thornfield Loop, linked; Harbourlight had proposed it."""
    village = proposed(settings)
    village.happen(membership(THEIR_BOT, Membership.JOIN, at=village.key_id(PORCH)))
    was_read(village, MUTUAL)
    village.settle()
    village.done.clear()
    return village


def have_neighbours(village: Village) -> None:
    """Let a congregation publish and be linked with one neighbour, ask another, and be asked by a third."""
    with_second_host(village)
    village.tells(AMARA, "!publish crews yes")
    village.settle()
    for number, claim in ((1, MUTUAL), (2, None)):
        address = RoomAlias(f"#porch{number}:{FAR}")
        village.tells(AMARA, f"!link {address} scope=crews")
        read = reading(claim, name=f"Neighbour {number}")
        found(village, read, address=address, porch=RoomId(f"!porch{number}:{FAR}"))
    invited(village, RoomId(f"!porch3:{OTHER}"), by=OTHER_BOT, name="Neighbour 3", address=None)
    village.settle()


def link_of(village: Village, porch: RoomId = THORNFIELD) -> Link:
    return village.world.links[porch]


def reacts(village: Village, key: str, *, by: UserId = AMARA, prompt: str = "link/") -> None:
    """Let somebody react to the newest prompt of a kind in Hosts."""
    refs = [ref for ref in village.world.prompts if ref.startswith(prompt)]
    target = village.world.prompts[refs[-1]].event_id
    village.happen(reaction(by, target, at=village.key_id(HOSTS), key=key))
    # What the plan now wants is for the test to look at.


def in_hosts(village: Village) -> str:
    """Tell what was said last in Hosts."""
    village.settle()
    return village.said_in(village.key_id(HOSTS))[-1]


def planned(village: Village, kind: type[Kind]) -> list[Kind]:
    return [one for one in village.plan() if isinstance(one, kind)]
