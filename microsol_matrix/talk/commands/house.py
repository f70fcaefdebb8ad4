"""Commands about a congregation: founding it, who belongs and how, who looks after it, its seasons and numbers."""

from typing import Final

from microsol_matrix.talk.descriptor import (
    ANYWHERE,
    DIRECT,
    HOUSE,
    LOOKED_AFTER,
    Descriptor,
    Where,
    Who,
)
from microsol_matrix.talk.options import (
    COMMONS_ROOM,
    CONGREGATION,
    CREW,
    CREW_ROOMS,
    ENCRYPTS,
    NUMBERS,
    PLACE,
    SEASON_WEEKS,
    SIZES,
    ZONE,
)

OF_THE_HOUSE: Final = (
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
        word="adopt",
        usage="!adopt #space:server [commons=#room crews=#room,#room] | yes | no",
        summary=(
            "Shows what a space that people made would be as a congregation, and makes it one if you say yes; for "
            "those who hold its power"
        ),
        options=(COMMONS_ROOM, CREW_ROOMS),
        where=DIRECT,
        who=Who.FOUNDER,
        examples=(
            "!adopt #garden:example.org",
            "!adopt #garden:example.org commons=#talk:example.org crews=#tea:example.org,#boats:example.org",
            "!adopt yes",
        ),
        aliases=("adoptar", "adopter"),
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
        where=LOOKED_AFTER,
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
        where=LOOKED_AFTER,
        who=Who.HOST,
        examples=("!publish", "!publish card", "!publish card yes", "!publish off"),
        aliases=("publicar", "publier"),
    ),
    Descriptor(
        word="release",
        usage="!release [yes|no]",
        summary=(
            "Hands a crew's room, or all rooms of the congregation, over to their people, and lets me leave; it is "
            "shown first, and agreed to by a second one"
        ),
        options=(CREW, CONGREGATION),
        where=frozenset({Where.DIRECT, Where.HOSTS, Where.CREW}),
        who=Who.MEMBER,
        examples=("!release", "!release yes", "!release no"),
        aliases=("soltar", "libérer"),
    ),
)
