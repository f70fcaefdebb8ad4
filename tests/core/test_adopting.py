"""Whether a space that people made may become a congregation, and what would become of it."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve as changed
from hypothesis import given, strategies as st

from microsol_matrix.decide.adopting import outlined, trouble_of
from microsol_matrix.decide.surveyed import Surveyed
from microsol_matrix.ids import EventId, RoomId, Text
from microsol_matrix.markup import to_plain
from microsol_matrix.observe.surveying import CREATOR, RoomSurvey, survey
from microsol_matrix.scales.adoption import AdoptionAsk
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.words import Said
from tests.core.said import AMARA, BO, BOT, CLEO, HOUSE, NOW

SPACE, TALK, TEA = RoomId("!space:here.example"), RoomId("!talk:here.example"), RoomId("!tea:x")
ASK = AdoptionAsk(EventId("$ask"), RoomId("!dm:x"), space=SPACE, commons="", crews=(), at=NOW)


def event(
    kind: str, content: Mapping[str, Any], *, key: str = "", sender: str = AMARA
) -> dict[str, Any]:
    """Write a state event."""
    return {"type": kind, "state_key": key, "sender": sender, "content": dict(content)}


def surveyed(
    room_id: RoomId,
    *more: dict[str, Any],
    name: str = "Garden",
    version: str = "11",
    is_space: bool = False,
    users: Mapping[str, int] | None = None,
    people: tuple[str, ...] = (AMARA, BO, BOT),
) -> RoomSurvey:
    """Read a room in which Amara and the bot have all power, unless said otherwise."""
    listed = {AMARA: 100, BOT: 100} if users is None else dict(users)
    events = [
        event(
            "m.room.create", {"room_version": version} | ({"type": "m.space"} if is_space else {})
        ),
        event("m.room.power_levels", {"users": listed, "events": {"m.room.power_levels": 100}}),
        event("m.room.name", {"name": name}),
        *(
            event("m.room.member", {"membership": "join", "displayname": one[1:4]}, key=one)
            for one in people
        ),
        *more,
    ]
    return survey(room_id, [json.dumps(one).encode() for one in events])


def the_space(
    *more: dict[str, Any],
    name: str = "Garden",
    version: str = "11",
    users: Mapping[str, int] | None = None,
    people: tuple[str, ...] = (AMARA, BO, BOT),
) -> RoomSurvey:
    """Read a space, in the same way."""
    return surveyed(
        SPACE, *more, name=name, version=version, is_space=True, users=users, people=people
    )


def found(
    space: RoomSurvey | None,
    *crews: RoomSurvey,
    commons: RoomSurvey | None = None,
    missing: tuple[str, ...] = (),
) -> Surveyed:
    return Surveyed(ASK, space, commons, crews=crews, missing=missing, via=("here.example",))


def told(text: Said | None) -> str:
    return "" if text is None else to_plain(Text(text))


def shown(what: Surveyed) -> str:
    """Give what Amara is shown."""
    return told(outlined(what, AMARA, HOUSE)[1])


def test_what_would_become_of_a_space_is_outlined() -> None:
    rule = event("m.room.join_rules", {"join_rule": "knock"})
    child = event("m.space.child", {"via": ["here.example"]}, key="!other:here.example")

    outline, text = outlined(
        found(
            the_space(rule, child), surveyed(TEA, name="Tea"), commons=surveyed(TALK, name="Talk")
        ),
        AMARA,
        HOUSE,
    )

    assert outline is not None
    assert (outline.space, outline.commons, outline.crews) == (SPACE, TALK, (TEA,))
    assert (outline.name, outline.joining) == ("Garden", Joining.ASK)
    assert "2 in all; one comes in by asking" in told(text)
    assert "its other rooms, 1 in all" in told(text)
    assert "as much as I, or more, can do: ama." in told(text)


@pytest.mark.parametrize(
    ("room", "said"),
    [
        (the_space(name=""), "has no name"),
        (the_space(name="G" * 61), "61 characters; 60 is the most"),
        (the_space(version="8"), "room version that I do not know; I know 9 to 12"),
        (the_space(version="org.example.fork"), "room version that I do not know"),
        (the_space(people=(BO, BOT)), "You are not in !space:here.example"),
        (
            the_space(event("m.room.history_visibility", {"history_visibility": "world_readable"})),
            "Everybody can read Garden without being in it",
        ),
        (the_space(users={AMARA: 50, BOT: 100}), "you have power 50"),
        (the_space(users={AMARA: 100, BOT: 50}), "I need power 100"),
        (the_space(people=(AMARA,)), "I cannot come into Garden"),
        (surveyed(SPACE), "is a room and no space"),
        (the_space(event("org.microsol.congregation", {"version": 1})), "a congregation's already"),
        (the_space(event("org.microsol.room", {"version": 2})), "a newer version of me"),
    ],
)
def test_a_space_that_cannot_be_taken_in_is_told_with_what_would_be_right(
    room: RoomSurvey, said: str
) -> None:
    outline, text = outlined(found(room), AMARA, HOUSE)

    assert outline is None
    assert said in told(text)


def test_one_room_is_not_two_things() -> None:
    tea = surveyed(TEA, name="Tea")

    assert "named twice" in shown(found(the_space(), tea, commons=tea))
    assert "is a space itself" in shown(found(the_space(), changed(tea, is_space=True)))


def test_commons_is_not_encrypted_and_a_crew_may_be() -> None:
    sealed = event("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})

    assert "is encrypted" in shown(found(the_space(), commons=surveyed(TALK, sealed)))
    assert "3 in it" not in shown(found(the_space(), surveyed(TEA, sealed, name="Tea")))
    assert "Tea, 2 in it, encrypted" in shown(found(the_space(), surveyed(TEA, sealed, name="Tea")))


def test_a_creator_of_version_12_has_more_power_than_any_number() -> None:
    room = the_space(version="12", users={BOT: 100})

    assert room.power_of(AMARA) == CREATOR
    assert trouble_of(room, AMARA, HOUSE, is_the_space=True) is None
    assert "can do: ama" in shown(found(room))


def test_where_more_than_a_hundred_is_needed_so_much_is_asked_for() -> None:
    power = event(
        "m.room.power_levels",
        {"users": {AMARA: 200, BOT: 100}, "events": {"m.room.power_levels": 150}},
    )

    assert "I need power 150" in told(trouble_of(the_space(power), AMARA, HOUSE, is_the_space=True))


def test_other_services_are_no_people_and_no_hosts() -> None:
    services = event("io.element.functional_members", {"service_members": [BOT, CLEO]})
    room = the_space(
        services, people=(AMARA, BO, CLEO, BOT), users={AMARA: 100, BOT: 100, CLEO: 100}
    )

    text = shown(found(room))
    assert "2 in all" in text
    assert "with power 50 or more: ama\n" in text


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("join"),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=8), deeper),
    max_leaves=8,
)
_kinds = st.sampled_from(
    (
        "m.room.create",
        "m.room.member",
        "m.room.power_levels",
        "m.room.name",
        "m.room.join_rules",
        "m.room.tombstone",
        "m.space.child",
        "io.element.functional_members",
        "org.microsol.room",
    )
)
_fields = st.sampled_from(
    (
        "room_version",
        "membership",
        "displayname",
        "users",
        "events",
        "name",
        "join_rule",
        "via",
        "service_members",
        "additional_creators",
        "version",
        "type",
        "replacement_room",
    )
)


@given(
    st.lists(
        st.tuples(
            _kinds | _anything,
            st.just("") | st.just(BO) | _anything,
            st.dictionaries(_fields, _anything) | _anything,
            _anything,
        ),
        max_size=6,
    )
)
def test_whatever_stands_in_a_room_is_read(events: list[tuple[Any, Any, Any, Any]]) -> None:
    raw = [
        json.dumps({"type": kind, "state_key": key, "content": content, "sender": sender}).encode()
        for kind, key, content, sender in events
    ]

    read = survey(SPACE, raw)

    assert read.room_id == SPACE
    assert isinstance(outlined(found(read), AMARA, HOUSE)[1], Said)
