"""Commands about links to neighbours: proposing, answering, renewing and ending them."""

from typing import Final

from microsol_matrix.talk.descriptor import LOOKED_AFTER, Descriptor, Who
from microsol_matrix.talk.options import CONGREGATION, SCOPE

OF_LINKS: Final = (
    Descriptor(
        word="link",
        usage="!link [address | yes name | no name | renew name | hear server]",
        summary=(
            "Proposes a link to another congregation by the address of its porch; answers one that is proposed; renews "
            "one"
        ),
        options=(SCOPE, CONGREGATION),
        where=LOOKED_AFTER,
        who=Who.HOST,
        examples=(
            "!link #_microsol.porch_orchard:example.org",
            "!link yes Orchard",
            "!link no Orchard",
            "!link no example.org for good",
            "!link renew Orchard",
            "!link hear example.org",
        ),
        aliases=("enlazar", "relier"),
    ),
    Descriptor(
        word="unlink",
        usage="!unlink name",
        summary="Ends a link to another congregation at once, or takes a proposal back",
        options=(CONGREGATION,),
        where=LOOKED_AFTER,
        who=Who.HOST,
        examples=("!unlink Orchard",),
        aliases=("desenlazar", "délier"),
    ),
)
