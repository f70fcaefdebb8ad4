"""A congregation that has a porch."""

from datetime import timedelta
from typing import Any

from microsol_matrix.ids import UserId
from microsol_matrix.places import PORCH
from microsol_matrix.plan.intents import Intent, MakeRoom, PutState, Withdraw
from microsol_matrix.plan.porch import plan_porch
from microsol_matrix.scales.crew import CrewState
from microsol_matrix.structure import types
from microsol_matrix.structure.schemas import check
from tests.core.beside_kettle import in_state, says
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, CLEO, HOUSE

H = "Harbourlight"
ADDRESS = "#_microsol.porch_harbourlight:here.example"
CARD = (types.CONGREGATION, "")
THREE_DAYS = timedelta(hours=72)


def with_second_host(village: Village, person: UserId = BO) -> Village:
    """Let somebody be host beside Amara."""
    village.tells(AMARA, f"!tier {person} partner")
    village.tells(AMARA, f"!host {person}")
    village.tells(person, "!host yes")
    village.settle()
    return village


def two_hosts() -> Village:
    return with_second_host(harbourlight(BO, CLEO))


def published(words: str = "card") -> Village:
    village = two_hosts()
    village.tells(AMARA, f"!publish {words} yes")
    village.settle()
    village.done.clear()
    return village


def crew_on_porch() -> Village:
    """Slow Kettle, active, which everybody can read of."""
    village = with_second_host(in_state(CrewState.ACTIVE))
    says(village, BO, "!visibility porch")
    village.pass_time(THREE_DAYS)
    village.tells(AMARA, "!publish crews yes")
    village.settle()
    return village


def stands(village: Village) -> dict[tuple[str, str], Any]:
    """Tell what stands on the porch."""
    there: dict[tuple[str, str], Any] = {}
    for one in village.done:
        match one:
            case MakeRoom(key=key, spec=spec) if key == PORCH:
                there |= {(piece.type, piece.state_key): piece.content for piece in spec.state}
            case PutState(key=key, piece=piece) if key == PORCH:
                check(piece.type, piece.content)
                there[piece.type, piece.state_key] = piece.content
            case Withdraw(key=key) if key == PORCH:
                there.pop((one.type, one.state_key), None)
    return there


def on_porch(village: Village) -> list[Intent]:
    return list(plan_porch(village.world, HOUSE))
