"""What is said as a crew or a congregation goes on without the service."""

from collections.abc import Mapping
from typing import Final

RELEASING: Final[Mapping[str, str]] = {
    "release.unclear": (
        "I did not understand {given}. !release shows what would happen, !release yes agrees to it, and !release no "
        "takes it back."
    ),
    "release.crew.preview": (
        "If **{name}** goes on without me, the room is its people's alone:\n"
        "- {host}, and all of you can invite, name the room and remove people\n"
        "- whoever is not in comes in {door}\n"
        "- I take its card away from {congregation}; the room itself stays in the space\n"
        "- what I ask, remember and remind you of ends, and I leave. Nothing that was said is lost\n"
        "That cannot be undone. If that is well with you, say !release yes{second}"
    ),
    "release.crew.second": "; then one more of you says it, too",
    "release.host": "{host} can change everything there",
    "release.host.all": "each of you can change everything there",
    "release.door.closed": "by invitation of anybody in it",
    "release.door.ask": "by knocking, if anybody in it invites them",
    "release.crew.asked": (
        "{person} would have **{name}** go on without me: I would hand the room over to you and leave, and that cannot "
        "be undone. It happens once one more of you says !release yes, until {until}. !release no leaves all as it is, "
        "and !release tells more."
    ),
    "release.crew.done": (
        "**{name}** goes on without me from now on. The room is yours: {host}, and all of you can invite, name it and "
        "remove people. It was good to be here; I leave now."
    ),
    "release.crew.too": (
        "{congregation} goes on without me from now on, and so does **{name}**. The room is yours: {host}, and all of "
        "you can invite, name it and remove people. I leave now."
    ),
    "release.crew.archived": (
        "**{name}** is archived, and its room read-only. Take it up again first, with !unarchive; or its congregation "
        "is released as a whole."
    ),
    "release.crew.opening": "I am still opening the room of **{name}** again. Say it once more in a minute.",
    "release.again": "You have said so; it happens once somebody else says !release yes, too, until {until}.",
    "release.taken-back": "All stays as it is. Whoever wants it after all says !release yes anew.",
    "release.nothing": "Nobody has asked for **{name}** to be released; all stays as it is.",
    "release.preview": (
        "If **{name}** goes on without me, all its rooms are its people's alone:\n"
        "- the space, Commons, Hosts and the Archive are the hosts': {hosts} can change everything there\n"
        "- the room of each crew is its crew's; archived ones stay read-only\n"
        "- everybody stays where they are, and comes in as before: the space stays {joining}\n"
        "- what is published is taken away, links with neighbours end, and so do open calls and questions\n"
        "- addresses that begin with #_microsol lead nowhere any more: give the space one of your own\n"
        "- rooms with nobody in them but me are gone, and I leave. Nothing that was said is lost\n"
        "{creator}That cannot be undone. If that is well with you, say !release yes{second}"
    ),
    "release.second": "; then a second host says it, too",
    "release.creator": (
        "- rooms of version 12 keep their maker for good: that is my account, which is not in them any more\n"
    ),
    "release.joining.closed": "closed: one comes in by invitation",
    "release.joining.ask": "open to whoever asks and is invited by a host",
    "release.joining.open": "open to everybody",
    "release.asked": (
        "{person} would have **{name}** go on without me: I would hand all rooms over to their people and leave, and "
        "that cannot be undone. It happens once a second host says !release yes, until {until}. !release no leaves all "
        "as it is, and !release tells more."
    ),
    "release.done": (
        "**{name}** goes on without me from now on. I hand its rooms over, one after the other, and leave each of them."
    ),
    "release.done.told": (
        "**{name}** goes on without me from now on, as its hosts have said. Nothing that was said is lost, and "
        "everybody stays where they are; {hosts} can change everything here. Open calls and questions "
        "of mine count no more. It "
        "was good to be here; I leave now."
    ),
    "release.letter": (
        "**{name}** goes on without me from now on, as its hosts have said. You are a member as before; look to its "
        "hosts: {hosts}. The space is here: {link}"
    ),
    "release.stays": (
        "I could not hand over {room}: the homeserver does not let me give its people all power there ({errcode}). So "
        "that nobody is locked out I stay in it and leave it as it is; whoever could invite or name it can go on doing "
        "so. Everything else is handed over. Whoever runs {server} can say why it refuses; if somebody in the room has "
        "more power than I, they can give {bot} power 100. I try again as soon as power is changed there, and whenever "
        "I am started anew; once it works I leave."
    ),
    "release.gone": "**{name}** was released by its hosts: it goes on without me.",
}
