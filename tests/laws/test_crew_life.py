"""Laws of crews in any life: they move as the table says, who objects stays unknown, who is hidden stays hidden."""

from collections.abc import Iterator

from attrs import evolve as changed
from hypothesis import given

from microsol_matrix.decide import Decision, decide
from microsol_matrix.decide.consent import BY_CONSENT
from microsol_matrix.decide.happenings import Happening, Heard
from microsol_matrix.facts import Fact
from microsol_matrix.house import House, Moment
from microsol_matrix.ids import UserId
from microsol_matrix.observe import Reacted
from microsol_matrix.places import crew_room, role_of
from microsol_matrix.plan.intents import EditPrompt, MakeRoom, PutState, SendPrompt
from microsol_matrix.plan.messages import call_prompt
from microsol_matrix.ports import Letter
from microsol_matrix.rooms import StatePiece
from microsol_matrix.scales.call import AnswerGiven
from microsol_matrix.scales.crew import Crew, Visibility
from microsol_matrix.scales.question import Question
from microsol_matrix.seen import WITHDRAWN, NoticeWanted
from microsol_matrix.structure import types
from microsol_matrix.world import World
from tests.core.life import Village
from tests.core.said import message, reaction
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live
from tests.laws.test_people import strings
from tests.laws.watching import Watch

EMPTY = types.digest({})


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_a_crew_moves_as_the_table_says_and_silence_ends_none(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    watch = Watch(village)
    watch.look()
    for act in life:
        live(village, act)
        watch.look()


# --------------------------------------------------------------------------------------- who objected


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_nothing_that_follows_from_an_objection_depends_on_whose_it_was(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
        for crew, question in asked_for_consent(village.world):
            for objection in objections(village, crew, question):
                may = [one for one in crew.people if one in village.world.members]
                outcomes = [outcome(village, objection, one) for one in may]
                assert all(one == outcomes[0] for one in outcomes), question


def asked_for_consent(world: World) -> Iterator[tuple[Crew, Question]]:
    """Give what crews are asked, where there is no other crew of the same name that could be meant."""
    named = [crew.name for crew in world.crews.values()]
    for crew in world.crews.values():
        if named.count(crew.name) > 1:
            continue
        for question in crew.open_questions:
            if question.asking in BY_CONSENT:
                yield crew, question


def objections(village: Village, crew: Crew, question: Question) -> Iterator[Heard | Reacted]:
    """Give every way to object; by whom is filled in later."""
    nobody = UserId("")
    yield Heard(message(nobody, f'!object crew="{crew.name}"'), role="direct")
    room = village.world.room(crew_room(crew.id))
    prompt = village.world.prompts.get(question.ref)
    if room is None or not crew.encryption.lets_speak(has_keys=village.house.reads_encrypted):
        return
    yield Heard(message(nobody, "!object", at=room.room_id), role="crew")
    if prompt is not None:
        yield reaction(nobody, prompt.event_id, at=room.room_id, key="❌")
        no = message(nobody, "no", at=room.room_id, reply_to=prompt.event_id)
        yield Heard(no, role="crew")


def outcome(
    village: Village, objection: Heard | Reacted, by: UserId
) -> tuple[tuple[Fact, ...], tuple[Letter, ...]]:
    """Give what follows from somebody's objection, for all but themselves."""
    theirs = (
        changed(objection, message=changed(objection.message, by=by))
        if isinstance(objection, Heard)
        else changed(objection, by=by)
    )
    decision = decide(village.world, theirs, moment=Moment(village.house, now=village.now))
    assert isinstance(decision, Decision)
    told = tuple(letter for letter in decision.letters if letter.to != by)
    return decision.facts, told


# ---------------------------------------------------------------------------------------- who is hidden


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_nothing_that_others_can_read_tells_of_a_hidden_crew(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        heard: list[Happening] = []
        lived, written = len(village.facts), len(village.letters)
        live(village, act, before=heard.append)
        for crew in hidden(village.world):
            for place, text in told_to_others(village, crew):
                assert not names(village.world, crew, text), (place, text)
            new = village.facts[lived:]
            known = who_knows(village, crew)
            for text in answers_to_others(village, crew, heard=heard, facts=new):
                assert crew.name not in text.replace(_EXAMPLE, ""), text
            for letter in village.letters[written:]:
                if letter.to not in known:
                    assert crew.name not in letter.text, letter


_EXAMPLE = '!call "Slow Kettle"'
"""How anybody is told to call, whether there is a crew of that name or not."""


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_of_a_hidden_crew_nothing_is_left_standing(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    village.settle()
    refused = {intent.what for intent in village.world.refused}
    standing = {
        state_key
        for key, room in village.world.rooms.items()
        if role_of(key) != "crew" and not room.is_out
        for (kind, state_key), digest in room.state.items()
        if digest not in (WITHDRAWN, EMPTY) and f"put/{key}/{kind}/{state_key}" not in refused
    }
    for crew in hidden(village.world):
        room = village.world.room(crew_room(crew.id))
        assert crew.id not in standing
        assert room is None or room.room_id not in standing


def hidden(world: World) -> Iterator[Crew]:
    """Give the crews of which nobody else may know, where nothing else is called like them."""
    called = [one.name for one in world.crews.values()]
    called += [one.name for one in world.calls.values()]
    for crew in world.crews.values():
        call = world.call_of(crew)
        own = [crew.name] if call is None else [crew.name, call.name]
        alike = [name for name in called if crew.name in name]
        if crew.visibility is Visibility.HIDDEN and len(alike) == sum(
            crew.name in one for one in own
        ):
            yield crew


def told_to_others(village: Village, crew: Crew) -> Iterator[tuple[str, str]]:
    """Give what would be published where others read it, and prompts that would be put up there.

    The prompt of the call that it came by was for everybody, before there was a crew that could hide.
    """
    called = call_prompt(crew.call_id) if crew.call_id is not None else None
    room = village.world.room(crew_room(crew.id))
    for intent in village.plan():
        match intent:
            case MakeRoom(key=key, spec=spec) if key != crew_room(crew.id):
                for piece in spec.state:
                    yield from ((key, text) for text in written(piece))
            case PutState(key=key, piece=piece) if key != crew_room(crew.id):
                yield from ((key, text) for text in written(piece))
            case SendPrompt(room_id=room_id, text=text) | EditPrompt(room_id=room_id, text=text):
                is_there = room is not None and room_id == room.room_id
                if intent.ref != called and not is_there:
                    yield room_id, text
            case _:
                pass


def written(piece: StatePiece) -> Iterator[str]:
    """Give what a piece of state tells; an empty one takes away what stood in its place."""
    if piece.content:
        yield piece.state_key
        yield from strings(piece.content)


def names(world: World, crew: Crew, text: str) -> bool:
    room = world.room(crew_room(crew.id))
    return any(one in text for one in (crew.id, crew.name, *([room.room_id] if room else [])))


def answers_to_others(
    village: Village, crew: Crew, *, heard: list[Happening], facts: list[Fact]
) -> Iterator[str]:
    """Give what was answered to somebody who is not in a crew and did not name it, or where others read it."""
    room, known = village.world.room(crew_room(crew.id)), who_knows(village, crew)
    for happening in heard:
        if not isinstance(happening, Heard) or crew.name in happening.message.body:
            continue
        is_theirs = happening.role == "direct" and happening.message.by in known
        for fact in facts:
            if isinstance(fact, NoticeWanted):
                at = fact.notice.room_id
                is_there = room is not None and at == room.room_id
                if not is_there and not (is_theirs and at == happening.message.room_id):
                    yield fact.notice.text


def who_knows(village: Village, crew: Crew) -> frozenset[UserId]:
    """Give everybody who was ever in a crew, answered its call or asked to come in: they know its name."""
    asked = {one.person for one in crew.questions if one.person is not None}
    answered = {
        fact.person
        for fact in village.facts
        if isinstance(fact, AnswerGiven) and fact.call_id == crew.call_id
    }
    seated = {seat.person for seat in crew.seats}
    return frozenset(seated | answered | asked | crew.not_now | {*crew.waiting})
