"""Commands about a crew's way: agreeing, looking back, resting, ending, becoming two or one."""

from typing import Final

from microsol_matrix.talk.descriptor import CREW_ROOM, DIRECT, Descriptor, Who
from microsol_matrix.talk.options import CONGREGATION, CREW, REVIEW_DAY

OF_CREW_LIFE: Final = (
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
)
