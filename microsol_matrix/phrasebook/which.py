"""What is said to ask and tell which congregation somebody speaks about."""

from collections.abc import Mapping
from typing import Final

WHICH: Final[Mapping[str, str]] = {
    "which-congregation": (
        "You are in several congregations. Which one do you mean? Answer with its number or its name; I remember "
        "it, and then do what you said.\n{choices}"
    ),
    "which-congregation.line": "{number}. {title} (in={slug})",
    "which-congregation.line.meant": "{number}. {title} (in={slug}) - this one, unless you say otherwise",
    "which-congregation.name": "**{name}**",
    "which-congregation.twin": "**{name}** ({slug})",
    "in.list": "Your congregations. To speak about another one: !in and its number or name.\n{choices}",
    "in.done": "What you tell me here is about {title} from now on. For another: !in",
    "in.one": "You are in one congregation that I look after: **{name}**. What you tell me here is about it.",
    "about": "{text}\nAbout {title}; for another: !in",
    "no-such-congregation": "You are in no congregation called {slug}. Yours:\n{choices}",
}
