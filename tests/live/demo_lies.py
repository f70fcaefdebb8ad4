"""What could be told falsely of the demo, and the claim that each lie must break.

Owns the lies. Refuses to know how claims are looked at.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from appservice.demo.season import CallTold, CrewTold, LinkTold, Place, Quote, Season
from microsol_matrix.ids import EventId, RoomAlias, RoomId
from microsol_matrix.scales.crew import CrewState


@frozen
class Lie:
    """Something told falsely, and the claim that must then be found untrue."""

    claim: str
    tell: Callable[[Season], Season]


def _call(name: str, lie: Callable[[CallTold], CallTold]) -> Callable[[Season], Season]:
    def tell_it(told: Season) -> Season:
        return evolve(told, calls=tuple(lie(c) if c.name == name else c for c in told.calls))

    return tell_it


def _crew(name: str, lie: Callable[[CrewTold], CrewTold]) -> Callable[[Season], Season]:
    def tell_it(told: Season) -> Season:
        return evolve(told, crews=tuple(lie(c) if c.place.name == name else c for c in told.crews))

    return tell_it


def _first_quote(lie: Callable[[Quote], Quote]) -> Callable[[Season], Season]:
    return lambda told: evolve(told, quotes=(lie(told.quotes[0]),))


def _own_porch(lie: Callable[[Season], Mapping[str, Any]]) -> Callable[[Season], Season]:
    def tell_it(told: Season) -> Season:
        assert told.own_porch is not None
        return evolve(told, own_porch=evolve(told.own_porch, **lie(told)))

    return tell_it


def _left(place: Place, name: str) -> Place:
    return evolve(place, people=place.people - {name})


def _at(told: Season, name: str) -> Place:
    """The room of another crew, under the name of the one that is told of."""
    return evolve(told.crew(name).place, name="Salt Notebook II")


def _without(quotes: tuple[Quote, ...], words: str) -> tuple[Quote, ...]:
    return tuple(quote for quote in quotes if words not in quote.words)


LIES: Final = {
    "another address": Lie(
        "is the space Harbourlight",
        lambda told: evolve(told, address=RoomAlias("#_microsol_elsewhere:localhost")),
    ),
    "another name": Lie(
        "is the space", lambda told: evolve(told, space=evolve(told.space, name="Elsewhere"))
    ),
    "a room less": Lie("its rooms are", lambda told: evolve(told, crews=told.crews[:1])),
    "a room that is not there": Lie(
        "its rooms are",
        lambda told: evolve(told, hosts=evolve(told.hosts, room_id=RoomId("!none:localhost"))),
    ),
    "somebody who is not in": Lie(
        "in Commons", lambda told: evolve(told, commons=told.commons.joined_by("Juno"))
    ),
    "somebody left out": Lie(
        "in Paper Boats",
        _crew("Paper Boats", lambda crew: evolve(crew, place=_left(crew.place, "Noor"))),
    ),
    "nobody declined": Lie("in Harbourlight", lambda told: evolve(told, declined=frozenset())),
    "no crews": Lie("nobody is in any other room", lambda told: evolve(told, crews=())),
    "another one declined": Lie(
        "Bo said no", lambda told: evolve(told, declined=frozenset({"Bo"}))
    ),
    "a member as a stranger": Lie(
        "a stranger", lambda told: evolve(told, strangers=frozenset({"Bo"}))
    ),
    "another host": Lie(
        "power 100",
        lambda told: evolve(told, commons=evolve(told.commons, hosts=frozenset({"Bo"}))),
    ),
    "another prompt": Lie(
        "Slow Kettle has one prompt",
        _call("Slow Kettle", lambda call: evolve(call, prompt=EventId("$none"))),
    ),
    "other words in a prompt": Lie(
        "Slow Kettle has one prompt",
        _call("Slow Kettle", lambda call: evolve(call, reads="Slow Kettle is full.")),
    ),
    "a withdrawn call as published": Lie(
        "Dawn Swimmers is published",
        _call("Dawn Swimmers", lambda call: evolve(call, is_published=True)),
    ),
    "a hand that was taken back": Lie(
        "Paper Boats is published",
        _call("Paper Boats", lambda call: evolve(call, hands=call.hands | {"Greta"})),
    ),
    "somebody named in public": Lie(
        "Dov said yes",
        _call("Slow Kettle", lambda call: evolve(call, told_apart=frozenset({"Dov"}))),
    ),
    "somebody told to another": Lie(
        "Greta said yes",
        _call(
            "Paper Boats",
            lambda call: evolve(call, told_apart=frozenset({"Greta"}), caller="Hana"),
        ),
    ),
    "an archived room where it was": Lie(
        "its rooms are",
        _crew("Salt Notebook", lambda crew: evolve(crew, state=CrewState.CLOSING)),
    ),
    "a room right in Archive": Lie(
        "in Archive, Autumn Tide stands",
        lambda told: evolve(told, shelves=(evolve(told.shelves[0], room_id=told.archive.room_id),)),
    ),
    "a living room in Archive": Lie(
        "in Archive, Autumn Tide stands",
        _crew("Paper Boats", lambda crew: evolve(crew, state=CrewState.ARCHIVED)),
    ),
    "more seats": Lie(
        "Paper Boats is", _crew("Paper Boats", lambda crew: evolve(crew, seats_open=4))
    ),
    "another state": Lie(
        "Slow Kettle is", _crew("Slow Kettle", lambda crew: evolve(crew, state=CrewState.RESTING))
    ),
    "another cycle": Lie(
        "Slow Kettle is active", _crew("Slow Kettle", lambda crew: evolve(crew, cycle=1))
    ),
    "a card that is not archived": Lie(
        "Salt Notebook is active",
        _crew("Salt Notebook", lambda crew: evolve(crew, state=CrewState.ACTIVE)),
    ),
    "the host of before": Lie(
        "hosts Slow Kettle", _crew("Slow Kettle", lambda crew: crew.hosted_by("Amara"))
    ),
    "another welcome": Lie(
        "all that the bot said in Slow Kettle",
        _crew("Slow Kettle", lambda crew: evolve(crew, caller="Bo")),
    ),
    "something left out": Lie(
        "all that the bot said in Paper Boats",
        lambda told: evolve(told, quotes=_without(told.quotes, "rests now")),
    ),
    "a room that is not closed": Lie(
        "in the old room of Paper Boats",
        _crew("Paper Boats", lambda crew: evolve(crew, state=CrewState.ARCHIVED)),
    ),
    "a reader who was not in it": Lie(
        "can still read",
        _crew("Salt Notebook", lambda crew: evolve(crew, place=crew.place.joined_by("Bo"))),
    ),
    "another harvest": Lie(
        "left was said once",
        _crew("Salt Notebook", lambda crew: evolve(crew, harvest="Twelve pages")),
    ),
    "a harvest with a name": Lie(
        "left was said once",
        _crew(
            "Salt Notebook",
            lambda crew: evolve(crew, harvest="Pia is calling a crew: Salt Notebook"),
        ),
    ),
    "another origin": Lie(
        "goes on from that of Paper Boats",
        _crew("Salt Notebook II", lambda crew: evolve(crew, grew_from="Paper Boats")),
    ),
    "an old room that leads nowhere": Lie(
        "the old room leads to Salt Notebook II",
        _crew("Salt Notebook II", lambda crew: evolve(crew, grew_from="Paper Boats")),
    ),
    "an old room that leads elsewhere": Lie(
        "the old room leads to Salt Notebook II",
        lambda told: told.telling(
            "Salt Notebook II", lambda crew: evolve(crew, place=_at(told, "Slow Kettle"))
        ),
    ),
    "somebody who was taken along": Lie(
        "did not call it or say yes",
        lambda told: told.telling_call(
            "Salt Notebook II",
            lambda call: evolve(call, prompt=told.call("Salt Notebook").prompt),
        ),
    ),
    "another porch": Lie(
        "reads the card of Harbourlight", _own_porch(lambda told: {"address": told.address})
    ),
    "another name on a porch": Lie(
        "reads the card of Elsewhere", _own_porch(lambda _: {"name": "Elsewhere"})
    ),
    "a room with people for a porch": Lie(
        "no porch names a person",
        _own_porch(lambda told: {"room_id": told.commons.room_id, "reader": "Bo"}),
    ),
    "a proposal as a link": Lie(
        "the porches of Ninebridges and Harbourlight name each other",
        lambda told: evolve(told, links=(evolve(told.links[1], is_mutual=True),)),
    ),
    "a link as a proposal": Lie(
        "is a proposal",
        lambda told: evolve(told, links=(evolve(told.links[0], is_mutual=False),)),
    ),
    "a proposal of the other one": Lie(
        "that Harbourlight is linked with Ninebridges is a proposal",
        lambda told: evolve(
            told, links=(LinkTold("Harbourlight", "Ninebridges", is_mutual=False),)
        ),
    ),
    "what a neighbour said before": Lie(
        "stands what it is for now",
        lambda told: evolve(told, purposes=(("Thornfield Loop", "gardens"),)),
    ),
    "a walk to who only proposes": Lie(
        "walks to all who are linked",
        lambda told: evolve(told, links=tuple(evolve(link, is_mutual=True) for link in told.links)),
    ),
    "a walk nowhere": Lie("walks to all who are linked", lambda told: evolve(told, links=())),
    "other words quoted": Lie(
        "quotes stand", _first_quote(lambda quote: evolve(quote, words="Never said."))
    ),
    "another one quoted": Lie(
        "quotes stand", _first_quote(lambda quote: evolve(quote, speaker="Bo"))
    ),
}
