"""Commands that tell members of the crowd around their congregation."""

from typing import Final

from microsol_matrix.talk.descriptor import ANYWHERE, Descriptor, Who
from microsol_matrix.talk.options import CONGREGATION

OF_THE_CROWD: Final = (
    Descriptor(
        word="crowd",
        usage="!crowd [page]",
        summary="Draws the crowd: us, our neighbours, and whom their porches lead to",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!crowd", "!crowd 2"),
        aliases=("multitud", "foule"),
    ),
    Descriptor(
        word="neighbours",
        usage="!neighbours [page]",
        summary="Lists the congregations that we are linked with, or that a link is proposed to or by",
        options=(CONGREGATION,),
        where=ANYWHERE,
        who=Who.MEMBER,
        examples=("!neighbours",),
        aliases=("neighbors", "vecinas", "voisines"),
    ),
)
