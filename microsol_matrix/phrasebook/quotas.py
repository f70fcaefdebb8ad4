"""What is said to somebody who has done something as often as may be."""

from collections.abc import Mapping
from typing import Final

QUOTAS: Final[Mapping[str, str]] = {
    "quota.calls": (
        "You have called {most} times in {name} within a day, which is the most. You can again from {again} on."
    ),
    "quota.calls.none": "Nobody can make a call in {name} just now: the admin of this service has set it so.",
    "quota.open-calls": (
        "You have {count} open calls in {name}, and {most} is the most. As soon as one of them ends, or you take "
        "it back with !withdraw, you can make another."
    ),
    "quota.invitations": (
        "You have asked me to invite {most} people to {name} within a day, which is the most. You can again from "
        "{again} on; another host can now."
    ),
    "quota.invitations.none": "I invite nobody to {name} just now: the admin of this service has set it so.",
    "quota.foundings": (
        "You have founded {count} congregations here, and {most} is the most. If you need another, ask whoever "
        "runs the bot on {server}."
    ),
    "quota.foundings.none": "Nobody can found a congregation on {server} just now: the bot's admin has set it so.",
}
