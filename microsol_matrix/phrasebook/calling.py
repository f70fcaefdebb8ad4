"""What is said of a call: as it is made, stands in Commons, is started, taken back or over."""

from collections.abc import Mapping
from typing import Final

CALLING: Final[Mapping[str, str]] = {
    "call.prompt": "{caller} is calling a crew: **{name}**{intention}. {details}. {how} Open until {until}.",
    "call.intention": " - {intention}",
    "call.details": "{kind}, {weeks}{rhythm}, {least}-{most} people{audience}{room}",
    "call.details.same": "{kind}, {weeks}{rhythm}, {least} people{audience}{room}",
    "call.rhythm": ", {rhythm}",
    "call.audience": ", for {audience}",
    "call.room.read": ", in an encrypted room",
    "call.room.unread": ", in an encrypted room where I do not read",
    "call.how.private": (
        'Send me "yes" in a direct message (only {caller} will know until it begins).'
    ),
    "call.how.open": 'Answer with ✋ here (everybody sees it), or send me "yes" in a direct message.',
    "call.begun.left": "**{name}** is beginning. {seats} left until {until}.",
    "call.begun.full": "**{name}** is beginning. All seats are taken; a yes until {until} goes on the waiting list.",
    "call.over.begun": "**{name}** has begun and takes no more answers.",
    "call.over.lapsed": "**{name}** did not come together this time. It can be called again.",
    "call.over.withdrawn": "The call for **{name}** has been taken back.",
    "call.done": "Your call for **{name}** is in Commons, open until {until}. You count as the first of {least}.",
    "call.done.start": (
        "Your call for **{name}** is in Commons, open until {until}. You count as the first of {least}; "
        "it begins when you say !start."
    ),
    "call.needs-name": 'Tell me its name: !call "Slow Kettle" weekly hour to listen to each other',
    "call.too-long": (
        "That is {length} characters for the {what}; {limit} is the most. Put the name in quotes: "
        '!call "Slow Kettle" weekly hour to listen to each other'
    ),
    "call.same-name": "There is an open call named {name} already. Choose another name, or answer that one.",
    "call.not-ready": "{name} is still being made. Try again in a moment.",
    "start.caller-only": "Only {caller}, who called **{name}**, starts it.",
    "start.too-few": "**{name}** has {count} of the {least} people it needs. I will tell you when there are enough.",
    "start.begun": "**{name}** has begun already.",
    "start.done": "**{name}** begins now.",
    "withdraw.caller-only": "Only {caller}, who called **{name}**, can take the call back.",
    "withdraw.begun": "**{name}** has begun; it is its people's now. A crew can finish whenever it wants to.",
    "withdraw.done": "I have taken back the call for **{name}**.",
    "own.none": "You have no open call in {congregation}.",
    "own.which": "Which of your calls do you mean?\n{calls}",
    "lapsed": (
        "Your call for **{name}** ended without enough people this time. That says nothing about it, or about you: "
        "you can call again whenever it feels right."
    ),
    "lapsed.not-started": (
        "The time of your call for **{name}** ended before you started it. You can call again whenever it feels right."
    ),
}
