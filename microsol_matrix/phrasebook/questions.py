"""What crews are asked, and what is said about answering."""

from collections.abc import Mapping
from typing import Final

QUESTIONS: Final[Mapping[str, str]] = {
    "question.over": "That question is over.",
    "question.newer": (
        "That question is over. **{name}** looks back once more: react to the newer question, or say !review keep."
    ),
    "question.newer.link": "It is here: {link}",
    "question.by-letter": "{text}\nAnswer me here: !answer and your choice, as in !answer {example}",
    "answer.none": "**{name}** is being asked nothing just now.",
    "answer.unclear": "I do not know that answer. You can say: {choices}",
    "answer.which": "Talk it over as you like. If that was your answer, I could not tell which one: {choices}",
    "answer.in-private": "If that answers what **{name}** is being asked, say !answer {choice}",
    "answer.noted": "Noted: {choice}.",
    "choice.yes": "yes",
    "choice.no": "no",
    "choice.keep": "keep",
    "choice.change": "change",
    "choice.rest": "rest",
    "choice.split": "split",
    "choice.merge": "merge",
    "choice.finish": "finish",
}
