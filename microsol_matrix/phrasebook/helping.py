"""What help says: what can be said to us, by whom and where."""

from collections.abc import Mapping
from typing import Final

HELPING: Final[Mapping[str, str]] = {
    "help.head": "I look after calls, crews and their rooms. Here you can say to me:",
    "help.line": "- {usage} - {summary}",
    "help.words": "**{topic}** {words}",
    "help.topic.calls": "Calls, from which crews begin:",
    "help.topic.crew": "Crews:",
    "help.topic.congregation": "The congregation, and its hosts:",
    "help.topic.crowd": "Neighbours:",
    "help.topic.talking": "Talking with me:",
    "help.tail": (
        "What these do: !help calls, !help crew, !help congregation, !help crowd, !help talking. More about one: "
        "!help agree. All of them work in a direct message to me, too."
    ),
    "help.tail.few": "More about any of these: !help language.",
    "help.tail.calls": "More about one, with examples: !help call.",
    "help.tail.crew": (
        "More about one, with examples: !help agree. Say them in your crew's room, or in a direct message to me; "
        'where you are in several crews, add which one: !rest crew="Slow Kettle"'
    ),
    "help.tail.congregation": "More about one, with examples: !help joining.",
    "help.tail.crowd": "More about one, with examples: !help neighbours.",
    "help.tail.talking": "More about one, with examples: !help language.",
    "help.outside": (
        "You are not in a congregation that I look after yet. If somebody has invited you to one, accept the "
        "invitation to its space."
    ),
    "help.outside.found": (
        'To begin one yourself: !found "Harbourlight" neighbours and makers helping each other'
    ),
    "help.command": "**{usage}**\n{summary}.\n{options}{examples}Who: {who}. Where: {where}.{aliases}",
    "help.aliases": "\nAlso: {aliases}.",
    "help.option": "- {option} - {meaning}: {expected}\n",
    "help.example": "For example: {example}\n",
    "help.none-such": "I know no !{word}. !help shows what I know.",
    "who.anybody": "anybody",
    "who.member": "members",
    "who.host": "hosts",
    "who.caller": "whoever made the call",
    "who.friend": "friends and partners",
    "who.partner": "partners",
    "who.founder": "those whom the homeserver's admin allows",
    "where.direct": "in a direct message",
    "where.commons": "in Commons",
    "where.crew": "in a crew's room",
    "where.hosts": "in Hosts",
}
