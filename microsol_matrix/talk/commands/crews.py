"""Commands about crews: which there are, who comes in, who sees them, and answering what they are asked."""

from typing import Final

from microsol_matrix.talk.descriptor import ANYWHERE, CREW_ROOM, OPEN, Descriptor, Who
from microsol_matrix.talk.options import CONGREGATION, CREW

OF_CREWS: Final = (
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
)
