"""Commands about talking with us: which congregation is meant, in which language, and why we did something."""

from typing import Final

from microsol_matrix.talk.descriptor import ANYWHERE, DIRECT, HOUSE, Descriptor, Who
from microsol_matrix.talk.options import CONGREGATION

OF_TALKING: Final = (
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
