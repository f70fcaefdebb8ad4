"""What is said of a crew's life: its states, its moves, what cannot be and what can."""

from collections.abc import Mapping
from typing import Final

CREW_LIFE: Final[Mapping[str, str]] = {
    "state.forming": "forming",
    "state.active": "active",
    "state.resting": "resting",
    "state.closing": "closing",
    "state.archived": "archived",
    "state.relaunched": "relaunched",
    "move.impossible": "!{word} is not possible now: **{name}** is {state}. {next}",
    "next.forming": "What you can do: agree with !agree and when you meet, or end it with !finish.",
    "next.active": "What you can do: look back with !review, rest with !rest, or end it with !finish.",
    "next.resting": "What you can do: go on with !wake, or end it with !finish.",
    "next.closing": "What you can do: go on after all with !stop-closing, or leave something with !harvest.",
    "next.archived": "What you can do: open its room again with !unarchive, or begin anew with !call again {name}.",
    "next.relaunched": "It goes on in another room.",
    "crew.which": "Which crew do you mean? Add its name, as in crew={example}:\n{crews}",
    "crew.others-read": (
        "Others read here, so I speak of no other crew of yours. Say it in its own room, or in a direct message to me."
    ),
    "crew.none-yours": "You are in no crew of {congregation}. !crews lists them all.",
    "crew.none-such": "You are in no crew called {name}. Yours:\n{crews}",
    "crew.not-in": "That is for those who are in {name}, and you are not.",
}
