"""What is said as a space that people made becomes a congregation."""

from collections.abc import Mapping
from typing import Final

ADOPTING: Final[Mapping[str, str]] = {
    "adopt.needs-space": (
        "Tell me which space, by its address: !adopt #garden:example.org. With commons=#talk:example.org its room "
        "becomes Commons, with crews=#tea:example.org,#boats:example.org those become rooms of crews. I only look, and "
        "tell you what would become of it."
    ),
    "adopt.no-room": "{given} is no address of a room. One looks like #tea:example.org, or !abc:example.org.",
    "adopt.too-many": (
        "Those are {count} rooms for crews; {most} at once is the most. The others can be called anew "
        "later."
    ),
    "adopt.show-first": (
        "I have not shown you yet what would become of it. Say !adopt and the space's address first; what I show then "
        "holds for a day."
    ),
    "adopt.away": "I cannot reach {rooms} just now. I try again for a day, and tell you what I find.",
    "adopt.no": "Nothing becomes of it. I leave the rooms that I have looked at.",
    "adopt.none": "You have asked about no space; nothing changes.",
    "adopt.not-in": (
        "I cannot come into {rooms}. Invite me there, {bot}, in your client: I come in and look, nothing more. If "
        "there is no such room, say !adopt again with its address."
    ),
    "adopt.too-large": (
        "More than {most} people are in {rooms}. Coming into so large a room would keep your homeserver busy for "
        "hours, so I have not. Congregations are small: make a space for those whom you know, and say !adopt with that."
    ),
    "adopt.not-space": (
        "{room} is a room and no space. A congregation begins with a space: make one, and put the room in "
        "it."
    ),
    "adopt.not-yet": (
        "I have looked at {space} and changed nothing. It cannot become a congregation as it is:\n"
        "{troubles}\n"
        "Once that is so, say !adopt again."
    ),
    "adopt.line": "- {text}",
    "adopt.room": "**{name}**",
    "adopt.newer": "{room} carries a marker of a newer version of me than I am. Ask whoever runs it.",
    "adopt.ours": "{room} is a congregation's already. Its hosts can let it go with !release.",
    "adopt.moved": "{room} was replaced by another room. Take that one.",
    "adopt.is-space": "{room} is a space itself. Name rooms in which people talk.",
    "adopt.read-by-all": (
        "Everybody can read {room} without being in it, and what I write there is for its people. In its settings, let "
        "only members read; what was written so far stays readable to whoever has it."
    ),
    "adopt.version": (
        "{room} is of a room version that I do not know; I know {least} to {most}. Your client can upgrade it, in the "
        "room's settings."
    ),
    "adopt.gone": "You are not in {room}. Somebody who is in it and holds its power has to ask.",
    "adopt.no-power": (
        "In {room} you have power {has}, and who says who may do what there needs {needed}. Somebody who has it has to "
        "ask, or give it to you."
    ),
    "adopt.bot-power": (
        "In {room} I need power {needed}, to write what is mine and to be able to take it back. Give it to me, {bot}, "
        "in the room's settings; clients call it Admin."
    ),
    "adopt.encrypted": (
        "{room} is encrypted, and that cannot be undone. Commons is where all members read and call; leave commons= "
        "out, and I make one."
    ),
    "adopt.twice": "The same room is named twice. The space, Commons and each crew have rooms of their own.",
    "adopt.nameless": "The space has no name. Give it one, in its settings: it is the congregation's.",
    "adopt.too-long": "The space's name has {length} characters; {limit} is the most. Give it a shorter one.",
    "adopt.preview": (
        "I have looked at **{name}** and changed nothing. This is what would become of it:\n"
        "- its members are those who are in the space, {people} in all; one comes in {joining}\n"
        "- its hosts are those who look after the space with power 50 or more: {hosts}\n"
        "- Commons: {commons}\n"
        "- Hosts and Archive are made new, and stand in the space\n"
        "- {crews}\n"
        "- {others}\n"
        "- where I take a room in I write a marker, who may come in, and that writing what is mine, who may come in or "
        "who may do what needs power 100. Names, history and everybody's power stay\n"
        "- {strong}\n"
        "What I take in can be given back with !release. If that is well with you, say !adopt yes, within a day"
    ),
    "adopt.plan": (
        "I am making **{name}** a congregation: its space, Commons, Hosts and Archive. {done} of these 4 are ready."
    ),
    "adopt.done": (
        "**{name}** is a congregation now. I have invited you to Hosts, where joining and whatever needs solving is "
        "looked after; call a crew with !call in Commons. Its space can be found as {alias}, too."
    ),
    "adopt.done.already": (
        "You have said so, and it is done: **{name}** is a congregation already. !help tells what you can do there."
    ),
    "adopt.begun.already": (
        "You have said so, and I am at it: **{name}** becomes a congregation. You are told here how far I have come."
    ),
    "adopt.joining.closed": "by invitation",
    "adopt.joining.ask": "by asking, if a host says yes",
    "adopt.joining.open": "as they like",
    "adopt.commons": "{room}, from then on for whoever is in the space; who is not in it yet is invited",
    "adopt.commons.new": "a new room, to which all are invited; with commons= it is one of yours",
    "adopt.crews.none": "no room becomes a crew's; with crews= those that you name",
    "adopt.crews": (
        "these become rooms of crews. Whoever is in one has a seat, members of the congregation see its name and "
        "topic, and one comes in by invitation unless the crew says otherwise:\n{crews}"
    ),
    "adopt.crew": "  {room}, {people} in it{encrypted}",
    "adopt.crew.encrypted": ", encrypted",
    "adopt.others": "its other rooms, {count} in all, stay as they are: I do nothing there",
    "adopt.others.none": "there is no other room in it",
    "adopt.strong": "as much as I, or more, can do: {people}. What they change I cannot take back from them",
    "adopt.strong.none": "nobody can do as much as I",
    "adopt.failed": "**{name}** could not become a congregation, and I have written nothing there: {why}",
    "adopt.dropped": "A room could not be taken into **{name}**, and stays as it is: {why}",
    "adopt.no-way-in": "the homeserver does not let me ({errcode}).",
    "adopt.host": (
        "{by} has let me look after **{name}** with you: it is a congregation now. You are one of its hosts, because "
        "you look after its space already. !help tells what that is, and !stepdown gives it back."
    ),
    "adopt.told.commons": (
        "{by} has let me look after **{name}** with you: it is a congregation now, and this is its Commons. Crews are "
        "called here, with !call; !help tells more. I keep nothing of what is not said to me."
    ),
    "adopt.told.crew": (
        "{by} has taken this room into **{name}**: it is the crew **{crew}** now, and each of you has a seat. Members "
        "of the congregation see its name and topic; !hide changes that. When you have agreed on when you meet, tell "
        "me: !agree Tue 19:00, review 4 January. !crew tells how it stands, and with !release you go on without me."
    ),
}
