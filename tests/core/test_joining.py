"""How newcomers come in by themselves: closed, by asking, or through an open door."""

import pytest

from microsol_matrix.ids import EventId, RoomId, UserId
from microsol_matrix.places import COMMONS, HOSTS, SPACE
from microsol_matrix.plan.intents import EditPrompt, PutState, React, Remove, SendPrompt
from microsol_matrix.plan.messages import knock_prompt
from microsol_matrix.scales.congregation import Joining
from microsol_matrix.scales.knock import KEPT, REASON_LIMIT, Knocked
from microsol_matrix.scales.tier import Tier
from microsol_matrix.seen import Membership
from microsol_matrix.structure import types
from tests.core.life import Village, harbourlight
from tests.core.said import AMARA, BO, ESI, membership, reaction
from tests.core.told import told

H = "Harbourlight"
ADDRESS = "#_microsol_harbourlight:here.example"
TOLD = {
    "closed": told("joining.closed", name=H),
    "ask": told("joining.ask", name=H, address=ADDRESS),
    "open": told("joining.open", name=H, address=ADDRESS),
}
ESI_ASKS = told("knock.person", name="Esi", address=ESI)


def put(village: Village, type_: str) -> list[object]:
    """Tell what was written of one type into the space, in order."""
    return [
        intent.piece.content
        for intent in village.done
        if isinstance(intent, PutState) and intent.key == SPACE and intent.piece.type == type_
    ]


def asking(*members: UserId) -> Village:
    """Harbourlight, where newcomers ask."""
    village = harbourlight(*members)
    village.tells(AMARA, "!joining ask")
    village.settle()
    return village


def knocks(village: Village, person: UserId = ESI, reason: str = "") -> EventId:
    """Let somebody ask to come in; give the prompt in Hosts."""
    change = membership(person, Membership.KNOCK, at=village.key_id(SPACE), reason=reason)
    village.happen(change)
    village.settle()
    return village.world.prompts[knock_prompt(change.event_id)].event_id


def hosts_of(village: Village) -> RoomId:
    return village.key_id(HOSTS)


def read_in_hosts(village: Village) -> str:
    """Tell what the newest prompt in Hosts reads."""
    return village.said_in(hosts_of(village))[-1]


# -------------------------------------------------------------------------------------------- policy


@pytest.mark.parametrize(
    ("said", "rule"), [("ask", "knock"), ("Open", "public"), ("closed", "invite")]
)
def test_a_host_says_how_newcomers_come_in(said: str, rule: str) -> None:
    village = harbourlight()
    village.tells(AMARA, "!joining open" if rule != "public" else "!joining ask")
    village.settle()

    assert village.tells(AMARA, f"!joining {said}") == TOLD[said.lower()]
    village.settle()
    assert put(village, "m.room.join_rules")[-1] == {"join_rule": rule}
    card = put(village, types.CONGREGATION)[-1]
    assert isinstance(card, dict)
    assert card["joining"] == said.lower()


def test_nothing_is_written_as_long_as_nobody_changes_it() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!joining closed")
    village.settle()

    assert put(village, "m.room.join_rules") == []
    assert put(village, types.CONGREGATION) == []


def test_every_member_may_ask_and_only_hosts_may_change() -> None:
    village = harbourlight(BO)

    assert village.says(BO, "!joining") == TOLD["closed"]
    assert village.tells(BO, "!joining open") == told("host-only", name=H, hosts="Amara")
    assert village.tells(AMARA, "!joining shut") == told("joining.unknown", given="shut")
    assert village.world.congregation is not None
    assert village.world.congregation.joining is Joining.CLOSED


def test_the_other_hosts_read_who_changed_it() -> None:
    village = harbourlight(BO)
    village.tells(AMARA, "!joining ask")
    village.settle()
    assert read_in_hosts(village) == told("joining.changed", by="Amara", joining=TOLD["ask"])

    village.says(AMARA, "!joining open", at=HOSTS)
    village.settle()
    assert read_in_hosts(village) == TOLD["open"]


# -------------------------------------------------------------------------------------------- knocks


def test_a_knock_is_shown_in_hosts_with_its_reason_and_two_reactions() -> None:
    village = asking()
    knocks(village, reason="  I live by\nthe *river*  ")

    assert read_in_hosts(village) == told(
        "knock.open",
        person=ESI_ASKS,
        name=H,
        reason=told("knock.reason", reason="I live by the *river*"),
    )
    assert [one.emoji for one in village.done if isinstance(one, React)] == ["✅", "❌"]


def test_a_stranger_is_given_no_more_than_a_few_lines() -> None:
    village = asking()
    knocks(village, reason="word " * 1000)

    (knock,) = village.world.knocks
    assert len(knock.reason) == REASON_LIMIT
    assert knock.reason.endswith("…")


@pytest.mark.parametrize("key", ["✅", "👍🏽", "✔️"])
def test_a_host_lets_somebody_in_as_a_guest(key: str) -> None:
    village = asking()
    prompt = knocks(village)

    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key=key))
    village.settle()

    assert village.invitations(SPACE)[-1] == ESI
    assert read_in_hosts(village) == told("knock.let-in", person=ESI_ASKS, name=H, by="Amara")
    village.joins(ESI)
    village.settle()
    assert village.world.tier_of(ESI) is Tier.GUEST
    assert village.letters_to(ESI)[0].startswith("Welcome to Harbourlight. You are here as a guest")
    assert village.invitations(COMMONS)[-1] == ESI


@pytest.mark.parametrize("key", ["❌", "👎", "✖️"])
def test_a_host_answers_not_this_time(key: str) -> None:
    village = asking()
    prompt = knocks(village, reason="please")

    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key=key))
    village.settle()

    removed = [one for one in village.done if isinstance(one, Remove)]
    assert [(one.key, one.person, one.reason) for one in removed] == [(SPACE, ESI, "not this time")]
    assert read_in_hosts(village) == told("knock.refused", person=ESI_ASKS, name=H, by="Amara")
    assert ESI not in village.invitations(SPACE)
    assert village.letters_to(ESI) == []


@pytest.mark.parametrize(("word", "phrase"), [("yes", "knock.let-in"), ("No.", "knock.refused")])
def test_a_reply_answers_too(word: str, phrase: str) -> None:
    village = asking()
    prompt = knocks(village)

    assert village.says(AMARA, word, at=HOSTS, reply_to=prompt) == ""
    village.settle()
    assert read_in_hosts(village) == told(phrase, person=ESI_ASKS, name=H, by="Amara")


def test_the_same_answer_again_is_no_news() -> None:
    village = asking()
    prompt = knocks(village)

    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="✅"))
    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="👍"))

    assert village.letters_to(AMARA) == []
    assert village.says(AMARA, "yes", at=HOSTS, reply_to=prompt) == ""


def test_the_first_answer_counts() -> None:
    village = asking(BO)
    village.tells(AMARA, f"!tier {BO} partner")
    village.tells(AMARA, "!host @bo")
    village.tells(BO, "!host yes")
    village.settle()
    prompt = knocks(village)

    village.happen(reaction(BO, prompt, at=hosts_of(village), key="✅"))
    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="❌"))
    village.settle()

    assert read_in_hosts(village) == told("knock.let-in", person=ESI_ASKS, name=H, by="Bo")
    assert village.invitations(SPACE)[-1] == ESI
    assert village.letters_to(AMARA)[-1] == told("knock.over")


def test_who_is_no_host_answers_no_knock() -> None:
    village = asking(BO)
    prompt = knocks(village)

    village.happen(reaction(BO, prompt, at=hosts_of(village), key="✅"))
    village.settle()

    assert ESI not in village.invitations(SPACE)
    assert village.letters_to(BO) == [told("host-only", name=H, hosts="Amara")]


def test_other_reactions_say_nothing() -> None:
    village = asking()
    prompt = knocks(village)

    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="🎉"))

    assert village.plan() == ()


def test_a_knock_that_is_taken_back_says_so_and_its_reason_is_gone() -> None:
    village = asking()
    knocks(village, reason="please")
    village.leaves(ESI)
    village.settle()

    assert read_in_hosts(village) == told("knock.taken-back", person=ESI_ASKS, name=H)
    assert village.plan() == ()


def test_a_knock_seen_twice_is_shown_once() -> None:
    village = asking()
    change = membership(ESI, Membership.KNOCK, at=village.key_id(SPACE))
    village.happen(change, change)
    village.settle()

    assert len([one for one in village.done if isinstance(one, SendPrompt)]) == 2  # with founding's


def test_who_was_refused_and_asks_again_is_shown_again_and_not_invited_meanwhile() -> None:
    village = asking()
    first = knocks(village)
    village.happen(reaction(AMARA, first, at=hosts_of(village), key="✅"))
    village.settle()
    village.leaves(ESI)  # declines after all
    village.settle()
    asked = village.invitations(SPACE).count(ESI)

    second = knocks(village)
    assert village.invitations(SPACE).count(ESI) == asked
    village.happen(reaction(AMARA, second, at=hosts_of(village), key="✅"))
    village.settle()
    assert village.invitations(SPACE).count(ESI) == asked + 1


def test_a_host_may_let_in_by_command_or_client_too() -> None:
    by_command = asking()
    knocks(by_command)
    by_command.tells(AMARA, f"!invite {ESI} friend")
    by_command.settle()
    assert by_command.invitations(SPACE)[-1] == ESI
    assert by_command.world.tier_of(ESI) is Tier.FRIEND

    by_client = asking()
    knocks(by_client)
    by_client.happen(membership(ESI, Membership.INVITE, at=by_client.key_id(SPACE), by=AMARA))
    by_client.settle()
    for village in (by_command, by_client):
        assert read_in_hosts(village) == told("knock.let-in", person=ESI_ASKS, name=H, by="Amara")
    by_client.joins(ESI)
    assert by_client.world.tier_of(ESI) is Tier.GUEST


def test_a_host_may_think_better_of_a_no_before_it_is_given() -> None:
    village = asking()
    prompt = knocks(village)
    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="❌"))
    village.tells(AMARA, f"!invite {ESI} guest")
    village.settle()

    assert not any(isinstance(one, Remove) for one in village.done)
    assert village.invitations(SPACE)[-1] == ESI


def test_who_is_in_a_crew_and_refused_at_the_space_is_no_news_for_the_crew() -> None:
    village = asking(BO)
    village.says(AMARA, "!call Slow Kettle seats=2")
    village.settle()
    village.tells(BO, "yes")
    village.settle()
    village.happen(membership(BO, Membership.JOIN, at=village.crew_room))
    village.leaves(BO)
    village.settle()
    said = village.said_in(village.crew_room)
    prompt = knocks(village, BO)

    village.happen(reaction(AMARA, prompt, at=hosts_of(village), key="❌"))
    village.settle()
    village.leaves(BO, by=AMARA)
    village.settle()

    assert village.said_in(village.crew_room) == said


def test_answered_knocks_are_forgotten_past_a_bound() -> None:
    village = asking()
    for number in range(KEPT + 10):
        person = UserId(f"@stranger-{number}:far.example")
        knocks(village, person)
        village.leaves(person)
        village.settle()

    assert len(village.world.knocks) <= KEPT + 1
    assert len([fact for fact in village.facts if isinstance(fact, Knocked)]) == KEPT + 10


def test_through_an_open_door_one_comes_as_a_guest() -> None:
    village = harbourlight()
    village.tells(AMARA, "!joining open")
    village.settle()
    village.joins(ESI)
    village.settle()

    assert village.world.tier_of(ESI) is Tier.GUEST
    assert village.invitations(COMMONS)[-1] == ESI
    assert not any(
        isinstance(one, EditPrompt) and one.ref.startswith("knock/") for one in village.done
    )
