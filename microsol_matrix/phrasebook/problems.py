"""What is said of what the homeserver did not let us do, and to those whom we put out."""

from collections.abc import Mapping
from typing import Final

PROBLEMS: Final[Mapping[str, str]] = {
    "problem": (
        "I could not {doing}: the homeserver says {errcode}. Whoever runs me can see more in my log, "
        "and I try again when I am started anew."
    ),
    "problem.make": "make a room",
    "problem.enter": "come back into a room to which I was invited",
    "problem.put": "write down in the space what has changed",
    "problem.prompt": "post a message or bring it up to date",
    "problem.remove": "withdraw an invitation",
    "problem.put-out": "carry a removal to another room of ours",
    "problem.ban": "carry a ban to another room of ours",
    "problem.lift-ban": "lift a ban in another room of ours",
    "withdrawn": "this invitation is no longer open",
    "removed": "no longer a member of the congregation",
    "banned": "banned from the space",
}
