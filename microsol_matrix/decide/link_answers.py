"""Which prompt about a link somebody answers: a proposal's, a renewal's, or what to do about one that moved.

Owns the finding. Refuses to know what an answer does (`linking`).
"""

from collections.abc import Iterator
from typing import Protocol

from attrs import frozen

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.link_renewing import answer_renewal
from microsol_matrix.decide.linking import answer_moved, answer_proposal
from microsol_matrix.ids import EventId, Ref, UserId
from microsol_matrix.plan.link_prompts import moved_prompt, proposal_prompt, renewal_prompt
from microsol_matrix.scales.link import Link
from microsol_matrix.talk.grammar import Verdict
from microsol_matrix.world import World


class Answer(Protocol):
    """What an answer to one kind of prompt does."""

    def __call__(
        self, course: Course, link: Link, by: UserId, *, verdict: Verdict
    ) -> Refused | None:
        """Let a host answer."""
        ...


@frozen
class AskedAbout:
    """A prompt about a link: which link, and what an answer does."""

    link: Link
    answer: Answer


def link_at(world: World, event_id: EventId | None) -> AskedAbout | None:
    """Give what a prompt about a link asks; None if it is none."""
    for ref, asked in _prompts(world):
        prompt = world.prompts.get(ref)
        if prompt is not None and event_id in prompt.events:
            return asked
    return None


def _prompts(world: World) -> Iterator[tuple[Ref, AskedAbout]]:
    for link in world.links.values():
        yield proposal_prompt(link), AskedAbout(link, answer_proposal)
        yield renewal_prompt(link), AskedAbout(link, answer_renewal)
        yield moved_prompt(link), AskedAbout(link, answer_moved)
