"""Judge what was said: is it here, is it theirs to say, and which rule answers it."""

from attrs import evolve as changed

from microsol_matrix.decide.answering import awaits_prompt, say_no, say_yes
from microsol_matrix.decide.asking import (
    answer_by_reply,
    ask_which,
    is_answer,
)
from microsol_matrix.decide.callers import start, withdraw
from microsol_matrix.decide.calling import call
from microsol_matrix.decide.course import Course, Privately, Refused
from microsol_matrix.decide.founding import found
from microsol_matrix.decide.hosting import host, step_down
from microsol_matrix.decide.inviting import invite, tier
from microsol_matrix.decide.joining import joining
from microsol_matrix.decide.languages import tell_language
from microsol_matrix.decide.mandates import renew
from microsol_matrix.decide.objecting import object_by_reply
from microsol_matrix.decide.once import ask_again, once, once_ref
from microsol_matrix.decide.prompted import decide_reply, is_prompt
from microsol_matrix.decide.questions import question_at
from microsol_matrix.decide.relaunching import call_again, is_again
from microsol_matrix.decide.rights import may, who_is
from microsol_matrix.decide.spoken_of_crews import is_about_crew, obey_about_crew
from microsol_matrix.decide.spoken_of_house import HOUSE_WORDS, obey_about_house
from microsol_matrix.decide.taking_in import begin_adoption
from microsol_matrix.decide.telling import (
    EVERYBODY,
    tell_calls,
    tell_crews,
    tell_help,
    tell_why,
)
from microsol_matrix.house import Moment
from microsol_matrix.ids import CongregationId
from microsol_matrix.observe import MessageSaid
from microsol_matrix.seen import NoticeWanted
from microsol_matrix.talk.descriptor import Where
from microsol_matrix.talk.given import Given, read_given
from microsol_matrix.talk.grammar import Command, Unclear, is_plain_answer, read
from microsol_matrix.words import Said, say
from microsol_matrix.world import World


def decide_spoken(course: Course, message: MessageSaid, *, role: str) -> Refused | None:
    """Judge a message in one of the congregation's rooms or in a direct message about it.

    Returns:
        A refusal to be said, or None: then the course holds what follows, perhaps nothing.
    """
    is_direct = role == "direct"
    heard = read(
        message,
        bot=course.moment.house.bot,
        name=course.moment.house.name,
        is_direct=is_direct,
        is_to_prompt=is_ours(course.world, message),
    )
    if heard is None:
        return None
    if not message.is_edit and question_at(course.world, message.target) is not None:
        if object_by_reply(course, message):
            return None
        if is_answer(course.world, message):
            return _reply(course, message, answer_by_reply(course, message), role=role)
    if isinstance(heard, Unclear) and heard.is_passing:
        course.add(*_hint(course, message))
        return None
    if message.is_edit:
        text = say("edited").in_language(course.world.language)
        course.add(*ask_again(course.world, message, text=text))
        return None
    if isinstance(heard, Unclear):
        return Refused(unclear(heard))
    if is_prompt(course.world, message.target) and heard.descriptor.word in ("yes", "no"):
        return decide_reply(course, heard, message)
    if refusal := may(course.world, heard.descriptor, message, role=role):
        return refusal
    given = read_given(heard, now=course.now_there)
    if isinstance(given, Said):
        return Refused(given)
    return _reply(
        course, message, _obey(course, message, command=heard, given=given, role=role), role=role
    )


def _reply(
    course: Course,
    message: MessageSaid,
    outcome: Said | Privately | Refused | None,
    *,
    role: str,
) -> Refused | None:
    """Answer with what came of something said; a refusal is for the caller to say."""
    if isinstance(outcome, Refused):
        return outcome
    if isinstance(outcome, Privately):
        _answer_privately(course, message, outcome, role=role)
    elif outcome is not None:
        text = course.shown(outcome)
        course.add(course.answer(message, text, is_direct=role == Where.DIRECT.value))
    return None


def _hint(course: Course, message: MessageSaid) -> tuple[NoticeWanted, ...]:
    """Say how we are spoken to, or what a question's answers are, but never twice to the same person."""
    if message.is_edit:
        return ()
    asked = question_at(course.world, message.target)
    text = say("passing") if asked is None else ask_which(asked[1])
    if text is None:
        return ()
    about = message.by if asked is None else f"{message.by} {asked[1].ref}"
    person = course.moment.house.entropy.derive("passing", about).hex()[:32]
    notice = course.answer(message, text, is_direct=False).notice
    return once(course.world, changed(notice, ref=once_ref("passing", person)))


def _answer_privately(
    course: Course, message: MessageSaid, outcome: Privately, *, role: str
) -> None:
    """Answer where it was asked if only they who may know read there, by letter otherwise."""
    if role in (Where.DIRECT.value, Where.HOSTS.value):
        text = course.shown(outcome.text)
        course.add(course.answer(message, text, is_direct=role == Where.DIRECT.value))
    else:
        course.write(f"answer/{message.event_id}", message.by, text=outcome.text)


def is_put_off(world: World, message: MessageSaid, moment: Moment) -> bool:
    """Whether a message may answer a prompt of ours whose id is still on its way to us."""
    return (
        not is_ours(world, message)
        and awaits_prompt(world, message.room_id)
        and is_plain_answer(message, bot=moment.house.bot, name=moment.house.name)
    )


def is_ours(world: World, message: MessageSaid) -> bool:
    """Whether a message replies to a prompt of ours, or is said in its thread."""
    return any(message.target in prompt.events for prompt in world.prompts.values())


def unclear(heard: Unclear) -> Said:
    """Say that something was not understood, and what may have been meant."""
    if heard.word and heard.nearest:
        return say("unclear.nearest", word=heard.word, nearest=heard.nearest)
    if heard.word:
        return say("help.none-such", word=heard.word)
    if heard.nearest:
        return say("unclear.without-mark", nearest=heard.nearest)
    return say("unclear")


def _obey(
    course: Course, message: MessageSaid, *, command: Command, given: Given, role: str
) -> Said | Privately | Refused | None:
    match command.descriptor.word:
        case "help":
            who = who_is(course.world, message.by) if role == Where.DIRECT.value else EVERYBODY
            return tell_help(command, role=role, who=who)
        case "found" | "adopt":
            return _begin(course, message, command=command, given=given)
        case "call" if is_again(command):
            return call_again(course, command, given=given, message=message)
        case "call":
            return call(course, command, given=given, message=message)
        case "calls":
            return tell_calls(course.world)
        case "crews":
            return tell_crews(course.world, command, by=message.by, is_direct=role == "direct")
        case "yes":
            return say_yes(course, command, message=message)
        case "no":
            return say_no(course, command, message=message)
        case "start":
            return start(course, command, message=message)
        case "withdraw":
            return withdraw(course, command, message=message)
        case "in":
            return say("in.one", name=course.world.name)
        case "language":
            return tell_language(course, command, message=message, role=role)
        case "why":
            return tell_why(course.world)
        case word if is_about_crew(course, message, word=word, given=given):
            return obey_about_crew(course, message, command=command, given=given)
        case word if word in HOUSE_WORDS:
            return obey_about_house(course, message, command=command, given=given)
        case _:
            return _obey_about_people(course, message, command=command)


def _begin(
    course: Course, message: MessageSaid, *, command: Command, given: Given
) -> Refused | None:
    """Begin a congregation: made anew, or of what people made."""
    new_id = course.moment.new_id("congregation", message.event_id, at_ms=message.claimed_ms)
    congregation_id = CongregationId(new_id)
    if command.descriptor.word == "adopt":
        return begin_adoption(course, message=message, congregation_id=congregation_id)
    return found(course, command, given=given, message=message, congregation_id=congregation_id)


def _obey_about_people(
    course: Course, message: MessageSaid, *, command: Command
) -> Said | Privately | Refused | None:
    """Obey what is about who belongs how, and who looks after it."""
    match command.descriptor.word:
        case "invite":
            return invite(course, command, message=message)
        case "tier":
            return tier(course, command, message=message)
        case "host":
            return host(course, command, message=message)
        case "stepdown":
            return step_down(course, command, message=message)
        case "joining":
            return joining(course, command, message=message)
        case "renew":
            return renew(course, message=message)
        case word:
            broken = f"!{word} is declared and has no rule"
            raise AssertionError(broken)
