"""Every fact there is: the closed union that the store writes, `decide` makes and `evolve` reads.

Facts are past tense, append-only, and never refused: they already happened. They name people and
texts by the two reference types (`UserId`, `Text`), which the store keeps apart so that forgetting
is deleting rows.
"""

from microsol_matrix.kept import KeptFact
from microsol_matrix.scales.adoption import AdoptionFact
from microsol_matrix.scales.call import CallFact
from microsol_matrix.scales.congregation import CongregationFact
from microsol_matrix.scales.crew_life import CrewFact
from microsol_matrix.scales.growth import GrowthFact
from microsol_matrix.scales.knock import KnockFact
from microsol_matrix.scales.link import LinkFact
from microsol_matrix.scales.mandate import MandateFact
from microsol_matrix.scales.person import PersonFact
from microsol_matrix.scales.release import ReleaseFact
from microsol_matrix.scales.season import SeasonFact
from microsol_matrix.scales.tier import TierFact
from microsol_matrix.seen import SeenFact
from microsol_matrix.upgrades import UpgradeFact

Fact = (
    CongregationFact
    | TierFact
    | MandateFact
    | KnockFact
    | LinkFact
    | ReleaseFact
    | AdoptionFact
    | SeasonFact
    | GrowthFact
    | CallFact
    | CrewFact
    | PersonFact
    | SeenFact
    | KeptFact
    | UpgradeFact
)
