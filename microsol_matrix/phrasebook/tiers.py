"""What is said of tiers: what a member is here as, and what is hoped for from them."""

from collections.abc import Mapping
from typing import Final

TIERS: Final[Mapping[str, str]] = {
    "tier.guest": "a guest",
    "tier.friend": "a friend",
    "tier.partner": "a partner",
    "tier.welcome": "Welcome to **{name}**. You are here as {tier}.",
    "tier.yours": "In **{name}** you are {tier}.",
    "tier.theirs": "In {name}, {person} is {tier}.",
    "tier.changed": "{by} asked me to tell you that in **{name}** you are {tier} from now on.",
    "tier.done": "In {name}, {person} is {tier} from now on. I have told them, if they are in.",
    "tier.same": "In {name}, {person} is {tier} already.",
    "tier.is-host": "{person} is a host of {name}, and hosts are partners. Their mandate has to end first.",
    "tier.needs-person": "Tell me who is to be that: !tier @esi:example.org {tier}",
    "tier.needed": "In {name} that is for {who}, and you are here as {tier}. A host can change what you are.",
    "expects.guest": (
        "As a guest, for a season or so, you look around: say yes to any call that speaks to you, come, listen. "
        "Nothing is expected of you but care for whoever you meet.\n"
        "You may leave whenever you like, without a reason. !calls shows what is open, !help what I can do."
    ),
    "expects.friend": (
        "As a friend you take part: say yes to calls, or make one yourself with !call. What is hoped for is that you "
        "come when you have said so, and say so when you cannot.\n"
        "You may leave whenever you like, without a reason. !calls shows what is open, !help what I can do."
    ),
    "expects.partner": (
        "As a partner you share in looking after it: you take part, you call, and you may be asked to be a host for a "
        "while, which you are free to decline. What is hoped for is that you say what you see, kindly.\n"
        "You may leave whenever you like, without a reason. !calls shows what is open, !help what I can do."
    ),
    "season.over": (
        "{person} has been a guest of {name} for a season. It may stay so, and nobody has to go. To ask them further "
        "in: !tier {address} friend. I ask again in {weeks} weeks."
    ),
}
