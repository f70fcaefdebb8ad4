"""Every text that the service says to people, in English: the catalogue that the other languages follow.

Owns the wording. Refuses to know how a phrase is put together, and when it is said (`words`).
"""

from collections.abc import Mapping
from typing import Final

from microsol_matrix.phrasebook.agreements import AGREEMENTS
from microsol_matrix.phrasebook.archive import ARCHIVE
from microsol_matrix.phrasebook.by_hand import BY_HAND
from microsol_matrix.phrasebook.crew_life import CREW_LIFE
from microsol_matrix.phrasebook.lineage import LINEAGE
from microsol_matrix.phrasebook.newcomers import NEWCOMERS
from microsol_matrix.phrasebook.porch import PORCH
from microsol_matrix.phrasebook.questions import QUESTIONS
from microsol_matrix.phrasebook.reviews import REVIEWS
from microsol_matrix.phrasebook.seasons import SEASONS
from microsol_matrix.phrasebook.settings import SETTINGS

PHRASES: Final[Mapping[str, str]] = {
    # Founding
    "found.plan": (
        "I am making **{name}** on {server}:\n"
        "- the space {alias}: whoever is joined to it is a member\n"
        "- Commons, where everybody talks and crews are called\n"
        "- Hosts, for those who look after joining and whatever needs solving\n"
        "- Archive, where finished crews stay readable\n"
        "{done} of 4 rooms are made."
    ),
    "found.done": (
        "**{name}** is here. I have invited you; once you have accepted, invite others with !invite @name:server, "
        "and call a crew with !call. Its address is {alias}."
    ),
    "found.zone": "Its days are those of {zone}.",
    "found.encrypted": "Rooms of its crews are encrypted unless a call says otherwise.",
    "found.not-allowed": "On {server} only {who} can found a congregation. Ask whoever runs it.",
    "found.who.local": "people with an account there",
    "found.who.listed": "people whom its admin has named",
    "found.needs-name": 'Tell me its name: !found "Harbourlight" neighbours and makers helping each other',
    "found.too-long": (
        "That is {length} characters for the {what}; {limit} is the most. Put the name in quotes: "
        '!found "Harbourlight" neighbours and makers helping each other'
    ),
    # Inviting
    "invite.needs-person": "Tell me whom, by their full address: !invite @esi:{server}",
    "invite.not-an-address": "{given} is not a full Matrix address. One looks like @esi:{server}",
    "invite.is-member": "{person} is a member of {name} already.",
    "invite.is-invited": "{person} has an invitation to {name} already and has not answered it yet.",
    "invite.is-banned": "{person} was banned from the space of {name}; a host can lift the ban there first.",
    "invite.is-bot": "That is me. I am here already.",
    "invite.done": "I am inviting {person} to {name} as {tier}. If they would rather not, nobody is told.",
    "invite.unreached": (
        "I could not reach {person} with the invitation to {room} yet: {why}. I keep trying, and nobody "
        "else has to wait."
    ),
    "invite.refused": "{person} cannot be invited to {room}: {why}. I have stopped trying.",
    "person": "{name}",
    "why.limit": "their homeserver takes only a few invitations at a time",
    "whom.nobody": (
        "I know nobody called {given} in {name}. Tell me their full address, which looks like @esi:{server}"
    ),
    "whom.several": "Several people are called {given}. Tell me the full address, which looks like @esi:{server}",
    # Tiers
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
    "why.unreachable": "their homeserver does not answer",
    "why.blocked": "they take no invitations from me",
    "why.unknown-person": "there is no such account",
    "why.other": "their homeserver says no ({errcode})",
    # Joining
    "joining.closed": "{name} is closed: newcomers come in when a host invites them.",
    "joining.ask": (
        "Newcomers can ask to join {name}, at {address}. Hosts see it in Hosts and answer there; whoever is let in "
        "comes as a guest. In a client this is called knocking, or asking to join."
    ),
    "joining.open": (
        "{name} is open: anybody who knows its address {address} can join, without asking, as a guest. They see who "
        "the members are, and what is said in Commons from then on. !joining ask or !joining closed ends that; who "
        "is in stays."
    ),
    "joining.unknown": "{given} is none of them. Newcomers come in one of three ways: closed, ask or open.",
    "joining.changed": "{by} changed how newcomers come in. {joining}",
    "knock.person": "**{name}** ({address})",
    "knock.reason": " In their words: “{reason}”.",
    "knock.open": (
        "{person} asks to join {name}.{reason} ✅ lets them in as a guest, ❌ tells them “not this time”. Or reply "
        "yes or no. The first answer of a host counts."
    ),
    "knock.let-in": "{person} asked to join {name}. {by} let them in as a guest.",
    "knock.came-in": "{person} asked to join {name} and is in.",
    "knock.refused": "{person} asked to join {name}. {by} answered: not this time.",
    "knock.taken-back": "{person} asked to join {name}, and no longer does.",
    "knock.over": "That has been answered already.",
    "knock.not-this-time": "not this time",
    # Hosts and their mandates
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
    # Calling
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
    # Answering
    "yes.first": "Your yes to **{name}** is with me. Only {caller} will know until it begins.",
    "yes.first.shown": "Your yes to **{name}** is with me, for everybody here to see.",
    "yes.again": "I have your yes to **{name}** already.",
    "yes.seat": "Your yes to **{name}** counts; the invitation to its room is on its way.",
    "yes.waiting": (
        "All seats in **{name}** are taken, so your yes is on the waiting list. "
        "I will invite you if one becomes free."
    ),
    "yes.crew-already": "You have a seat in **{name}** already.",
    "yes.own": "You called **{name}**; you count as the first already.",
    "yes.hidden": (
        "Answers to **{name}** are private, so I took your ✋ away for you and counted it: only {caller} will know "
        "until it begins."
    ),
    "yes.hidden.begun": "Answers to **{name}** are private, so I took your ✋ away for you and counted it.",
    "yes.told-caller": "{person} says yes to **{name}**: {count} of {least}.",
    "yes.told-caller.start": (
        "{person} says yes to **{name}**: {count} of {least}. When you are ready, send me !start {name}"
    ),
    "yes.over": "**{name}** takes no more answers.",
    "yes.no-calls": "There is no open call in {congregation} just now. You could make one: !call",
    "yes.which": "Which call do you mean? Say yes with its name:\n{calls}",
    "yes.none-such": "I know no open call named {name}. Open just now:\n{calls}",
    "seat.free": "A seat in **{name}** has become free, and it is yours: the invitation is on its way.",
    "waiting.over": (
        "The call for **{name}** has ended and its seats stayed taken, so your yes could not become one. "
        "You can call a crew like it whenever it feels right: !call"
    ),
    "no.done": "I have taken back your yes to **{name}**. Nobody is told why.",
    "no.never": "You have not said yes to **{name}**, so there is nothing to take back.",
    "no.caller": "You called **{name}** yourself. To take back the whole call: !withdraw {name}",
    "no.in-room": "You are in the room of **{name}** already; leave it as you would leave any room, whenever you like.",
    # Starting, withdrawing, lapsing
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
    # A crew begins
    "crew.welcome": (
        "Welcome. Three conversations to begin with: (1) How do we want to be together? "
        "(2) When do we meet? (3) What do we commit to?\n"
        "{caller} called **{name}** and hosts while you are forming. Take your time; two weeks are usual.\n"
        "When you agree, tell me: {example}"
    ),
    "crew.welcome.short": (
        "Welcome. Three conversations to begin with: (1) How do we want to be together? "
        "(2) When do we meet? (3) What do we commit to?\n"
        "{caller} called **{name}** and hosts while you are forming.\n"
        "When you agree, tell me: {example}"
    ),
    "crew.room.read": (
        "This room is encrypted. I hold keys to it, so that you can talk to me here; whoever runs me could "
        "read along with me."
    ),
    "crew.room.unread": (
        "This room is encrypted, and I keep no key to what you say here. To talk with me, send me a direct message."
    ),
    "crew.by-letter": "I cannot write in the room of **{name}**, so I say it here.\n{text}",
    "crew.removed": (
        "{person} was removed from the space of {congregation}. What that means for this crew is yours to decide."
    ),
    # Telling
    "calls.none": 'No call is open in {congregation} just now. To make one: !call "Slow Kettle" weekly hour to listen',
    "calls.list": "Open calls in {congregation}:\n{calls}",
    "calls.line": "- **{name}**{intention}. {details}. Until {until}.",
    "calls.line.begun": "- **{name}**{intention}. Beginning, {seats} left until {until}.",
    "calls.line.full": "- **{name}**{intention}. Beginning, waiting list until {until}.",
    "crews.none": "{congregation} has no crew yet. The first call makes the first one.",
    "crews.list": "Crews of {congregation}:\n{crews}",
    "crews.line": "- **{name}**{intention}. {kind}, {state}.",
    "crews.line.yours": "- **{name}**{intention}. {kind}, {state}. You have a seat.",
    "name.line": "- {name}",
    "name.bare": "{name}",
    "why.none": "I have done nothing here yet.",
    "why.founded": "I made the rooms of **{about}** because its founder asked me to.",
    "why.call published": "I posted the call for **{about}** because a member made it.",
    "why.crew began": "I made a room for **{about}** because enough people had answered its call.",
    "why.crew grew": "I made a room for **{about}** because its people had chosen to be in it together.",
    "why.invited": (
        "I sent an invitation to **{about}** because somebody had answered its call or chosen to be in it, or a host "
        "had asked me to."
    ),
    "why.call ended": "I ended the call for **{about}** because its time was over, or its caller had taken it back.",
    "why.not reached": (
        "I said that I could not reach somebody for **{about}**, because their homeserver did not take the invitation."
    ),
    # Help
    "help.head": "I look after calls, crews and their rooms. Here you can say to me:",
    "help.line": "- {usage} - {summary}",
    "help.words": "**{topic}** {words}",
    "help.topic.calls": "Calls, from which crews begin:",
    "help.topic.crew": "Crews:",
    "help.topic.congregation": "The congregation, and its hosts:",
    "help.topic.talking": "Talking with me:",
    "help.tail": (
        "What these do: !help calls, !help crew, !help congregation, !help talking. More about one: !help agree. "
        "All of them work in a direct message to me, too."
    ),
    "help.tail.few": "More about any of these: !help call.",
    "help.tail.calls": "More about one, with examples: !help call.",
    "help.tail.crew": (
        "More about one, with examples: !help agree. Say them in your crew's room, or in a direct message to me; "
        'where you are in several crews, add which one: !rest crew="Slow Kettle"'
    ),
    "help.tail.congregation": "More about one, with examples: !help joining.",
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
    # Languages
    "language.yours": "I speak {language} with you. Others: !language {others}",
    "language.theirs": "In {name} I speak {language}. In a direct message !language {others} changes it for you.",
    "language.theirs.hosts": "In {name} I speak {language}. For everybody here a host changes it: !language {others}",
    "language.unknown": "I do not speak {given}. I speak {languages}.",
    "language.host-only": (
        "Only hosts of {name} choose its language, in Hosts. For yourself say !language {given} to me in a direct "
        "message."
    ),
    "what.name": "name",
    "what.purpose": "purpose",
    "what.intention": "intention",
    "kind.support": "support",
    "kind.practice": "practice",
    "kind.reading": "reading",
    "kind.writing": "writing",
    "kind.working": "working",
    "kind.livelihood": "livelihood",
    "kind.welcome": "welcome",
    "kind.event": "event",
    # Not understood
    "unclear.nearest": "I know no !{word}. Did you mean !{nearest}? !help shows the rest.",
    "unclear.without-mark": "Did you mean !{nearest}? A command begins with an exclamation mark.",
    "unclear": "I did not understand that. !help shows what I can do.",
    "passing": "You named me, or answered something of mine, and I saw no command in it. !help shows what I can do.",
    "edited": "I do not follow later changes to a message. Please send it again as a new one.",
    "not-member": "Only members of {congregation} can do that. You become one by joining its space.",
    "not-here": "That works elsewhere: {where}.",
    "which-congregation": (
        "You are in several congregations. Which one do you mean? Answer with its number or its name; I remember "
        "it, and then do what you said.\n{choices}"
    ),
    "no-host": "{name} has no host just now, so there is nobody for whom I may do that. A partner can offer: !host me",
    "host-only": "That is for the hosts of {name}: {hosts}. Ask one of them.",
    "which-congregation.line": "{number}. {title} (in={slug})",
    "which-congregation.line.meant": "{number}. {title} (in={slug}) - this one, unless you say otherwise",
    "which-congregation.name": "**{name}**",
    "which-congregation.twin": "**{name}** ({slug})",
    "in.list": "Your congregations. To speak about another one: !in and its number or name.\n{choices}",
    "in.done": "What you tell me here is about {title} from now on. For another: !in",
    "in.one": "You are in one congregation that I look after: **{name}**. What you tell me here is about it.",
    "about": "{text}\nAbout {title}; for another: !in",
    "no-such-congregation": "You are in no congregation called {slug}. Yours:\n{choices}",
    "encrypted.moved": (
        "I cannot read encrypted messages, so I have not read what you wrote in our other room. Here I can "
        "read what you write. !help shows what I can do."
    ),
    "encrypted.unread": (
        "The key to your message has not reached me, so I have not read it. I am inviting you to a "
        "room without encryption, where we can talk in any case."
    ),
    "encrypted.plain": "Here I can read what you write. !help shows what I can do.",
    "direct.name": "microsol",
    "direct.topic": "Where you and I can talk",
    "commons.name": "{name}: Commons",
    "commons.topic": "Where everybody of {name} talks and crews are called",
    "hosts.name": "{name}: Hosts",
    "hosts.topic": "For those who look after {name}",
    "archive.name": "{name}: Archive",
    "archive.topic": "Finished crews of {name}, readable for those who were in them",
    "out.of-room": (
        "I am not in {room} any more, so I cannot look after it now. What I have to do there waits. If that was "
        "not meant, invite {bot} to it: I come back and go on."
    ),
    "out.back": "I am in {room} again, and go on.",
    "out.space": "the space of **{name}**",
    "out.commons": "Commons of **{name}**",
    "out.hosts": "Hosts of **{name}**",
    "out.archive": "Archive of **{name}**",
    "out.crew": "the room of **{name}**",
    "quota.calls": (
        "You have called {most} times in {name} within a day, which is the most. You can again from {again} on."
    ),
    "quota.calls.none": "Nobody can make a call in {name} just now: the admin of this service has set it so.",
    "quota.open-calls": (
        "You have {count} open calls in {name}, and {most} is the most. As soon as one of them ends, or you take "
        "it back with !withdraw, you can make another."
    ),
    "quota.invitations": (
        "You have asked me to invite {most} people to {name} within a day, which is the most. You can again from "
        "{again} on; another host can now."
    ),
    "quota.invitations.none": "I invite nobody to {name} just now: the admin of this service has set it so.",
    "quota.foundings": (
        "You have founded {count} congregations here, and {most} is the most. If you need another, ask whoever "
        "runs the bot on {server}."
    ),
    "quota.foundings.none": "Nobody can found a congregation on {server} just now: the bot's admin has set it so.",
    "problem": (
        "I could not {doing}: the homeserver says {errcode}. Whoever runs me can see more in my log, "
        "and I try again when I am started anew."
    ),
    "problem.make": "make a room",
    "problem.enter": "come back into a room to which I was invited",
    "problem.put": "write down in the space what has changed",
    "problem.prompt": "post a message or bring it up to date",
    "problem.remove": "withdraw an invitation",
    "problem.put-out": "carry a removal to another room of ours",
    "problem.ban": "carry a ban to another room of ours",
    "problem.lift-ban": "lift a ban in another room of ours",
    "withdrawn": "this invitation is no longer open",
    "removed": "no longer a member of the congregation",
    "banned": "banned from the space",
    "hidden-answer": "answers to this call are private",
    **ARCHIVE,
    **AGREEMENTS,
    **BY_HAND,
    **CREW_LIFE,
    **LINEAGE,
    **NEWCOMERS,
    **PORCH,
    **QUESTIONS,
    **REVIEWS,
    **SEASONS,
    **SETTINGS,
}
"""Phrases by their name, which is their context in the other languages' catalogues.

A value that is itself a phrase is put in as it is; everything else is quoted first.
"""


COUNTED: Final[Mapping[str, tuple[str, str]]] = {
    "call.weeks": ("{count} week", "{count} weeks"),
    "call.seats": ("{count} seat", "{count} seats"),
    "span.hours": ("{count} hour", "{count} hours"),
    "span.days": ("{count} day", "{count} days"),
    "span.weeks": ("{count} week", "{count} weeks"),
    "round.calls": ("{count} call is open", "{count} calls are open"),
    "round.crews": ("{count} crew has begun", "{count} crews have begun"),
}
"""Phrases that follow a number: for one, and for more."""
