"""Commands about calls: making one, answering, taking back."""

from typing import Final

from microsol_matrix.talk.descriptor import ANYWHERE, OPEN, Descriptor, Who
from microsol_matrix.talk.options import (
    ANSWERS,
    AUDIENCE,
    BOT_READS,
    CLOSES,
    CONGREGATION,
    ENCRYPTED,
    KIND,
    RHYTHM,
    SEATS,
    START,
    WEEKS,
)

OF_CALLS: Final = (
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
)
