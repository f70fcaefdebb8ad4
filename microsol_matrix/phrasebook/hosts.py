"""What is said of hosts and their mandates."""

from collections.abc import Mapping
from typing import Final

HOSTS: Final[Mapping[str, str]] = {
    "host.needs-person": "Tell me whom you would have beside you: !host @dov:example.org",
    "host.is-host": "{person} is a host of {name} already.",
    "host.not-in": "{person} is not in {name} yet. Once they are, ask them again.",
    "host.not-partner": "Hosts are partners, and {person} is not one yet. First: !tier {address} partner",
    "host.asked-already": "{person} has been asked. The question stays open until {until}.",
    "host.asked": (
        "I have asked {person}. If they agree you will read it in Hosts; if they would rather not, that stays theirs."
    ),
    "host.question": (
        "{by} asks whether you would be a host of **{name}** with them, until {until}. Hosts let people in, look "
        "after Commons, and are told when something needs solving.\n"
        "Members would see, in the space, that it is you and until when; servers keep copies of that.\n"
        "To agree: !host yes. To decline: !host no, or nothing at all. Nobody is told of a no, and you may change "
        "your mind until {open}."
    ),
    "host.yes": (
        "Thank you. You are a host of **{name}** until {until}, and I have invited you to Hosts. "
        "!stepdown gives it back whenever you like."
    ),
    "host.no": "That is fine. Nobody is told that {name} asked you, or that you said no.",
    "host.yours": "You are a host of {name} already.",
    "host.not-yours": "You hold no mandate as a host of {name}.",
    "host.not-asked": "Nobody has asked you to be a host of {name} lately. A host can: !host and your address.",
    "host.began": "{person} is a host now, until {until}.",
    "host.second": (
        "Welcome to Hosts. Nobody should do this alone: whom would you have beside you in looking after {name}? "
        "When you know, !host and their address asks them. There is no hurry."
    ),
    "host.has-hosts": "{name} has hosts: {hosts}. One of them can ask you.",
    "host.offered-already": "Your offer stands in Commons already.",
    "host.offered": "Your offer is in Commons. You are host of {name} as soon as one other member agrees.",
    "host.own-offer": "Somebody else has to agree with your offer.",
    "host.offer-over": "That offer is not open any more.",
    "host.offer": (
        "**{name}** has no host just now, and {person} offers to be one, for {term}. If that is well with you, "
        "answer with ✋ or reply yes: one of you is enough. All members will see, in the space, who is host."
    ),
    "host.offer.seconded": "**{name}** had no host, {person} offered to be one, and one of you agreed.",
    "host.offer.over": "**{name}** had no host, and {person} offered to be one. It has one now.",
    "host.none": (
        "{name} has no host just now. Crews and calls go on as ever; only nobody new can be let in. A partner who "
        "would look after that says !host me."
    ),
    "mandate.stepped-down": "{person} has given back the mandate as a host.",
    "mandate.expired": "The mandate of {person} as a host has come to its end.",
    "mandate.out": "{person} is no longer in the space, so their mandate as a host has ended.",
    "mandate.soon": (
        "Your mandate as a host of **{name}** runs until {until}. To go on for {term} more: !renew. To let it "
        "end, do nothing. Thank you for looking after it."
    ),
    "mandate.over": (
        "Your mandate as a host of **{name}** has come to its end. Thank you for looking after it. The other hosts "
        "can ask you again."
    ),
    "mandate.overdue": (
        "The only mandate as a host of **{name}** ended on {since}. It runs on until {until}, so that people can "
        "still be let in. To go on: !renew. To ask somebody: !host and their address."
    ),
    "renew.early": "Your mandate runs until {until}. It can be renewed from {since} on.",
    "renew.done": "Your mandate as a host of **{name}** runs until {until} now. Thank you.",
    "stepdown.last": (
        "You are the only host of {name}: nobody could let people in after you. You could ask somebody first, with "
        "!host and their address. Nobody holds you: !stepdown anyway"
    ),
    "stepdown.done": "You are no host of {name} any more. Thank you for having looked after it.",
}
