"""The law *Replay*: a snapshot and the facts after it give what all facts give, in the store's form too."""

from attrs import define, field
from hypothesis import given, strategies as st

from appservice.store.codec import read_fact, read_world, write
from appservice.store.keys import NO_TEXT, key_of_pseudonym, pseudonym
from microsol_matrix.addresses import addresses
from microsol_matrix.decide import next_due
from microsol_matrix.evolve import replay
from microsol_matrix.house import House
from microsol_matrix.ids import Text, UserId
from microsol_matrix.person_world import PersonWorld
from microsol_matrix.plan import plan
from microsol_matrix.world import World
from tests.core.said import PEOPLE
from tests.laws import test_person as person
from tests.laws.acts import Act, Beginning, a_law, acts, begin, beginnings, houses, live

_DIGITS = str.maketrans("0123456789", "bcdefghijk")


@define
class Register:
    """Keys of one lane, both ways."""

    people: dict[str, UserId] = field(factory=dict)
    texts: dict[str, Text] = field(factory=dict)

    def of_person(self, user_id: UserId) -> str:
        number = [*self.people.values(), user_id].index(user_id)
        key = key_of_pseudonym(user_id) or f"{number}".translate(_DIGITS).rjust(26, "a")
        self.people.setdefault(key, user_id)
        return key

    def of_text(self, text: Text) -> str:
        if not text:
            return NO_TEXT
        key = f"t{[*self.texts.values(), text].index(text)}"
        self.texts.setdefault(key, text)
        return key

    def person(self, key: str) -> UserId:
        return self.people.get(key, pseudonym(key))

    def text(self, key: str) -> Text:
        return self.texts.get(key, Text(""))


cuts = st.floats(min_value=0, max_value=1)


@a_law
@given(house=houses, beginning=beginnings, life=acts, cut=cuts)
def test_a_congregation_read_from_the_store_is_the_same(
    house: House, beginning: Beginning, life: list[Act], cut: float
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    register = Register()
    at = round(cut * len(village.facts))
    snapshot = write(replay(World(), village.facts[:at]), register)
    rows = [write(fact, register) for fact in village.facts[at:]]

    world = read_world(snapshot, register)
    for row in rows:
        world = replay(world, [read_fact(row, register)])

    assert world == village.world
    assert plan(world, house) == village.plan()
    assert addresses(world) == addresses(village.world)
    assert next_due(world) == next_due(village.world)


@given(story=person.acts, cut=cuts)
def test_a_person_read_from_the_store_is_the_same(story: list[person.Act], cut: float) -> None:
    life = person.begin()
    for act in story:
        person.live(life, act)
    register = Register()
    at = round(cut * len(life.facts))
    snapshot = write(replay(PersonWorld(), life.facts[:at]), register)
    rows = [write(fact, register) for fact in life.facts[at:]]

    world = read_world(snapshot, register)
    for row in rows:
        world = replay(world, [read_fact(row, register)])

    assert world == life.world
    assert plan(world, life.house) == life.plan()


@a_law
@given(house=houses, beginning=beginnings, life=acts)
def test_no_row_of_facts_or_worlds_names_a_person(
    house: House, beginning: Beginning, life: list[Act]
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    register = Register()
    rows = [*(write(fact, register) for fact in village.facts), write(village.world, register)]

    for row in rows:
        assert not any(one in row.body for one in PEOPLE), row


@a_law
@given(house=houses, beginning=beginnings, life=acts, cut=cuts)
def test_forgetting_people_leaves_a_world_that_still_replays(
    house: House, beginning: Beginning, life: list[Act], cut: float
) -> None:
    village = begin(house, beginning)
    for act in life:
        live(village, act)
    register = Register()
    at = round(cut * len(village.facts))
    snapshot = write(replay(World(), village.facts[:at]), register)
    rows = [write(fact, register) for fact in village.facts]
    register.people.clear()
    register.texts.clear()

    facts = [read_fact(row, register) for row in rows]
    kept = read_world(snapshot, register)

    assert isinstance(kept, World)
    assert replay(kept, facts[at:]) == replay(World(), facts)
