"""Call a crew again that is archived: a new call, with what the old one was where nothing else is said.

Owns which crew is meant, its next name, and what a new call takes over from it. Refuses to know what
follows from answers: at quorum the new crew begins like any other (`seats`), and only then does the old
one become its predecessor. Nobody is taken over: whoever wants to come answers anew.
"""

import re
from collections.abc import Mapping
from typing import Final

from attrs import evolve as changed, frozen

from microsol_matrix.decide.calling import call
from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.moving import refuse_move
from microsol_matrix.decide.naming import named, names_of, same, taking_answers
from microsol_matrix.ids import Text, UserId
from microsol_matrix.navigation import room_link
from microsol_matrix.observe import MessageSaid
from microsol_matrix.places import crew_room
from microsol_matrix.scales.call import NAME_LIMIT, Call, CallState
from microsol_matrix.scales.crew import Crew, CrewState, Visibility
from microsol_matrix.scales.encryption import Encryption
from microsol_matrix.scales.transitions import Move
from microsol_matrix.talk import options
from microsol_matrix.talk.given import Given
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, joined, say
from microsol_matrix.world import World

_AGAIN: Final = re.compile(
    r"(?:again|otra vez|de nuevo|à nouveau|a nouveau|de nouveau|encore)(?:\s+(.*))?", re.IGNORECASE
)
_NUMERALS: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_NUMERAL: Final = re.compile(r"(.*\S)\s+(X{0,3}(?:IX|IV|V?I{0,3}))")
_MOST: Final = 39
"""Past it a name begins with a numeral of its own."""


@frozen
class _Wanted:
    """What was asked for.

    Attributes:
        name: Of the new crew; empty if none was given.
        intention: Of the new crew; empty if none was given.
    """

    old: Crew
    name: str
    intention: str


def is_again(command: Command) -> bool:
    """Whether a call is for a crew that there was: a name in quotes is always a new one's."""
    return not command.name and _AGAIN.fullmatch(command.text) is not None


def call_again(
    course: Course, command: Command, *, given: Given, message: MessageSaid
) -> Said | Refused | None:
    """Open a call that grows from an archived crew of the person's."""
    world = course.world
    wanted = _wanted(world, command, message)
    if isinstance(wanted, Refused):
        return wanted
    old = wanted.old
    is_hidden = old.visibility is Visibility.HIDDEN
    refusal = _not_now(course, old, message)
    if refusal is None and is_hidden and not wanted.name:
        refusal = Refused(say("again.hidden", name=old.name))
    if refusal is not None:
        # How a hidden crew stands, and that it is one, is nothing for others to read.
        is_told = not is_hidden or _is_among_its_own(world, old, message)
        return refusal if is_told else Refused(say("crew.others-read"))
    intention = wanted.intention or ("" if is_hidden else old.intention)
    new = changed(command, name=wanted.name or next_name(world, old), text=intention)
    completed = given.or_else(_as_it_was(world, old, given))
    return call(course, new, given=completed, message=message, relaunches=old.id)


def next_name(world: World, old: Crew) -> str:
    """Give a crew's name with the next numeral that nobody has: `Salt Notebook`, `Salt Notebook II`, `III`."""
    numbered = _NUMERAL.fullmatch(old.name)
    stem, number = (numbered[1], _read(numbered[2])) if numbered else (old.name, 1)
    taken = [one.name for one in world.crews_in_order if one.visibility is not Visibility.HIDDEN]
    taken += [one.name for one in taking_answers(world)]
    for following in range(number + 1, _MOST + 1):
        numeral = f" {_written(following)}"
        name = stem[: NAME_LIMIT - len(numeral)].rstrip() + numeral
        if not any(same(name, one) for one in taken):
            return name
    return next_name(world, changed(old, name=Text(f"{old.name} I")))


def _wanted(world: World, command: Command, message: MessageSaid) -> _Wanted | Refused:
    own = _once_theirs(world, message.by)
    match = _AGAIN.fullmatch(command.text)
    words = (match[1] if match else "") or ""
    # Where others read, of a hidden crew nothing is said that they did not say themselves.
    is_private = world.key_of(message.room_id) is None
    shown = tuple(one for one in own if is_private or not one.is_hidden)
    former = tuple(one for one in shown if one.state is CrewState.ARCHIVED)
    if not words:
        if len(former) == 1:
            return _Wanted(former[0], name="", intention="")
        if former:
            example = f'"{former[0].name}"'
            return Refused(say("again.which", crews=names_of(former), example=example))
        return Refused(say("again.none", congregation=world.name))
    found, rest = _found(own, words, shown=shown)
    if not found:
        if not former:
            return Refused(say("again.none", congregation=world.name))
        return Refused(say("again.none-such", name=words, crews=names_of(former)))
    archived = tuple(one for one in found if one.state is CrewState.ARCHIVED)
    if len(archived) > 1:
        example = f'"{archived[0].name}"'
        return Refused(say("again.which", crews=names_of(archived), example=example))
    old = (archived or found)[-1]
    new = next((one for one in command.quoted if one and rest.startswith(one)), "")
    return _Wanted(old, name=new, intention=rest.removeprefix(new).strip())


def _once_theirs(world: World, person: UserId) -> tuple[Crew, ...]:
    """Give the crews that a person is or was in; of one that hid after they had left they hear nothing."""
    return tuple(
        crew
        for crew in world.crews_in_order
        if person in crew.people
        or (person in crew.all_people and crew.visibility is not Visibility.HIDDEN)
    )


def _found(
    own: tuple[Crew, ...], words: str, *, shown: tuple[Crew, ...]
) -> tuple[tuple[Crew, ...], str]:
    """Find the crews whose name is what is said first, the longest name there is, and give the rest too.

    Of those that may be shown there, part of a name is enough.
    """
    parts = words.split()
    for length in range(len(parts), 0, -1):
        exact = tuple(one for one in own if same(one.name, " ".join(parts[:length])))
        if exact:
            return exact, " ".join(parts[length:])
    return named(shown, words), ""


def _not_now(course: Course, old: Crew, message: MessageSaid) -> Refused | None:
    world = course.world
    if old.state is CrewState.RELAUNCHED and old.successor is not None:
        following = world.crews.get(old.successor)
        if following is None:  # it was released since
            return Refused(say("again.done", name=old.name))
        return Refused(_goes_on(course, old, following, message=message))
    if refusal := refuse_move(old, Move.RELAUNCH, word="call again"):
        return refusal
    for one in world.calls_in_order:
        if one.relaunches == old.id and one.state is CallState.OPEN:
            return Refused(say("again.open", name=old.name, call=one.name))
    return None


def _is_among_its_own(world: World, crew: Crew, message: MessageSaid) -> bool:
    """Whether nobody reads along but a crew's own people: in its room, or in private."""
    here = world.crew_at(message.room_id)
    return world.key_of(message.room_id) is None or (here is not None and here.id == crew.id)


def _goes_on(course: Course, old: Crew, following: Crew, *, message: MessageSaid) -> Said:
    """Say that a crew was called again already; who is in the new one is shown the way."""
    room = course.world.room(crew_room(following.id))
    is_in = message.by in following.holders
    is_told = is_in and _is_among_its_own(course.world, following, message)
    if following.visibility is Visibility.HIDDEN and not is_told:
        return say("again.done", name=old.name)
    text = say("again.done.named", name=old.name, following=following.name)
    if room is None or not is_in:
        return text
    link = room_link(room.room_id, course.moment.house.server)
    return joined([text, say("again.done.link", link=link)])


def _as_it_was(world: World, old: Crew, given: Given) -> Mapping[str, object]:
    """Give the options with which an old crew's call would be made today, where nothing else is given."""
    least, most = old.seats_min, min(old.seats_max, world.numbers.crew_full)
    defaults: dict[str, object] = {
        options.KIND.key: old.kind,
        options.SEATS.key: (min(least, most), most),
        options.WEEKS.key: old.weeks,
    }
    first = world.call_of(old)
    if old.visibility is not Visibility.HIDDEN:
        defaults[options.RHYTHM.key] = _rhythm_told(old, first)
    if first is not None:
        defaults[options.ANSWERS.key] = first.answering
    if old.encryption is not Encryption.OFF and given.of(options.ENCRYPTED) is not False:
        defaults[options.ENCRYPTED.key] = True
        if old.encryption is Encryption.UNREAD:
            defaults[options.BOT_READS.key] = False
    return defaults


def _rhythm_told(old: Crew, first: Call | None) -> Text:
    """Give the rhythm that the new call may tell everybody: of an encrypted crew the one that its own call told."""
    if old.encryption is Encryption.OFF:
        return old.rhythm
    return Text("") if first is None else first.rhythm


def _read(numeral: str) -> int:
    written = {_written(number): number for number in range(1, _MOST + 1)}
    return written.get(numeral, 1)


def _written(number: int) -> str:
    numeral = ""
    for worth, letters in _NUMERALS:
        count, number = divmod(number, worth)
        numeral += letters * count
    return numeral
