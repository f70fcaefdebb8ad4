"""The prompts in Hosts about links: which there are, what each should read, and which reactions are offered.

Owns their refs. Refuses to know their words (`talk.links`) and what an answer does.
"""

from collections.abc import Iterator

from attrs import evolve as changed

from microsol_matrix.ids import Ref
from microsol_matrix.scales.link import Link, LinkState, Trouble
from microsol_matrix.seen import CHECK, CROSS
from microsol_matrix.talk.links import asked_text, moved_text, renewal_text
from microsol_matrix.times import to_ms
from microsol_matrix.words import Said
from microsol_matrix.world import World


def proposal_prompt(link: Link) -> Ref:
    """Name the prompt by which hosts are asked for a link."""
    return Ref(f"link/{link.because}")


def renewal_prompt(link: Link) -> Ref:
    """Name the prompt by which hosts were last asked to renew a link: a new one for each of its ends."""
    ends = 0 if link.renewal_for is None else to_ms(link.renewal_for)
    return Ref(f"link-renewal/{link.because}/{ends}")


def moved_prompt(link: Link) -> Ref:
    """Name the prompt that asks about a neighbour whose address leads elsewhere."""
    return Ref(f"link-moved/{link.because}")


def link_prompts(world: World) -> Iterator[tuple[Ref, Said]]:
    """Say what each prompt about a link should read."""
    for _, link in sorted(world.links.items()):
        ref = proposal_prompt(link)
        if link.state is LinkState.ASKED or ref in world.prompts:
            asked = link if ref in world.prompts else changed(link, state=LinkState.ASKED)
            yield ref, asked_text(world, asked)
        if link.is_renewal_open or renewal_prompt(link) in world.prompts:
            yield renewal_prompt(link), renewal_text(world, link)
        if _is_asked_where(link) or moved_prompt(link) in world.prompts:
            yield moved_prompt(link), moved_text(world, link)


def link_hands(world: World) -> Iterator[tuple[Ref, tuple[str, ...]]]:
    """Say which reactions the bot puts to them itself."""
    for _, link in sorted(world.links.items()):
        if link.state is LinkState.ASKED:
            yield proposal_prompt(link), (CHECK, CROSS)
        if link.is_renewal_open:
            yield renewal_prompt(link), (CHECK,)
        if _is_asked_where(link):
            yield moved_prompt(link), (CHECK, CROSS)


def awaited_prompts(world: World) -> Iterator[Ref]:
    """Give the prompts about links that people may answer."""
    yield from (ref for ref, _ in link_hands(world))


def _is_asked_where(link: Link) -> bool:
    return link.is_mutual and link.trouble is Trouble.MOVED and link.stays_by is None
