"""What a crew is being asked, read again: from its marker, and from the reactions to the message that asks.

Owns that what waits for objections waits anew: who objected is kept nowhere, on purpose. Refuses to read words.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from attrs import evolve as changed

from microsol_matrix.house import House
from microsol_matrix.ids import CrewId, Ref, Text, UserId, ms_of, ulid
from microsol_matrix.observe.remembered import ReactionSeen, RoomRead
from microsol_matrix.rebuild.known import Known
from microsol_matrix.scales.crew import Crew
from microsol_matrix.scales.question import Asking, Question, Reply
from microsol_matrix.talk.choices import CHOICES, choice_of_key
from microsol_matrix.times import to_ms

BY_CONSENT: Final = frozenset({Asking.NEWCOMER, Asking.WIDENING})
"""What is agreed when nobody objects."""


def read_question(
    told: Known,
    crew: Crew,
    room: RoomRead,
    *,
    members: frozenset[UserId],
    house: House,
    now: datetime,
    consent: timedelta,
) -> Question:
    """Read a question that is open.

    Args:
        told: What the marker says of it.
        crew: Whom it was asked.
        room: Its own, with what we said and who reacted there.
        members: Of the congregation, among whom a newcomer is.
        house: Who we are.
        now: When it is read.
        consent: How long an objection is waited for.
    """
    asking = Asking(told.text("asks"))
    asked_at, closes_at = told.moment("asked") or now, told.moment("closes") or now
    if asking in BY_CONSENT:
        closes_at = max(closes_at, now + consent)
    ref = Ref(told.text("ref"))
    by = next((one.by for one in room.said if one.event_id == told.text("prompt")), None)
    question = Question(
        ref=ref,
        asking=asking,
        by=by,
        asked_at=asked_at,
        closes_at=closes_at,
        choices=CHOICES[asking],
        labels=tuple(Text(one) for one in told.texts("labels")),
        other=CrewId(told.text("other")) if told.text("other") else None,
        is_reminded=told.is_so("is_reminded"),
        is_disputed=told.is_so("is_disputed"),
        ends_at=told.moment("cycle_ends"),
        is_first=told.is_so("is_first"),
        wanted=told.text("wanted"),
    )
    if asking is Asking.NEWCOMER:
        person = _newcomer(question, crew, members=members, house=house)
        return changed(question, person=person, by=person)
    return changed(
        question,
        replies=tuple(
            _replies(question, crew, room.reactions, prompt=told.text("prompt"), house=house)
        ),
    )


def _newcomer(
    question: Question, crew: Crew, *, members: frozenset[UserId], house: House
) -> UserId | None:
    """Say whom a question is about: its name was derived from who it is."""
    name = question.ref.removeprefix("question/")
    at_ms = to_ms(question.asked_at)
    for person in sorted(members):
        reason = (Asking.NEWCOMER.value, crew.id, str(person), "", str(at_ms))
        made = ulid(at_ms=ms_of(name), randomness=house.entropy.derive("id", *reason))
        if made == name:
            return person
    return None


def _replies(
    question: Question,
    crew: Crew,
    reactions: tuple[ReactionSeen, ...],
    *,
    prompt: str,
    house: House,
) -> Iterator[Reply]:
    replies: dict[UserId, Reply] = {}
    for one in reactions:
        if one.target != prompt or one.by == house.bot or one.by not in crew.people:
            continue
        choice = choice_of_key(question, one.key)
        if choice is not None:
            replies[one.by] = Reply(one.by, choice, at=one.at, reaction=one.event_id)
    yield from replies.values()
