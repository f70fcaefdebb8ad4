"""What no room tells, counted by how much it may touch.

Owns the counting. Refuses to say more than that: who answered, objected or waited was never to be told.
"""

from collections.abc import Iterable

from microsol_matrix.places import PORCH
from microsol_matrix.rebuild.findings import Loss, Lost
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.world import World


def losses(worlds: Iterable[World], *, people: int) -> tuple[Loss, ...]:
    """Say what is lost, by kind, leaving out what touches nothing.

    Args:
        worlds: As they were rebuilt.
        people: With how many we talk.
    """
    all_worlds = tuple(worlds)
    crews = [crew for world in all_worlds for crew in world.crews.values()]
    touching = {
        Lost.ANSWERS: sum(len(world.calls) for world in all_worlds),
        Lost.CONSENT: sum(len(crew.open_questions) for crew in crews),
        Lost.TIERS: sum(len(world.members) for world in all_worlds),
        Lost.SEATS: len(crews),
        Lost.HARVESTS: sum(1 for crew in crews if crew.is_living),
        Lost.SEALED: sum(1 for crew in crews if crew.encryption is not Encryption.OFF),
        Lost.DIRECT: people,
        Lost.INVITATIONS: len(all_worlds),
        Lost.NEIGHBOURS: sum(1 for world in all_worlds if world.room(PORCH) is not None),
        Lost.HISTORY: len(all_worlds),
        Lost.UNSAID: len(all_worlds),
    }
    return tuple(Loss(lost, number) for lost, number in touching.items() if number)
