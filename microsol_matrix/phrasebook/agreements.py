"""What is said of a crew's agreements, of who hosts it, and of the crew itself."""

from collections.abc import Mapping
from typing import Final

AGREEMENTS: Final[Mapping[str, str]] = {
    "crew.by-direct": "{person}, by direct message: {said}\n{text}",
    "agree.done": "Agreed, then. I will ask you on {asked} how it has been. Host of the first meeting: {host}.",
    "agree.done.completed": (
        "Agreed, then. You meet: {rhythm}, until {end}. I will ask you on {asked} how it has been. "
        "Host of the first meeting: {host}."
    ),
    "agree.anew": (
        "Agreed anew. You meet: {rhythm}, until {end}. I will ask you on {asked} how it has been. Host: {host}."
    ),
    "agree.needs": "Tell me when you meet and when you look back: {example}",
    "agree.example": "!agree {rhythm}, review {day}",
    "agree.rhythm.usual": "Tue 19:00",
    "agree.rhythm": "rhythm",
    "agree.too-long": "That is {length} characters for the {what}; {limit} is the most.",
    "agree.day": (
        "I cannot read {given} as the day on which you look back. It takes {expected}; or leave it out, and it is "
        "the end of your cycle."
    ),
    "agree.too-soon": "You look back later than that: on {first} at the earliest.",
    "agreements.none": "**{name}** has agreed on nothing yet. {next}",
    "agreements.now": "**{name}** meets: {rhythm}. Host: {host}.",
    "agreements.words-gone": "as you agreed (I no longer have the words)",
    "agreements.before": "Before:\n{lines}",
    "agreements.line": "- {rhythm}, agreed on {at} until {review}",
    "cycle.will-ask": "Cycle {cycle} runs until {end}. I will ask you on {asked} how it has been.",
    "cycle.asked": "Cycle {cycle} runs until {end}, and you are looking back on it now.",
    "crew.about": "**{name}**{intention}. {kind}, {state}.\nPeople: {people}; {seats} left. Host: {host}.",
    "crew.doors": "Newcomers: {joining}. Seen by {seen}.",
    "newcomers.closed": "none for now",
    "newcomers.ask": "if none of you objects",
    "newcomers.open": "welcome while there are seats",
    "seen-by.hidden": "its people alone",
    "seen-by.congregation": "members of the congregation",
    "seen-by.porch": "everybody",
    "crew-host.is": "{person} hosts **{name}**. !host and a name passes it on, !host me takes it.",
    "crew-host.none": "nobody yet, say !host me if you like",
    "crew-host.nobody": "Nobody hosts **{name}** just now. Whoever would like to: !host me",
    "crew-host.forming": (
        "**{name}** is forming, and its host is {host}. Once you have agreed, the role goes round. {next}"
    ),
    "crew-host.not-in": "I know nobody called {given} in **{name}**. In it are {people}.",
    "crew-host.same": "{person} hosts **{name}** already.",
    "crew-host.changed": "{person} hosts **{name}** from now on.",
    "crew-host.turn": "{host} has hosted. Would {next} like to be next? !host {next} passes it on.",
}
