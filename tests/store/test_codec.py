"""How facts and worlds are written: exactly, repeatably, and without naming anybody."""

import json
from typing import get_args

import pytest
from attrs import define, field
from hypothesis import given, strategies as st

from appservice.store.codec import FACTS, WORLDS, Written, read_fact, read_world, write
from appservice.store.keys import NO_TEXT, key_of_pseudonym, new_key, pseudonym
from microsol_matrix.errors import StoreTooNew
from microsol_matrix.facts import Fact
from microsol_matrix.ids import RoomKey, Text, UserId
from microsol_matrix.seen import Membership, MembershipSeen
from microsol_matrix.world import LaneWorld, World
from tests.contracts.store.examples import AMARA, DOV
from tests.values import any_of


@define
class Ledger:
    """Keys and names of one lane, in memory."""

    people: dict[str, UserId] = field(factory=dict)
    texts: dict[str, Text] = field(factory=dict)

    def of_person(self, user_id: UserId) -> str:
        known = {person: key for key, person in self.people.items()}
        key = key_of_pseudonym(user_id) or known.get(user_id) or new_key()
        if key_of_pseudonym(user_id) is None:
            self.people[key] = user_id
        return key

    def of_text(self, text: Text) -> str:
        if not text:
            return NO_TEXT
        key = {known: key for key, known in self.texts.items()}.get(text) or new_key()
        self.texts[key] = text
        return key

    def person(self, key: str) -> UserId:
        return self.people.get(key, pseudonym(key))

    def text(self, key: str) -> Text:
        return self.texts.get(key, Text(""))


@pytest.mark.parametrize("kind", get_args(Fact), ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_kind_of_fact_comes_back_exactly(kind: type[Fact], data: st.DataObject) -> None:
    fact = data.draw(any_of(kind))
    ledger = Ledger()

    assert read_fact(write(fact, ledger), ledger) == fact


@given(world=any_of(LaneWorld))
def test_every_world_comes_back_exactly(world: LaneWorld) -> None:
    ledger = Ledger()

    assert read_world(write(world, ledger), ledger) == world


@given(world=any_of(LaneWorld))
def test_equal_worlds_are_written_the_same(world: LaneWorld) -> None:
    ledger = Ledger()
    written = write(world, ledger)

    assert write(read_world(written, ledger), ledger) == written


def test_no_two_kinds_share_a_name() -> None:
    assert len(FACTS) == len(get_args(Fact))
    assert len(WORLDS) == len(get_args(LaneWorld))


def test_neither_people_nor_texts_stand_in_what_is_written() -> None:
    fact = MembershipSeen(
        key=RoomKey("space"),
        person=AMARA,
        membership=Membership.INVITE,
        by=DOV,
        name=Text("Amara of the pier"),
    )
    ledger = Ledger()

    written = write(fact, ledger)

    assert json.loads(written.body) == {
        "key": "space",
        "person": ledger.of_person(AMARA),
        "membership": "invite",
        "by": ledger.of_person(DOV),
        "name": ledger.of_text(Text("Amara of the pier")),
        "is_carried": False,
    }
    assert "Amara" not in written.body
    assert "@" not in written.body


def test_a_person_as_the_key_of_a_mapping_is_a_key_too() -> None:
    ledger = Ledger()

    written = write(World(names={AMARA: Text("Amara")}), ledger)

    assert json.loads(written.body)["names"] == [
        [ledger.of_person(AMARA), ledger.of_text(Text("Amara"))]
    ]


@given(fact=any_of(Fact))
def test_who_is_forgotten_reads_as_the_same_stranger_and_is_written_with_the_same_key(
    fact: Fact,
) -> None:
    ledger = Ledger()
    written = write(fact, ledger)

    without_people = Ledger(texts=ledger.texts)
    forgotten = read_fact(written, without_people)

    assert write(forgotten, without_people) == written
    assert not without_people.people


def test_a_forgotten_text_reads_as_the_empty_one() -> None:
    ledger = Ledger()
    written = write(World(names={AMARA: Text("Amara")}), ledger)

    read = read_world(written, Ledger(people=ledger.people))

    assert read == World(names={AMARA: Text("")})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("CrewDissolvedByMoon", "{}"),
        ("AnswerTaken", '{"call_id":"c","person":"k","gently":true}'),
        ("AnswerTaken", '{"call_id":"c"}'),
        ("AnswerTaken", '{"call_id":null,"person":"k"}'),
        ("AnswerTaken", '{"call_id":"c","person":null}'),
        ("AnswerTaken", "[]"),
        ("AnswerTaken", "{"),
        ("CallEnded", '{"call_id":"c","state":"dreamt","at":0}'),
        ("CallEnded", '{"call_id":"c","state":"lapsed","at":"noon"}'),
    ],
)
def test_what_a_newer_version_wrote_is_refused(kind: str, body: str) -> None:
    with pytest.raises(StoreTooNew, match="newer version"):
        read_fact(Written(kind=kind, body=body), Ledger())


def test_a_world_is_not_read_as_a_fact() -> None:
    ledger = Ledger()
    with pytest.raises(StoreTooNew):
        read_fact(write(World(), ledger), ledger)
