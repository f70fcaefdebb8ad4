"""What is said of the porch: what everybody can read of a congregation."""

from collections.abc import Mapping
from typing import Final

PORCH: Final[Mapping[str, str]] = {
    "publish.off": (
        "Nothing of **{name}** is published: outside nobody reads about it. !publish card would let everybody read "
        "its card, !publish crews the crews too that agreed to it. Before I do it, I show you what it would be."
    ),
    "publish.card": (
        "Everybody can read about **{name}** on its porch, {address}:\n"
        "{lines}\n"
        "Crews are not there; !publish crews adds those that agreed to it. !publish off takes all of it away."
    ),
    "publish.crews": (
        "Everybody can read about **{name}** and some of its crews on its porch, {address}:\n"
        "{lines}\n"
        "!publish card takes the crews away again, !publish off all of it."
    ),
    "publish.preview": (
        "This is what everybody could read about **{name}**, on a porch at {address}:\n"
        "{lines}\n"
        "Nobody is named there, and numbers of people are only rough. What is published may stay for good: I can take "
        "it away later, but copies may remain, on other servers and with whoever read it.\n"
        "If that is well with you, say !publish {level} yes"
    ),
    "publish.done": (
        "From now on everybody can read about **{name}** on its porch, {address}:\n"
        "{lines}\n"
        "I keep it up to date. !publish off takes it away; copies may remain."
    ),
    "publish.narrowed.off": (
        "From now on nothing of **{name}** is published. I take away what stood on its porch, earlier versions too, "
        "and close it; links with neighbours end. Copies may remain: on other servers, in clients, with whoever read "
        "it."
    ),
    "publish.narrowed.card": (
        "From now on no crew of **{name}** is published, only its card. I take away what stood on its porch about "
        "crews, earlier versions too. Copies may remain: on other servers, in clients, with whoever read it."
    ),
    "publish.changed": "{by} has changed what is published. {done}",
    "publish.alone": (
        "**{name}** has one host so far, and publishing waits for a second one: what everybody has read cannot be "
        "taken back for sure, so nobody is to decide it alone. !host @name:server asks a partner."
    ),
    "publish.unclear": "{given} is none of them: !publish card, !publish crews or !publish off",
    "publish.crew": (
        "**{name}** publishes its crews now, and you had agreed to be among them. Everybody can read at {address} that "
        "there is **{crew}**: its name, what it is about, where it is in its life and about how many you are, never "
        "who. !visibility congregation ends that at once."
    ),
    # What stands there
    "porch.line.name": "- its name: {name}",
    "porch.line.purpose": "- what it is for: {purpose}",
    "porch.line.place": "- where it is: {place}",
    "porch.line.size": "- about how many people: {size}",
    "porch.line.joining": "- how one comes in: {how}",
    "porch.line.season": "- its season: {season}, until {until}",
    "porch.line.crews": (
        "- crews that agreed to it, with what they are about, where they are in their life, their season and about how "
        "many they are: {crews}"
    ),
    "porch.line.no-crews": "- crews that agree to it: none so far (!visibility porch, in a crew's room, asks the crew)",
    "porch.how.closed": "By invitation: ask somebody whom you know there.",
    "porch.how.ask": "Ask to come in at {address}; its hosts answer.",
    "porch.how.open": "Come in at {address}.",
    "out.porch": "the porch of {name}",
}
