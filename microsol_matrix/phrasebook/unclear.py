"""What is said of what we did not understand, cannot read, or may not do where it was asked."""

from collections.abc import Mapping
from typing import Final

UNCLEAR: Final[Mapping[str, str]] = {
    "unclear.nearest": "I know no !{word}. Did you mean !{nearest}? !help shows the rest.",
    "unclear.without-mark": "Did you mean !{nearest}? A command begins with an exclamation mark.",
    "unclear": "I did not understand that. !help shows what I can do.",
    "passing": "You named me, or answered something of mine, and I saw no command in it. !help shows what I can do.",
    "edited": "I do not follow later changes to a message. Please send it again as a new one.",
    "not-member": "Only members of {congregation} can do that. You become one by joining its space.",
    "not-here": "That works elsewhere: {where}.",
    "no-host": "{name} has no host just now, so there is nobody for whom I may do that. A partner can offer: !host me",
    "host-only": "That is for the hosts of {name}: {hosts}. Ask one of them.",
    "encrypted.moved": (
        "I cannot read encrypted messages, so I have not read what you wrote in our other room. Here I can "
        "read what you write. !help shows what I can do."
    ),
    "encrypted.unread": (
        "The key to your message has not reached me, so I have not read it. I am inviting you to a "
        "room without encryption, where we can talk in any case."
    ),
    "encrypted.plain": "Here I can read what you write. !help shows what I can do.",
}
