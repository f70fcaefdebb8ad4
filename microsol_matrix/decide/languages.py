"""Languages: what is spoken with a person, what is spoken in a congregation's rooms, and choosing either."""

from microsol_matrix.decide.course import Course, Refused
from microsol_matrix.decide.naming import said_name
from microsol_matrix.languages import Language, read_language
from microsol_matrix.observe import MessageSaid
from microsol_matrix.scales.congregation import CongregationLanguageChosen
from microsol_matrix.talk.descriptor import Where
from microsol_matrix.talk.grammar import Command
from microsol_matrix.words import Said, say


def tell_language(
    course: Course, command: Command, *, message: MessageSaid, role: str
) -> Said | Refused:
    """Tell in which language we speak in the congregation's rooms, or let a host choose it in Hosts."""
    world = course.world
    given = said_name(command)
    if not given:
        phrase = "language.theirs.hosts" if role == Where.HOSTS.value else "language.theirs"
        return say(
            phrase,
            name=world.name,
            language=world.language.own_name,
            others=others(world.language),
        )
    language = read_language(given)
    if language is None:
        return unknown(given)
    if role != Where.HOSTS.value or message.by not in world.hosts:
        return Refused(say("language.host-only", name=world.name, given=language.value))
    if language is not world.language:
        course.add(CongregationLanguageChosen(language, by=message.by))
    return say(
        "language.theirs.hosts",
        name=world.name,
        language=language.own_name,
        others=others(language),
    )


def chosen_language(command: Command, *, now: Language) -> tuple[Language | None, Said]:
    """Read which language somebody chooses for their direct messages.

    Args:
        command: As said.
        now: What is spoken with them so far.

    Returns:
        What they chose, None if they only ask or it is none of ours; and what to answer.
    """
    given = said_name(command)
    if not given:
        return None, _yours(now)
    language = read_language(given)
    if language is None:
        return None, unknown(given).text
    return language, _yours(language)


def _yours(language: Language) -> Said:
    return say("language.yours", language=language.own_name, others=others(language))


def unknown(given: str) -> Refused:
    """Refuse a language that is none of ours, and say which are."""
    languages = ", ".join(one.own_name for one in Language)
    return Refused(say("language.unknown", given=given, languages=languages))


def others(language: Language) -> str:
    """Give the codes of the other languages, as they may be typed."""
    return " | ".join(one.value for one in Language if one is not language)
