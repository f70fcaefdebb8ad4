"""What is said of seasons, formation rounds, and how many a congregation has become."""

from collections.abc import Mapping
from typing import Final

SEASONS: Final[Mapping[str, str]] = {
    "season.now": "In {name} it is **{season}**, until {until}.",
    "season.between": (
        "{name} is between seasons just now. The last one was **{season}**. A host names the next: "
        '!season "Autumn Tide" weeks=12'
    ),
    "season.none": '{name} has named no season yet. A host names one: !season "Autumn Tide" weeks=12',
    "season.begun": "**{season}** begins in {name}, until {until}.",
    "season.begun.instead": "**{season}** begins in {name}, until {until}. **{before}** ends with it.",
    "season.needs-name": 'Tell me its name: !season "Autumn Tide" weeks=12',
    "season.too-long": "That is {length} characters for the {what} of a season; {limit} is the most.",
    "season.same": "It is **{season}** already, until {until}. The next one needs a name of its own.",
    "season.ended": (
        "**{season}** has come to its end, and {name} is between seasons. When you know what the next one is to "
        'be called: !season "Winter Quiet" weeks={weeks}. There is no hurry.'
    ),
    # Formation rounds
    "round.open": (
        "A formation round is open in **{name}** until {until}: days in which crews come together. Say yes to a call "
        "that speaks to you (!calls lists them), or name a direction yourself. To copy and change:\n"
        "{template}{standing}"
    ),
    "round.template": (
        '!call "A name" what draws you, in a sentence | kind=practice seats={least}-{most} weeks={weeks} '
        'rhythm="Tue 19:00"'
    ),
    "round.standing": "\nSo far: {calls}, {crews}.",
    "round.over": "The formation round in **{name}** is over.",
    "round.opened": "The formation round is open until {until}; I have said so in Commons.",
    "round.now": "A formation round is open in {name} until {until}.{standing}",
    "round.none": "No formation round is open in {name}. A host opens one: !round 14d",
    "round.already": "A formation round is open in {name} already, until {until}. To close it early: !round end",
    "round.bad": (
        "I cannot read {given} as the end of a round. It takes a span or a day in the next {most} days: "
        "!round 14d, or !round until 30 November"
    ),
    "round.ended": "The formation round is over; I have said so in Commons, with what came of it.",
    "round.summary": "The formation round in **{name}** is over.{begun}{open}\nCalls can be made on any day: !call",
    "round.summary.begun": "\nThese crews began:\n{crews}",
    "round.summary.none": "\nThis time was for looking around; that is a beginning, too.",
    "round.summary.open": "\nThese calls are still open:\n{calls}",
    "round.summary.line": "- **{name}**{intention}",
    # How many we are
    "size.talk": (
        "There are {count} of you in {name} now. At about this size people begin to lose sight of each other. Would "
        "a talk about it be good: what do you want to hold together, and what can crews hold? Nobody has to go, and "
        "nothing happens by itself."
    ),
    "size.sibling": (
        "There are {count} of you in {name} now. At about this size many congregations seed a sibling: some of you "
        "begin another one nearby, with !found, and the two stay in touch. This is an offer and no more; nobody has "
        "to go."
    ),
    "size.full": (
        "There are {count} of you in {name} now, and {most} is as many as it wants to be. From now on newcomers "
        "wait: I send no new invitations, and requests to join stay open. Nobody has to go. To choose another "
        "number: !settings congregation-full={more}"
    ),
    "size.room": "{name} has room again: fewer than {most} are in. Newcomers come in as before.",
    "invite.full": (
        "There are {count} people in {name}, and {most} is as many as it wants to be, so newcomers wait. When there "
        "is room again, hosts are told in Hosts."
    ),
    "knock.full": (
        "There are {count} people in {name}, and {most} is as many as it wants to be, so newcomers wait. The request "
        "stays open: answer it when there is room. Hosts are told in Hosts."
    ),
    "joining.full": (
        "Just now {name} is full: {most} people are as many as it wants to be. Newcomers wait, and whoever comes by "
        "themselves has to ask."
    ),
}
