"""What is said of links to neighbours: to hosts who propose, answer, renew and end them."""

from collections.abc import Mapping
from typing import Final

LINKS: Final[Mapping[str, str]] = {
    "settings.links": "**Links to neighbours**",
    "link.who": "{name} ({server})",
    # Following
    "link.followed": (
        "The porch of **{who}** has moved to another room, and our link has moved with it. There is nothing to do."
    ),
    # Proposing
    "link.how": (
        "To propose a link, tell me the address of their porch, and ask them for it before: "
        "!link #_microsol.porch_orchard:example.org\n"
        "!neighbours tells how links stand."
    ),
    "link.no-address": (
        "{given} is no address of a porch. Ask them for theirs; it looks like this: "
        "!link #_microsol.porch_orchard:example.org\n"
        "To answer a congregation that asks you: !link yes Orchard"
    ),
    "link.space-address": (
        "{address} is the address of a space, and links go from porch to porch. Its porch has this one: !link {porch}"
    ),
    "link.publish-first": (
        "A link leads from porch to porch, and **{name}** has none yet. !publish card shows what would stand on it."
    ),
    "link.not-ready": "The porch of **{name}** is being made; try again in a minute.",
    "link.alone": (
        "**{name}** has one host so far, and linking waits for a second one: it is not for one person to say who the "
        "neighbours are. !host @name:server asks a partner."
    ),
    "link.own": "{address} is our own porch.",
    "link.sought": "I am looking for {address} already; what I find I tell in Hosts.",
    "link.server-refused": "You want to hear nothing from {server} any more. !link hear {server} undoes that.",
    "link.too-many": "**{name}** has {limit} links, as many as there may be. !unlink ends one.",
    "link.too-many-open": (
        "{limit} proposals of yours wait for an answer, as many as may at once. !unlink takes one back."
    ),
    "link.already.proposed": "{who} was asked already, and has not answered yet. !unlink takes it back.",
    "link.already.agreed": "We have said yes to {who} already; I am on my way to their porch.",
    "link.already.mutual": "We are linked with {who} already, until {until}.",
    "link.looking": "I am looking at {address}. What I find, I tell in Hosts.",
    # What was found
    "link.found.none": "I found no porch at {address}: nothing has that address (any more).",
    "link.found.closed": "I may not look at {address}: it is not open to everybody.",
    "link.found.space": (
        "{address} is the space of a congregation, not its porch. Ask its hosts for the address of their porch: "
        "!publish tells them."
    ),
    "link.found.nothing": "{address} is a room, but no congregation publishes anything there.",
    "link.found.empty": "The congregation behind {address} publishes nothing now, so there is nobody to link with.",
    "link.found.newer": (
        "{address} is a porch, written for a later version of this software than mine: I cannot read it yet."
    ),
    "link.found.unreached": "I cannot reach {address} just now. I go on trying for a day.",
    "link.found.given-up": (
        "I could not reach {address} for a day, and have stopped trying. !link {address} tries again."
    ),
    "link.proposed": (
        "{by} proposes a link to {who}. Their hosts are asked now; until they say yes, our porch shows it as a "
        "proposal. It waits for {span}; !unlink takes it back."
    ),
    # Being asked
    "link.ask": (
        "{who} would like to be linked with **{name}**.\n"
        "{purpose}"
        "Linked means: each porch leads to the other, so that everybody can walk from one to the other and read what "
        "is published there. Nobody becomes a member of the other, and nothing else is told.\n"
        "✅ yes, ❌ no, or reply with either; unanswered it lapses after {span}. To hear nothing from that homeserver "
        "any more: !link no {server} for good"
    ),
    "link.ask.purpose": "What they say of themselves: {purpose}\n",
    "link.ask.address": "Their porch: {address}\n",
    "link.asked.agreed": "{who} asked to be linked with **{name}**: {by} said yes.",
    "link.asked.refused": "{who} asked to be linked with **{name}**: {by} said no.",
    "link.asked.lapsed": "{who} asked to be linked with **{name}**: nobody answered, so it has lapsed.",
    "link.asked.taken-back": "{who} asked to be linked with **{name}**, and has taken it back.",
    "link.asked.not-backed": "{who} asked to be linked with **{name}**, but its porch does not say so.",
    "link.asked.over": "{who} asked to be linked with **{name}**. That is over.",
    "link.flood": (
        "{server} asks more often than I can ask you; I decline the rest today. To hear nothing from there any more: "
        "!link no {server} for good"
    ),
    "link.flood.all": (
        "{count} congregations wait for your answer; that is all that I hold, so I decline whoever asks today. Answer "
        "some with !link yes or !link no, and I hear new ones."
    ),
    "link.yes": "{who} is told yes. I go to their porch, and tell here once we are linked.",
    "link.no": "{who} is told no, without a reason. They may ask again.",
    "link.no.for-good": (
        "I bring you no proposals from {server} any more; links that you have there stay. !link hear {server} "
        "undoes that."
    ),
    "link.over": "That is answered already.",
    "link.not-asked": "{who} does not ask for a link now. !neighbours tells how links stand.",
    "link.nobody-asks": "Nobody asks for a link now.",
    "link.heard-anyway": "I hear {server} already.",
    "link.heard": "Proposals from {server} are brought to you again.",
    "link.no-server": "Tell me which homeserver: !link hear example.org",
    # Linked, and no longer
    "link.mutual": (
        "**{name}** and {who} are linked, until {until}: each porch leads to the other. !neighbours and !crowd tell "
        "members who is there; !unlink ends it at once."
    ),
    "link.wider.theirs": (
        "They would have members told of each other's crews, too, as far as those stand on the porches. If you want "
        "that, end the link and make it anew: !unlink {name}, then !link {address} scope=crews"
    ),
    "link.wider.ours": "Members are told of each other's crews only once they say scope=crews, too.",
    "link.ended.declined": "{who} does not take up a link now. No reason is given, and none is due.",
    "link.ended.left": "We are no longer linked with {who}. I have taken away our side of it, too.",
    "link.ended.lapsed": (
        "{who} has not answered in {span}, so our proposal has lapsed. !link proposes it again, if you like."
    ),
    "link.ended.expired": (
        "The link with {who} is over: its time ended, and nobody renewed it. !link proposes it again, if you like."
    ),
    "link.ended.not-backed": (
        "The porch of {who} says nothing of a link with us, or cannot be read, so we are not linked."
    ),
    "link.ended.undone": "We could not invite {who}: its service takes no invitations. We are not linked.",
    # Ending it
    "unlink.how": "Which one? !unlink Thornfield Loop - !neighbours tells the names.",
    "unlink.unknown": "There is no link with {given} now. !neighbours tells how links stand.",
    "unlink.which": "Several go by that name; say the address instead:\n{lines}",
    "unlink.line": "- {who}: {address}",
    "unlink.done": "We are no longer linked with {who}. No reason is given; !link proposes it anew.",
    "unlink.taken-back": "Our proposal to {who} is taken back.",
    "unlink.asked": "{who} is waiting for an answer: !link no {name}",
    "unlink.sought": "I look for {address} no more.",
    "unlink.told": "{by} has ended the link with {who}. No reason is given; !link proposes it anew.",
    "unlink.told.taken-back": "{by} has taken back our proposal to {who}.",
    # Renewing
    "link.renewal": (
        "The link with {who} ends on {until}. Shall it go on for {span}? ✅ or reply yes; without an answer it ends."
    ),
    "link.renewal.done": "The link with {who} goes on until {until}: {by} renewed it.",
    "link.renewal.over": "The link with {who} is over.",
    "link.renewed": "The link with {who} goes on until {until}.",
    "link.renew.how": "Which one? !link renew Thornfield Loop - !neighbours tells the names.",
    "link.renew.not-linked": "We are not linked with {who}; there is nothing to renew.",
    "link.renew.early": "The link with {who} holds until {until}; it can be renewed from {day} on.",
    # A neighbour that is not heard of
    "link.silent": (
        "Nothing has been heard from {who} since {since}: its homeserver does not answer. The link stays, and I go on "
        "asking once a day."
    ),
    "link.silent.long": (
        "Nothing has been heard from {who} since {since}. If it is gone for good, !unlink ends the link; else it stays."
    ),
    "link.no-porch": (
        "The porch of {who} is not where it was: its homeserver knows no such address any more. The link stays; "
        "!unlink ends it."
    ),
    "link.back": "{who} is heard again.",
    "link.moved": (
        "The address of {who} leads to another porch now: it was made anew, or somebody else has the address. Shall I "
        "end the old link, and propose one to the new porch? ✅ or ❌"
    ),
    "link.moved.done": "The address of {who} leads to another porch now. The old link is ended.",
    "link.moved.no": "The address of {who} leads to another porch now. {by} leaves the link as it is.",
    "link.moved.over": "The address of {who} led elsewhere for a while.",
}
