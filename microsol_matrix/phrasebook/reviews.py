"""What is said as a crew looks back, rests, wakes, closes, and leaves something."""

from collections.abc import Mapping
from typing import Final

REVIEWS: Final[Mapping[str, str]] = {
    "review.ask": (
        "Your cycle ends on {end}. 1️⃣ keep going 2️⃣ change something 3️⃣ rest 4️⃣ split 5️⃣ merge 6️⃣ finish"
    ),
    "review.caller": (
        "It is the first time that you look back: does this still feel like {caller}'s crew, or like all of yours? "
        "That is for you to talk about."
    ),
    "review.recorded": "Recorded: {choice}.",
    "review.taken-back": "Recorded: {choice}, and taken back.",
    "review.over": "This question is over.",
    "review.begun": "I am asking all of **{name}** how it has been.",
    "review.asked-already": "I have asked all of **{name}**. To answer, react to the question, or say !review keep.",
    "review.disputed": (
        "I hear different answers: {answers}. So nothing is recorded. Talk about it; as soon as all who have "
        "answered say the same, I record it."
    ),
    "review.reminded": (
        "The cycle of **{name}** ends today, and nobody has said how you go on. One answer is enough: react to my "
        "question, or say !review keep. If I hear nothing until {until}, I let it rest, and you can wake it any time."
    ),
    "silent": (
        "I have heard nothing, so **{name}** rests now. That is all right: the room stays yours, and I remind you of "
        "nothing. !wake goes on."
    ),
    "forming.asked": (
        "**{name}** has been forming for a while. Have you agreed when you meet? Then tell me: "
        "{example}. If I hear nothing until {until}, I let it rest, and you can wake it any "
        "time."
    ),
    "resting.asked": (
        "**{name}** has been resting since {since}. To go on: !wake. To come to an end: !finish. To rest on, "
        "you need not say anything."
    ),
    "until": "{day}",
    "outcome.keep": (
        "{person} recorded: keep going. Cycle {cycle} of **{name}** runs until {end}. !undo takes this back until "
        "{undo}."
    ),
    "outcome.change": (
        "{person} recorded: change something. Cycle {cycle} of **{name}** runs until {end}. Talk about what is to be "
        "different, and when you agree, tell me: {example}. !undo takes this back until "
        "{undo}."
    ),
    "outcome.rest": (
        "{person} recorded: rest. The room of **{name}** stays open, and I remind you of nothing. !wake goes on. "
        "!undo takes this back until {undo}."
    ),
    "outcome.finish": (
        "{person} recorded: finish. Until {until} anybody can stop this with !stop-closing. If you like, leave "
        "something for the congregation: !harvest ..."
    ),
    "outcome.split": "{person} recorded: split.",
    "outcome.split.how": "Another answer within a day takes that back, and !split stop ends the choosing of sides.",
    "outcome.merge": "{person} recorded: merge. With which crew? Say !merge and its name, and I ask them.",
    "outcome.wake": (
        "{person} has woken **{name}**. Cycle {cycle} runs until {end}, and I will ask you on {asked} how it has been."
    ),
    "outcome.stop-closing": (
        "{person} recorded: go on. **{name}** is not closing any more. Cycle {cycle} runs until {end}, and I will ask "
        "you on {asked} how it has been."
    ),
    "outcome.will-ask": "I will ask you on {asked} how it has been.",
    "recorded.keep": "keep going",
    "recorded.change": "change something",
    "recorded.rest": "rest",
    "recorded.finish": "finish",
    "recorded.wake": "go on",
    "recorded.stop-closing": "go on after all",
    "undo.done": "{person} has taken back: {what}. **{name}** is {state}, as it was.",
    "undo.none": "**{name}** is {state}, and nothing is recorded of it that could be taken back. {next}",
    "undo.late": "That was recorded on {at}, and could be taken back for {span}. **{name}** is {state}. {next}",
    "harvest.needs": "Tell me what you would leave: !harvest and your words.",
    "harvest.what": "harvest",
    "harvest.too-long": "That is {length} characters for the {what}; {limit} is the most.",
    "harvest.kept": (
        "{person} leaves for the congregation: {words}\n"
        "I say it in Commons, without a name, when **{name}** is archived."
    ),
    "harvest.hidden": (
        "{person} leaves: {words}\nAs nobody but you sees **{name}**, it stays with you."
    ),
    "harvest.given": "Thank you. It stands in Commons now, without your name, as a harvest of **{name}**: {words}",
    "harvest.published": "Harvest of **{name}**: {words}",
}
