"""Every command, declared once: words, options, where it is heard, who may use it, examples.

Parser, refusals, `!help` and the table in the members' docs all come from here. Owns no behaviour:
`decide` does.
"""

import unicodedata
from datetime import datetime
from enum import Enum
from typing import Final, Generic, TypeVar

from attrs import frozen

from microsol_matrix.ids import Text, ZoneName
from microsol_matrix.scales.call import (
    LONGEST_CYCLE,
    LONGEST_WINDOW,
    NAME_LIMIT,
    NOTE_LIMIT,
    SEATS_LIMITS,
    WEEKS_LIMITS,
    Answering,
    Kind,
    Start,
)
from microsol_matrix.scales.congregation import PLACE_LIMIT
from microsol_matrix.scales.numbers import SPAN_BOUNDS, Preset
from microsol_matrix.spans import WEEK
from microsol_matrix.talk.numbers import SETTINGS
from microsol_matrix.talk.takes import (
    Choice,
    Deadline,
    Number,
    Pair,
    Slug,
    Takes,
    Words,
    YesOrNo,
    Zone,
)
from microsol_matrix.words import Said, say, term

T_co = TypeVar("T_co", covariant=True)


class Where(Enum):
    """The rooms in which a command is heard; values are the roles of rooms."""

    DIRECT = "direct"
    COMMONS = "commons"
    CREW = "crew"
    HOSTS = "hosts"


class Who(Enum):
    """Who may use a command."""

    ANYBODY = "anybody"
    MEMBER = "member"
    FRIEND = "friend"
    """Members who are more than guests."""
    PARTNER = "partner"
    HOST = "host"
    CALLER = "caller"
    FOUNDER = "founder"


@frozen
class Option(Generic[T_co]):
    """One `key=value` of a command.

    Attributes:
        key: What is written before `=`.
        shape: An example of what may stand after it.
        meaning: What it does, one clause.
        takes: How its values are read, and within which bounds.
    """

    key: str
    shape: str
    meaning: str
    takes: Takes[T_co]


@frozen
class Descriptor:
    """One command.

    Attributes:
        word: As typed after `!`.
        usage: The whole shape, for help.
        summary: What it does, one sentence without its full stop.
        aliases: What else may be typed after `!`, in other languages; accents may be left out.
    """

    word: str
    usage: str
    summary: str
    options: tuple[Option[object], ...]
    where: frozenset[Where]
    who: Who
    examples: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    def option(self, key: str) -> Option[object] | None:
        """Give an option by its key; None if the command has none such."""
        return next((option for option in self.options if option.key == key), None)


CREW_ROOM: Final = frozenset({Where.DIRECT, Where.CREW})
ANYWHERE: Final = frozenset(Where)
DIRECT: Final = frozenset({Where.DIRECT})
HOUSE: Final = frozenset({Where.DIRECT, Where.COMMONS, Where.HOSTS})
OPEN: Final = frozenset({Where.DIRECT, Where.COMMONS})

CONGREGATION: Final[Option[str]] = Option(
    "in", "harbourlight", "which congregation is meant, where you are in several", Slug()
)
"""Every command about a congregation takes it in direct messages."""

CREW: Final[Option[Text]] = Option(
    "crew",
    '"Slow Kettle"',
    "which of your crews is meant, where you are in several",
    Words(NAME_LIMIT),
)
"""Every command about a crew takes it in direct messages."""

REVIEW_DAY: Final[Option[datetime]] = Option(
    "review", '"4 January"', "when it looks back", Deadline(LONGEST_CYCLE)
)

PLACE: Final[Option[Text]] = Option(
    "place", '"Severn estuary"', "where its people are", Words(PLACE_LIMIT)
)

ZONE: Final[Option[ZoneName]] = Option(
    "zone", "Pacific/Auckland", "whose days its people mean, UTC unless you say", Zone()
)

ENCRYPTS: Final[Option[bool]] = Option(
    "encrypted",
    "yes",
    "whether its crews' rooms are encrypted unless a call says otherwise",
    YesOrNo(),
)

KIND: Final[Option[Kind]] = Option("kind", "support", "what it is for", Choice(Kind))
SEATS: Final[Option[tuple[int, int]]] = Option(
    "seats", "3-6", "the least and the most people, you counted", Pair(*SEATS_LIMITS)
)
WEEKS: Final[Option[int]] = Option("weeks", "6", "how long one cycle is", Number(*WEEKS_LIMITS))
RHYTHM: Final[Option[Text]] = Option(
    "rhythm", '"Tue 19:00"', "when you would meet", Words(NOTE_LIMIT)
)
AUDIENCE: Final[Option[Text]] = Option("for", '"new members"', "who it is for", Words(NOTE_LIMIT))
CLOSES: Final[Option[datetime]] = Option(
    "closes", "10d", "how long it is open", Deadline(LONGEST_WINDOW)
)
ANSWERS: Final[Option[Answering]] = Option(
    "answers", "open", "whether answers show in Commons", Choice(Answering)
)
START: Final[Option[Start]] = Option(
    "start", "when-i-say", "whether it begins by itself", Choice(Start)
)

ENCRYPTED: Final[Option[bool]] = Option(
    "encrypted", "yes", "whether its room is encrypted, for good", YesOrNo()
)
SIZES: Final[Option[Preset]] = Option(
    "sizes", "handbook", "where the sizes come from", Choice(Preset)
)
NUMBERS: Final = tuple(Option(one.key, one.shape, one.meaning, one.takes) for one in SETTINGS)
"""Each number that hosts can choose, in the order of `talk.numbers`."""
SEASON_WEEKS: Final[Option[int]] = Option(
    "weeks",
    "12",
    "how many weeks it has",
    Number(*(span // WEEK for span in SPAN_BOUNDS["season"])),
)
BOT_READS: Final[Option[bool]] = Option(
    "bot-reads", "no", "whether I read in its encrypted room", YesOrNo()
)

COMMANDS: Final = (
    Descriptor(
        word="help",
        usage="!help [command]",
        summary="Says what you can do here, or more about one command",
        options=(),
        where=ANYWHERE,
        who=Who.ANYBODY,
        examples=("!help", "!help call"),
        aliases=("ayuda", "aide"),
    ),
    Descriptor(
        word="found",
        usage='!found "Name" purpose | place=... zone=...',
        summary="Founds a congregation: a space with Commons, Hosts and Archive",
        options=(PLACE, ZONE, ENCRYPTS),
        where=DIRECT,
        who=Who.FOUNDER,
        examples=(
            '!found "Harbourlight" neighbours and makers helping each other | place="Severn estuary"',
        ),
        aliases=("fundar", "fonder"),
    ),
    Descriptor(
        word="invite",
        usage="!invite @name:server [guest|friend|partner]",
        summary="Invites a person to the congregation, as a friend unless you say otherwise",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.HOST,
        examples=("!invite @esi:example.org", "!invite @esi:example.org guest"),
        aliases=("invitar", "inviter"),
    ),
    Descriptor(
        word="tier",
        usage="!tier [@name:server guest|friend|partner]",
        summary="Tells you what you are here; a host changes what somebody is",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!tier", "!tier @esi:example.org partner"),
        aliases=("membresía", "adhésion"),
    ),
    Descriptor(
        word="joining",
        usage="!joining [closed|ask|open]",
        summary="Tells how newcomers come in, and changes it: for the congregation a host, for a crew its people",
        options=(CREW, CONGREGATION),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!joining", "!joining ask", '!joining open crew="Slow Kettle"'),
        aliases=("ingreso", "entrée"),
    ),
    Descriptor(
        word="host",
        usage="!host [@name:server | yes | no | me]",
        summary=(
            "For partners: asks one to be a host too; yes or no answers it; me offers yourself where there is "
            "none. For a crew's people: tells who hosts it, or passes the role on"
        ),
        options=(CREW, CONGREGATION),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!host @dov:example.org", "!host yes", "!host me", '!host Bo crew="Slow Kettle"'),
        aliases=("anfitrión", "hôte"),
    ),
    Descriptor(
        word="stepdown",
        usage="!stepdown",
        summary="Gives back your mandate as a host",
        options=(CONGREGATION,),
        where=HOUSE,
        who=Who.HOST,
        examples=("!stepdown",),
        aliases=("dejar", "quitter"),
    ),
    Descriptor(
        word="renew",
        usage="!renew",
        summary="Lets your mandate as a host run for another term, from two weeks before its end on",
        options=(CONGREGATION,),
        where=HOUSE,
        who=Who.HOST,
        examples=("!renew",),
        aliases=("renovar", "renouveler"),
    ),
    Descriptor(
        word="call",
        usage='!call "Name" intention | kind=... seats=... weeks=...',
        summary="Calls a crew: names a direction, so that those who resonate can answer",
        options=(
            KIND,
            SEATS,
            WEEKS,
            RHYTHM,
            AUDIENCE,
            CLOSES,
            ANSWERS,
            START,
            ENCRYPTED,
            BOT_READS,
            CONGREGATION,
        ),
        where=OPEN,
        who=Who.FRIEND,
        examples=(
            "!call Slow Kettle",
            (
                '!call "Slow Kettle" Weekly hour to listen to each other | '
                'kind=support seats=3-6 weeks=6 rhythm="Tue 19:00"'
            ),
            "!call again Salt Notebook",
        ),
        aliases=("convocar", "appeler"),
    ),
    Descriptor(
        word="calls",
        usage="!calls",
        summary="Lists the open calls",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!calls",),
        aliases=("convocatorias", "appels"),
    ),
    Descriptor(
        word="crews",
        usage="!crews [archive]",
        summary="Lists the crews; with archive those that are archived",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!crews", "!crews archive"),
        aliases=("cuadrillas", "équipages"),
    ),
    Descriptor(
        word="season",
        usage='!season ["Name" weeks=...]',
        summary="Tells which season it is; a host names the one that begins",
        options=(SEASON_WEEKS, CONGREGATION),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!season", '!season "Autumn Tide" weeks=12'),
        aliases=("temporada", "saison"),
    ),
    Descriptor(
        word="round",
        usage="!round [14d | until 30 November | end]",
        summary="Tells whether a formation round is open; a host opens one, or closes it early",
        options=(CONGREGATION,),
        where=HOUSE,
        who=Who.MEMBER,
        examples=("!round", "!round 14d", "!round until 30 November", "!round end"),
        aliases=("ronda", "ronde"),
    ),
    Descriptor(
        word="settings",
        usage="!settings [forming=21d crew-full=12 ... | reset]",
        summary="Tells the numbers of the congregation, or chooses others",
        options=(SIZES, *NUMBERS, CONGREGATION),
        where=frozenset({Where.DIRECT, Where.HOSTS}),
        who=Who.HOST,
        examples=(
            "!settings",
            "!settings forming=21d closing=10d crew-full=12",
            "!settings sizes=handbook",
            "!settings reset",
        ),
        aliases=("ajustes", "réglages"),
    ),
    Descriptor(
        word="publish",
        usage="!publish [card|crews|off]",
        summary=(
            "Tells what everybody can read about the congregation, and changes it: nothing, its card, or also the "
            "crews that agreed to it"
        ),
        options=(CONGREGATION,),
        where=frozenset({Where.DIRECT, Where.HOSTS}),
        who=Who.HOST,
        examples=("!publish", "!publish card", "!publish card yes", "!publish off"),
        aliases=("publicar", "publier"),
    ),
    Descriptor(
        word="yes",
        usage="!yes [name]",
        summary='Answers a call; a plain "yes" does too',
        options=(CONGREGATION,),
        where=OPEN,
        who=Who.MEMBER,
        examples=("yes", "yes Slow Kettle", "!yes Slow Kettle"),
        aliases=("sí", "oui"),
    ),
    Descriptor(
        word="no",
        usage="!no [name]",
        summary='Takes your answer back; a plain "no" does too',
        options=(CONGREGATION,),
        where=OPEN,
        who=Who.MEMBER,
        examples=("no", "no Slow Kettle"),
        aliases=("non",),
    ),
    Descriptor(
        word="start",
        usage="!start [name]",
        summary="Begins a crew that you called with start=when-i-say",
        options=(CONGREGATION,),
        where=OPEN,
        who=Who.CALLER,
        examples=("!start Slow Kettle",),
        aliases=("empezar", "commencer"),
    ),
    Descriptor(
        word="withdraw",
        usage="!withdraw [name]",
        summary="Takes back your call, as long as its crew has not begun",
        options=(CONGREGATION,),
        where=OPEN,
        who=Who.CALLER,
        examples=("!withdraw Slow Kettle",),
        aliases=("retirar", "retirer"),
    ),
    Descriptor(
        word="in",
        usage="!in [congregation]",
        summary="Says or changes which of your congregations you mean here, if you are in several",
        options=(),
        where=DIRECT,
        who=Who.MEMBER,
        examples=("!in", "!in Harbourlight", "!in 2"),
        aliases=("en", "dans"),
    ),
    Descriptor(
        word="language",
        usage="!language [en|es|fr]",
        summary="Says or changes the language that I speak with you; in Hosts, with the congregation",
        options=(),
        where=HOUSE,
        who=Who.ANYBODY,
        examples=("!language", "!language español"),
        aliases=("idioma", "langue"),
    ),
    Descriptor(
        word="join",
        usage="!join crew",
        summary="Asks for a seat in a crew that has begun and takes newcomers; once more takes that back",
        options=(CONGREGATION,),
        where=OPEN,
        who=Who.MEMBER,
        examples=("!join Slow Kettle",),
        aliases=("unirse", "rejoindre"),
    ),
    Descriptor(
        word="object",
        usage="!object [newcomer]",
        summary="Objects to what your crew is being asked, so that nobody learns that it was you",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!object", '!object Esi crew="Slow Kettle"'),
        aliases=("objetar", "objecter"),
    ),
    Descriptor(
        word="visibility",
        usage="!visibility [hidden|congregation|porch]",
        summary="Tells who sees your crew, or changes it: fewer at once, more if nobody of it objects",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!visibility", "!visibility hidden"),
        aliases=("visibilidad", "visibilité"),
    ),
    Descriptor(
        word="hide",
        usage="!hide",
        summary="Hides your crew: only its people see that there is one",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!hide",),
        aliases=("ocultar", "cacher"),
    ),
    Descriptor(
        word="answer",
        usage="!answer choice",
        summary="Answers what your crew is being asked, as a reaction to the question does",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!answer keep", "!answer 3", '!answer rest crew="Slow Kettle"'),
        aliases=("responder", "répondre"),
    ),
    Descriptor(
        word="crew",
        usage="!crew",
        summary="Tells about your crew: where it is in its life, who hosts, when it looks back",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=(
            "!crew",
            '!crew crew="Slow Kettle"',
        ),
        aliases=("cuadrilla", "équipage"),
    ),
    Descriptor(
        word="agree",
        usage="!agree rhythm, review day",
        summary="Records when your crew meets and when it looks back",
        options=(
            REVIEW_DAY,
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=(
            "!agree Tue 19:00, review 4 January",
            '!agree "every other Friday" | review=8w',
        ),
        aliases=("acordar", "convenir"),
    ),
    Descriptor(
        word="agreements",
        usage="!agreements",
        summary="Tells what your crew has agreed, now and before",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!agreements",),
        aliases=("acuerdos", "accords"),
    ),
    Descriptor(
        word="review",
        usage="!review [choice]",
        summary="Asks your crew how it wants to go on, before its time; with a choice it answers",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=(
            "!review",
            "!review keep",
        ),
        aliases=("revisar", "bilan"),
    ),
    Descriptor(
        word="undo",
        usage="!undo",
        summary="Takes back what your crew has recorded last, for two days",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!undo",),
        aliases=("deshacer", "annuler"),
    ),
    Descriptor(
        word="rest",
        usage="!rest",
        summary="Lets your crew rest: its room stays open, and nobody is reminded of anything",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!rest",),
        aliases=("descansar", "reposer"),
    ),
    Descriptor(
        word="wake",
        usage="!wake",
        summary="Lets your resting crew go on",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!wake",),
        aliases=("despertar", "réveiller"),
    ),
    Descriptor(
        word="finish",
        usage="!finish",
        summary="Lets your crew come to its end, after a time for farewells in which anybody can stop it",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!finish",),
        aliases=("terminar", "finir"),
    ),
    Descriptor(
        word="stop-closing",
        usage="!stop-closing",
        summary="Lets your crew go on after all",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!stop-closing",),
        aliases=("no-cerrar", "ne-pas-clore"),
    ),
    Descriptor(
        word="harvest",
        usage="!harvest words",
        summary="Leaves something of your crew for the congregation",
        options=(
            CREW,
            CONGREGATION,
        ),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=("!harvest We learned to wait for the kettle.",),
        aliases=("cosecha", "récolte"),
    ),
    Descriptor(
        word="split",
        usage='!split ["East" | "West"] | now | stop',
        summary="Asks your crew to become two, and each of you on which side you would like to be",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=(
            "!split",
            '!split "Long Table East" | "Long Table West"',
            "!split now",
            "!split stop",
        ),
        aliases=("dividir", "scinder"),
    ),
    Descriptor(
        word="merge",
        usage='!merge Night Ferry [as "Name"] | now | stop',
        summary="Asks another crew whether it would like to become one with yours",
        options=(CREW, CONGREGATION),
        where=CREW_ROOM,
        who=Who.MEMBER,
        examples=(
            "!merge Night Ferry",
            '!merge Night Ferry as "Evening Ferry"',
            "!merge now",
            "!merge stop",
        ),
        aliases=("unir", "réunir"),
    ),
    Descriptor(
        word="unarchive",
        usage="!unarchive name",
        summary="Opens the room of an archived crew of yours again, just as it was",
        options=(CREW, CONGREGATION),
        where=DIRECT,
        who=Who.MEMBER,
        examples=("!unarchive Slow Kettle",),
        aliases=("desarchivar", "désarchiver"),
    ),
    Descriptor(
        word="why",
        usage="!why",
        summary="Says why I did the last thing that I did",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!why",),
        aliases=("porqué", "pourquoi"),
    ),
)

BY_WORD: Final = {descriptor.word: descriptor for descriptor in COMMANDS}


def bare(word: str) -> str:
    """Give a command word as it is looked up: in lower case, without accents."""
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


BY_ANY_WORD: Final = {bare(word): one for one in COMMANDS for word in (one.word, *one.aliases)}
"""By their own words and by those of other languages."""


def summary_of(descriptor: Descriptor) -> Said:
    """Say what a command does."""
    return term(f"command.{descriptor.word}", descriptor.summary)


def meaning_of(descriptor: Descriptor, option: Option[object]) -> Said:
    """Say what an option of a command does."""
    if option in (CONGREGATION, CREW):
        return term(f"option.{option.key}", option.meaning)
    return term(f"option.{descriptor.word}.{option.key}", option.meaning)


def aliases_of(descriptor: Descriptor) -> Said:
    """Say what else a command may be called; nothing if it has no other words."""
    others = ", ".join(f"!{alias}" for alias in descriptor.aliases)
    return say("help.aliases", aliases=others) if others else Said()
