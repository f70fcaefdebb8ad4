"""What is said of crews that grow from others: called again, split, merged."""

from collections.abc import Mapping
from typing import Final

LINEAGE: Final[Mapping[str, str]] = {
    "lineage.grew-from": "It grew from **{name}**: {link}",
    "lineage.name": "**{name}**",
    "tombstone": "This crew was called again and goes on in another room.",
    # Calling again
    "again.grew-from": "It grew from **{name}**.",
    "again.which": (
        "Which crew is to be called again? Say its name, as in !call again {example}:\n{crews}"
    ),
    "again.none": (
        "No crew of yours in {congregation} is archived, so there is none to be called again. A new one is called "
        'with !call "Slow Kettle" weekly hour to listen to each other'
    ),
    "again.none-such": (
        "No archived crew of yours is called {name}. Yours:\n{crews}\n"
        'If that is the name of a new crew, put it in quotes: !call "{name}"'
    ),
    "again.hidden": (
        "**{name}** is hidden, and a call is seen by the whole congregation. Give the new one a name of its own: "
        '!call again {name} "New Name"'
    ),
    "again.open": "**{name}** is being called again already, as **{call}**. Answer that one.",
    "again.done": "**{name}** was called again and goes on in another room.",
    "again.done.named": "**{name}** was called again and goes on as **{following}**.",
    "again.done.link": "Its room: {link}",
    # Splitting
    "split.ask": (
        "**{name}** may become two crews, each in a room of its own. On which side would you like to be?\n"
        "1️⃣ **{one}**\n2️⃣ **{other}**\n"
        "You can change your choice until {until}. It happens as soon as everybody has chosen, or with !split now; "
        "!split stop ends it. Nobody is put anywhere: whoever does not choose stays here."
    ),
    "split.ask.done": "**{name}** has become **{one}** and **{other}**.",
    "split.ask.over": "The question of becoming **{one}** and **{other}** is over: **{name}** stays one crew.",
    "split.asked": "I have asked **{name}** who would like to be on which side.",
    "split.parted": (
        "**{name}** has become **{one}** and **{other}**. Each has a room of its own, and whoever chose it is invited. "
        "What was said here stays here."
    ),
    "split.not-chosen": (
        "**{name}** has become **{one}** and **{other}**, and you have chosen neither. You are where you were; "
        "if you would like to come to one of them, ask its people."
    ),
    "split.too-small": (
        "**{side}** would be {count}, and {least} is the least. Choose again if you like; nothing happens until then."
    ),
    "split.came-to-nothing": "One side is too small, so **{name}** stays one crew. You can ask anew with !split.",
    "split.stopped": "Then **{name}** stays one crew.",
    "split.none": "**{name}** is not being asked about sides just now. To ask: !split",
    "split.open": "**{name}** is being asked already who would like to be on which side. To end that: !split stop",
    "split.too-few": (
        "Two crews of {least} take {both} people, and **{name}** has {count}. It can go on as one, rest with !rest, "
        "or call others with !call."
    ),
    "split.two-names": 'Tell me two names, one for each side: !split "Long Table East" | "Long Table West"',
    "split.same-name": "Both sides have the same name. Give them different ones.",
    "split.too-long": "That is {length} characters for the {what}; {limit} is the most.",
    # Merging
    "merge.needs-name": 'Tell me with which crew: !merge Night Ferry, or !merge Night Ferry as "Evening Ferry"',
    "merge.itself": "**{name}** is your own crew. Tell me with which other: !merge Night Ferry",
    "merge.none-such": "No crew that you could ask is called {name}. !crews lists the crews.",
    "merge.which": "Which crew do you mean? Say its whole name:\n{crews}",
    "merge.hidden": (
        "**{name}** is hidden, and to propose is to be seen. Let the congregation see it first: "
        "!visibility congregation"
    ),
    "merge.some-crew": "another crew",
    "merge.own-name": (
        "**{name}** is hidden, and everybody in both crews reads what the new one is to be called. Give it a name of "
        'its own: !merge {name} as "Evening Ferry"'
    ),
    "merge.other-state": "**{name}** is {state} and cannot be asked now. It can be once it is active or resting.",
    "merge.other-busy": "**{name}** is finding out who goes where just now. Ask again in some days.",
    "merge.too-many": (
        "With **{name}** you would be {count} together, and {most} is the most for one crew. "
        "You can stay two crews and do things together."
    ),
    "merge.asked-already": "**{name}** has been asked already. I tell you when there is an answer.",
    "merge.too-long": (
        "That is {length} characters for the {what}; {limit} is the most. Give the new crew a shorter one: "
        '!merge Night Ferry as "Evening Ferry"'
    ),
    "merge.asked": (
        "I am asking **{name}** whether they would like to become **{new}** with you. Whatever they say, nothing "
        "changes before both crews are asked who comes along."
    ),
    "merge.agreed": "**{name}** had asked you the same, so both crews are now asked who comes along.",
    "merge.not-now": "That is not possible any more: one of the two crews has other things under way.",
    "merge.goes-on": "**{name}** goes on as it is for now.",
    "merge.taken-back": "Then **{name}** goes on as it is; the proposal is taken back.",
    "merge.none": "Nothing is being merged with **{name}** just now. To propose it: !merge Night Ferry",
    "merge.too-few": "{count} would come along, from both crews together, and it takes {least}, some from each.",
    "merge.came-to-nothing": "It did not come together this time: **{name}** goes on as it is.",
    "merge.done": (
        "**{other}** and **{name}** have become **{new}**. It has a room of its own, and whoever comes along is "
        "invited. What was said here stays here."
    ),
    "merge.offer": (
        "**{other}**{intention} asks whether **{name}** would like to become one crew with it, called **{new}**. "
        "✅ yes, ❌ no, until {until}. On a yes everybody in both crews is asked who comes along; nobody has to."
    ),
    "merge.offer.yes": "**{name}** said yes to **{other}**: both are being asked who comes along.",
    "merge.offer.over": "The question of becoming one crew with **{other}** is over: **{name}** goes on as it is.",
    "merge.along": (
        "**{other}** and **{name}** can become one crew, **{new}**, in a room of its own. Do you come along? ✅ "
        "until {until}. It happens as soon as everybody has said so, or with !merge now; !merge stop ends it. Whoever "
        "does not answer stays here."
    ),
    "merge.along.done": "**{other}** and **{name}** have become **{new}**.",
    "merge.along.over": "The question of becoming **{new}** with **{other}** is over: **{name}** goes on as it is.",
    "choosing.open": (
        "**{name}** is finding out who goes where just now. That comes first; !split stop or !merge stop ends it."
    ),
    # What is left behind
    "old-room.ask": (
        "Shall this room be archived, now that there is {following}? It would be read-only and can be opened again. ✅ "
        "archive it, ❌ leave it open. If nobody says anything until {until}, it stays open."
    ),
    "old-room.yes": "This room is being archived.",
    "old-room.no": "This room stays open.",
    "crew.welcome.grown": (
        "Welcome. Three conversations to begin with: (1) How do we want to be together? "
        "(2) When do we meet? (3) What do we commit to?\n"
        "{host} hosts **{name}** while you are forming. Take your time; two weeks are usual.\n"
        "When you agree, tell me: {example}"
    ),
}
