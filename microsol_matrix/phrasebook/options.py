"""What is said of the options of commands, and of dates and moments."""

from collections.abc import Mapping
from typing import Final

OPTIONS: Final[Mapping[str, str]] = {
    "bot-reads.open": (
        "In a room without encryption I see every message. Say encrypted=yes together with bot-reads=no."
    ),
    "bot-reads.no-keys": (
        "Here I hold no keys, so I cannot read in an encrypted room. Leave bot-reads=yes out: the crew can still "
        "answer me by reactions and in direct messages."
    ),
    "option.unknown": "{command} has no option {option}. It takes: {options}.",
    "option.unknown.nearest": "{command} has no option {option}. Did you mean {nearest}?",
    "option.none": "{command} takes no options.",
    "option.bad": "{option}={given} does not fit. It takes {expected}: {option}={example}",
    "option.choice": "one of {choices}",
    "option.either": "{one} or {other}",
    "option.pair": "two numbers between {least} and {most}, or one for both",
    "option.number": "a number between {least} and {most}",
    "option.closes": 'a span or a day in the next {most} days: 10d, 2w, 2026-12-07, "7 December", Friday',
    "option.span": "a span between {least} and {most}, as 36h, 10d or 6w",
    "option.zone": "a time zone by its region and city",
    "date.ambiguous": "{given} may mean {one} or {other}. Write {one_iso} or {other_iso}, or the month as a word.",
    "moment": "{day}, {time} {zone}",
    "option.slug": "the readable part of its address",
    "option.note": "at most {limit} characters",
}
