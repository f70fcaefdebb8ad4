"""What is said of coming into a crew late, of its size, and of who sees it."""

from collections.abc import Mapping
from typing import Final

NEWCOMERS: Final[Mapping[str, str]] = {
    # Whether a crew takes newcomers
    "crew-joining.closed": (
        "**{name}** takes no newcomers. !joining ask lets members of the congregation ask to come in, !joining "
        "open lets them come in without asking."
    ),
    "crew-joining.call": "Its call is open until {until}, though, with {seats} left: whoever answers yes comes in.",
    "crew-joining.ask": (
        "Members of the congregation can ask to come into **{name}**. I ask you here each time; who comes is "
        "invited if nobody objects within {span}. !joining open and !joining closed change it."
    ),
    "crew-joining.open": (
        "Every member of the congregation can come into **{name}** without asking, as long as there is room. "
        "!joining ask and !joining closed change it."
    ),
    "crew-joining.hidden": (
        "As long as **{name}** is hidden nobody finds it, so nobody can ask. !visibility tells more."
    ),
    "crew-joining.full": "You are {most} or more now, so whoever would come waits until a seat is free.",
    "crew-joining.unknown": "{given} is none of them. A crew is joined in one of three ways: closed, ask or open.",
    "crew-joining.changed": "{by} changed how newcomers come in. {joining}",
    "crews.door": "It takes newcomers: !join {name}",
    # Asking to come in
    "join.needs-name": "Tell me which crew: !join Slow Kettle. !crews lists them.",
    "join.which": "Which crew do you mean? Say !join with its name:\n{crews}",
    "join.in": "You have a seat in **{name}** already.",
    "join.call": "The call for **{name}** is open: say yes {name}",
    "join.closed": (
        "I know no crew called {name} in {congregation} that takes newcomers just now. That is nothing about "
        "you: most crews keep to themselves once they have begun. !calls shows what is open, and you can always "
        "call one yourself."
    ),
    "join.this-room": "of that room",
    "join.asked": (
        "I have asked the people of **{name}**, who see your name. You hear from me on {until}. To take it back, "
        "say !join {name} once more."
    ),
    "join.taken-back": "You no longer ask to come into **{name}**. Nobody asks why.",
    "join.waiting": (
        "**{name}** is as many as a crew holds well, so you are on its waiting list. I tell you when there is a "
        "seat. To take it back, say !join {name} once more."
    ),
    "join.enough": (
        "You have asked to come into **{name}** twice within a day. Give its people a day's peace, and ask again "
        "then if you still would."
    ),
    "join.goes-on": "**{name}** goes on after all.",
    "join.free": "A seat in **{name}** has become free.",
    "join.welcome": "You are welcome in **{name}**. The invitation to its room is on its way.",
    "join.not-now": (
        "**{name}**: not this cycle. I say no more than that to anybody, and it is no word about you. In its "
        "next cycle you can ask again; !calls shows what is open."
    ),
    "join.refused": "not this cycle",
    "join.members-only": "for members of the congregation",
    # Asking the crew
    "newcomer.question": (
        "**{person}** would like to come into **{name}**. If nobody objects until {until}, I invite them. ✅ says "
        "that you would be glad.\n"
        "{objecting} {person} would hear “not this cycle” and no reason."
    ),
    "newcomer.welcome": "**{person}** asked to come into **{name}** and is welcome: they have an invitation.",
    "newcomer.not-now": "**{person}** asked to come into **{name}**. They heard “not this cycle”, and no reason.",
    "newcomer.taken-back": "**{person}** asked to come into **{name}**, and no longer does.",
    "consent.objecting": (
        "To object, send me {command} in a direct message, not here: nobody learns who objected, and I keep no "
        "note of it."
    ),
    "object.noted": (
        "I have noted that somebody of **{name}** objects, and not that it was you. Nobody learns more than that "
        "it is not to be just now. Because I do not know whose it is, it cannot be taken back."
    ),
    "object.none": "None of your crews is being asked anything to which you could object just now.",
    "object.which": "Several things are being asked. Say !object with one of these:\n{subjects}",
    "object.line": "- {subject}",
    "hidden-objection": "this was for a direct message",
    # Sizes
    "size.crew-note": (
        "You are {count} now. With so many, some talk less: it may help to go round, or to sit in twos and "
        "threes for a while."
    ),
    "size.crew-split": (
        "You are {count} now, enough for two crews that hold everybody well. If you like, talk about becoming "
        "two: !split asks each of you on which side you would be. Nobody has to go."
    ),
    "size.crew-full": (
        "You are {count} now, as many as a crew holds well. Whoever would come late waits until a seat is free. "
        "Nobody has to go."
    ),
    "size.crew-full.split": (
        "You are {count} now, as many as a crew holds well. Whoever would come late waits until a seat is free. "
        "You could become two: !split asks each of you on which side you would be. Nobody has to go."
    ),
    "crew.small.forming": (
        "You are {count} now, fewer than the {least} that **{name}** hoped for. Who hosts it can invite others "
        "into this room; to let it go, !finish; or go on as you are. That is yours to talk about."
    ),
    "crew.small.active": (
        "You are {count} now, fewer than the {least} that **{name}** hoped for. To look for others, !joining ask "
        "lets members of the congregation ask to come in; to rest, !rest; to let it go, !finish; or go on as you "
        "are. That is yours to talk about."
    ),
    "crew.small.resting": (
        "You are {count} now, fewer than the {least} that **{name}** hoped for. To look for others, !joining ask "
        "lets members of the congregation ask to come in; to go on, !wake; to let it go, !finish; or rest as you "
        "do. That is yours to talk about."
    ),
    # Who sees a crew
    "visibility.hidden": (
        "Only its own people see that there is **{name}**. !visibility congregation would let all members see "
        "it, if nobody of you objects."
    ),
    "visibility.congregation": (
        "All members of the congregation see that there is **{name}**: its name, what it is about and where it "
        "is in its life, never who is in it. !visibility hidden ends that at once."
    ),
    "visibility.porch": (
        "All members of the congregation see that there is **{name}**, and so does everybody else whenever it "
        "stands on the porch of the congregation; it does not stand there now. !visibility congregation or "
        "!visibility hidden ends that at once."
    ),
    "visibility.porch.open": (
        "Everybody can read at {address} that there is **{name}**: its name, what it is about, where it is in its "
        "life and about how many you are, never who is in it. !visibility congregation or !visibility hidden ends "
        "that at once."
    ),
    "visibility.unknown": (
        "{given} is none of them. A crew is seen in one of three ways: hidden, congregation or porch."
    ),
    "visibility.asked": (
        "More people would see **{name}**, so its people are asked first. If nobody objects until {until}, it is "
        "so."
    ),
    "visibility.changed": "{by} changed who sees this crew. {visibility}",
    "visibility.narrowed.hidden": (
        "From now on only its own people see that there is **{name}**. I take away what {congregation} could "
        "read about it in the space, earlier versions too, and leave it out of every list. Copies may remain: on "
        "other servers, in clients, and in what was said in Commons."
    ),
    "visibility.narrowed.congregation": (
        "From now on only members of {congregation} see that there is **{name}**. Copies of what was public may "
        "remain."
    ),
    "visibility.to.congregation": "all members of {congregation}",
    "visibility.to.porch": "everybody, as soon as {congregation} publishes its crews (it does not now)",
    "visibility.to.porch.open": "everybody, on the porch of {congregation}",
    "widening.question": (
        "{by} would like **{name}** to be seen by {who}: its name, what it is about and where it is in its life, "
        "never who is in it. What is published once may stay for good. If nobody objects until {until}, it is "
        "so. ✅ says that it is well with you.\n"
        "{objecting}"
    ),
    "widening.agreed": "{by} wanted **{name}** to be seen by {who}. Nobody objected, so it is so.",
    "widening.stays": "{by} wanted **{name}** to be seen by {who}. It stays as it is.",
    "out.crew.hidden": "the room of a crew",
}
